using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>An administrator without YAML maps an unfamiliar table; somebody else approves it; the text, the steps and the sample outlive the browser.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AFeedIsMapped(BrowserHost browser)
{
    private const string Rows = "Patientennummer;Nachname;Geburtsdatum;Datum;Laktat (mmol/L);Potassium;Station\n17;Groß;31.12.1950;03.04.2026 08:15;4,4;4,1;4E\n18;Maier;01.02.1949;05.04.2026 09:00;0,250;7,1;4E\n;Maier;01.02.1949;05.04.2026 09:00;1,2;5;4E\n";

    [Fact]
    public async Task FromPastedRowsToAnApprovedTextWithQuestionsAnsweredAndStepsTakenBack()
    {
        BrowserHost.NeedsABrowser();
        await using var hospital = await CompanionProcess.StartAsync(settings: new Dictionary<string, string> { ["Triggers:Approval"] = "true" });
        await using (var author = await browser.SignInAsync("Kim Park", "/admin/feeds/map", at: hospital))
        {
            var page = author.Page;
            await Expect(page.GetByText("No feed was mapped here yet")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "New mapping" }).ClickAsync();
            await page.GetByLabel("What is it called?").FillAsync("Ward laboratory");
            await Expect(page.GetByText("Its id will be ward-laboratory")).ToBeVisibleAsync();
            await page.GetByLabel("Feed", new() { Exact = true }).FillAsync("wardlab");
            await page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0, new() { Timeout = 60_000 });
            await Expect(page.GetByText("The first rows of the feed, up to 1 MiB.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
            await page.GetByLabel("Rows", new() { Exact = true }).FillAsync("only words");
            await page.GetByRole(AriaRole.Button, new() { Name = "Use these rows" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose the sign");
            await page.GetByLabel("Rows", new() { Exact = true }).FillAsync(Rows);
            await page.GetByRole(AriaRole.Button, new() { Name = "Use these rows" }).ClickAsync();

            await Expect(page.GetByLabel("What Patientennummer is")).ToHaveValueAsync("PatientNumber");
            await Expect(page.GetByLabel("What Datum is")).ToHaveValueAsync("None");
            await page.GetByRole(AriaRole.Button, new() { Name = "Day before month (d.M.yyyy H:mm): Datum" }).ClickAsync();
            await Expect(page.GetByLabel("What Datum is")).ToHaveValueAsync("ValueTime");
            await page.GetByRole(AriaRole.Button, new() { Name = "mmol/L: Potassium", Exact = true }).ClickAsync();
            await Expect(page.GetByLabel("What Potassium is")).ToHaveValueAsync("Measure");
            await page.GetByLabel("Who gave the patient's number").FillAsync("HOSP");
            await page.Keyboard.PressAsync("Tab");
            await Expect(Card(page, "What its rows would say")).ToContainTextAsync("2 understood");

            await page.GetByLabel("What Laktat (mmol/L) is").SelectOptionAsync("Measure");
            await page.GetByLabel("Measure of Laktat (mmol/L)").FillAsync("lactate");
            await page.GetByRole(AriaRole.Option, new() { Name = "lactate", Exact = true }).Or(page.Locator(".mud-list-item", new() { HasTextString = "lactate" })).First.ClickAsync();
            await page.GetByLabel("Unit of Laktat (mmol/L)").FillAsync("furlong");
            await page.Keyboard.PressAsync("Tab");
            await Expect(page.GetByText("furlong is no unit of lactate")).ToBeVisibleAsync();
            await page.GetByLabel("Unit of Laktat (mmol/L)").FillAsync("mmol/L");
            await page.Keyboard.PressAsync("Tab");
            await Expect(Card(page, "What its rows would say")).ToContainTextAsync("lactate 4.4 mmol/L at 2026-04-03 08:15");
            await Expect(Card(page, "What its rows would say")).ToContainTextAsync("The row does not say whose it is.");

            await page.GetByRole(AriaRole.Button, new() { Name = "Ask the triggers" }).ClickAsync();
            await Expect(Card(page, "What triggers would have said").GetByRole(AriaRole.Status)).ToContainTextAsync("patients of the sample");
            await page.GetByRole(AriaRole.Button, new() { Name = "Make a test: line 2" }).ClickAsync();
            await Expect(page.GetByText("It can be read, and its tests hold.")).ToBeVisibleAsync();
            Assert.DoesNotContain("Groß", await page.GetByLabel("Profile", new() { Exact = true }).InputValueAsync(), StringComparison.Ordinal);
            await Axe.FindsNothingAsync(page);
            Assert.Empty(author.Troubles);
        }

        await using var again = await browser.SignInAsync("Kim Park", "/admin/feeds/map/ward-laboratory", dark: true, at: hospital);
        var text = again.Page.GetByLabel("Profile", new() { Exact = true });
        await Expect(Card(again.Page, "What its rows would say")).ToContainTextAsync("2 understood");
        await text.FillAsync("profile: [");
        await again.Page.Keyboard.PressAsync("Tab");
        await Expect(again.Page.GetByText("The text cannot be read")).ToBeVisibleAsync();
        await again.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(again.Page.GetByText("It can be read, and its tests hold.")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(again.Page);
        await again.Page.GetByLabel("Why this change").FillAsync("The laboratory of the wards.");
        await again.Page.GetByRole(AriaRole.Button, new() { Name = "Ask for approval" }).ClickAsync();
        await again.Page.WaitForURLAsync("**/approvals/*");

        await using var approver = await browser.SignInAsync("Dana Meyer", "/approvals", at: hospital);
        await approver.Row("Ward laboratory").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(approver.Page.GetByText("Column: patient's number")).ToBeVisibleAsync();
        await approver.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await approver.Page.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await Expect(approver.Page.GetByText("Ward laboratory: v1 is in force.")).ToBeVisibleAsync();
        Assert.Equal(1, Assert.Single(await hospital.ItemsAsync("/api/v1/feed-profiles")).GetProperty("version").GetInt32());

        await using var nurse = await browser.SignInAsync("Ana Ruiz", "/admin/feeds/map/ward-laboratory", at: hospital);
        await Expect(nurse.Page.Locator("main")).Not.ToContainTextAsync("Columns");
        Assert.Empty(approver.Troubles);
    }

    private static ILocator Card(IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });
}
