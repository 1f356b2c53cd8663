using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Admin.People;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Teams;
using Runink.Tests.Harness;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Tests.Behaviours;

/// <summary>A person's browser, switched on by the person, hears that work waits: encrypted for it alone, signed by this hospital, and nothing of a patient in it.</summary>
public sealed class BrowsersAreToldOfWork
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ItIsSwitchedOnTriedOutAndCalled()
    {
        await using var browser = await PushReceiver.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: browser.Settings);
        var (devices, ana) = (hospital.Services.GetRequiredService<PushUseCases>(), Ana(hospital));
        var device = (await devices.SwitchOnAsync(ana, browser.Keys, "Chrome on Windows", Stop)).Value!;
        Assert.Matches("^Chrome on Windows, [0-9A-Z]{6}$", device.Name);
        // Switched on once more it is the same browser, not a second one.
        device = (await devices.SwitchOnAsync(ana, browser.Keys with { Endpoint = browser.Keys.Endpoint + "2", Before = browser.Keys.Endpoint }, "Chrome on Windows", Stop)).Value!;
        Assert.Equal([device.Id], (await devices.OfAsync(ana, Stop)).Select(one => one.Id));

        Assert.Null((await devices.TryOutAsync(ana, device.Id, Stop)).Refusal);
        var row = await Outbox.WhenAsync(hospital, "browser", one => one.Attempts == 1, "the message to try it out");
        Assert.True(row.Status == OutboxStatus.Delivered, row.Receipt);
        var asked = Assert.Single(browser.Requests);
        Assert.Equal("Messages reach this browser", browser.Decrypt(asked).GetProperty("title").GetString());
        Assert.Equal(("14400", "high"), (asked.Headers["ttl"], asked.Headers["urgency"]));
        Assert.Equal(devices.PublicKey, await browser.SenderAsync(asked));

        // First in the person's own list, it is where work is told.
        var contacts = hospital.Services.GetRequiredService<ContactUseCases>();
        var own = (await contacts.OfAsync(ana, Stop)).Items.Single(one => one.Kind == ChannelKind.Browser);
        Assert.NotNull(own.VerifiedAt);
        await contacts.MoveUpAsync(ana, own, Stop);
        var reached = Assert.Single(hospital.Services.GetRequiredService<Directory>().Reach("person:ana.ruiz", "high", hospital.Time.GetUtcNow()).Recipients);
        Assert.Equal(("browser", device.Name), (reached.Channel, reached.Address));
        var escalation = (await Outbox.FireAsync(hospital, "{action: log, entry: none}")).GetProperty("id").GetString()!;
        await Outbox.WriteAsync(hospital, "browser", device.Name, escalation: escalation);
        await Outbox.WhenAsync(hospital, "browser", one => one.EscalationId == escalation && one.Status == OutboxStatus.Delivered, "the call");
        var call = browser.Requests.Last();
        Assert.Equal($$"""{"title":"Work waits for you","url":"/escalations/{{escalation}}"}""", browser.Decrypt(call).GetRawText());
        Assert.Equal(escalation, call.Headers["topic"]);
    }

    [Theory]
    [InlineData(410, "switched off there")]
    [InlineData(404, "switched off there")]
    public async Task WhoTakesNoMoreIsTakenAwayAndThePersonIsTold(int status, string says)
    {
        await using var browser = await PushReceiver.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: browser.Settings);
        var (devices, ana) = (hospital.Services.GetRequiredService<PushUseCases>(), Ana(hospital));
        var device = (await devices.SwitchOnAsync(ana, browser.Keys, "Firefox on Linux", Stop)).Value!;
        browser.Status = status;

        await devices.TryOutAsync(ana, device.Id, Stop);

        var row = await Outbox.WhenAsync(hospital, "browser", one => one.Attempts == 1, "an attempt");
        Assert.Equal((OutboxStatus.Failed, $"127.0.0.1 answered {status}: {device.Name} takes no messages any more."), (row.Status, row.Receipt));
        var ended = Assert.Single(await devices.OfAsync(ana, Stop));
        Assert.Contains(says, ended.EndedWhy, StringComparison.Ordinal);
        Assert.DoesNotContain((await hospital.Services.GetRequiredService<ContactUseCases>().OfAsync(ana, Stop)).Items, one => one.Kind == ChannelKind.Browser);
        Assert.Contains(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("headline").GetString() == $"{device.Name} cannot be told over browser");
        Assert.Null((await devices.RemoveAsync(ana, device.Id, Stop)).Refusal);
        Assert.Empty(await devices.OfAsync(ana, Stop));
    }

    /// <summary>A proof that is not taken may be a clock that is wrong: nobody's browser is thrown away for it.</summary>
    [Fact]
    public async Task AProofThatIsNotTakenIsTriedAgain()
    {
        await using var browser = await PushReceiver.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: browser.Settings);
        var (devices, ana) = (hospital.Services.GetRequiredService<PushUseCases>(), Ana(hospital));
        var device = (await devices.SwitchOnAsync(ana, browser.Keys, "Firefox on Linux", Stop)).Value!;
        browser.Status = 403;
        await devices.TryOutAsync(ana, device.Id, Stop);
        var row = await Outbox.WhenAsync(hospital, "browser", one => one.Attempts == 1, "an attempt");
        Assert.Equal((OutboxStatus.Pending, "127.0.0.1 does not take our proof (403). Is the clock of this machine right?"), (row.Status, row.Receipt));

        // Made for another key of ours it takes nothing, and nobody is asked.
        await using (var db = hospital.Read())
            await db.PushDevices.ExecuteUpdateAsync(set => set.SetProperty(one => one.SenderKey, "another"), Stop);
        hospital.Time.Leap(TimeSpan.FromMinutes(2));
        await Outbox.WhenAsync(hospital, "browser", one => one.Status == OutboxStatus.Failed, "it is given up");
        Assert.Single(browser.Requests);
        Assert.Contains("another key", Assert.Single(await devices.OfAsync(ana, Stop)).EndedWhy, StringComparison.Ordinal);
    }

    /// <summary>The last one who asked has it: a browser has one place for messages, whoever signs in.</summary>
    [Fact]
    public async Task ABrowserOnAWardBelongsToWhoAskedLast()
    {
        await using var browser = await PushReceiver.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: browser.Settings);
        var (devices, ana, luis) = (hospital.Services.GetRequiredService<PushUseCases>(), Ana(hospital), Of(hospital, "luis.moreno"));
        await devices.SwitchOnAsync(ana, browser.Keys, "Chrome on Windows", Stop);
        Assert.True((await devices.SwitchOnAsync(luis, browser.Keys, "Chrome on Windows", Stop)).Ok);
        Assert.Equal("Somebody else switched it on for themselves.", Assert.Single(await devices.OfAsync(ana, Stop)).EndedWhy);
        var other = Assert.Single(await devices.OfAsync(luis, Stop));
        Assert.Equal("not-found", (await devices.RemoveAsync(ana, other.Id, Stop)).Refusal?.Code);
        Assert.Equal("not-found", (await devices.TryOutAsync(ana, other.Id, Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task OnlyPushServicesThatAreNamedAreWrittenTo()
    {
        await using var browser = await PushReceiver.StartAsync();
        await using var hospital = await Hospital.StartAsync();
        var refused = (await hospital.Services.GetRequiredService<PushUseCases>().SwitchOnAsync(Ana(hospital), browser.Keys, "Chrome on Windows", Stop)).Refusal;
        Assert.Contains("which this hospital does not write to", refused?.Message, StringComparison.Ordinal);
        Assert.Empty(browser.Requests);
    }

    [Theory]
    [InlineData("https://fcm.googleapis.com/fcm/send/x", true)]
    [InlineData("https://web.push.apple.com/x", true)]
    [InlineData("https://push.apple.com.evil.example/x", false)]
    [InlineData("https://evilpush.apple.com/x", false)]
    [InlineData("https://a.push.apple.com:8443/x", false)]
    [InlineData("https://x@fcm.googleapis.com/x", false)]
    [InlineData("http://fcm.googleapis.com/x", false)]
    [InlineData("https://fcm.googleapis.com:8443/x", false)]
    [InlineData("https://127.0.0.1/x", false)]
    public void WhichAddressesAreThoseOfPushServices(string address, bool isOne) => Assert.Equal(isOne, new PushOptions().PlaceOf(address) is not null);

    [Theory]
    [InlineData("https://fcm.googleapis.com/x", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("fcm", "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA")]
    public void WhatIsNoSubscriptionIsRefused(string endpoint, string p256dh, string auth) => Assert.False(new PushSubscriptionKeys(endpoint, p256dh, auth).IsWellFormed);

    private static Caller Ana(Hospital hospital) => Of(hospital, "ana.ruiz");

    private static Caller Of(Hospital hospital, string login)
    {
        var known = hospital.Services.GetRequiredService<PeopleDirectory>().ByLogin(login)!;
        return Caller.Of(known.Person, known.Roles, sessionId: null, confirmedAt: null);
    }
}
