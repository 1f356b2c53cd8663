using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class NavigatorMovesACard(BrowserHost browser)
{
    [Fact]
    public async Task ByMouseWhereItMayGoAndTheOtherBrowserFollows()
    {
        BrowserHost.NeedsABrowser();
        var id = await browser.ReferralOfAsync(await browser.AdmitSepticAsync(Some.Mrn(), "Abara^Zola"));
        await using var navigator = await browser.SignInAsync("Luis Moreno", "/referrals", width: 1920);
        await using var nurse = await browser.SignInAsync("Ana Ruiz", "/referrals", width: 1920);
        await Expect(In(nurse, "Received", id)).ToBeVisibleAsync();

        await DragAsync(navigator, id, "Ready to schedule");
        await Expect(navigator.Page.GetByText("It cannot go to Ready to schedule")).ToBeVisibleAsync();
        await Expect(In(navigator, "Received", id)).ToBeVisibleAsync();
        Assert.Equal("received", await StateAsync(id));

        await DragAsync(navigator, id, "Identity review");
        await Expect(In(navigator, "Identity review", id)).ToBeVisibleAsync();
        await Expect(In(nurse, "Identity review", id)).ToBeVisibleAsync();
        Assert.Equal("identity-review", await StateAsync(id));
        Assert.Empty(navigator.Troubles);
        Assert.Empty(nurse.Troubles);
    }

    [Fact]
    public async Task ByKeyboardAlone()
    {
        BrowserHost.NeedsABrowser();
        var id = await browser.ReferralOfAsync(await browser.AdmitSepticAsync(Some.Mrn(), "Castro^Inez"));
        await using var navigator = await browser.SignInAsync("Luis Moreno", "/referrals", width: 1920);
        await In(navigator, "Received", id).FocusAsync();

        await navigator.Page.Keyboard.PressAsync("m");
        await Expect(navigator.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Moving" })).ToBeVisibleAsync();
        await navigator.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(navigator.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "to Identity review" })).ToBeVisibleAsync();
        await navigator.Page.Keyboard.PressAsync("Enter");
        await Expect(In(navigator, "Identity review", id)).ToBeVisibleAsync();
        await Expect(In(navigator, "Identity review", id)).ToBeFocusedAsync();

        // Escape puts a card back: nothing was decided.
        await navigator.Page.Keyboard.PressAsync("m");
        await Expect(navigator.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Moving" })).ToBeVisibleAsync();
        await navigator.Page.Keyboard.PressAsync("ArrowLeft");
        await navigator.Page.Keyboard.PressAsync("Escape");
        await Expect(navigator.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Moving" })).ToBeHiddenAsync();
        Assert.Equal("identity-review", await StateAsync(id));
        Assert.Empty(navigator.Troubles);
    }

    private static ILocator Column(BrowserSession session, string title) => session.Page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });

    private static ILocator In(BrowserSession session, string column, string id) => Column(session, column).Locator($"#ref-{id}");

    /// <summary>As a hand does it: taken up, seen to be held, carried over the column, let go.</summary>
    private static async Task DragAsync(BrowserSession session, string id, string column)
    {
        var mouse = session.Page.Mouse;
        await session.Page.Locator($"#ref-{id}").HoverAsync(new() { Position = new() { X = 20, Y = 30 } });
        await mouse.DownAsync();
        var card = (await session.Page.Locator($"#ref-{id}").BoundingBoxAsync())!;
        await mouse.MoveAsync(card.X + 40, card.Y + 40, new() { Steps = 4 });
        await Expect(session.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Moving" })).ToBeVisibleAsync();
        var target = (await Column(session, column).BoundingBoxAsync())!;
        await mouse.MoveAsync(target.X + 25, target.Y + 200, new() { Steps = 8 });
        await Expect(session.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = $"to {column}" })).ToBeVisibleAsync();
        await mouse.UpAsync();
    }

    private async Task<string?> StateAsync(string id) => (await browser.Host.GetAsync($"/api/v1/referrals/{id}")).GetProperty("state").GetString();
}
