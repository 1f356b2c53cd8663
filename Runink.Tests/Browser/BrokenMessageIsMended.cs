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
        var broken = whole.Replace("|P|2.5.1", "|P|yesterday", StringComparison.Ordinal);
        Assert.NotEqual(whole, broken);
        var answers = await browser.Host.SendAsync(Some.Arrival(mrn, now.AddMinutes(-20), "Fuchs^Edda"), broken);
        Assert.Contains("MSA|AR|", answers[1], StringComparison.Ordinal);
        await using var administrator = await browser.SignInAsync("Kim Park", "/admin/quarantine");
        var page = administrator.Page;

        await administrator.Row("Version yesterday is not HL7 v2").First.GetByRole(AriaRole.Link).ClickAsync();
        var text = page.GetByLabel("Text as received");
        var shown = await text.InputValueAsync();
        Assert.Contains(mrn, shown, StringComparison.Ordinal);
        await text.FillAsync(shown.Replace("yesterday", "2.5.1", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send again as mended" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Status)).ToContainTextAsync($"MSA|AA|Q{mrn}");
        Assert.Single(await browser.Host.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(administrator.Row("Version yesterday is not HL7 v2")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sent again" }).ClickAsync();
        await Expect(administrator.Row("Version yesterday is not HL7 v2").First).ToContainTextAsync("Kim Park");
        Assert.Empty(administrator.Troubles);
    }

    [Fact]
    public async Task AMendThatIsRefusedAgainIsNotShownAsASuccess()
    {
        BrowserHost.NeedsABrowser();
        var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
        var broken = Some.Lactate(mrn, $"Q{mrn}", now, "3.4").Replace("|P|2.5.1", "|P|tomorrow", StringComparison.Ordinal);
        await browser.Host.SendAsync(broken);
        await using var administrator = await browser.SignInAsync("Kim Park", "/admin/quarantine");
        var page = administrator.Page;

        await administrator.Row("Version tomorrow is not HL7 v2").First.GetByRole(AriaRole.Link).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send again as it is" }).ClickAsync();

        var answer = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Status);
        await Expect(answer).ToContainTextAsync("MSA|AR|");
        await Expect(answer).ToHaveClassAsync("notice bad");
        await Expect(answer).ToContainTextAsync("Refused again. It goes on waiting");

        // Mended, and wrong in another place: the same row waits with the new reason, and the try is there when it is opened again.
        var text = page.GetByLabel("Text as received");
        await text.FillAsync((await text.InputValueAsync()).Replace("tomorrow", "the day after", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send again as mended" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("One try to mend it was refused");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(administrator.Row("Version tomorrow is not HL7 v2")).ToHaveCountAsync(0);
        await Expect(administrator.Row("Version the day after is not HL7 v2")).ToHaveCountAsync(1);
        await administrator.Row("Version the day after is not HL7 v2").GetByRole(AriaRole.Link).ClickAsync();
        Assert.Contains("the day after", await page.GetByLabel("Text as mended").InputValueAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the text as received" }).ClickAsync();
        await Expect(page.GetByLabel("Text as received")).ToBeVisibleAsync();
        Assert.Contains("tomorrow", await page.GetByLabel("Text as received").InputValueAsync(), StringComparison.Ordinal);
        Assert.Empty(administrator.Troubles);
    }

    [Fact]
    public async Task AllOfOneCauseAreSentAgainAndThenSetAsideWithOneReason()
    {
        BrowserHost.NeedsABrowser();
        var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
        await browser.Host.SendAsync([.. Enumerable.Range(1, 3).Select(at => Some.LactateOfNobody($"G{mrn}-{at}", now, "3.4").Replace("|LAB|HOSP|", $"|METER{mrn}|HOSP|", StringComparison.Ordinal))]);
        await using var administrator = await browser.SignInAsync("Kim Park", "/admin/feeds");
        var page = administrator.Page;
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = $"METER{mrn}/HOSP" })).ToContainTextAsync("3 refused messages wait in quarantine");
        await page.GetByRole(AriaRole.Article, new() { Name = $"METER{mrn}/HOSP" }).GetByRole(AriaRole.Link, new() { Name = "Open quarantine" }).ClickAsync();

        var group = administrator.Row($"METER{mrn}/HOSP").First;
        await group.GetByRole(AriaRole.Link).ClickAsync();
        var open = page.GetByRole(AriaRole.Region, new() { Name = "Messages of one cause" });
        await Expect(open.Locator("tbody tr")).ToHaveCountAsync(3);
        await Axe.FindsNothingAsync(page);
        await open.GetByRole(AriaRole.Button, new() { Name = "Send all again" }).ClickAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("0 went through, 3 refused again");

        await open.GetByRole(AriaRole.Button, new() { Name = "Set all aside…" }).ClickAsync();
        var forGood = open.GetByRole(AriaRole.Button, new() { Name = "Set 3 aside for good" });
        await Expect(forGood).ToBeDisabledAsync();
        await open.GetByLabel("Why they are set aside").FillAsync("The meter was tested.");
        await forGood.ClickAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("3 set aside.");
        await Expect(administrator.Row($"METER{mrn}/HOSP")).ToHaveCountAsync(0);
        Assert.Equal(3, (await browser.Host.ItemsAsync("/api/v1/quarantine?status=discarded")).Count(row => row.GetProperty("why").GetString() == "The meter was tested."));
        Assert.Empty(administrator.Troubles);
    }
}
