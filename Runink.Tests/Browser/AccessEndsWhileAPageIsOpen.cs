using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>Somebody's session is ended, or a role is lost, while a page of theirs is open: the page follows by itself.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class AccessEndsWhileAPageIsOpen(BrowserHost browser)
{
    [Fact]
    public async Task ThePageGoesToTheSignIn()
    {
        BrowserHost.NeedsABrowser();
        await using var dana = await browser.SignInAsync("Dana Meyer", "/triggers");
        await Expect(dana.Main.GetByText("Hyperkalaemia").First).ToBeVisibleAsync();
        using var ended = await browser.Host.Web.PostAsJsonAsync("/api/v1/people/dana.meyer/actions/sign-out", new { }, TestContext.Current.CancellationToken);
        ended.EnsureSuccessStatusCode();
        await Expect(dana.Page).ToHaveURLAsync(SignInPage());
        Assert.Empty(dana.Troubles);
    }

    [Fact]
    public async Task AnAdministratorAddsAPersonByKeyboard()
    {
        BrowserHost.NeedsABrowser();
        await using var kim = await browser.SignInAsync("Kim Park", "/admin/people");
        await kim.Page.GetByRole(AriaRole.Button, new() { Name = "Add a person" }).FocusAsync();
        await kim.Page.Keyboard.PressAsync("Enter");
        await Expect(kim.Page.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await kim.Page.Keyboard.TypeAsync("Mira Sand");
        await kim.Page.Keyboard.PressAsync("Tab");
        await kim.Page.Keyboard.TypeAsync("mira.sand");
        await Expect(kim.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true })).ToBeEnabledAsync();
        await kim.Page.Keyboard.PressAsync("Enter");
        await Expect(kim.Page.Locator("h1")).ToHaveTextAsync("Mira Sand");
        await Expect(kim.Main.GetByText("mira.sand")).ToBeVisibleAsync();
        Assert.Empty(kim.Troubles);
    }

    [GeneratedRegex("/sign-in", RegexOptions.None, 1000)]
    private static partial Regex SignInPage();
}
