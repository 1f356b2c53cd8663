using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>What a referral coordinator does all day: choose many and do the same with them, look at one list after the other, see who has what in hand.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ACoordinatorClearsTheBoard(BrowserHost browser)
{
    [Fact]
    public async Task ManyAreHeldByKeyboardAfterADryRunAndTheResultIsAFile()
    {
        BrowserHost.NeedsABrowser();
        var (first, second) = (await ReferralAsync("Bulk^Bea"), await ReferralAsync("Bulk^Ben"));
        await using var session = await browser.SignInAsync("Luis Moreno", "/referrals?view=awaiting-review");
        var page = session.Page;
        foreach (var id in new[] { first, second })
        {
            await page.Locator($"#ref-{id}").FocusAsync();
            await page.Keyboard.PressAsync("x");
            await Expect(page.Locator($"#ref-{id} input.pick")).ToBeCheckedAsync();
        }

        // Somebody else is quicker with one of them: what was seen of it no longer holds.
        await page.GetByRole(AriaRole.Region, new() { Name = "Chosen referrals" }).GetByRole(AriaRole.Button, new() { Name = "Hold…" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Status)).ToHaveTextAsync("Say when they come back.");
        (await browser.Host.Web.PostAsync(new Uri($"/api/v1/referrals/{second}/actions/claim", UriKind.Relative), new StringContent("{\"expectedVersion\":1}", System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await dialog.GetByLabel("Comes back on").ClickAsync();
        await page.Keyboard.TypeAsync(TimeProvider.System.GetUtcNow().AddDays(9).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), new() { Delay = 15 });
        await page.Keyboard.PressAsync("Tab");
        await dialog.GetByLabel("One reason for all").FillAsync("The clinic is closed");
        await Expect(dialog.GetByRole(AriaRole.Status)).ToHaveTextAsync("It would be done for 1 of 2; nothing has changed yet.");
        await Expect(dialog.GetByRole(AriaRole.Row).Filter(new() { HasText = "Somebody changed this referral meanwhile" })).ToHaveCountAsync(1);
        await Axe.FindsNothingAsync(page);
        Assert.Equal("received", await StateAsync(first));

        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(dialog.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done for 1 of 2.");
        var saving = page.WaitForDownloadAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "CSV" }).PressAsync("Enter");
        var lines = await File.ReadAllLinesAsync((await (await saving).PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Contains(lines, line => line.StartsWith(first, StringComparison.Ordinal) && line.Contains(",done,On hold,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith(second, StringComparison.Ordinal) && line.Contains(",refused,", StringComparison.Ordinal));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).PressAsync("Enter");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.Locator($"#ref-{first}")).ToHaveCountAsync(0);
        Assert.Equal(("on-hold", "received"), (await StateAsync(first), await StateAsync(second)));
        Assert.Empty(session.Troubles);
    }

    [Theory]
    [InlineData(false, 1440, 900)]
    [InlineData(true, 768, 1024)]
    public async Task ListsLanesAndTheTableAreAddressesWithNothingForAxeToFind(bool dark, int width, int height)
    {
        BrowserHost.NeedsABrowser();
        var id = await ReferralAsync("Lanes^Lou");
        await using var session = await browser.SignInAsync("Luis Moreno", "/referrals?lanes=priority", dark, width, height);
        var page = session.Page;
        var lane = page.GetByRole(AriaRole.Region, new() { Name = "Priority: Soon" });
        await Expect(lane.Locator($"#ref-{id}")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(page);
        await lane.Locator($"#ref-{id}").FocusAsync();
        await page.Keyboard.PressAsync("x");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Chosen referrals" })).ToContainTextAsync("1 chosen");
        await Axe.FindsNothingAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Limits" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog).GetByLabel("Triage")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(page);
        await page.Keyboard.PressAsync("Escape");

        await session.GoAsync("/referrals?as=table&sort=-age&view=awaiting-review");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "In all" })).ToHaveAttributeAsync("aria-sort", "descending");
        var row = page.Locator("tr", new() { Has = page.Locator($"a[href='/referrals/{id}']") });
        await row.Locator("[data-row]").FocusAsync();
        await page.Keyboard.PressAsync("x");
        await Expect(row.Locator("input.pick")).ToBeCheckedAsync();
        await Axe.FindsNothingAsync(page);
        if (width == 1440)
        {
            await session.GoAsync("/referrals");
            await page.Locator(".board").WaitForAsync();
            Assert.True(await page.EvaluateAsync<bool>("() => { const b = document.querySelector('.board'); return b.scrollWidth <= b.clientWidth; }"), "The columns do not fit.");
        }

        Assert.Empty(session.Troubles);
    }

    [Theory]
    [InlineData(false, 1440, 900)]
    [InlineData(true, 768, 1024)]
    public async Task ThePageShowsWhereItStandsAndWhoHasItInHand(bool dark, int width, int height)
    {
        BrowserHost.NeedsABrowser();
        var id = await ReferralAsync("Mapped^Mia");
        await using var navigator = await browser.SignInAsync("Luis Moreno", $"/referrals/{id}", dark, width, height);
        await using var nurse = await browser.SignInAsync("Ana Ruiz", $"/referrals/{id}");
        await Expect(nurse.Page.Locator("p.hands")).ToHaveTextAsync("Luis Moreno has this open");
        var page = navigator.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "I am working on this" }).PressAsync("Enter");
        await Expect(nurse.Page.Locator("p.hands")).ToContainTextAsync("Luis Moreno is working on this until");

        var map = page.GetByRole(AriaRole.Region, new() { Name = "Where it stands" });
        await Expect(map.Locator("[aria-current=step]")).ToContainTextAsync("Received");
        await map.GetByRole(AriaRole.Button, new() { Name = "Triage" }).PressAsync("Enter");
        await Expect(map.Locator("[aria-current=step]")).ToContainTextAsync("Triage");
        await Expect(map.Locator("li.passed, li.next").Filter(new() { HasText = "Received" })).ToContainTextAsync("nobody");
        await Axe.FindsNothingAsync(page);

        // What can be done stands in the first screen, on a tablet too.
        var actions = (await page.GetByRole(AriaRole.Heading, new() { Name = "What can be done now" }).BoundingBoxAsync())!;
        Assert.True(actions.Y < height, $"The actions begin at {actions.Y}.");
        Assert.Empty(navigator.Troubles);
    }

    private async Task<string> ReferralAsync(string name) => await browser.ReferralOfAsync(await browser.AdmitSepticAsync(Some.Mrn(), name));

    private async Task<string?> StateAsync(string id) => (await browser.Host.GetAsync($"/api/v1/referrals/{id}")).GetProperty("state").GetString();
}
