using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>A screen on the wall to which nobody signs in: its key shows the numbers, opens nothing else, and old numbers are called old.</summary>
[Collection(BrowserCollection.Name)]
public sealed class TheWallIsOnADisplay(BrowserHost browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 1440, 900)]
    [InlineData(true, 768, 1024)]
    public async Task UntilItsKeyIsRevoked(bool dark, int width, int height)
    {
        BrowserHost.NeedsABrowser();
        await using var admin = await browser.SignInAsync("Kim Park", "/admin");
        var name = $"Ward screen {width}";
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        var dialog = admin.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("What uses it").FillAsync(name);
        await dialog.GetByRole(AriaRole.Checkbox, new() { Name = "Show the wall board" }).CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        var secret = await dialog.Locator(".secret .mono").InnerTextAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "I have it" }).ClickAsync();

        await using var screen = await browser.OpenAsync(dark, width, height);
        var page = screen.Page;
        await page.GotoAsync("/display");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Show the wall board here" })).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(page);
        await page.GetByLabel("Key of this display").FillAsync(secret);
        await page.GetByLabel("Unit", new() { Exact = true }).FillAsync("Nowhere");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show it" }).ClickAsync();
        await Expect(page.GetByText("There is no unit Nowhere.")).ToBeVisibleAsync();
        await page.GetByLabel("Unit", new() { Exact = true }).FillAsync("Emergency");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show it" }).ClickAsync();
        await Expect(page.GetByText("Critical, no owner")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(page);
        Assert.DoesNotContain(secret, page.Url, StringComparison.Ordinal);
        Assert.Empty(await page.Locator("main a").AllAsync());

        // A screen that is switched on in the morning asks nobody.
        await page.ReloadAsync();
        await Expect(page.GetByText("Critical, no owner")).ToBeVisibleAsync();
        await page.Context.SetOfflineAsync(true);
        await Expect(page.GetByText("No connection to Runink Companion since")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Axe.FindsNothingAsync(page);
        await page.Context.SetOfflineAsync(false);
        await Expect(page.GetByText("No connection")).ToBeHiddenAsync(new() { Timeout = 15_000 });

        using var other = new HttpRequestMessage(HttpMethod.Get, "/api/v1/escalations") { Headers = { Authorization = new("Bearer", secret) } };
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Host.Web.SendAsync(other, Stop)).StatusCode);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = $"Revoke {name}" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Expect(page.GetByText("This key does not open the wall board")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Expect(page.GetByText("Critical, no owner")).ToHaveCountAsync(0);
    }
}
