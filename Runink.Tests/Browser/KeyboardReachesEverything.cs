using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class KeyboardReachesEverything(BrowserHost browser)
{
    private const string Focused = """
        () => {
          const el = document.activeElement, style = getComputedStyle(el), box = el.getBoundingClientRect();
          // A row carries the ring of the link that it is opened by.
          const rings = [style, getComputedStyle((el.matches("[data-row]") ? el.closest("[data-rowlink]") : el.closest(".mud-input")) ?? el)];
          const ring = rings.some(s => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none");
          const name = (el.getAttribute('aria-label') ?? el.innerText ?? el.value ?? '').trim().replace(/\s+/g, ' ');
          return [el.tagName, name, String(ring), String(box.width > 0 && box.height > 0)];
        }
        """;

    [Fact]
    public async Task TabReachesTheMainActionsInOrderAndTheFocusIsAlwaysVisible()
    {
        BrowserHost.NeedsABrowser();
        var mrn = Some.Mrn();
        await browser.AdmitSepticAsync(mrn, "Haddad^Noor");
        // Far down a long list a row is not drawn.
        await using var nurse = await browser.SignInAsync("Ana Ruiz", "/?view=all&order=newest");
        await nurse.Row(mrn).WaitForAsync();
        // As after a fresh load: the page itself puts the caret on its heading.
        await nurse.Page.EvaluateAsync("() => { document.body.tabIndex = -1; document.body.focus(); }");

        var stops = new List<string>();
        var blind = new List<string>();
        for (var i = 0; i < 200 && !stops.Exists(stop => stop.Contains("Haddad", StringComparison.Ordinal)); i++)
        {
            await nurse.Page.Keyboard.PressAsync("Tab");
            if (await nurse.Page.EvaluateAsync<string[]>(Focused) is not [var tag, var name, var ring, var seen] || tag == "BODY")
                continue;
            stops.Add(name);
            if (ring != "true" || seen != "true")
                blind.Add($"{tag} {name}");
        }

        string[] wanted = ["Skip to the work", "Worklist", "Search patients", "All open", "Haddad"];
        var places = wanted.Select(name => stops.FindIndex(stop => stop.Contains(name, StringComparison.Ordinal))).ToList();
        Assert.True(places.TrueForAll(place => place >= 0) && places.SequenceEqual(places.Order()), $"{string.Join(", ", places)} in {string.Join(" | ", stops)}");
        Assert.Empty(blind);
        await nurse.Page.Keyboard.PressAsync("Enter");
        await Expect(nurse.Page.Locator("aside.panel").GetByText("Nobody owns this yet").First).ToBeVisibleAsync();
        Assert.Empty(nurse.Troubles);
    }

    [Fact]
    public async Task EscapeClosesADialogFromTheMomentItIsSeen()
    {
        BrowserHost.NeedsABrowser();
        await using var navigator = await browser.SignInAsync("Luis Moreno");
        var page = navigator.Page;
        await page.EvaluateAsync("""
            () => new MutationObserver((_, watch) => {
              if (!document.querySelector(".mud-dialog")) return;
              watch.disconnect();
              document.body.dataset.seen = "dialog";
              document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
            }).observe(document.body, { childList: true, subtree: true })
            """);

        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("body[data-seen=dialog]")).ToBeAttachedAsync();
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeHiddenAsync();
        Assert.Empty(navigator.Troubles);
    }

    [Fact]
    public async Task KeysOpenHelpFindThePatientAndGoToReferrals()
    {
        BrowserHost.NeedsABrowser();
        var mrn = Some.Mrn();
        await browser.AdmitSepticAsync(mrn, "Iwasaki^Ren");
        await using var navigator = await browser.SignInAsync("Luis Moreno");
        var page = navigator.Page;
        // Far down a long list the patient's own row is not drawn; that there are rows says that the page listens.
        await page.Locator("[data-rowlink]").First.WaitForAsync();

        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("/");
        var search = page.GetByRole(AriaRole.Dialog, new() { Name = "Search" });
        await Expect(search.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Iwasaki");
        await Expect(search.GetByRole(AriaRole.Link).First).ToContainTextAsync("Iwasaki");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/patients/[0-9A-Z]{26}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(navigator.Main.GetByText(mrn).First).ToBeVisibleAsync();
        await Expect(search).ToBeHiddenAsync();

        // The same leads to a page, and to what is begun there.
        await page.Keyboard.PressAsync("/");
        await Expect(search.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("new refer");
        await Expect(search.GetByRole(AriaRole.Link).First).ToContainTextAsync("New referral");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync($"{browser.Host.Address}referrals/new");
        await Expect(search).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("r");
        await Expect(page).ToHaveURLAsync($"{browser.Host.Address}referrals");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Received", Exact = true })).ToBeVisibleAsync();
        Assert.Empty(navigator.Troubles);
    }
}
