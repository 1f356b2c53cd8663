using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>From a finding to what it means, and from a word to where it stands in the reference.</summary>
[Collection(WardCollection.Name)]
public sealed class AuthorLooksSomethingUp(Ward ward)
{
    [Fact]
    public async Task TheReferenceFindsCodesNamesAndFunctions()
    {
        Ward.NeedsABrowser();
        await using var window = await ward.SignInAsync("Tess Shah", "/triggers/help?find=RNK1301");
        await Expect(window.Page.Locator("article")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator("#RNK1301")).ToContainTextAsync("Unknown name");

        var box = window.Page.GetByRole(Microsoft.Playwright.AriaRole.Searchbox, new() { Name = "Find", Exact = true });
        await box.FillAsync("rise(");
        await Expect(window.Page.Locator("#functions tbody tr").First).ToContainTextAsync("rise(x, window)");
        await box.FillAsync("2524-7");
        await Expect(window.Page.Locator("#vocabulary tbody tr")).ToHaveCountAsync(1);
        await box.FillAsync("no such word");
        await Expect(window.Page.GetByText("Nothing with these letters")).ToBeVisibleAsync();
        await box.FillAsync("");
        await Expect(window.Page.Locator("#diagnostics article")).Not.ToHaveCountAsync(0);
    }
}
