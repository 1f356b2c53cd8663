using Microsoft.Extensions.DependencyInjection;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store.Writing;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Queued, accepted, delivered, seen, acknowledged: each stage when somebody can say so, and not before.</summary>
public sealed class WhatBecameOfAMessage
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task StagesFollowWhatIsKnown()
    {
        await using var server = await OutsideServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(server.Url));
        var id = (await Outbox.FireAsync(hospital, "{action: webhook, url-name: pager}")).GetProperty("id").GetString()!;
        await Outbox.WhenAsync(hospital, "webhook", one => one.Status == OutboxStatus.Delivered, "the call");
        await Outbox.WriteAsync(hospital, "webhook", "pager", escalation: id, recipient: "ana.ruiz");
        await Outbox.WhenAsync(hospital, "webhook", one => one.Status == OutboxStatus.Delivered && one.RecipientId is not null, "the call for one person");
        await Outbox.WriteAsync(hospital, "webhook", "gone", escalation: id);
        await Outbox.WhenAsync(hospital, "webhook", one => one.Status == OutboxStatus.Failed, "one that nobody took");
        Assert.Equal(["accepted", "accepted", "queued"], await StagesAsync(hospital));

        // Somebody else opens it: what was for the group is seen, what was for one person is not.
        await SeenAsync(hospital, id, new Actor("person", "luis.moreno", "Luis Moreno"));
        Assert.Equal(["seen", "accepted", "queued"], await StagesAsync(hospital));
        await SeenAsync(hospital, id, new Actor("person", "ana.ruiz", "Ana Ruiz"));
        await SeenAsync(hospital, id, new Actor("person", "ana.ruiz", "Ana Ruiz"));
        Assert.Equal(["seen", "seen", "queued"], await StagesAsync(hospital));
        Assert.Equal(2, (await hospital.ItemsAsync("/api/v1/ledger?kind=delivery_seen")).Count);

        (await hospital.PostAsync($"/api/v1/escalations/{id}/actions/acknowledge", new { })).EnsureSuccessStatusCode();
        Assert.Equal(["acknowledged", "acknowledged", "queued"], await StagesAsync(hospital));
    }

    private static async Task<IEnumerable<string?>> StagesAsync(Hospital hospital) =>
        (await hospital.ItemsAsync("/api/v1/deliveries")).Where(row => row.GetProperty("channel").GetString() == "webhook").Reverse().Select(row => row.GetProperty("stage").GetString());

    private static Task<bool> SeenAsync(Hospital hospital, string escalation, Actor by) => hospital.Services.GetRequiredService<StoreWriter>().WriteAsync(
        scope =>
        {
            OutboxReceipts.Seen(scope, escalation, by);
            return true;
        }, TestContext.Current.CancellationToken);

    private static Dictionary<string, string?> Settings(string url) => new()
    {
        ["Delivery:Endpoints:pager:Kind"] = "webhook",
        ["Delivery:Endpoints:pager:Address"] = url,
        ["Delivery:Endpoints:pager:AllowPrivate"] = "true",
        ["Delivery:Endpoints:pager:Secret"] = Secret,
    };
}
