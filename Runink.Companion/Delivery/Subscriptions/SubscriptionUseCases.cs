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
public sealed class SubscriptionUseCases(CompanionStore store, StoreWriter writer, EndpointBook endpoints)
{
    private static readonly string[] Known = ["_format", "_count"];

    public FhirReadSource Reads => new("Subscription", ReadAsync, SearchAsync);

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

    /// <summary>Who sees some units only would hear of all of them.</summary>
    private static FhirReply? Refused(Caller caller) =>
        caller.Lacks(Permission.ReadWorklist) is { } refusal ? FhirReply.Refuse(403, "forbidden", refusal.Message)
        : caller.UnitsFor(Permission.ReadWorklist) is not null ? FhirReply.Refuse(403, "forbidden", "Subscriptions tell of all units.")
        : null;

    private static Permission PermissionFor(string topic) => topic == SubscriptionTopics.ReferralChanged ? Permission.ReadReferrals : Permission.ReadWorklist;
}
