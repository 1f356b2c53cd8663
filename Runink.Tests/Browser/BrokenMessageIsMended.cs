using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class BrokenMessageIsMended(BrowserHost browser)
{
    [Fact]
    public async Task TheAdministratorMendsItInPlaceAndItGoesThrough()
    {
        BrowserHost.NeedsABrowser();
        var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
        var whole = Some.Lactate(mrn, $"Q{mrn}", now.AddMinutes(-1), "3.4");
        var broken = whole.Replace($"COMPANION|{Some.Stamp(now.AddMinutes(-1))}", "COMPANION|yesterday", StringComparison.Ordinal);
        Assert.NotEqual(whole, broken);
        var answers = await browser.Host.SendAsync(Some.Arrival(mrn, now.AddMinutes(-20), "Fuchs^Edda"), broken);
        Assert.Contains("MSA|AE|", answers[1], StringComparison.Ordinal);
        await using var administrator = await browser.SignInAsync("Kim Park", "/admin/quarantine");
        var page = administrator.Page;

        await administrator.Row("yesterday is not a time stamp").First.GetByRole(AriaRole.Link).ClickAsync();
        var text = page.GetByLabel("Text as received");
        var shown = await text.InputValueAsync();
        Assert.Contains(mrn, shown, StringComparison.Ordinal);
        await text.FillAsync(shown.Replace("yesterday", Some.Stamp(now.AddMinutes(-1)), StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send again as mended" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Status)).ToContainTextAsync($"MSA|AA|Q{mrn}");
        Assert.Single(await browser.Host.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(administrator.Row("yesterday is not a time stamp")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sent again" }).ClickAsync();
        await Expect(administrator.Row("yesterday is not a time stamp").First).ToContainTextAsync("Kim Park");
        Assert.Empty(administrator.Troubles);
    }

    [Fact]
    public async Task AMendThatIsRefusedAgainIsNotShownAsASuccess()
    {
        BrowserHost.NeedsABrowser();
        var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
        var broken = Some.Lactate(mrn, $"Q{mrn}", now, "3.4").Replace($"COMPANION|{Some.Stamp(now)}", "COMPANION|tomorrow", StringComparison.Ordinal);
        await browser.Host.SendAsync(broken);
        await using var administrator = await browser.SignInAsync("Kim Park", "/admin/quarantine");
        var page = administrator.Page;

        await administrator.Row("tomorrow is not a time stamp").First.GetByRole(AriaRole.Link).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send again as it is" }).ClickAsync();

        var answer = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Status);
        await Expect(answer).ToContainTextAsync("MSA|AE|");
        await Expect(answer).ToHaveClassAsync("notice bad");
        await Expect(answer).ToContainTextAsync("Refused again. It goes on waiting");

        // Mended, and wrong in another place: the same row waits with the new reason, and the try is there when it is opened again.
        var text = page.GetByLabel("Text as received");
        await text.FillAsync((await text.InputValueAsync()).Replace("tomorrow", "the day after", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send again as mended" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("One try to mend it was refused");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(administrator.Row("tomorrow is not a time stamp")).ToHaveCountAsync(0);
        await Expect(administrator.Row("the day after is not a time stamp")).ToHaveCountAsync(1);
        await administrator.Row("the day after is not a time stamp").GetByRole(AriaRole.Link).ClickAsync();
        Assert.Contains("the day after", await page.GetByLabel("Text as mended").InputValueAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the text as received" }).ClickAsync();
        await Expect(page.GetByLabel("Text as received")).ToBeVisibleAsync();
        Assert.Contains("tomorrow", await page.GetByLabel("Text as received").InputValueAsync(), StringComparison.Ordinal);
        Assert.Empty(administrator.Troubles);
    }
}
