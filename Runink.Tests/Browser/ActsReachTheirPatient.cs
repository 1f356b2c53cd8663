using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>Whatever the page is busy with, a key or a click acts on the patient that the person sees, and says on whom.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ActsReachTheirPatient(BrowserHost browser)
{
    [Fact]
    public async Task AKeyPressedRightAfterMovingActsOnTheRowMovedToAndCanBeTakenBack()
    {
        BrowserHost.NeedsABrowser();
        string[] mrns = [Some.Mrn(), Some.Mrn(), Some.Mrn()];
        foreach (var mrn in mrns)
            await browser.AdmitSepticAsync(mrn, $"Quick^P{mrn}");
        await using var nurse = await browser.SignInAsync("Ana Ruiz", "/?order=newest");
        await nurse.Row(mrns[0]).WaitForAsync();
        await nurse.Page.Locator("[data-row]").First.ClickAsync();
        await nurse.Page.Locator("aside.panel h2").First.WaitForAsync();
        var second = await nurse.Page.Locator("[data-rowid]").Nth(1).GetAttributeAsync("data-rowid");
        var name = (await nurse.Page.Locator("[data-rowid]").Nth(1).Locator("[data-row]").InnerTextAsync()).Trim();

        // No pause: the panel still shows the first row when the second key comes.
        await nurse.Page.Keyboard.PressAsync("j");
        await nurse.Page.Keyboard.PressAsync("c");

        await Expect(nurse.Page.Locator(".mud-snackbar")).ToContainTextAsync("yours now");
        await Expect(nurse.Page.Locator(".mud-snackbar")).ToContainTextAsync(name.Split('\n')[^1].Trim());
        var escalation = await browser.Host.GetAsync($"/api/v1/escalations/{second}");
        Assert.Equal("Ana Ruiz", escalation.GetProperty("owner").GetProperty("name").GetString());
        Assert.Equal("claimed", escalation.GetProperty("status").GetString());

        await nurse.Page.Keyboard.PressAsync("u");
        await Expect(nurse.Page.Locator(".mud-snackbar")).ToContainTextAsync("nobody owns it");
        Assert.Equal("open", (await browser.Host.GetAsync($"/api/v1/escalations/{second}")).GetProperty("status").GetString());
        Assert.Empty(nurse.Troubles);
    }

    [Fact]
    public async Task AfterGTheNextKeyNeverActs()
    {
        BrowserHost.NeedsABrowser();
        var mrn = Some.Mrn();
        var id = await browser.AdmitSepticAsync(mrn, "Silent^Key");
        await using var nurse = await browser.SignInAsync("Ana Ruiz", $"/?sel={id}");
        await nurse.Page.Locator("aside.panel h2").First.WaitForAsync();
        foreach (var key in (string[])["a", "c", "x"])
        {
            await nurse.Page.Keyboard.PressAsync("g");
            await nurse.Page.WaitForTimeoutAsync(key == "c" ? 1700 : 20);
            await nurse.Page.Keyboard.PressAsync(key);
            await Expect(nurse.Page.Locator("#key-answer")).ToContainTextAsync($"g {key} goes nowhere");
        }

        Assert.Equal("open", (await browser.Host.GetAsync($"/api/v1/escalations/{id}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task CriticalWorkThatArrivesDoesNotMoveTheRowsUnderThePointer()
    {
        BrowserHost.NeedsABrowser();
        var mrn = Some.Mrn();
        await browser.AdmitSepticAsync(mrn, "Still^Standing");
        await using var nurse = await browser.SignInAsync("Ana Ruiz");
        var row = nurse.Row(mrn);
        await row.ScrollIntoViewIfNeededAsync();
        await row.HoverAsync();
        var before = await row.BoundingBoxAsync();

        var other = Some.Mrn();
        var now = TimeProvider.System.GetUtcNow();
        await browser.Host.SendAsync(Some.Arrival(other, now.AddMinutes(-9), "Loud^Arrival"), Some.Potassium(other, $"K{other}", now, "6.9"));
        await Expect(nurse.Page.Locator(".news.hot")).ToBeVisibleAsync();
        var after = await row.BoundingBoxAsync();
        Assert.Equal(before!.Y, after!.Y);

        await nurse.Page.Mouse.MoveAsync(5, 5);
        await Expect(nurse.Row(other)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ADraftBelongsToWhoeverTypedIt()
    {
        BrowserHost.NeedsABrowser();
        var id = await browser.AdmitSepticAsync(Some.Mrn(), "Private^Words");
        await using var nurse = await browser.SignInAsync("Ana Ruiz", $"/escalations/{id}");
        var comment = nurse.Page.GetByLabel("Comment");
        await comment.FillAsync("words of Ana");
        await nurse.Page.WaitForFunctionAsync("() => Object.keys(sessionStorage).some(key => key.startsWith('draft:') && sessionStorage[key] === 'words of Ana')");
        await nurse.Page.ReloadAsync();
        await Expect(nurse.Page.GetByLabel("Comment")).ToHaveValueAsync("words of Ana");

        // As the page does it when nobody touched the screen for a while.
        await nurse.Page.EvaluateAsync("() => document.querySelector('form[action=\"/sign-out\"]').requestSubmit()");
        await nurse.Page.GetByRole(AriaRole.Button, new() { Name = "Luis Moreno" }).ClickAsync();
        await nurse.Page.GotoAsync($"/escalations/{id}");
        await Expect(nurse.Page.GetByLabel("Comment")).ToHaveValueAsync("");

        // Whoever leaves by hand leaves nothing behind.
        await nurse.Page.GetByLabel("Comment").FillAsync("words of Luis");
        await nurse.Page.Locator(".avamenu button").ClickAsync();
        await nurse.Page.GetByText("Sign out").ClickAsync();
        await nurse.Page.GetByRole(AriaRole.Button, new() { Name = "Luis Moreno" }).WaitForAsync();
        Assert.Equal(0, await nurse.Page.EvaluateAsync<int>("() => sessionStorage.length"));
    }

    [Fact]
    public async Task TheCaretNeverFallsToTheBodyAndEscapeLeavesAField()
    {
        BrowserHost.NeedsABrowser();
        var id = await browser.AdmitSepticAsync(Some.Mrn(), "Caret^Stays");
        await using var nurse = await browser.SignInAsync("Ana Ruiz", $"/?view=all&sel={id}");
        var page = nurse.Page;
        var panel = page.Locator("aside.panel");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();
        await Expect(panel.GetByText("Owned by you")).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.activeElement !== document.body");

        await panel.GetByLabel("Comment").ClickAsync();
        // At the pace of a quick hand: the library puts the caret where a click went once the server has heard of the click.
        await page.Keyboard.TypeAsync("a note that is not sent", new() { Delay = 30 });
        await Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Add comment" })).ToBeEnabledAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForFunctionAsync("() => !['TEXTAREA', 'BODY'].includes(document.activeElement.tagName)");
        await page.Keyboard.PressAsync("r");
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Resolve" });
        await Expect(dialog.GetByRole(AriaRole.Textbox, new() { Name = "Reason" })).ToBeFocusedAsync();
        await Expect(dialog).ToContainTextAsync("Caret");
        await page.Keyboard.TypeAsync("treated", new() { Delay = 60 });
        await page.Keyboard.PressAsync("Control+Enter");

        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("resolved");
        await Expect(dialog).ToBeHiddenAsync();
        await page.WaitForFunctionAsync("() => document.activeElement !== document.body");
        Assert.Empty(nurse.Troubles);
    }
}
