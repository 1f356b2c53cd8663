using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class MailAndCardFollow(BrowserHost browser)
{
    [Fact]
    public async Task TheNavigatorReadsTheMailAndFindsTheCardOnTheBoard()
    {
        BrowserHost.NeedsABrowser();
        await using var navigator = await browser.SignInAsync("Luis Moreno", "/admin/deliveries");
        var mrn = Some.Mrn();
        var escalation = await browser.AdmitSepticAsync(mrn, "Lindqvist^Per");
        var page = navigator.Page;

        // The list is newest first and follows by itself; the mail is known by the escalation that it belongs to.
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Hospital.EventuallyAsync(async () =>
        {
            await page.Locator("tr button[data-row]").First.ClickAsync(new() { Timeout = 5000 });
            await dialog.WaitForAsync();
            if (await dialog.Locator($"a[href='/escalations/{escalation}']").IsVisibleAsync())
                return true;
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
            await dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
            return false;
        }, found => found, "the mail of the escalation at the top of the deliveries");
        await Expect(dialog).ToContainTextAsync("navigator_team@provider.org");
        var body = await dialog.Locator("pre").InnerTextAsync();
        Assert.NotEmpty(body.Trim());
        Assert.DoesNotContain(mrn, body, StringComparison.Ordinal);
        Assert.DoesNotContain("Lindqvist", body, StringComparison.OrdinalIgnoreCase);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Accepted" }).First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Referrals" }).ClickAsync();
        var card = page.Locator($"#ref-{await browser.ReferralOfAsync(escalation)}");
        await Expect(card).ToContainTextAsync("Sepsis Pathway Consult");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Received", Exact = true }).Locator(card)).ToBeVisibleAsync();
        Assert.Empty(navigator.Troubles);
    }
}
