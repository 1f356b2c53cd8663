using System.Net.Http.Json;
using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class NumbersOpenIntoTheirRows(BrowserHost browser)
{
    [Fact]
    public async Task TheQualityLeadFollowsANumberToTheEscalationItCounted()
    {
        BrowserHost.NeedsABrowser();
        var mrn = Some.Mrn();
        var id = await browser.AdmitSepticAsync(mrn, "Duarte^Rui");
        using var done = await browser.Host.Web.PostAsJsonAsync($"/api/v1/escalations/{id}/actions/acknowledge", new { }, TestContext.Current.CancellationToken);
        Assert.True(done.IsSuccessStatusCode, $"{done.StatusCode}");
        await using var lead = await browser.SignInAsync("Nora Mills", "/dashboards/sla");
        var page = lead.Page;

        Assert.True(await ReadyAsync(page.Locator("article.kpi")) >= 3, "The SLA dashboard has at least three tiles.");
        await Expect(page.GetByRole(AriaRole.Img).And(page.Locator("[aria-label*='days']")).First).ToBeVisibleAsync();
        await page.Locator("article.kpi").Filter(new() { HasText = "cknowledged in time" }).First.GetByTitle("Show the rows behind this number").ClickAsync();
        await Expect(page).ToHaveURLAsync($"{browser.Host.Address}dashboards/sla?rows=acknowledged-in-time");
        var row = page.Locator($"a[href='/escalations/{id}']");
        await Expect(row).ToBeVisibleAsync();
        await row.ClickAsync();
        await Expect(page).ToHaveURLAsync($"{browser.Host.Address}escalations/{id}");
        await Expect(lead.Main.GetByText("Why it fired")).ToBeVisibleAsync();

        // Minimum necessary: who measures promises does not need to know whose they were.
        var text = await lead.Main.InnerTextAsync();
        Assert.DoesNotContain("Duarte", text, StringComparison.Ordinal);
        Assert.DoesNotContain(mrn, text, StringComparison.Ordinal);
        Assert.Empty(lead.Troubles);
    }

    [Fact]
    public async Task TheAuditorReadsTheLedgerAndVerifiesTheChain()
    {
        BrowserHost.NeedsABrowser();
        await browser.AdmitSepticAsync(Some.Mrn(), "Eriksen^Liv");
        await using var auditor = await browser.SignInAsync("Victor Adeyemi", "/audit?kind=escalation_triggered");
        var page = auditor.Page;

        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Ledger" }).GetByRole(AriaRole.Link, new() { Name = "escalation", Exact = true }).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify chain" }).ClickAsync();
        await Expect(page.GetByText("The chain holds.")).ToBeVisibleAsync();
        Assert.Empty(auditor.Troubles);
    }

    private static async Task<int> ReadyAsync(ILocator locator)
    {
        await locator.First.WaitForAsync();
        return await locator.CountAsync();
    }
}
