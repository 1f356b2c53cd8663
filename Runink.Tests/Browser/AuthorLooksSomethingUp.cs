using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>From a finding to what it means, and from a word to where it stands in the reference.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AuthorLooksSomethingUp(BrowserHost browser)
{
    [Fact]
    public async Task TheReferenceFindsCodesNamesAndFunctions()
    {
        BrowserHost.NeedsABrowser();
        await using var session = await browser.SignInAsync("Tess Shah", "/triggers/help?find=RNK1301");
        await Expect(session.Page.Locator("article")).ToHaveCountAsync(1);
        await Expect(session.Page.Locator("#RNK1301")).ToContainTextAsync("Unknown name");

        var box = session.Page.GetByRole(Microsoft.Playwright.AriaRole.Searchbox, new() { Name = "Find", Exact = true });
        await box.FillAsync("rise(");
        await Expect(session.Page.Locator("#functions tbody tr").First).ToContainTextAsync("rise(x, window)");
        await box.FillAsync("2524-7");
        await Expect(session.Page.Locator("#vocabulary tbody tr")).ToHaveCountAsync(1);
        await box.FillAsync("no such word");
        await Expect(session.Page.GetByText("Nothing with these letters")).ToBeVisibleAsync();
        await box.FillAsync("");
        await Expect(session.Page.Locator("#diagnostics article")).Not.ToHaveCountAsync(0);
    }
}
