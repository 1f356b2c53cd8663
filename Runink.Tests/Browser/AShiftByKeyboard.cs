using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>A nurse's shift from signing in to handing over, without a mouse; each state of the page is looked at by axe.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AShiftByKeyboard(BrowserHost browser)
{
    [Fact]
    public async Task FromSignInToHandOver()
    {
        BrowserHost.NeedsABrowser();
        var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
        await browser.AdmitSepticAsync(mrn, "Tastatur^Tilda");
        await browser.Host.SendAsync(Some.Potassium(mrn, $"K{mrn}", now, "6.8"));
        await using var nurse = await browser.OpenAsync();
        var page = nurse.Page;
        await page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString("/?view=all&order=newest")}");
        await Axe.FindsNothingAsync(page);

        await TabToAsync(page, "button", "Ana Ruiz");
        await page.Keyboard.PressAsync("Enter");
        var row = nurse.Row(mrn);
        await row.First.WaitForAsync();
        await Expect(row).ToHaveCountAsync(1);
        await WalkToAsync(page, mrn);

        // Both episodes stand in one row; the arrows open it, lead back to it and close it.
        await Expect(Focused(page)).ToHaveAttributeAsync("aria-expanded", "false");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(row).ToHaveCountAsync(2);
        await Axe.FindsNothingAsync(page);
        await page.Keyboard.PressAsync("j");
        await Expect(Focused(page)).ToHaveAttributeAsync("data-member", "");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(Focused(page)).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(row).ToHaveCountAsync(1);

        // A tick on a folded row is a tick on all that it holds.
        await page.Keyboard.PressAsync("x");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Chosen rows" })).ToContainTextAsync("2 chosen");
        await Axe.FindsNothingAsync(page);
        await page.Keyboard.PressAsync("x");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Chosen rows" })).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("Enter");
        var panel = page.Locator("aside.panel");
        await Expect(panel.GetByText("Whose time it was")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(page);
        await using (var navigator = await browser.SignInAsync("Luis Moreno", new Uri(page.Url).PathAndQuery))
        {
            await Expect(panel.GetByText("Luis Moreno has this open")).ToBeVisibleAsync();
            await Expect(navigator.Page.Locator("aside.panel").GetByText("Ana Ruiz has this open")).ToBeVisibleAsync();
        }

        await Expect(panel.GetByText("Luis Moreno has this open")).ToHaveCountAsync(0);
        await WalkToAsync(page, mrn);
        await page.Keyboard.PressAsync("c");
        await Expect(panel.GetByText("Owned by you")).ToBeVisibleAsync();
        await Expect(panel.GetByText("Waited on you")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("a");
        await Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).First).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(page);

        await page.Keyboard.PressAsync("m");
        await page.Keyboard.TypeAsync("Second bag of fluids hangs.");
        await TabToAsync(page, "button", "Add comment");
        await page.Keyboard.PressAsync("Enter");
        await Expect(panel.GetByText("Second bag of fluids hangs.").First).ToBeVisibleAsync();

        await WalkToAsync(page, mrn);
        await page.Keyboard.PressAsync("h");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(page);
        var to = dialog.GetByRole(AriaRole.Combobox, new() { Name = "To whom" });
        // The first letter chooses without opening the list; where two begin alike the arrow goes on from the first of them.
        await to.PressAsync("l");
        await Expect(to).ToHaveTextAsync("Lena Fischer");
        await Expect(to).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await page.WaitForFunctionAsync("() => document.getElementById(document.activeElement.getAttribute('aria-activedescendant') ?? '')?.innerText.trim() === 'Lena Fischer'");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(to).ToHaveTextAsync("Luis Moreno");
        await page.Keyboard.PressAsync("Enter");
        await Expect(to).ToBeFocusedAsync();
        await TabToAsync(page, "button", "Hand over");
        await page.Keyboard.PressAsync("Enter");
        await Expect(panel.GetByText("asks Luis Moreno to take it over")).ToBeVisibleAsync();

        // Whoever takes it says what they understood; only then is it theirs.
        await using var next = await browser.SignInAsync("Luis Moreno", "/?view=offered");
        await WalkToAsync(next.Page, mrn);
        await next.Page.Keyboard.PressAsync("Enter");
        await Expect(next.Page.Locator("aside.panel").GetByText("asks you to take it over")).ToBeVisibleAsync();
        await next.Page.Keyboard.PressAsync("y");
        await Expect(next.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(next.Page);
        await next.Page.Keyboard.TypeAsync("Second bag hangs, lactate again at ten.");
        await TabToAsync(next.Page, "button", "Take it over");
        await next.Page.Keyboard.PressAsync("Enter");
        await Expect(panel.GetByText("Owned by Luis Moreno")).ToBeVisibleAsync();
        await Expect(panel.GetByText("Read back: Second bag hangs")).ToBeVisibleAsync();
        Assert.Empty(nurse.Troubles.Concat(next.Troubles));
    }

    [Fact]
    public async Task NewCriticalWorkIsHeardByWhoeverSwitchedTheSoundOn()
    {
        BrowserHost.NeedsABrowser();
        await using var nurse = await browser.SignInAsync("Ana Ruiz");
        var page = nurse.Page;
        // The browser itself makes the sound; that it was asked to is what can be heard here.
        await page.EvaluateAsync("() => { window.tones = 0; const start = OscillatorNode.prototype.start; OscillatorNode.prototype.start = function (at) { window.tones++; return start.call(this, at); }; }");
        await AdmitAsync("silent");
        await nurse.Page.Locator(".news").Or(nurse.Row("silent")).First.WaitForAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("() => window.tones"));

        await page.GetByRole(AriaRole.Button, new() { Name = "account and settings" }).PressAsync("Enter");
        await page.GetByText("Sound for critical work").ClickAsync();
        await page.WaitForFunctionAsync("() => window.tones === 2");
        await AdmitAsync("heard");
        await page.WaitForFunctionAsync("() => window.tones === 4");
        Assert.Empty(nurse.Troubles);

        async Task AdmitAsync(string name)
        {
            var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
            await browser.Host.SendAsync(Some.Arrival(mrn, now.AddMinutes(-5), $"{name}^Work"), Some.Potassium(mrn, $"S{mrn}", now, "6.9"));
        }
    }

    private static ILocator Focused(IPage page) => page.Locator(":focus");

    /// <summary>What a list names as chosen by the arrows, and not taken yet.</summary>
    private static async Task TabToAsync(IPage page, string tag, string text)
    {
        for (var i = 0; i < 80; i++)
        {
            if (await page.EvaluateAsync<bool>("([tag, text]) => document.activeElement?.matches(tag) && document.activeElement.innerText.includes(text)", new[] { tag, text }))
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The key Tab does not reach {text}.");
    }

    /// <summary>Down the list, and up again, to the row of a patient.</summary>
    private static async Task WalkToAsync(IPage page, string mrn)
    {
        foreach (var key in Enumerable.Repeat("j", 60).Concat(Enumerable.Repeat("k", 120)))
        {
            if (await page.EvaluateAsync<bool>("mrn => document.activeElement?.closest('[data-rowlink]')?.innerText.includes(mrn) === true", mrn))
                return;
            await page.Keyboard.PressAsync(key);
        }

        var focus = await page.EvaluateAsync<string>("() => document.activeElement?.outerHTML.slice(0, 300)");
        Assert.Fail($"The keys j and k do not reach {mrn} among {string.Join(" | ", await page.Locator("[data-row]").AllInnerTextsAsync())}; the focus is on {focus}.");
    }
}
