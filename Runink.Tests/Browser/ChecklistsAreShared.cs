using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>Two people share one piece of work: one calls the other by name and gives an item away, the other sees it come and settles it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ChecklistsAreShared(BrowserHost browser)
{
    [Fact]
    public async Task AColleagueIsCalledAndGivenAnItemByKeyboard()
    {
        BrowserHost.NeedsABrowser();
        var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
        await browser.Host.SendAsync(Some.Arrival(mrn, now.AddHours(-1), "Berger^Lise"), Some.Lactate(mrn, $"B{mrn}", now.AddMinutes(-1), "2.4"));
        var escalation = Assert.Single(await browser.Host.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=lactate-high")).GetProperty("id").GetString();
        await using var ana = await browser.SignInAsync("Ana Ruiz", $"/escalations/{escalation}");
        await using var luis = await browser.SignInAsync("Luis Moreno", "/?view=asked");

        await ana.Page.Locator("#comment").FocusAsync();
        await ana.Page.Keyboard.TypeAsync("Please call the ward, @Lui");
        var offered = ana.Page.GetByRole(AriaRole.Group, new() { Name = "People to mention" }).GetByRole(AriaRole.Button, new() { Name = "Luis Moreno" });
        await Expect(offered).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(ana.Page, "a name that is offered");
        await ana.Page.Keyboard.PressAsync("Tab");
        await Expect(offered).ToBeFocusedAsync();
        await ana.Page.Keyboard.PressAsync("Enter");
        await Expect(ana.Page.Locator("#comment")).ToHaveValueAsync("Please call the ward, @Luis Moreno ");
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Add comment" }).PressAsync("Enter");
        await Expect(ana.Page.GetByText("Luis Moreno is told.")).ToBeVisibleAsync();
        await luis.Page.Locator(".news").Or(luis.Row("Berger")).First.WaitForAsync();

        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Who and what shows it" }).First.PressAsync("Enter");
        await ana.ChooseAsync(ana.Page.GetByLabel("Who does it"), "Luis Moreno");
        await Expect(ana.Main.Locator(".facts").First).ToContainTextAsync("Luis Moreno");
        await Axe.FindsNothingAsync(ana.Page, "an item that is open");

        await luis.GoAsync($"/escalations/{escalation}");
        await luis.Page.GetByRole(AriaRole.Button, new() { Name = "Who and what shows it" }).First.PressAsync("Enter");
        await luis.Page.GetByLabel("What shows it, or why it is not needed").FillAsync("Culture 4711 sent");
        await luis.Page.GetByRole(AriaRole.Button, new() { Name = "Done, with this" }).PressAsync("Enter");
        await Expect(ana.Main.Locator(".facts").First).ToContainTextAsync("Culture 4711 sent");
        Assert.Empty(ana.Troubles.Concat(luis.Troubles));
    }

    [Fact]
    public async Task ADischargeIsPreparedByTwoAndWhatIsOpenWhenThePatientHasGoneIsSaid()
    {
        BrowserHost.NeedsABrowser();
        var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
        await browser.Host.SendAsync(Some.Arrival(mrn, now.AddDays(-2), "Castellan^Oda", patientClass: "I", place: "4 West^^4W-09", trigger: "A01"));
        await using var luis = await browser.SignInAsync("Luis Moreno", "/discharges?unit=4%20West");
        await luis.Page.GetByRole(AriaRole.Button, new() { Name = "Begin the discharge of Oda Castellan" }).PressAsync("Enter");
        await Expect(luis.Page.Locator("h1")).ToHaveTextAsync("Oda Castellan");
        await luis.Page.GetByLabel("Medicines are reconciled").First.PressAsync("Space");
        await Expect(luis.Main.GetByText("1 of 8")).ToBeVisibleAsync();
        await luis.Page.GetByRole(AriaRole.Button, new() { Name = "Who and what shows it: Equipment" }).PressAsync("Enter");
        await luis.Page.GetByRole(AriaRole.Button, new() { Name = "Not needed" }).PressAsync("Enter");
        await Expect(luis.Page.GetByText("Say why it is not needed.")).ToBeVisibleAsync();
        await luis.Page.GetByLabel("What shows it, or why it is not needed").FillAsync("Walks home");
        await luis.Page.GetByRole(AriaRole.Button, new() { Name = "Not needed" }).PressAsync("Enter");
        await Expect(luis.Main.GetByText("2 of 8")).ToBeVisibleAsync();
        await luis.Page.GetByLabel("Something else to do").FillAsync("The dog is fetched");
        await luis.Page.Keyboard.PressAsync("Enter");
        await Expect(luis.Main.GetByText("2 of 9")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(luis.Page, "a discharge");

        await browser.Host.SendAsync(Some.Arrival(mrn, now, "Castellan^Oda", patientClass: "I", place: "4 West^^4W-09", trigger: "A03"));
        await luis.GoAsync("/discharges?view=left");
        await luis.Row("Castellan").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(luis.Page.Locator("h1")).ToHaveTextAsync("Oda Castellan");
        await Expect(luis.Main.Locator(".chip.critical")).ToHaveTextAsync("Left with something open");
        await luis.Page.GetByRole(AriaRole.Button, new() { Name = "Close with something open" }).PressAsync("Enter");
        await luis.Page.GetByLabel("Why").FillAsync("The rest was done by telephone");
        await luis.Page.GetByRole(AriaRole.Button, new() { Name = "Close it" }).PressAsync("Enter");
        await Expect(luis.Main.GetByText("Closed with something open: The rest was done by telephone")).ToBeVisibleAsync();
        Assert.Empty(luis.Troubles);
    }
}
