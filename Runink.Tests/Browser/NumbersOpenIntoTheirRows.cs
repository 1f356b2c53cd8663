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
    public async Task APointOfAChartOpensTheRowsOfItsDay()
    {
        BrowserHost.NeedsABrowser();
        await browser.AdmitSepticAsync(Some.Mrn(), "Point^Of");
        await using var lead = await browser.SignInAsync("Nora Mills", "/dashboards/triggers");
        var chart = lead.Page.Locator(".chart[aria-label^='Firings a day']");
        // Today is the last point of the line, in the colour of the brand.
        var today = chart.Locator("svg path[fill='#0b7d70']").Last;
        await today.WaitForAsync();
        var box = (await today.BoundingBoxAsync())!;
        await lead.Page.Mouse.ClickAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await Expect(lead.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"rows=firings&day=\d{4}-\d{2}-\d{2}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(lead.Page.GetByRole(AriaRole.Region, new() { Name = "Firings" })).ToBeVisibleAsync();

        // The same without a mouse.
        await lead.Page.GoBackAsync();
        await lead.Page.GetByRole(AriaRole.Button, new() { Name = "Table" }).First.ClickAsync();
        await Expect(lead.Page.Locator("a[href*='rows=firings']").Last).ToBeVisibleAsync();
        Assert.Empty(lead.Troubles);
    }

    [Fact]
    public async Task TheQualityLeadSetsATargetNotesADayAndKeepsTheView()
    {
        BrowserHost.NeedsABrowser();
        await browser.AdmitSepticAsync(Some.Mrn(), "Target^Of");
        await using var lead = await browser.SignInAsync("Nora Mills", "/dashboards/sla?days=30");
        var page = lead.Page;
        var tile = page.GetByRole(AriaRole.Article).Filter(new() { HasText = "Closed in time" });
        await tile.GetByRole(AriaRole.Button, new() { Name = "i: definition of Closed in time" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Another target" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Target: Closed in time" });
        await dialog.GetByLabel("At least (%)").FillAsync("most");
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("A number is needed, as 95 or 7.5.");
        await dialog.GetByLabel("At least (%)").FillAsync("88.5");
        await dialog.GetByLabel("Why").FillAsync("Agreed with the wards");
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(tile).ToContainTextAsync("target 88.5 %");

        await page.GetByRole(AriaRole.Button, new() { Name = "Add a note" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Note on a day" }).GetByLabel("What happened").FillAsync("Analyser was down");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Analyser was down" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Save this view" }).GetByLabel("Name").FillAsync("A month");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "A month" })).ToHaveAttributeAsync("aria-current", "page");
        await Axe.FindsNothingAsync(page);

        // One step deeper each time, until the row.
        await page.GetByRole(AriaRole.Region, new() { Name = "By unit", Exact = true }).GetByRole(AriaRole.Link, new() { Name = "Emergency", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "By shift", Exact = true }).GetByRole(AriaRole.Link).First.ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "By owner", Exact = true }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Opened in the period", Exact = true }).Locator("a[href^='/escalations/']").First).ToBeVisibleAsync();
        Assert.Empty(lead.Troubles);
    }

    [Fact]
    public async Task TheAuditorReadsTheLedgerAndVerifiesTheChain()
    {
        BrowserHost.NeedsABrowser();
        await browser.AdmitSepticAsync(Some.Mrn(), "Eriksen^Liv");
        await using var auditor = await browser.SignInAsync("Victor Adeyemi", "/audit?kind=escalation_triggered");
        var page = auditor.Page;

        // What it was about is named, and is no link: the role does not open escalations.
        var ledger = page.GetByRole(AriaRole.Region, new() { Name = "Ledger" });
        await Expect(ledger.GetByText("Escalation …").First).ToBeVisibleAsync();
        await Expect(ledger.Locator("a[href^='/escalations/']")).ToHaveCountAsync(0);
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
