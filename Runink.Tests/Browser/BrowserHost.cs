using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Runink.Tests.Harness;

namespace Runink.Tests.Browser;

/// <summary>One program and one browser for all walks; each walk signs in with a context of its own.</summary>
public sealed class BrowserHost : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly string? Chromium = Array.Find(Places, Runs);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private CompanionProcess? host;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public CompanionProcess Host => host!;

    public async ValueTask InitializeAsync()
    {
        if (Chromium is null)
            return;
        host = await CompanionProcess.StartAsync();
        playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
    }

    /// <summary>The test is left out, with the reason, where no browser is installed.</summary>
    public static void NeedsABrowser() => Assert.SkipWhen(Chromium is null, $"No browser runs here; looked for {string.Join(", ", Places)}.");

    /// <summary>A browser window in which nobody is signed in yet.</summary>
    /// <param name="at">A program of the walk's own, for what would change the shared one under the others.</param>
    public async Task<BrowserSession> OpenAsync(bool dark = false, int width = 1440, int height = 900, CompanionProcess? at = null, string locale = "en-GB")
    {
        NeedsABrowser();
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = (at ?? Host).Address.ToString(),
            Locale = locale,
            TimezoneId = "UTC",
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        return new BrowserSession(context, await context.NewPageAsync());
    }

    /// <summary>Signs in as people do, by clicking on a person, and lands on <paramref name="path"/>.</summary>
    public async Task<BrowserSession> SignInAsync(string name, string path = "/", bool dark = false, int width = 1440, int height = 900, CompanionProcess? at = null, string locale = "en-GB")
    {
        var session = await OpenAsync(dark, width, height, at, locale);
        // Who asks for nothing lands where the role's work is; a walk says where it begins. Far down a long list a row is not drawn: what a walk made stands first.
        await session.Page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(path == "/" ? "/?view=all&order=newest" : path)}");
        await session.Page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await session.Page.Locator("h1").First.WaitForAsync();
        return session;
    }

    /// <summary>A patient over 65 in the emergency room whose lactate calls for the sepsis pathway.</summary>
    /// <returns>The escalation's id.</returns>
    public async Task<string> AdmitSepticAsync(string mrn, string name, CompanionProcess? at = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var hospital = at ?? Host;
        var answers = await hospital.SendAsync(Some.Arrival(mrn, now.AddMinutes(-20), name), Some.Lactate(mrn, $"L{mrn}", now.AddMinutes(-1), "3.4"));
        Assert.All(answers, answer => Assert.Contains("MSA|AA|", answer, StringComparison.Ordinal));
        return Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}")).GetProperty("id").GetString()!;
    }

    /// <summary>The referral that an escalation started.</summary>
    public async Task<string> ReferralOfAsync(string escalation) =>
        (await Host.ItemsAsync("/api/v1/referrals?limit=500")).Single(row => row.GetProperty("source").GetProperty("id").GetString() == escalation).GetProperty("id").GetString()!;

    /// <summary>A device that measured a patient, and is paired with them.</summary>
    public async Task<string> DeviceOfAsync(string mrn)
    {
        var now = TimeProvider.System.GetUtcNow();
        await Host.SendAsync($"MSH|^~\\&|MON|HOSP|RUNINK|COMPANION|{Some.Stamp(now)}||ORU^R01|D{mrn}|P|2.6\rPID|1||{mrn}^^^HOSP^MR\rOBR|1|||PANEL|||{Some.Stamp(now)}\rOBX|1|NM|2823-3^x^LN||4.1|mmol/L|||||F|||{Some.Stamp(now)}||||SN-{mrn}^MONITORS");
        var device = (await Host.ItemsAsync($"/api/v1/devices?search=SN-{mrn}")).Single().GetProperty("id").GetString()!;
        using var paired = await Host.Web.PostAsJsonAsync($"/api/v1/devices/{device}/pairings", new { patient = mrn, note = "At the bedside" });
        Assert.True(paired.IsSuccessStatusCode, await paired.Content.ReadAsStringAsync());
        return device;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (host is not null)
            await host.DisposeAsync();
    }

    /// <summary>Some systems have a program of that name that only says how to install the real one.</summary>
    private static bool Runs(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var version = Process.Start(new ProcessStartInfo(path, ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            version.WaitForExit();
            return version.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>The walks share the ward, and run while nothing else does: a screen that is timed wants the machine for itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BrowserCollection : ICollectionFixture<BrowserHost>
{
    public const string Name = "A ward with a browser";
}
