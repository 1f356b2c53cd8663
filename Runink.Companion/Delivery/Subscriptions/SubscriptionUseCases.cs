using System.Globalization;
using System.Text.Json.Nodes;
using Bundle = Hl7.Fhir.Model.Bundle;
using Subscription = Hl7.Fhir.Model.Subscription;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Fhir;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Delivery.Subscriptions;

/// <summary><c>/fhir/Subscription</c>: made, read, listed and ended. Whoever may read all of what a topic tells may subscribe to it.</summary>
public sealed class SubscriptionUseCases(CompanionStore store, StoreWriter writer, EndpointBook endpoints, UlidSource ids, TimeProvider time)
{
    private const string Since = "eventsSinceNumber";
    private const string Until = "eventsUntilNumber";
    private const int MostEvents = 1000;
    private static readonly string[] Known = ["_format", "_count"];

    public FhirReadSource Reads => new("Subscription", ReadAsync, SearchAsync)
    {
        Operations = new Dictionary<string, FhirOperation>(StringComparer.Ordinal) { ["$status"] = StatusAsync, ["$events"] = EventsAsync },
    };

    public FhirWriteSource Writes => new("Subscription", WriteAsync);

    private async Task<FhirReply> WriteAsync(Caller caller, FhirRequest request, byte[] body, CancellationToken cancel)
    {
        if (Refused(caller) is { } refusal)
            return refusal;
        if (request is { Method: "DELETE", Id: { } id })
            return await EndAsync(caller, id, cancel);
        if (request is not { Method: "POST", Id: null, IfNoneExist: null })
            return FhirReply.Refuse(405, "not-supported", "A subscription is made and deleted, not changed.");
        var parsed = FhirParser.Parse(body, request.Format);
        if (parsed.Resource is not Subscription asked)
            return parsed.Faults is [var fault, ..] ? FhirReply.Refuse(400, fault) : FhirReply.Refuse(400, "invalid", "This is no Subscription.");
        var read = SubscriptionRequest.Read(asked, endpoints);
        if (read.Refusal is { } unmeant)
            return FhirReply.Refuse(422, "invalid", unmeant.Message);
        if (caller.Lacks(PermissionFor(read.Value!.Topic)) is { } missing)
            return FhirReply.Refuse(403, "forbidden", missing.Message);
        var kept = await writer.WriteAsync(scope => Make(scope, read.Value!, caller), cancel);
        return new FhirReply(201, SubscriptionRequest.Write(kept), $"Subscription/{kept.Id}/_history/1", "1", kept.CreatedAt);
    }

    private static TopicSubscription Make(WriteScope scope, SubscriptionRequest asked, Caller caller)
    {
        var made = new TopicSubscription
        {
            Id = scope.Ids.Next(),
            Topic = asked.Topic,
            Endpoint = asked.Endpoint,
            Address = asked.Address,
            Payload = asked.Payload,
            HeartbeatSeconds = asked.HeartbeatSeconds,
            Reason = asked.Reason,
            CreatedBy = caller.Actor.ToString(),
            CreatedAt = scope.Now,
            Cursor = scope.Ids.Next(),
        };
        scope.Db.TopicSubscriptions.Add(made);
        SubscriptionOutbox.Write(scope, made, new SubscriptionNotice(made.Id, "handshake", 0, null, null, null, scope.Now));
        scope.Record("subscription_made", new Subject("subscription", made.Id), caller.Actor, Detail.Of(("topic", made.Topic), ("endpoint", made.Endpoint)));
        return made;
    }

    private Task<FhirReply> EndAsync(Caller caller, string id, CancellationToken cancel) => writer.WriteAsync(
        scope =>
        {
            if (scope.Db.TopicSubscriptions.Find(id) is not { State: not SubscriptionState.Off } kept)
                return FhirReply.Refuse(404, "not-found", "There is no such Subscription.");
            kept.End();
            scope.Db.SubscriptionEvents.Where(row => row.SubscriptionId == id).ExecuteDelete();
            SubscriptionOutbox.Skip(scope, id);
            scope.Record("subscription_ended", new Subject("subscription", id), caller.Actor);
            return new FhirReply(204, "");
        }, cancel);

    private async Task<FhirReply> ReadAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (Refused(caller) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await db.TopicSubscriptions.FirstOrDefaultAsync(row => row.Id == id && row.State != SubscriptionState.Off, cancel) is { } kept
            ? new FhirReply(200, SubscriptionRequest.Write(kept), null, "1", kept.CreatedAt)
            : FhirReply.Refuse(404, "not-found", "There is no such Subscription.");
    }

