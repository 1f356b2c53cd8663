using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>A nurse opens a patient of another ward in an emergency, ends it, and the quality lead, who was told at once, reviews it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class NurseBreaksTheGlass(BrowserHost browser)
{
    [Fact]
    public async Task OfferBannerEndAndReview()
    {
        BrowserHost.NeedsABrowser();
        var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
        await browser.Host.SendAsync(Some.Arrival(mrn, now.AddMinutes(-5), "Lindqvist^Ove", patientClass: "I", place: "4 West^^B-7"));
        var patient = (await browser.Host.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("card").GetProperty("id").GetString();
        await using var nora = await browser.SignInAsync("Nora Mills", "/audit/break-glass");
        await using var ana = await browser.SignInAsync("Ana Ruiz", $"/patients/{patient}");
        await Expect(ana.Main.GetByText("There is no such patient.")).ToBeVisibleAsync();

        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Open in an emergency" }).ClickAsync();
        var dialog = ana.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Open it" })).ToBeDisabledAsync();
        await dialog.Locator(".mud-select").First.ClickAsync();
        await ana.Page.GetByText("Emergency: the patient needs help now").Last.ClickAsync();
        await dialog.GetByLabel("Why, in your words").FillAsync("Called to a collapse");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Open it" }).ClickAsync();
        await Expect(ana.Page.Locator("h1")).ToHaveTextAsync("Ove Lindqvist");
        await Expect(ana.Main.GetByText("Opened in an emergency, until")).ToBeVisibleAsync();

        // Told at once, without loading anything again, and without a name.
        var row = nora.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Called to a collapse" });
        await Expect(row).ToContainTextAsync("O. L.");
        await Expect(row).ToContainTextAsync("Open");

        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "End now" }).ClickAsync();
        await Expect(ana.Main.GetByText("There is no such patient.")).ToBeVisibleAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Review what Ana Ruiz opened" }).ClickAsync();
        await nora.Page.GetByRole(AriaRole.Button, new() { Name = "Justified", Exact = true }).ClickAsync();
        await Expect(row).ToContainTextAsync("Justified");
        Assert.Empty(ana.Troubles);
        Assert.Empty(nora.Troubles);
    }
}
