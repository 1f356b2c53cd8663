using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class NurseOwnsAnEscalation(BrowserHost browser, ITestOutputHelper output)
{
    [Fact]
    public async Task ItAppearsByItselfIsReadClaimedAndAcknowledgedAndEverybodySeesIt()
    {
        BrowserHost.NeedsABrowser();
        await using var nurse = await browser.SignInAsync("Ana Ruiz");
        await using var navigator = await browser.SignInAsync("Luis Moreno");
        var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
        await browser.Host.SendAsync(Some.Arrival(mrn, now.AddMinutes(-20), "Okafor^Grace"));
        await Expect(nurse.Page.GetByText("next update as it happens")).ToBeVisibleAsync();

        var sent = TimeProvider.System.GetTimestamp();
        await browser.Host.SendAsync(Some.Lactate(mrn, $"L{mrn}", now.AddMinutes(-1), "3.4"));
        var acknowledged = TimeProvider.System.GetElapsedTime(sent);
        var news = nurse.Page.Locator(".news").Or(nurse.Row(mrn)).First;
        await news.WaitForAsync(new() { Timeout = 3000 });
        output.WriteLine($"Acknowledged {acknowledged.TotalMilliseconds:0} ms after sending, on the screen after {TimeProvider.System.GetElapsedTime(sent).TotalMilliseconds:0} ms.");

        await TakeNewsAsync(nurse.Page, nurse.Row(mrn));
        await nurse.Row(mrn).GetByRole(AriaRole.Link).ClickAsync();
        var panel = nurse.Page.Locator("aside.panel");
        await Expect(panel.GetByRole(AriaRole.Region, new() { Name = "The condition" })).ToContainTextAsync("lab.lactate > 3");
        await Expect(panel.GetByRole(AriaRole.Region, new() { Name = "The condition" })).ToContainTextAsync("3.4");
        var input = panel.GetByRole(AriaRole.Row).Filter(new() { HasText = "actate" }).First;
        await Expect(input).ToContainTextAsync("3.4 mmol/L");
        await Expect(input).ToContainTextAsync("ORU^R01");
        await Expect(input.Locator($"[title*='L{mrn}']")).ToBeVisibleAsync();

        await TakeNewsAsync(navigator.Page, navigator.Row(mrn));
        await nurse.Page.Keyboard.PressAsync("c");
        await Expect(panel.GetByText("Owned by you")).ToBeVisibleAsync();
        await Expect(navigator.Row(mrn).GetByTitle("Ana Ruiz")).ToBeAttachedAsync();

        await nurse.Page.Keyboard.PressAsync("a");
        await Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).First).ToBeVisibleAsync();
        await Expect(navigator.Row(mrn).GetByRole(AriaRole.Button)).ToContainTextAsync("Resolve");
        var row = Assert.Single(await browser.Host.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        Assert.Equal("acknowledged", row.GetProperty("status").GetString());
        Assert.Empty(nurse.Troubles);
        Assert.Empty(navigator.Troubles);
    }

    /// <summary>New rows wait behind a count so that nothing jumps under the pointer; the person asks for them.</summary>
    private static async Task TakeNewsAsync(IPage page, ILocator row)
    {
        await page.Locator(".news").Or(row).First.WaitForAsync();
        if (!await row.IsVisibleAsync())
            await page.Keyboard.PressAsync("n");
        await row.WaitForAsync();
    }
}
