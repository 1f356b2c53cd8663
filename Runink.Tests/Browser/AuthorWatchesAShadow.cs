using System.Text;
using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>A version in shadow is watched and put in force; then a nurse asks why, and sets a limit for one patient.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AuthorWatchesAShadow(BrowserHost browser)
{
    private const string Id = "sepsis-older-ed-patients";

    [Fact]
    public async Task WhoIsGainedIsShownAndTheNurseAsksWhy()
    {
        BrowserHost.NeedsABrowser();
        await using var hospital = await CompanionProcess.StartAsync();
        using var text = new StringContent("trigger:\n  when: lab.lactate > 2 mmol/L\n  where: admission_type = \"ED\" AND age > 65\n  then: [{action: log, entry: seen}]\n", Encoding.UTF8, "text/yaml");
        using var saved = await hospital.Web.PutAsync(new Uri($"/api/v1/triggers/{Id}", UriKind.Relative), text, TestContext.Current.CancellationToken);
        saved.EnsureSuccessStatusCode();

        await using var author = await browser.SignInAsync("Tess Shah", $"/triggers/{Id}?tab=shadow", at: hospital);
        await Expect(author.Page.Locator("nav.tabs a[aria-current=page]")).ToHaveTextAsync("Shadow");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Watch the draft in shadow" }).ClickAsync();
        await Expect(author.Page.GetByText("The draft is in shadow.")).ToBeVisibleAsync();
        var mrn = Some.Mrn();
        var now = TimeProvider.System.GetUtcNow();
        await hospital.SendAsync(Some.Arrival(mrn, now.AddMinutes(-20), "Berg^Nils"), Some.Lactate(mrn, $"L{mrn}", now.AddMinutes(-1), "2.5"));
        await author.GoAsync($"/triggers/{Id}?tab=shadow");
        await Expect(author.Page.GetByText("fewer than 11 gained")).ToBeVisibleAsync();
        await Expect(author.Page.GetByRole(AriaRole.Region, new() { Name = "Patients called by either" })).ToHaveCountAsync(0);
        await Axe.EditorAsync(author.Page);
        await Axe.FindsNothingAsync(author.Page);
        Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger={Id}"));
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Put v2 in force" }).ClickAsync();
        await Expect(author.Page.GetByText("v2 is in force.")).ToBeVisibleAsync();
        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger={Id}"));

        var patient = (await hospital.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("card").GetProperty("id").GetString();
        await using var nurse = await browser.SignInAsync("Luis Moreno", $"/patients/{patient}", at: hospital);
        await nurse.Page.GetByRole(AriaRole.Button, new() { Name = "Ask every trigger" }).ClickAsync();
        await Expect(nurse.Page.Locator(".why > li").First).ToContainTextAsync("Holds");
        await nurse.Page.Locator(".why > li summary").First.ClickAsync();
        await Expect(nurse.Page.Locator(".why > li").First).ToContainTextAsync("Lactate at most 2 mmol/L would end it.");
        await TellsTheAuthorAsync(nurse, author);
        await nurse.Page.GetByText("Set a limit").ClickAsync();
        await nurse.Page.GetByLabel("Value").FillAsync("6.5 kg");
        await nurse.Page.GetByLabel("Why", new() { Exact = true }).FillAsync("on dialysis");
        await nurse.Page.GetByRole(AriaRole.Button, new() { Name = "Set it" }).ClickAsync();
        await Expect(nurse.Page.GetByText("kg cannot be turned into mmol/L")).ToBeVisibleAsync();
        await nurse.Page.GetByLabel("Value").FillAsync("7 mmol/L");
        await nurse.Page.GetByRole(AriaRole.Button, new() { Name = "Set it" }).ClickAsync();
        await Expect(nurse.Page.Locator(".rows > li")).ToContainTextAsync("7 mmol/L");
        await Axe.FindsNothingAsync(nurse.Page);
        await nurse.Page.Locator(".rows").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(nurse.Page.GetByText("All triggers use the numbers of the unit, or their own.")).ToBeVisibleAsync();
        Assert.Empty(nurse.Troubles);
        Assert.Empty(author.Troubles);
    }

    /// <summary>"This should not have called": a test without the patient, from the bedside to the text of the trigger.</summary>
    private static async Task TellsTheAuthorAsync(BrowserSession nurse, BrowserSession author)
    {
        var row = nurse.Page.Locator(".why > li", new() { HasText = Id });
        await row.Locator("details").EvaluateAsync("one => one.open = true");
        await row.GetByRole(AriaRole.Button, new() { Name = "This should not have called" }).ClickAsync();
        await Expect(nurse.Page.Locator(".modal pre")).ToContainTextAsync("lab.lactate: \"2.5 mmol/L\"");
        await Axe.FindsNothingAsync(nurse.Page);
        await nurse.Page.GetByLabel("What should they know?").FillAsync("A relative's value.");
        await nurse.Page.GetByRole(AriaRole.Button, new() { Name = "Send it to them" }).ClickAsync();
        await Expect(nurse.Page.GetByText("Sent to those who write")).ToBeVisibleAsync();

        await author.GoAsync($"/triggers/{Id}");
        await Expect(author.Page.GetByText("A relative's value.")).ToBeVisibleAsync();
        await author.Page.GetByText("Show the test").ClickAsync();
        await Axe.EditorAsync(author.Page);
        await Axe.FindsNothingAsync(author.Page);
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Add to the tests" }).ClickAsync();
        await Expect(author.Page.GetByText("It stands among the tests")).ToBeVisibleAsync();
        await Expect(author.Page.GetByText("should not have called, seen on a ward").First).ToBeVisibleAsync();
        await Expect(author.Page.GetByText("Examples from the wards")).ToHaveCountAsync(0);
    }
}
