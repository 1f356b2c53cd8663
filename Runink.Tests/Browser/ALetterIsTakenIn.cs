using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class ALetterIsTakenIn(BrowserHost browser)
{
    [Fact]
    public async Task SheBringsItReadsWhereItSaysSoCorrectsOneFieldAndMakesTheReferral()
    {
        BrowserHost.NeedsABrowser();
        var mrn = Some.Mrn();
        await browser.Host.SendAsync(Some.Arrival(mrn, TimeProvider.System.GetUtcNow(), "Weber^Hanna"));
        await using var session = await browser.SignInAsync("Luis Moreno", "/referrals/tray");
        var page = session.Page;
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = $"Letter {mrn}.pdf", MimeType = "application/pdf", Buffer = TrayPapers.Form("Weber", "Hanna", "1931-07-19", mrn, "Cardiology") });
        await page.GetByRole(AriaRole.Link, new() { Name = $"Letter {mrn}.pdf", Exact = true }).ClickAsync();

        await Expect(page.GetByText("birth date differs")).ToBeVisibleAsync();
        await Expect(page.GetByText("record number agrees")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show line, page 1: priority", Exact = true }).ClickAsync();
        await Expect(page.Locator("mark")).ToContainTextAsync("Priority: Urgent");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the referral", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Say who the patient is.", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"It is Hanna Weber, {mrn}", Exact = true }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Soon", Exact = true }).PressAsync("Enter");
        // The key that makes it: nothing is typed into a field while the focus is on a button.
        await page.Keyboard.PressAsync("r");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = $"Letter {mrn}.pdf", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("Corrected by hand: birth date, priority.")).ToBeVisibleAsync();
        Assert.Empty(session.Troubles);
    }
}
