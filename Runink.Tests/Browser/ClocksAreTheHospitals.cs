using System.Globalization;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>A server in a cellar of another country and a reader on a journey see the clocks of the hospital, and the reader is told so.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ClocksAreTheHospitals(BrowserHost browser)
{
    [Fact]
    public async Task WhateverTheServersZoneIs()
    {
        BrowserHost.NeedsABrowser();
        var tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
        await using var house = await CompanionProcess.StartAsync(settings: new Dictionary<string, string> { ["Site__TimeZone"] = tokyo.Id });
        var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
        var arrived = now.AddHours(-2);
        await house.SendAsync(Some.Arrival(mrn, arrived, "Lindqvist^Tove"));
        var patient = (await house.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("card").GetProperty("id").GetString();
        await using var luis = await browser.SignInAsync("Luis Moreno", $"/patients/{patient}", at: house);

        var there = TimeZoneInfo.ConvertTime(arrived, tokyo);
        await Expect(luis.Main.GetByText("ED begins", new() { Exact = true }).Locator("xpath=ancestor::li")).ToContainTextAsync(there.ToString("HH:mm", CultureInfo.InvariantCulture));
        await Expect(luis.Main.GetByText(there.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture))).ToBeVisibleAsync();
        await Expect(luis.Page.Locator("rk-zone")).ToContainTextAsync("at the hospital");
        await Expect(luis.Page.Locator("rk-zone")).ToHaveAttributeAsync("title", "Times on these pages are those of the hospital (Asia/Tokyo). Your device is set to UTC.");
        Assert.Empty(luis.Troubles);
    }
}
