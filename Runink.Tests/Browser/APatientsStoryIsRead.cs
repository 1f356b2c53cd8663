using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>The story of a patient is narrowed by kind and time, and the choice is a part of the address.</summary>
[Collection(BrowserCollection.Name)]
public sealed class APatientsStoryIsRead(BrowserHost browser)
{
    [Fact]
    public async Task ByKindAndTimeWithTheKeyboardAndAfterALoad()
    {
        BrowserHost.NeedsABrowser();
        var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
        await browser.Host.SendAsync(Some.Arrival(mrn, now.AddDays(-3), "Lindqvist^Ylva"), Some.Lactate(mrn, $"Y{mrn}a", now.AddDays(-2), "1.1"), Some.Lactate(mrn, $"Y{mrn}b", now.AddHours(-1), "1.3"));
        var patient = (await browser.Host.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("card").GetProperty("id").GetString();
        await using var luis = await browser.SignInAsync("Luis Moreno", $"/patients/{patient}");
        var story = luis.Main.GetByRole(AriaRole.Region, new() { Name = "Story", Exact = true });
        await Expect(story.GetByText("Lactate 1.1 mmol/L")).ToBeVisibleAsync();

        var values = story.GetByRole(AriaRole.Button, new() { Name = "Values 2", Exact = true });
        await values.FocusAsync();
        await luis.Page.Keyboard.PressAsync("Enter");
        await Expect(values).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(story.GetByText("ED begins")).Not.ToBeVisibleAsync();
        await Expect(story.GetByText("Lactate 1.1 mmol/L")).ToBeVisibleAsync();

        await luis.Page.GotoAsync($"{luis.Page.Url}&since=24h");
        await Expect(story.GetByText("Lactate 1.3 mmol/L")).ToBeVisibleAsync();
        await Expect(story.GetByText("Lactate 1.1 mmol/L")).Not.ToBeVisibleAsync();
        await Expect(story.GetByRole(AriaRole.Button, new() { Name = "Values 2", Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");

        await luis.Page.GotoAsync("/patients");
        await luis.Page.GetByTitle("Search (/)").ClickAsync();
        var lately = luis.Page.GetByRole(AriaRole.Region, new() { Name = "Hits", Exact = true }).GetByRole(AriaRole.Link).First;
        await Expect(lately).ToContainTextAsync("Ylva Lindqvist");
        await lately.ClickAsync();
        await Expect(luis.Page).ToHaveURLAsync($"/patients/{patient}");
        Assert.Empty(luis.Troubles);
    }
}
