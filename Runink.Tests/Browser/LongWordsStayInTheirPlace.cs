using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>People and wards are called what they are called: no name pushes a clock off the screen, and each reads in its own direction.</summary>
[Collection(BrowserCollection.Name)]
public sealed class LongWordsStayInTheirPlace(BrowserHost browser)
{
    private const string Surname = "Hubertusblaineswolfeschlegelsteinhausenbergerdorffsen";
    private const string Unit = "Donaudampfschifffahrtskrankenhausstation7";

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task NothingIsPushedOffTheScreen(int width, int height)
    {
        BrowserHost.NeedsABrowser();
        await using var house = await CompanionProcess.StartAsync();
        var (mrn, other, now) = (Some.Mrn(), Some.Mrn(), TimeProvider.System.GetUtcNow());
        await house.SendAsync(
            Some.Arrival(mrn, now.AddMinutes(-20), $"{Surname}^Anna", place: $"{Unit}^^12"), Some.Lactate(mrn, $"L{mrn}", now.AddMinutes(-1), "3.4"),
            Some.Arrival(other, now.AddMinutes(-20), "العبدالرحمن^محمد"), Some.Lactate(other, $"L{other}", now.AddMinutes(-1), "3.4"));
        var escalation = Assert.Single(await house.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        var (id, patient) = (escalation.GetProperty("id").GetString()!, escalation.GetProperty("patient").GetProperty("id").GetString()!);
        await using var nurse = await browser.SignInAsync("Luis Moreno", "/?view=all", width: width, height: height, at: house);

        foreach (var path in (string[])["/?view=all", $"/?view=all&unit={Unit}", $"/?view=all&sel={id}", $"/escalations/{id}", "/patients", $"/patients/{patient}"])
        {
            await nurse.GoAsync(path);
            await Expect(nurse.Page.Locator(".mud-skeleton")).ToHaveCountAsync(0);
            Assert.Equal((path, 0), (path, await nurse.Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth, document.body.scrollWidth - innerWidth)")));
            Assert.Equal((path, 0), (path, await nurse.Page.EvaluateAsync<int>("() => Math.max(0, ...[...document.querySelectorAll('.panel')].map(panel => panel.scrollWidth - panel.clientWidth))")));
        }

        await nurse.GoAsync("/?view=all");
        var arabic = nurse.Page.Locator("bdi").Filter(new() { HasText = "محمد" }).First;
        await Expect(arabic).ToBeVisibleAsync();
        Assert.Equal("rtl", await arabic.EvaluateAsync<string>("name => getComputedStyle(name).direction"));
    }
}