    private async Task<FhirReply> SearchAsync(Caller caller, FhirAskedFor asked, CancellationToken cancel)
    {
        if (Refused(caller) is { } refusal)
            return refusal;
        if (asked.Parameters.FirstOrDefault(pair => !Known.Contains(pair.Key, StringComparer.Ordinal)) is { Key: { } unknown })
            return FhirReply.Refuse(400, "not-supported", $"Subscription is not searched by {unknown} here.");
        await using var db = store.Read();
        var all = await db.TopicSubscriptions.Where(row => row.State != SubscriptionState.Off).OrderBy(row => row.Id).ToListAsync(cancel);
        return new FhirReply(200, FhirWriter.ToJson(new Bundle
        {
            Type = Bundle.BundleType.Searchset,
            Total = all.Count,
            Entry = [.. all.Select(kept => new Bundle.EntryComponent
            {
                FullUrl = $"{asked.Own}Subscription/{kept.Id}", Resource = FhirParser.Stored(SubscriptionRequest.Write(kept)), Search = new Bundle.SearchComponent { Mode = Bundle.SearchEntryMode.Match },
            })],
        }));
    }

    /// <summary>How they stand: of one, or of all that are asked for by <c>id</c> and <c>status</c>.</summary>
    private async Task<FhirReply> StatusAsync(Caller caller, string? id, FhirAskedFor asked, CancellationToken cancel)
    {
        if (Refused(caller) is { } refusal)
            return refusal;
        if (asked.Unknown("_format", "id", "status") is { } unknown)
            return FhirReply.Refuse(400, "not-supported", $"$status does not understand {unknown}.");
        var (ids, states) = (id is null ? asked.All("id") : [id], id is null ? asked.All("status") : []);
        await using var db = store.Read();
        var all = await db.TopicSubscriptions.Where(row => row.State != SubscriptionState.Off && (ids.Count == 0 || ids.Contains(row.Id))).OrderBy(row => row.Id).ToListAsync(cancel);
        if (id is not null && all.Count == 0)
            return FhirReply.Refuse(404, "not-found", "There is no such Subscription.");
        var hits = all.Select(row => new SubscriptionStatus(row, "query-status", SubscriptionStatus.StatusOf(row), row.Events, [])).Where(one => states.Count == 0 || states.Contains(one.Status)).ToList();
        var found = new JsonObject { ["resourceType"] = "Bundle", ["type"] = "searchset", ["total"] = hits.Count };
        if (hits.Count > 0)
            found["entry"] = new JsonArray([.. hits.Select(hit => hit.Hit(asked.Own))]);
        return new FhirReply(200, found.ToJsonString());
    }

    /// <summary>What was told, again: for whoever sees by the numbers that something is missing.</summary>
    private async Task<FhirReply> EventsAsync(Caller caller, string? id, FhirAskedFor asked, CancellationToken cancel)
    {
        if (Refused(caller) is { } refusal)
            return refusal;
        if (asked.Unknown("_format", Since, Until, "content") is { } unknown)
            return FhirReply.Refuse(400, "not-supported", $"$events does not understand {unknown}.");
        if (!TryNumber(asked, Since, 1, out var since) || !TryNumber(asked, Until, long.MaxValue, out var until))
            return FhirReply.Refuse(400, "invalid", $"{Since} and {Until} are numbers of events, from 1.");
        if (asked.All("content") is { Count: > 0 } content && !content.TrueForAll(one => one is "empty" or "id-only"))
            return FhirReply.Refuse(400, "not-supported", "The content is empty or id-only: values of patients are read here, where each look is recorded.");
        await using var db = store.Read();
        if (await db.TopicSubscriptions.FirstOrDefaultAsync(row => row.Id == id && row.State != SubscriptionState.Off, cancel) is not { } kept)
            return FhirReply.Refuse(404, "not-found", "There is no such Subscription.");
        if (caller.Lacks(PermissionFor(kept.Topic)) is { } missing)
            return FhirReply.Refuse(403, "forbidden", missing.Message);
        var events = await db.SubscriptionEvents.Where(row => row.SubscriptionId == id && row.Number >= since && row.Number <= until).OrderBy(row => row.Number).Take(MostEvents).ToListAsync(cancel);
        return new FhirReply(200, new SubscriptionStatus(kept, "query-event", SubscriptionStatus.StatusOf(kept), kept.Events, events).Notification(ids.Next(), time.GetUtcNow(), asked.Own).ToJsonString());
    }

    private static bool TryNumber(FhirAskedFor asked, string name, long otherwise, out long number)
    {
        number = otherwise;
        return asked.All(name) switch { [] => true, [var one] => long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0, _ => false };
    }

    /// <summary>Who sees some units only would hear of all of them.</summary>
    private static FhirReply? Refused(Caller caller) =>
        caller.Lacks(Permission.ReadWorklist) is { } refusal ? FhirReply.Refuse(403, "forbidden", refusal.Message)
        : caller.UnitsFor(Permission.ReadWorklist) is not null ? FhirReply.Refuse(403, "forbidden", "Subscriptions tell of all units.")
        : null;

    private static Permission PermissionFor(string topic) => topic switch
    {
        SubscriptionTopics.ReferralChanged => Permission.ReadReferrals,
        // Tasks that others sent are resources of patients.
        SubscriptionTopics.TaskChanged => Permission.ReadWorklist | Permission.ReadPatients,
        _ => Permission.ReadWorklist,
    };
}
