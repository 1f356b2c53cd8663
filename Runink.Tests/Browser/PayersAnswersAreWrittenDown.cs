using System.Net.Http.Json;
using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>What a payer says on the telephone is written down with its evidence, by keyboard, on a page that axe finds nothing about.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PayersAnswersAreWrittenDown(BrowserHost browser)
{
    [Fact]
    public async Task AnApprovalByTelephoneShowsWhatIsLeft()
    {
        BrowserHost.NeedsABrowser();
        var id = await SoughtAsync("Payer^Asked");
        await using var navigator = await browser.SignInAsync("Luis Moreno", $"/referrals/{id}");
        var page = navigator.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Write down an answer…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("Who said so")).ToBeFocusedAsync();
        await Axe.FindsNothingAsync(page, "The dialog for a payer's answer");
        await page.Keyboard.TypeAsync("Utilization desk", new() { Delay = 15 });
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("An approval has a number");
        await dialog.GetByLabel("Authorization number").FillAsync("TEL-4711");
        await dialog.GetByLabel("Visits").FillAsync("3");
        await page.Keyboard.PressAsync("Control+Enter");

        var card = page.Locator("section", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Authorization", Exact = true }) });
        await Expect(card).ToContainTextAsync("3 of 3");
        await Expect(card).ToContainTextAsync("Number TEL-4711");
        await Axe.FindsNothingAsync(page, "The page with an authorization");
        Assert.Empty(navigator.Troubles);
    }

    [Fact]
    public async Task WhatWasGrantedIsAcceptedWithOneButton()
    {
        BrowserHost.NeedsABrowser();
        var id = await SoughtAsync("Payer^Partly");
        await PostAsync($"/api/v1/referrals/{id}/authorization/answer", new { decision = "modified", number = "TEL-12", units = 2, reason = "Two visits first", how = "phone", whom = "Utilization desk", expectedVersion = await VersionAsync(id) });

        await using var navigator = await browser.SignInAsync("Luis Moreno", $"/referrals/{id}");
        var card = navigator.Page.Locator("section", new() { Has = navigator.Page.GetByRole(AriaRole.Heading, new() { Name = "Authorization", Exact = true }) });
        await Expect(card).ToContainTextAsync("Modified (A6), number TEL-12, 2 visits.");
        await Expect(card).ToContainTextAsync("Two visits first");
        await card.GetByRole(AriaRole.Button, new() { Name = "Accept what was granted" }).ClickAsync();
        await Expect(card).ToContainTextAsync("2 of 2");
        await Expect(card).ToContainTextAsync("Number TEL-12");
        Assert.Empty(navigator.Troubles);
    }

    /// <summary>A referral for which an authorization is sought.</summary>
    private async Task<string> SoughtAsync(string name)
    {
        var id = await browser.ReferralOfAsync(await browser.AdmitSepticAsync(Some.Mrn(), name));
        foreach (var action in new[] { "triage", "require-authorization", "seek-authorization" })
            await PostAsync($"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = await VersionAsync(id) });
        return id;
    }

    private async Task<int> VersionAsync(string id) => (await browser.Host.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();

    private async Task PostAsync(string path, object body)
    {
        using var done = await browser.Host.Web.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
