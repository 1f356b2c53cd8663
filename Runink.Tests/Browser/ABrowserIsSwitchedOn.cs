using System.Text.Json;
using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>
/// A person switches messages on for this browser, tries them out, and takes it away. A browser without its maker's servers subscribes nowhere: where it takes messages
/// is said by the test; permission, worker, encryption and what is shown are real.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class ABrowserIsSwitchedOn(BrowserHost browser)
{
    [Fact]
    public async Task ByAPressOfAButtonAndItShowsThatWorkWaits()
    {
        BrowserHost.NeedsABrowser();
        await using var receiver = await PushReceiver.StartAsync();
        await using var host = await CompanionProcess.StartAsync(settings: receiver.Settings.ToDictionary(one => one.Key, one => one.Value!));
        await using var ana = await browser.SignInAsync("Ana Ruiz", "/account", at: host);
        var page = ana.Page;
        var keys = JsonSerializer.Serialize(new { endpoint = receiver.Keys.Endpoint, keys = new { p256dh = receiver.Keys.P256dh, auth = receiver.Keys.Auth } });
        await page.EvaluateAsync($"PushManager.prototype.subscribe = async () => ({{ toJSON: () => ({keys}) }})");
        await page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = new Uri(page.Url).GetLeftPart(UriPartial.Authority) });
        var card = page.Locator("section").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Messages in a browser" }) });
        await card.GetByRole(AriaRole.Button, new() { Name = "Switch on here" }).PressAsync("Enter");
        var row = card.GetByRole(AriaRole.Listitem);
        await Expect(row).ToContainTextAsync("This one");

        await row.GetByRole(AriaRole.Button, new() { Name = "Try it out" }).PressAsync("Enter");
        var asked = await Hospital.EventuallyAsync(() => Task.FromResult(receiver.Requests.FirstOrDefault()), one => one is not null, "the message to try it out");
        Assert.Equal("/account", receiver.Decrypt(asked!).GetProperty("url").GetString());
        await Expect(row).ToContainTextAsync("Last message");
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Ways to reach you" })).ToContainTextAsync("Browser");
        await Axe.FindsNothingAsync(page, targets: true);

        Assert.Equal(["Work waits for you", "Open Runink Companion to see it.", "/escalations/1"], await ShownAsync(page, """{"title":"Work waits for you","url":"/escalations/1"}"""));
        // Another site's address is not followed, and what cannot be read still says that work waits.
        Assert.Equal(["Work waits for you", "Open Runink Companion to see it.", "/"], await ShownAsync(page, """{"url":"//elsewhere.example"}"""));

        await row.GetByRole(AriaRole.Button, new() { Name = "Remove" }).PressAsync("Enter");
        await Expect(card).ToContainTextAsync("None yet.");
        Assert.Empty(ana.Troubles);
    }

    /// <summary>The worker gets a message as from a push service; what it shows for it.</summary>
    private static async Task<string[]> ShownAsync(IPage page, string message)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, said) =>
        {
            if (said!.Value.GetProperty("registrations").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } one)
                found.TrySetResult(one.GetProperty("registrationId").GetString()!);
        };
        await session.SendAsync("ServiceWorker.enable");
        var worker = await found.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await page.EvaluateAsync("async () => (await (await navigator.serviceWorker.getRegistration('/js/push-worker.js')).getNotifications()).forEach(one => one.close())");
        await session.SendAsync("ServiceWorker.deliverPushMessage", new() { ["origin"] = new Uri(page.Url).GetLeftPart(UriPartial.Authority), ["registrationId"] = worker, ["data"] = message });
        var shown = await page.EvaluateAsync<string[]>("""
            async () => {
              const worker = await navigator.serviceWorker.getRegistration('/js/push-worker.js');
              for (let look = 0; look < 100; look++) {
                const all = await worker.getNotifications();
                if (all.length > 0) return [all[0].title, all[0].body, all[0].data.url];
                await new Promise(done => setTimeout(done, 50));
              }
              return [];
            }
            """);
        await session.DetachAsync();
        return shown;
    }
}
