using System.Net.Http.Json;
using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>A quality lead plans a rota with the keyboard, two people swap shifts, and somebody proves an address.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RotasAreKept(BrowserHost browser)
{
    [Fact]
    public async Task ARotaIsPlannedAndAnOverrideIsSet()
    {
        BrowserHost.NeedsABrowser();
        await using var nora = await browser.SignInAsync("Nora Mills", "/rotas");
        var page = nora.Page;
        var id = $"night_{Some.Mrn().ToLowerInvariant()}";
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a rota" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Night round");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(id);
        // Nobody takes a turn yet: it is said, and what was typed stays.
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("people take turns");
        // Several may take a turn together: this list stays open until Tab leaves it.
        await dialog.GetByLabel("Turn 1").First.PressAsync("Space");
        await page.Locator(".mud-popover-open .mud-list-item", new() { HasText = "Noah Kim" }).First.ClickAsync();
        await page.Keyboard.PressAsync("Tab");
        await Axe.FindsNothingAsync(nora.Page, "the dialog of a rota");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Night round");
        await Expect(nora.Main.GetByText("Noah Kim").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Set an override" }).ClickAsync();
        await Axe.FindsNothingAsync(nora.Page, "the dialog of an override");
        await nora.ChooseAsync(dialog.GetByLabel("Who takes it"), "Grace Obi");
        await dialog.GetByLabel("Why").FillAsync("Noah is at a course");
        await page.Keyboard.PressAsync("Enter");
        await Expect(nora.Main.GetByText("Noah is at a course")).ToBeVisibleAsync();
        await Expect(nora.Main.Locator("table").GetByText("Override").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw the override of Grace Obi" }).ClickAsync();
        await Expect(nora.Main.GetByText("Noah is at a course")).ToHaveCountAsync(0);
        Assert.Empty(nora.Troubles);
    }

    [Theory]
    [InlineData(1440, 900, false)]
    [InlineData(768, 1024, true)]
    public async Task PagesOfRotasAreAccessibleAtBothWidths(int width, int height, bool dark)
    {
        BrowserHost.NeedsABrowser();
        // Nobody is there on it: a gap stands in words.
        var id = $"gap_{Some.Mrn().ToLowerInvariant()}";
        using var made = await browser.Host.Web.PutAsJsonAsync($"/api/v1/rotas/{id}", new { name = "Gap", layers = Array.Empty<object>() }, TestContext.Current.CancellationToken);
        made.EnsureSuccessStatusCode();
        await using var nora = await browser.SignInAsync("Nora Mills", "/rotas", dark, width, height);
        foreach (var path in new[] { "/rotas", "/admin/rotas", "/rotas/medicine", $"/admin/rotas/{id}", "/account" })
        {
            await nora.GoAsync(path);
            await Expect(nora.Page.Locator(".mud-skeleton")).ToHaveCountAsync(0);
            await Axe.FindsNothingAsync(nora.Page, path);
        }

        await nora.GoAsync($"/rotas/{id}");
        await Expect(nora.Main.GetByText("Nobody is on call").First).ToBeVisibleAsync();
        Assert.Empty(nora.Troubles);
        using var closed = await browser.Host.Web.PostAsJsonAsync($"/api/v1/rotas/{id}/actions/close", new { }, TestContext.Current.CancellationToken);
        Assert.True(closed.IsSuccessStatusCode);
    }

    [Fact]
    public async Task TwoPeopleSwapAndANurseProvesAnAddress()
    {
        BrowserHost.NeedsABrowser();
        var id = $"swap_{Some.Mrn().ToLowerInvariant()}";
        var monday = TimeProvider.System.GetUtcNow().AddDays(-7);
        using var made = await browser.Host.Web.PutAsJsonAsync(
            $"/api/v1/rotas/{id}",
            new { name = "Swap round", layers = new[] { new { name = "Days", turns = new[] { new[] { "ana.ruiz" }, ["luis.moreno"] }, startsOn = monday.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), handOver = "08:00", unit = "days", every = 1 } } }, TestContext.Current.CancellationToken);
        made.EnsureSuccessStatusCode();
        await using var ana = await browser.SignInAsync("Ana Ruiz", "/rotas");
        await using var luis = await browser.SignInAsync("Luis Moreno", "/account");
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Swap Swap round" }).First.ClickAsync();
        await ana.ChooseAsync(ana.Page.GetByRole(AriaRole.Dialog).GetByLabel("In exchange for"), "Luis Moreno");
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
        await Expect(ana.Main.GetByText("You asked Luis Moreno")).ToBeVisibleAsync();
        await Expect(luis.Main.GetByText("asks you to take")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(luis.Page, "a swap that waits");
        await luis.Page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Expect(ana.Main.GetByText("You asked Luis Moreno")).ToHaveCountAsync(0);
        await Expect(ana.Main.Locator("table").GetByText("Swap", new() { Exact = true }).First).ToBeVisibleAsync();

        await ana.GoAsync("/account");
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Send a code to ana.ruiz@sample-hospital.example" }).ClickAsync();
        await ana.Page.GetByLabel("Code that arrived").FillAsync("12");
        await ana.Page.Keyboard.PressAsync("Enter");
        await Expect(ana.Page.GetByText("That is not the code. 4 more tries.")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(ana.Page, "a code that is awaited");
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "When ana.ruiz@sample-hospital.example is used" }).ClickAsync();
        await ana.Page.GetByLabel("Quiet from").FillAsync("22:00");
        await ana.Page.GetByLabel("Quiet until").FillAsync("06:30");
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(ana.Main.GetByText("quiet 22:00–06:30")).ToBeVisibleAsync();
        Assert.Empty(ana.Troubles.Concat(luis.Troubles));
        using var closed = await browser.Host.Web.PostAsJsonAsync($"/api/v1/rotas/{id}/actions/close", new { }, TestContext.Current.CancellationToken);
        Assert.True(closed.IsSuccessStatusCode);
    }
}
