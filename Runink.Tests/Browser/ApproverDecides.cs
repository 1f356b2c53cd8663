using System.Text;
using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class ApproverDecides(BrowserHost browser)
{
    private const string Id = "low-sodium";

    [Fact]
    public async Task WhatAnAuthorAsksForIsReadRemarkedOnApprovedAndInForceAndANewTextEndsIt()
    {
        BrowserHost.NeedsABrowser();
        await using var hospital = await CompanionProcess.StartAsync(settings: new Dictionary<string, string> { ["Triggers:Approval"] = "true" });
        using (var content = new StringContent($"trigger:\n  id: {Id}\n  name: Low sodium\n  severity: high\n  when: lab.sodium < 120 mmol/L\n  then: [{{action: notify, who: charge_nurse}}]\n", Encoding.UTF8, "text/yaml"))
            (await hospital.Web.PutAsync($"/api/v1/triggers/{Id}", content, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await using var author = await browser.SignInAsync("Tess Shah", $"/triggers/{Id}", at: hospital);
        await Expect(author.Page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true })).ToHaveCountAsync(0);
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Ask for approval" }).ClickAsync();
        await author.Page.GetByLabel("Why this change").FillAsync("Nobody looks at sodium at night.");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
        await author.Page.WaitForURLAsync("**/approvals/*");
        await Expect(author.Page.GetByText("You wrote on this text").Or(author.Page.GetByRole(AriaRole.Button, new() { Name = "Withdraw" })).First).ToBeVisibleAsync();
        await Expect(author.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true })).ToHaveCountAsync(0);

        await using var approver = await browser.SignInAsync("Dana Meyer", "/approvals", at: hospital);
        var page = approver.Page;
        await approver.Row("Low sodium").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByText("Nobody looks at sodium at night.")).ToBeVisibleAsync();
        await Expect(page.Locator("ul.rows").GetByText("Charge nurse").First).ToBeVisibleAsync();
        await Expect(page.Locator("b.big")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Remark on line 5" }).ClickAsync();
        await page.GetByLabel("Your remark on line 5").FillAsync("Agreed with the ward.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remark", Exact = true }).ClickAsync();
        await Expect(page.Locator(".said")).ToContainTextAsync("Agreed with the ward.");
        await Axe.FindsNothingAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await Expect(page.GetByText("Low sodium: v1 is in force.")).ToBeVisibleAsync();
        await Expect(author.Page.GetByText("In force as v1")).ToBeVisibleAsync();

        Assert.Equal(1, (await hospital.GetAsync($"/api/v1/triggers/{Id}")).GetProperty("versionInForce").GetInt32());
        Assert.Empty(approver.Troubles);
        Assert.Empty(author.Troubles);
    }

    [Fact]
    public async Task IntakeRulesGoThroughTheSameQueue()
    {
        BrowserHost.NeedsABrowser();
        await using var hospital = await CompanionProcess.StartAsync(settings: new Dictionary<string, string> { ["Triggers:Approval"] = "true" });
        await using var author = await browser.SignInAsync("Tess Shah", "/referrals/rules", at: hospital);
        await Expect(author.Page.Locator("h1[tabindex]")).ToBeFocusedAsync();
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "New rules" }).PressAsync("Enter");
        var dialog = author.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("podiatry");
        await dialog.GetByLabel("Rules", new() { Exact = true }).FillAsync("intake:\n  service: Podiatry\n  priority: {urgent: [gangrene]}\n  tests: [{name: gangrene is urgent, reason: Gangrene, expect: {priority: urgent}}]\n");
        await dialog.GetByLabel("Why this change").FillAsync("Toes are lost.");
        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("its tests come out as written");
        await Axe.FindsNothingAsync(author.Page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Ask for approval" }).PressAsync("Enter");
        await author.Page.WaitForURLAsync("**/approvals/*");

        foreach (var (dark, width, height) in new[] { (true, 768, 1024), (false, 1440, 900) })
        {
            await using var approver = await browser.SignInAsync("Dana Meyer", "/approvals", dark, width, height, hospital);
            var page = approver.Page;
            await approver.Row("Podiatry").GetByRole(AriaRole.Link).PressAsync("Enter");
            await Expect(page.GetByText("Toes are lost.")).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Makes it urgent" })).ToContainTextAsync("gangrene");
            await Expect(page.GetByText("gangrene is urgent").First).ToBeVisibleAsync();
            await Axe.FindsNothingAsync(page);
            if (width == 1440)
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).PressAsync("Enter");
                await page.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).PressAsync("Enter");
                await Expect(page.GetByText("Podiatry: v1 is in force.")).ToBeVisibleAsync();
            }

            Assert.Empty(approver.Troubles);
        }

        Assert.Contains(await hospital.ItemsAsync("/api/v1/intake-rules"), row => row.GetProperty("approvedBy").GetString() == "Dana Meyer");
        Assert.Empty(author.Troubles);
    }
}
