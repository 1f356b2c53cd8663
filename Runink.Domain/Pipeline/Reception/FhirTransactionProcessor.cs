using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Microsoft.Extensions.Logging;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Task = System.Threading.Tasks.Task;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>
/// The way of a FHIR submission: read strictly, planned, kept, and understood like any other message. Reading and planning is done
/// beside the writer, so that a long submission does not hold up other senders; the writer looks whether the plan still holds.
/// </summary>
public sealed partial class FhirTransactionProcessor(
    StoreWriter writer, MessagePipeline pipeline, CompanionStore store, FhirLibrary library, SiteOptions site, UlidSource ids, ILogger<FhirTransactionProcessor> log)
{
    private const int MostPlans = 5;

    private readonly FhirIndexing indexing = new(writer);
    private readonly FhirClinicalReading clinical = new(pipeline, new FhirReader(site.Zone));

    public async Task<FhirReply> AcceptAsync(Envelope envelope, FhirRequest request, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        using var activity = Measures.Activities.StartActivity("intake fhir");
        var reply = await AnswerAsync(envelope, request, cancel);
        var outcome = reply.Status switch { 503 => "unavailable", >= 400 => "refused", _ => reply.IsRepeat ? "repeated" : "accepted" };
        Measures.Count(envelope.Door, envelope.Sender, outcome, began);
        activity?.SetTag("runink.door", envelope.Door).SetTag("runink.message.id", envelope.Id).SetTag("runink.outcome", outcome);
        return reply;
    }

    private async Task<FhirReply> AnswerAsync(Envelope envelope, FhirRequest request, CancellationToken cancel)
    {
        var kind = $"FHIR {request.Type ?? "submission"}";
        try
        {
            return await CarryOutAsync(envelope, request, cancel);
        }
        catch (FhirFaultException refused)
        {
            return await RefuseAsync(envelope, kind, refused.Status, [refused.Fault], cancel);
        }
        catch (UnresolvedPatientException unclear)
        {
            return await RefuseAsync(envelope, kind, 422, [unclear.Fault], cancel);
        }
        catch (FhirPlanOutdatedException)
        {
            return FhirReply.Refuse(409, "conflict", "Others keep writing the same resources. Send again.");
        }
        catch (StoreUnavailableException problem)
        {
            LogStoreUnavailable(problem, envelope.Id);
            return FhirReply.Refuse(503, "transient", "The store cannot write at the moment. Send again.");
        }
        catch (UnstorableTextException unstorable)
        {
            return await RefuseAsync(envelope, kind, 422, [new MessageFault(false, request.Type, 207, unstorable.Message)], cancel);
        }
#pragma warning disable CA1031 // The edge of intake: whatever one submission provokes must not stop the others.
        catch (Exception problem) when (problem is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogPoison(problem, envelope.Id);
            return await RefuseAsync(envelope, kind, 500, [new MessageFault(false, null, 207, "The submission could not be processed. It is kept for a person to look at.")], cancel);
        }
    }

    /// <summary>Finishes what an earlier run of the program kept and did not come to index.</summary>
    public Task RecoverIndexAsync(CancellationToken cancel) => indexing.RecoverAsync(store, cancel);

    private async Task<FhirReply> CarryOutAsync(Envelope envelope, FhirRequest request, CancellationToken cancel)
    {
        var hash = envelope.Hash;
        var key = request.RequestKey is not null ? $"fhir|{envelope.Sender}|{request.RequestKey}"
            : request.Type is null ? $"fhir|{envelope.Sender}|{hash}"
            : $"fhir|{envelope.Id}";
        for (var attempt = 1; ; attempt++)
        {
            // Read anew each time: planning changes what was read.
            Resource? root = null;
            if (request.Method is "POST" or "PUT")
            {
                var parsed = FhirParser.Parse(envelope.Raw.Span, request.Format);
                if (request.Type is null && request.Format == FhirFormat.Json && (parsed.Resource is Bundle { Type: Bundle.BundleType.Batch } || (parsed.Resource is null && IsBatch(envelope.Raw))))
                    return await BatchAsync(envelope, request, cancel);
                var faults = parsed.Resource is null ? parsed.Faults : FhirSubmission.Check(parsed.Resource, request);
                if (faults.Count > 0)
                    return await RefuseAsync(envelope, $"FHIR {parsed.Resource?.TypeName ?? request.Type ?? "submission"}", parsed.Malformed || faults[0].Code == 200 ? 400 : 422, faults, cancel);
                root = parsed.Resource;
                if (root is Bundle { Type: Bundle.BundleType.Batch } && request.Type is null)
                    return await BatchAsync(envelope with { Raw = Encoding.UTF8.GetBytes(FhirWriter.ToJson(root)) }, request with { Format = FhirFormat.Json }, cancel);
            }

            var entries = request.Method == "PATCH"
                ? [new FhirEntry("PATCH", request.Type!, request.Type!) { Patch = Encoding.UTF8.GetString(envelope.Raw.Span), RequestedId = request.Id, Condition = request.IfNoneExist, IfMatch = request.IfMatch }]
                : FhirSubmission.Entries(root, request);
            Plan(entries, envelope, request);
            try
            {
                var later = entries.Sum(entry => entry.Index.Count) > FhirIndexing.PieceRows;
                var (reply, taken) = await writer.WriteAsync(scope => Take(scope, envelope, entries, request, (key, hash), later), cancel);
                if (taken && later)
                    await indexing.CompleteAsync(entries, envelope.Id);
                return root is Bundle bundle && request.Type is null ? await WithReadsAsync(reply, bundle, request, cancel) : reply;
            }
            catch (FhirPlanOutdatedException) when (attempt < MostPlans)
            {
                LogOutdated(envelope.Id, attempt);
            }
        }
    }

    private void Plan(IReadOnlyList<FhirEntry> entries, Envelope envelope, FhirRequest request)
    {
        using var db = store.Read();
        new FhirPlanner(db, library, ids, request.Own, Now(envelope)).Plan(entries);
    }

    /// <summary>Entries of a batch stand alone: each is taken or refused by itself, even if another is no resource at all.</summary>
    private async Task<FhirReply> BatchAsync(Envelope envelope, FhirRequest request, CancellationToken cancel)
    {
        using var document = JsonDocument.Parse(Bare(envelope.Raw));
        var replies = new List<FhirReply>();
        var entries = document.RootElement.TryGetProperty("entry", out var all) && all.ValueKind == JsonValueKind.Array ? all.EnumerateArray().ToList() : [];
        foreach (var entry in entries)
            replies.Add(await BatchEntryAsync(envelope, request with { RequestKey = request.RequestKey is { } key ? $"{key}/{replies.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : null }, entry, cancel));
        return new FhirReply(200, FhirSubmission.WriteResponse("batch-response", replies, request.Prefer));
    }

    private async Task<FhirReply> BatchEntryAsync(Envelope envelope, FhirRequest request, JsonElement entry, CancellationToken cancel)
    {
        var asked = entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("request", out var said) && said.ValueKind == JsonValueKind.Object
            ? new FhirAsk(Text(said, "method"), Text(said, "url"), Text(said, "ifNoneExist"), Text(said, "ifMatch"))
            : new FhirAsk(null, null, null, null);
        if (FhirSubmission.AsRequest(asked, request.Own) is not { } one)
            return FhirReply.Refuse(400, "not-supported", "Entries of a batch are POST Type, PUT, PATCH or DELETE Type/id or Type?condition, or GET.");
        if (one.Method == "GET")
            return request.Read is { } read ? await read(asked.Url!, cancel) : FhirReply.Refuse(400, "not-supported", "Nothing is read here.");
        var body = entry.TryGetProperty("resource", out var resource) ? resource.GetRawText() : "";
        if (one.Method == "PATCH")
        {
            if (resource.ValueKind != JsonValueKind.Object || Text(resource, "contentType") != "application/json-patch+json" || Text(resource, "data") is not { } data || !Decode(data, out body))
                return FhirReply.Refuse(400, "not-supported", "A patch in a bundle is a Binary of application/json-patch+json; FHIRPath Patch is not supported.");
        }

        return await AcceptAsync(envelope with { Id = ids.Next(), Raw = Encoding.UTF8.GetBytes(body) }, one with { Own = request.Own, Prefer = request.Prefer, RequestKey = request.RequestKey }, cancel);

        static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>Without a byte order mark.</summary>
    private static ReadOnlyMemory<byte> Bare(ReadOnlyMemory<byte> raw) => raw.Span.StartsWith("\uFEFF"u8) ? raw[3..] : raw;

    private static bool Decode(string base64, out string text)
    {
        var bytes = new byte[base64.Length];
        var fine = Convert.TryFromBase64String(base64, bytes, out var length);
        text = Encoding.UTF8.GetString(bytes, 0, length);
        return fine;
    }

    private static bool IsBatch(ReadOnlyMemory<byte> raw)
    {
        try
        {
            using var document = JsonDocument.Parse(Bare(raw));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("resourceType", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("Bundle")
                && root.TryGetProperty("type", out var kind) && kind.ValueKind == JsonValueKind.String && kind.ValueEquals("batch");
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What a transaction reads is read last, after all was written.</summary>
    private static async Task<FhirReply> WithReadsAsync(FhirReply reply, Bundle bundle, FhirRequest request, CancellationToken cancel)
    {
        if (FhirSubmission.Reads(bundle) is not { Count: > 0 } reads || reply.Status != 200)
            return reply;
        var answer = (Bundle)FhirParser.Stored(reply.Body);
        foreach (var (index, url) in reads)
        {
            var found = request.Read is { } read ? await read(url, cancel) : FhirReply.Refuse(400, "not-supported", "Nothing is read here.");
            var one = (Bundle)FhirParser.Stored(FhirSubmission.WriteResponse("transaction-response", [found], request.Prefer));
            answer.Entry.Insert(Math.Min(index, answer.Entry.Count), one.Entry[0]);
        }

        return reply with { Body = FhirWriter.ToJson(answer) };
    }

    /// <returns>The answer, and whether anything was taken in rather than repeated.</returns>
    private (FhirReply Reply, bool Taken) Take(WriteScope scope, Envelope envelope, IReadOnlyList<FhirEntry> entries, FhirRequest request, (string Key, string Hash) known, bool later)
    {
        if (MessageReception.AnswerGivenBefore(scope, known.Key) is { } before)
            return (new FhirReply(200, before) { IsRepeat = true }, false);
        foreach (var entry in entries)
        {
            if (!FhirResourceStore.StillHolds(scope, entry) || IsFoundByNow(scope, entry, request, envelope))
                throw new FhirPlanOutdatedException();
        }

        var now = Now(envelope);
        var reply = request.Type is null
            ? new FhirReply(200, FhirSubmission.WriteResponse("transaction-response", entries.Select(entry => Answer(scope, entry, now, request.Prefer == FhirReturn.Representation)), request.Prefer))
            : Answer(scope, entries[0], now, withBody: true);
        var kind = request.Type is null ? "FHIR transaction" : $"FHIR {entries[0].Type}";
        MessageReception.Accept(scope, envelope, new ClinicalMessage(kind, envelope.Sender, request.RequestKey, []), known.Key, reply.Body, known.Hash);
        var written = entries.Where(entry => !entry.Existed).ToList();
        clinical.Read(scope, written, envelope);
        foreach (var entry in written)
            FhirResourceStore.Keep(scope, entry, now, envelope.Id, later);
        if (later)
            FhirResourceStore.Owe(scope, envelope.Id);
        scope.Record("message_accepted", new Subject("message", envelope.Id), Actor.System, Detail.Of(("door", envelope.Door), ("kind", kind), ("resources", written.Count)));
        return (reply, true);
    }

    /// <summary>A condition that matched nothing while it was planned must still match nothing.</summary>
    private bool IsFoundByNow(WriteScope scope, FhirEntry entry, FhirRequest request, Envelope envelope)
    {
        if (entry is not { Condition: { } condition, Existed: false, Previous: null, Method: "POST" or "PUT" })
            return false;
        return (FhirPlanner.Identifiers(entry.Type, condition, request.Own, envelope.ReceivedAt) is not { } identifiers || FhirResourceStore.MayKnow(scope, entry.Type, identifiers))
            && new FhirPlanner(scope.Db, library, ids, request.Own, envelope.ReceivedAt).Matches(entry);
    }

    private FhirReply Answer(WriteScope scope, FhirEntry entry, DateTimeOffset now, bool withBody)
    {
        if (entry.IsDeletion)
            return new FhirReply(204, "", null, entry.Existed ? null : entry.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), entry.Existed ? null : now);
        if (!entry.Existed)
            return new FhirReply(entry.Created ? 201 : 200, withBody ? entry.Json : "", entry.Location, entry.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), now);
        // Of two entries with one condition the second is answered before the first is in the store.
        var found = library.Read(scope.Db, entry.Type, entry.Id);
        return new FhirReply(200, withBody ? found?.Json ?? "" : "", $"{entry.Type}/{entry.Id}/_history/{found?.Version ?? "1"}", found?.Version ?? "1", found?.LastUpdated ?? now);
    }

    /// <summary>Instants of resources are in milliseconds; what is stored and what is answered must be the same.</summary>
    private static DateTimeOffset Now(Envelope envelope) =>
        new(envelope.ReceivedAt.UtcTicks - (envelope.ReceivedAt.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    private async Task<FhirReply> RefuseAsync(Envelope envelope, string kind, int status, IReadOnlyList<MessageFault> faults, CancellationToken cancel)
    {
        // Where nothing was sent there is nothing to mend.
        if (envelope.Raw.IsEmpty)
            return new FhirReply(status, FhirOutcome.Write(faults));
        await writer.WriteAsync(scope =>
        {
            MessageReception.SetAside(scope, envelope, kind, envelope.Sender, faults[0]);
            return true;
        }, cancel);
        return new FhirReply(status, FhirOutcome.Write(faults));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "FHIR submission {MessageId} could not be stored; its sender was asked to send again")]
    private partial void LogStoreUnavailable(Exception problem, string messageId);

    [LoggerMessage(Level = LogLevel.Information, Message = "FHIR submission {MessageId} is planned again after attempt {Attempt}: what it builds on has changed")]
    private partial void LogOutdated(string messageId, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "FHIR submission {MessageId} could not be processed and was set aside")]
    private partial void LogPoison(Exception problem, string messageId);
}
