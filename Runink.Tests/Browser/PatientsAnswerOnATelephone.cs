using Microsoft.Playwright;
using Runink.Domain.Store;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>A navigator books without a mouse; the patient answers on a telephone, by keys alone, in light and dark, and axe finds nothing.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PatientsAnswerOnATelephone(BrowserHost browser)
{
    [Fact]
    public async Task AVisitIsBookedByKeysAndAnsweredByTheLink()
    {
        BrowserHost.NeedsABrowser();
        await using var host = await CompanionProcess.StartAsync();
        var visits = Of(host);
        await visits.OpenAsync();
        var start = DayAfter(3);
        await visits.FreeAsync(start);
        await visits.FreeAsync(start.AddHours(1));
        var id = await visits.ReadyAsync("Osei", "ama@example.org", "es");
        await using (var navigator = await browser.SignInAsync("Luis Moreno", $"/referrals/{id}", at: host))
        {
            var page = navigator.Page;
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Find a time" })).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("t");
            var dialog = page.GetByRole(AriaRole.Dialog);
            await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Book " }).First).ToBeFocusedAsync();
            await Axe.FindsNothingAsync(page, "The free times");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("is booked");
            Assert.Equal(start, await visits.VisitAsync(id));
            await page.GetByRole(AriaRole.Button, new() { Name = "Record a need" }).PressAsync("Enter");
            await Expect(dialog.GetByLabel("In words")).ToBeFocusedAsync();
            await Axe.FindsNothingAsync(page, "A need");
            await page.Keyboard.TypeAsync("Wheelchair from the door");
            await page.Keyboard.PressAsync("Control+Enter");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Done: Wheelchair from the door" })).ToBeVisibleAsync();
            Assert.Empty(navigator.Troubles);
        }

        await visits.PostAsync($"/api/v1/referrals/{id}/messages", new { kind = "offer" });
        var link = await visits.LinkAsync(id);
        await LookAsync(host, link, "Tenemos una cita para usted");
        await using var patient = await browser.OpenAsync(width: 390, height: 844, at: host);
        await patient.Page.GotoAsync(link);
        await PressAsync(patient.Page, "Iré");
        await Expect(patient.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Ha dicho que vendrá");
        await PressAsync(patient.Page, "No puedo ir");
        await Expect(patient.Page.GetByRole(AriaRole.Combobox).Last).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(patient.Page, "The opened answer", targets: true);
        await patient.Page.Keyboard.PressAsync("Tab");
        await patient.Page.Keyboard.PressAsync("ArrowDown");
        await PressAsync(patient.Page, "Enviar");
        await Expect(patient.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("nos pondremos en contacto");
        Assert.Empty(patient.Troubles);
    }

    [Fact]
    public async Task ATimeThatBecameFreeIsTakenByTheLink()
    {
        BrowserHost.NeedsABrowser();
        await using var host = await CompanionProcess.StartAsync();
        var visits = Of(host);
        await visits.OpenAsync();
        var id = await visits.ReadyAsync("Brandt", "b@example.org", "de");
        await visits.BookAsync(id, await visits.FreeAsync(DayAfter(9)));
        await using var navigator = await browser.SignInAsync("Luis Moreno", $"/referrals/{id}", at: host);
        await navigator.Page.GetByRole(AriaRole.Button, new() { Name = "Put on the waiting list" }).PressAsync("Enter");
        await Expect(navigator.Page.GetByRole(AriaRole.Dialog).GetByLabel("Days and times that suit")).ToBeFocusedAsync();
        await Axe.FindsNothingAsync(navigator.Page, "The wishes");
        await navigator.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(navigator.Page.GetByText("for an earlier time")).ToBeVisibleAsync();
        await visits.FreeAsync(DayAfter(4));
        await Expect(navigator.Page.GetByRole(AriaRole.Button, new() { Name = "Takes it" })).ToBeVisibleAsync(new() { Timeout = 45_000 });
        await Axe.FindsNothingAsync(navigator.Page, "The referral with an offer");

        var link = await visits.LinkAsync(id);
        await LookAsync(host, link, "Ein Termin ist frei geworden");
        await using var patient = await browser.OpenAsync(width: 390, height: 844, at: host);
        await patient.Page.GotoAsync(link);
        await PressAsync(patient.Page, "Ich nehme diesen Termin");
        await Expect(patient.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Das ist jetzt Ihr Termin");
        Assert.Equal(DayAfter(4), await visits.VisitAsync(id));
        await Expect(navigator.Page.GetByText("has the offered time")).ToBeVisibleAsync();
        Assert.Empty(navigator.Troubles);
    }

    private static Visits Of(CompanionProcess host) => new(host.Web, new CompanionStore(Path.Combine(host.Folder, "companion.db")).Read, _ => { });

    private static DateTimeOffset DayAfter(int days) => new DateTimeOffset(TimeProvider.System.GetUtcNow().Date, TimeSpan.Zero).AddDays(days).AddHours(14);

    private async Task LookAsync(CompanionProcess host, string link, string heading)
    {
        foreach (var dark in new[] { false, true })
        {
            await using var telephone = await browser.OpenAsync(dark, width: 390, height: 844, at: host);
            await telephone.Page.GotoAsync(link);
            await Expect(telephone.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);
            await Axe.FindsNothingAsync(telephone.Page, $"{heading}, {(dark ? "dark" : "light")}", targets: true);
            Assert.Empty(telephone.Troubles);
        }
    }

    /// <summary>Goes on by Tab until what is called so has the focus, and presses Enter.</summary>
    private static async Task PressAsync(IPage page, string name)
    {
        for (var i = 0; i < 30; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>("() => document.activeElement.innerText.trim()") == name)
            {
                await page.Keyboard.PressAsync("Enter");
                return;
            }
        }

        Assert.Fail($"Tab does not reach {name}.");
    }
}
