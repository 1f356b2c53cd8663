using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

[Collection(WardCollection.Name)]
public sealed class NavigatorMovesACard(Ward ward)
{
    [Fact]
    public async Task ByMouseWhereItMayGoAndTheOtherBrowserFollows()
    {
        Ward.NeedsABrowser();
        var id = await ward.ReferralOfAsync(await ward.AdmitSepticAsync(Some.Mrn(), "Abara^Zola"));
        await using var navigator = await ward.SignInAsync("Luis Moreno", "/referrals", width: 1920);
        await using var nurse = await ward.SignInAsync("Ana Ruiz", "/referrals", width: 1920);
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
        Ward.NeedsABrowser();
        var id = await ward.ReferralOfAsync(await ward.AdmitSepticAsync(Some.Mrn(), "Castro^Inez"));
        await using var navigator = await ward.SignInAsync("Luis Moreno", "/referrals", width: 1920);
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

    private static ILocator Column(Window window, string title) => window.Page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });

    private static ILocator In(Window window, string column, string id) => Column(window, column).Locator($"#ref-{id}");

    private static async Task DragAsync(Window window, string id, string column)
    {
        var card = window.Page.Locator($"#ref-{id}");
        await card.ScrollIntoViewIfNeededAsync();
        await card.DragToAsync(Column(window, column), new() { SourcePosition = new() { X = 20, Y = 30 }, TargetPosition = new() { X = 100, Y = 200 } });
    }

    private async Task<string?> StateAsync(string id) => (await ward.House.GetAsync($"/api/v1/referrals/{id}")).GetProperty("state").GetString();
}
