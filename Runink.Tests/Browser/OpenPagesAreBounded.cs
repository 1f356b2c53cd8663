using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>One more page than somebody may have open: the one that was touched longest ago makes room and says so.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class OpenPagesAreBounded(BrowserHost browser)
{
    [Fact]
    public async Task TheOldestPageMakesRoom()
    {
        BrowserHost.NeedsABrowser();
        await using var hospital = await CompanionProcess.StartAsync(settings: new Dictionary<string, string> { ["Circuits:MostOfPerson"] = "2" });
        await using var dana = await browser.SignInAsync("Dana Meyer", "/triggers", at: hospital);
        var second = await dana.Page.Context.NewPageAsync();
        await second.GotoAsync("/referrals");
        await Expect(second.GetByRole(AriaRole.Link, new() { Name = "Table" })).ToBeVisibleAsync();
        // The first is touched again, so that the second is the one that makes room.
        await dana.Page.Keyboard.PressAsync("?");
        await dana.Page.Keyboard.PressAsync("Escape");
        var third = await dana.Page.Context.NewPageAsync();
        await third.GotoAsync("/triggers/help");
        await Expect(second).ToHaveURLAsync(Closed());
        await Expect(second.Locator("h1")).ToHaveTextAsync("This page made room for another");
        await Expect(dana.Main.GetByText("Hyperkalaemia").First).ToBeVisibleAsync();
        Assert.DoesNotContain("too-many-pages", dana.Page.Url, StringComparison.Ordinal);

        await second.GetByText("Open it again here").ClickAsync();
        await Expect(second.GetByRole(AriaRole.Link, new() { Name = "Table" })).ToBeVisibleAsync();
        Assert.Empty(dana.Troubles);
    }

    [GeneratedRegex("/too-many-pages", RegexOptions.None, 1000)]
    private static partial Regex Closed();
}
