using System.Globalization;
using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>Dates are typed or chosen, and what is typed stays.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ReferralsAreBookedAndHeld(BrowserHost browser)
{
    [Theory]
    [InlineData("en-GB")]
    [InlineData("de-DE")]
    [InlineData("ar-EG")]
    public async Task AReferralIsPutOnHoldUntilATypedDate(string locale)
    {
        BrowserHost.NeedsABrowser();
        var id = await browser.ReferralOfAsync(await browser.AdmitSepticAsync(Some.Mrn(), "Waits^Amina"));
        await using var navigator = await browser.SignInAsync("Luis Moreno", $"/referrals/{id}", locale: locale);
        var page = navigator.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Put on hold" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var day = TimeProvider.System.GetUtcNow().AddDays(9).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await dialog.GetByLabel("Date").ClickAsync();
        await page.Keyboard.TypeAsync(day, new() { Delay = 15 });
        await page.Keyboard.PressAsync("Tab");
        await dialog.GetByLabel("Time").ClickAsync();
        await page.Keyboard.TypeAsync("09:30", new() { Delay = 15 });
        await page.Keyboard.PressAsync("Tab");
        await Expect(dialog.GetByLabel("Date")).ToHaveValueAsync(day);
        await dialog.GetByLabel("Reason").FillAsync("Patient is abroad");
        await page.Keyboard.PressAsync("Control+Enter");

        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("put on hold");
        var held = await browser.Host.GetAsync($"/api/v1/referrals/{id}");
        Assert.Equal("on-hold", held.GetProperty("state").GetString());
        Assert.StartsWith($"{day}T09:30", held.GetProperty("dueAt").GetDateTimeOffset().ToLocalTime().ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(navigator.Troubles);
    }

    [Fact]
    public async Task PriorityIsSetAndTakenBack()
    {
        BrowserHost.NeedsABrowser();
        var id = await browser.ReferralOfAsync(await browser.AdmitSepticAsync(Some.Mrn(), "First^Things"));
        await using var navigator = await browser.SignInAsync("Luis Moreno", $"/referrals/{id}");
        await navigator.Page.GetByRole(AriaRole.Button, new() { Name = "Priority: urgent" }).ClickAsync();
        await Expect(navigator.Page.Locator(".mud-snackbar")).ToContainTextAsync("priority: urgent");
        Assert.Equal("urgent", (await browser.Host.GetAsync($"/api/v1/referrals/{id}")).GetProperty("priority").GetString());
        await navigator.Page.Keyboard.PressAsync("u");
        await Expect(navigator.Page.GetByRole(AriaRole.Button, new() { Name = "Priority: urgent" })).ToBeEnabledAsync();
        Assert.Equal("soon", (await browser.Host.GetAsync($"/api/v1/referrals/{id}")).GetProperty("priority").GetString());
    }
}
