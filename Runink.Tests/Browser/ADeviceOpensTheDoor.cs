using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Runink.Domain.Teams;
using Runink.Tests.Harness;
using Directory = System.IO.Directory;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>A person adds a passkey and comes in with it; a device that asks for no finger, one whose passkey was removed and one without any do not. The device is the browser's own invention, the rest is real.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class ADeviceOpensTheDoor(BrowserHost browser)
{
    private const string Passphrase = "walrus bench copper nine";

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Profile"] = "Production", ["Site:Name"] = "St. Anna", ["Site:TimeZone"] = "Europe/Berlin", ["Site:BaseUrl"] = "http://localhost", ["Delivery:Smtp:Host"] = "127.0.0.1",
    };

    [Fact]
    public async Task WhichItsPersonAddedAndNoOther()
    {
        BrowserHost.NeedsABrowser();
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        try
        {
            var made = await CompanionProcess.RunVerbAsync("person", "new", "eva.stern", "--name", "Eva Stern", "--data", folder);
            Assert.Equal(0, made.ExitCode);
            await using var host = await CompanionProcess.StartAsync(folder, settings: Settings);
            await using var eva = await browser.OpenAsync(at: host);
            await WalkAsync(eva, $"http://localhost:{host.Address.Port}", made.Output.Split('\n')[0].Trim());
        }
        finally
        {
            await TestDatabase.DeleteAsync(folder);
        }
    }

    private static async Task WalkAsync(BrowserSession eva, string site, string given)
    {
        var page = eva.Page;
        await EnrolAsync(page, site, given);
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        var phone = await PlugInAsync(devices);

        await page.GotoAsync($"{site}/account");
        var card = page.Locator("section").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Passkeys" }) });
        await AddAsync(page, card, "My phone");
        await Expect(card.GetByRole(AriaRole.Listitem)).ToContainTextAsync("My phone");
        await Axe.FindsNothingAsync(page, targets: true);
        await AddAsync(page, card, "My phone again");
        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Alert)).ToContainTextAsync("has a passkey of yours already");
        await Axe.FindsNothingAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await SignOutAsync(page, site);
        await Axe.FindsNothingAsync(page, targets: true);
        await ComeInAsync(page);
        await Expect(page).ToHaveURLAsync($"{site}/admin");
        await page.GotoAsync($"{site}/confirm?returnUrl=%2Faccount");
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm with a passkey" }).PressAsync("Enter");
        await Expect(card.GetByRole(AriaRole.Listitem)).ToContainTextAsync("used");

        // The finger is not hers: the device does not answer, and nothing is sent.
        await SignOutAsync(page, site);
        await devices.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = phone, ["isUserVerified"] = false });
        await ComeInAsync(page);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Nothing came of it");
        await devices.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = phone, ["isUserVerified"] = true });
        await ComeInAsync(page);
        await Expect(page).ToHaveURLAsync($"{site}/admin");

        // Taken away here, it is still on the device, and opens nothing.
        await page.GotoAsync($"{site}/account");
        await card.GetByRole(AriaRole.Button, new() { Name = "Remove My phone" }).PressAsync("Enter");
        await Expect(card).ToContainTextAsync("None yet.");
        await SignOutAsync(page, site);
        await ComeInAsync(page);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("That passkey was not accepted");
        Assert.Empty(eva.Troubles);
    }

    private static async Task EnrolAsync(IPage page, string site, string given)
    {
        await page.GotoAsync($"{site}/sign-in");
        await page.GetByLabel("Login").FillAsync("eva.stern");
        await page.GetByLabel("Passphrase").FillAsync(given);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByLabel("New passphrase").FillAsync(Passphrase);
        await page.GetByLabel("The same again").FillAsync(Passphrase);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        var secret = Base32(await page.Locator(".secret").InnerTextAsync());
        await page.GetByLabel("Code that the app shows").FillAsync(Totp.CodeAt(secret, Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the app" }).ClickAsync();
        await page.Locator(".codes").WaitForAsync();
        await page.Locator("form button[type=submit]").First.ClickAsync();
        await Expect(page).ToHaveURLAsync($"{site}/admin");
    }

    private static async Task<string> PlugInAsync(ICDPSession devices) => (await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new()
    {
        ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
    }))!.Value.GetProperty("authenticatorId").GetString()!;

    private static async Task AddAsync(IPage page, ILocator card, string name)
    {
        await card.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).PressAsync("Enter");
        var field = page.GetByLabel("What you call it");
        await Expect(field).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(name);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Go on" })).ToBeEnabledAsync();
        await page.Keyboard.PressAsync("Enter");
    }

    private static Task ComeInAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).PressAsync("Enter");

    private static async Task SignOutAsync(IPage page, string site)
    {
        await page.EvaluateAsync("() => document.querySelector('form[action=\"/sign-out\"]').requestSubmit()");
        // The page may also hear of it first, and go there by itself.
        await Expect(page).ToHaveURLAsync(SignInPage());
        await page.GotoAsync($"{site}/sign-in");
    }

    [GeneratedRegex("/sign-in", RegexOptions.None, 1000)]
    private static partial Regex SignInPage();

    private static byte[] Base32(string text)
    {
        var bits = string.Concat(text.Where(char.IsAsciiLetterOrDigit).Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
