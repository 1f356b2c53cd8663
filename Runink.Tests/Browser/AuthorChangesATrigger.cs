using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class AuthorChangesATrigger(BrowserHost browser)
{
    private const string Id = "sepsis-older-ed-patients";

    [Fact]
    public async Task MistakesAreNamedWithTheirPlaceTheReplayCountsAndTheNextMessageIsJudgedByTheNewVersion()
    {
        BrowserHost.NeedsABrowser();
        // A hospital of its own: the other walks rely on the version that was shipped.
        await using var hospital = await CompanionProcess.StartAsync();
        var (high, gained, later) = (Some.Mrn(), Some.Mrn(), Some.Mrn());
        await browser.AdmitSepticAsync(high, "Novak^Jana", hospital);
        await SendLactateAsync(hospital, gained, "2.5");
        Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?patient={gained}&trigger={Id}"));
        var before = (await hospital.GetAsync($"/api/v1/escalations?patient={high}&trigger={Id}")).GetProperty("items")[0].GetProperty("trigger").GetProperty("version").GetInt32();

        await using var author = await browser.SignInAsync("Tess Shah", $"/triggers/{Id}", at: hospital);
        var page = author.Page;
        await page.Locator(".monaco-editor .view-line").First.WaitForAsync();
        var findings = page.GetByRole(AriaRole.Region, new() { Name = "Findings" });

        await WriteConditionAsync(page, "patient.qsofa_score >= 2 OR lab.lactat > 3");
        await Expect(findings).ToContainTextAsync("lab.lactat is not a name. Did you mean lab.lactate?");
        await Expect(findings).ToContainTextAsync("2:37");
        await Expect(page.Locator(".squiggly-error").First).ToBeAttachedAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Publish" })).ToBeDisabledAsync();

        await WriteConditionAsync(page, "patient.qsofa_score >= 2 OR lab.lactate > 3 kg");
        await Expect(findings).ToContainTextAsync("3 kg is a quantity in kg, which cannot be turned into mmol/L of lactate");
        await Expect(findings).ToContainTextAsync("2:51");

        await WriteConditionAsync(page, "patient.qsofa_score >= 2: lab.lactate: 3");
        await Expect(findings).ToContainTextAsync("RNK1101");
        await Expect(findings).Not.ToContainTextAsync("cannot be turned into");

        await WriteConditionAsync(page, "patient.qsofa_score >= 2 OR lab.lactate > 2");
        await Expect(findings).ToContainTextAsync("2 is read as 2 mmol/L");
        await Expect(findings).Not.ToContainTextAsync("RNK1101");
        var replay = page.Locator("section.card").Filter(new() { HasText = "Replayed over stored signals" });
        await replay.GetByRole(AriaRole.Button, new() { Name = "Run the back-test" }).ClickAsync();
        await Expect(replay.Locator("b.big")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(replay.Locator("b.big")).ToHaveTextAsync("fewer than 11");
        await Expect(replay.GetByText("Your role sees no patients")).ToBeVisibleAsync();
        await Expect(replay.Locator("svg title")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(page.GetByText("Draft saved")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await Expect(page.GetByText($"v{before + 1} is in force.")).ToBeVisibleAsync();

        await SendLactateAsync(hospital, later, "2.5");
        var judged = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={later}&trigger={Id}"));
        Assert.Equal(before + 1, judged.GetProperty("trigger").GetProperty("version").GetInt32());
        Assert.Empty(author.Troubles);
    }

    /// <summary>Types over the condition, which is the second line of the text.</summary>
    private static async Task WriteConditionAsync(IPage page, string condition)
    {
        await page.Locator(".monaco-editor .view-lines").ClickAsync();
        foreach (var key in (string[])["Escape", "Control+Home", "ArrowDown", "Home", "Shift+End"])
            await page.Keyboard.PressAsync(key);
        await page.Keyboard.InsertTextAsync($"when: {condition}");
        await page.Keyboard.PressAsync("Escape");
    }

    private static async Task SendLactateAsync(CompanionProcess hospital, string mrn, string value)
    {
        var now = TimeProvider.System.GetUtcNow();
        var answers = await hospital.SendAsync(Some.Arrival(mrn, now.AddMinutes(-20), "Berg^Nils"), Some.Lactate(mrn, $"L{mrn}", now.AddMinutes(-1), value));
        Assert.All(answers, answer => Assert.Contains("MSA|AA|", answer, StringComparison.Ordinal));
    }
}
