using System.Net.Http.Json;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Runink.Tests.Behaviours;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>What opens over a page: by the keyboard, with nothing for axe to find, with the caret inside, and closed by Escape with the focus where it was.</summary>
[Collection(BrowserCollection.Name)]
public sealed class DialogsAreAccessible(BrowserHost browser)
{
    /// <summary>Over one referral, whose recipient is told by telephone.</summary>
    [Fact]
    public async Task SomebodyOutsideWasToldOtherwise()
    {
        BrowserHost.NeedsABrowser();
        var (host, stop) = (browser.Host, TestContext.Current.CancellationToken);
        var mrn = Some.Mrn();
        await host.SendAsync(Some.Arrival(mrn, TimeProvider.System.GetUtcNow()));
        var patient = (await host.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("card").GetProperty("id").GetString();
        using var service = await host.Web.PostAsJsonAsync("/api/v1/services", new { name = $"Hilltop {mrn}", specialty = "Hand surgery", channel = "telephone", contact = "+1 555 0177" }, stop);
        using var made = await host.Web.PostAsJsonAsync("/api/v1/referrals", new { patientId = patient, service = "Hand surgery", reason = "cut tendon" }, stop);
        var referral = await made.Content.ReadFromJsonAsync<JsonElement>(stop);
        var id = referral.GetProperty("id").GetString();
        using var chosen = await host.Web.PostAsJsonAsync($"/api/v1/referrals/{id}/recipient", new
        {
            serviceId = (await service.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty("id").GetString(), reason = "nearest", expectedVersion = referral.GetProperty("version").GetInt32(),
        }, stop);
        Assert.True(chosen.IsSuccessStatusCode, await chosen.Content.ReadAsStringAsync(stop));
        await OpenedByKeyLookedAtAndLeft("Luis Moreno", $"/referrals/{id}", "Told by phone or portal", null);
    }

    [Fact]
    public async Task PairingADeviceAndEndingThat()
    {
        BrowserHost.NeedsABrowser();
        var mrn = Some.Mrn();
        await browser.Host.SendAsync(Some.Arrival(mrn, TimeProvider.System.GetUtcNow(), "Garnier^Paule"));
        var device = await browser.DeviceOfAsync(mrn);
        await OpenedByKeyLookedAtAndLeft("Luis Moreno", $"/admin/devices/{device}", "Pair with a patient", null);
        await OpenedByKeyLookedAtAndLeft("Luis Moreno", $"/admin/devices/{device}", "End the pairing with", null);
    }

    [Fact]
    public async Task ADocumentIsSetAside()
    {
        BrowserHost.NeedsABrowser();
        var letter = await DocumentsWaitInATray.BringAsync(browser.Host.Web, "Letter.txt", "A letter that is no referral"u8.ToArray());
        await DocumentsWaitInATray.ReadAsync(browser.Host.Web, letter);
        await OpenedByKeyLookedAtAndLeft("Luis Moreno", $"/referrals/tray/{letter}", "Set aside", null);
    }

    [Theory]
    [InlineData("Tess Shah", "/triggers", "New trigger", null)]
    [InlineData("Tess Shah", "/triggers", "New trigger", "From the gallery")]
    [InlineData("Tess Shah", "/referrals/rules", "New rules", null)]
    [InlineData("Kim Park", "/admin/feeds/map", "New mapping", null)]
    [InlineData("Kim Park", "/admin/feeds/contracts", "New contract", null)]
    [InlineData("Luis Moreno", "/referrals/services", "New entry", null)]
    [InlineData("Luis Moreno", "/referrals/services", "Import entries", null)]
    [InlineData("Luis Moreno", "/referrals/services", "Import times", null)]
    [InlineData("Luis Moreno", "/referrals/services", "Import replies", null)]
    [InlineData("Luis Moreno", "/referrals?priority=urgent", "Save this view", null)]
    [InlineData("Tess Shah", "/policies", "New policy", null)]
    [InlineData("Tess Shah", "/policies", "New policy", "Text")]
    [InlineData("Tess Shah", "/discharges", "Change the checklist", null)]
    [InlineData("Luis Moreno", "/referrals?lanes=owner", "Limits", null)]
    [InlineData("Ana Ruiz", "/?view=late", "Save this view", null)]
    public async Task OpenedByKeyLookedAtAndLeft(string who, string path, string opener, string? then)
    {
        BrowserHost.NeedsABrowser();
        // The table behind it has a row to look at; the second of its name is refused, which changes nothing.
        using var _ = await browser.Host.Web.PostAsJsonAsync("/api/v1/services", new { name = "Riverside", specialty = "Cardiology" }, TestContext.Current.CancellationToken);
        await using var session = await browser.SignInAsync(who, path);
        var page = session.Page;
        // The page puts the focus on its heading once it is there; a key that comes sooner would be pressed on something else.
        await Expect(page.Locator("h1[tabindex]")).ToBeFocusedAsync();
        var button = page.GetByRole(AriaRole.Button, new() { Name = opener });
        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        if (then is not null)
        {
            await dialog.GetByRole(AriaRole.Button, new() { Name = then }).PressAsync("Enter");
            await Expect(dialog.Locator(".mud-skeleton")).ToHaveCountAsync(0);
        }

        await Axe.FindsNothingAsync(page);
        Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement?.closest('[role=dialog]') !== null"), "The focus is not in the dialog.");
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        try
        {
            await Expect(button).ToBeFocusedAsync();
        }
        catch (PlaywrightException)
        {
            Assert.Fail($"The focus is on {await page.EvaluateAsync<string>("() => document.activeElement?.outerHTML.slice(0, 200)")}.");
        }

        Assert.Empty(session.Troubles);
    }

    /// <summary>Each word of a sentence opens by key and is left by key; what cannot be read is answered beside it, and the text is as it was.</summary>
    [Fact]
    public async Task WordsOfTheSentenceAreChangedByKey()
    {
        BrowserHost.NeedsABrowser();
        await using var session = await browser.SignInAsync("Tess Shah", "/triggers/hyperkalaemia");
        var page = session.Page;
        var words = page.Locator(".words button");
        await words.First.WaitForAsync();
        var editor = page.Locator("form.edit");
        var violations = new List<string>();
        for (var at = 0; at < await words.CountAsync(); at++)
        {
            await words.Nth(at).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(editor).ToBeVisibleAsync();
            // The library shows lists beside the landmarks of the page; whoever opened one stands in it.
            await Axe.RestAsync(page);
            violations.AddRange((await page.RunAxe()).Violations.Where(one => one.Id != "region").Select(one => $"{one.Id}: {one.Nodes[0].Html}"));
            await words.Nth(at).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(editor).ToHaveCountAsync(0);
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations.Distinct(StringComparer.Ordinal)));
        var number = words.Filter(new() { HasText = "mmol/L" }).First;
        var before = await number.InnerTextAsync();
        await number.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await editor.Locator("input").First.FillAsync("banana");
        await page.Keyboard.PressAsync("Enter");
        await Expect(editor.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(number).ToHaveTextAsync(before);
        await editor.Locator("input").First.FillAsync("6.7");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".words")).ToContainTextAsync("6.7 mmol/L");
        await Expect(page.GetByText("Not saved")).ToBeVisibleAsync();
        Assert.Empty(session.Troubles);
    }
}
