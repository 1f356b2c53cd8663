using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.CdsHooks;

/// <summary>What a record system gets to show in a chart, and what it tells back.</summary>
public sealed class CdsHooksUseCases(CompanionStore store, StoreWriter writer, PhiAccessLog reads, SiteOptions site)
{
    private const int MostCards = 10;
    private const int MostFeedback = 50;
    private static readonly string[] BySeverity = ["critical", "high", "moderate", "low"];

    public async Task<Outcome<JsonObject>> CardsAsync(Caller caller, string id, JsonElement body, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist | Permission.ReadPatients) is { } refusal)
            return refusal;
        if (CdsService.Find(id) is not { } service)
            return new Refusal("not-found", "There is no such service.");
        var read = CdsRequest.Read(service, body);
        if (read.Refusal is { } unreadable)
            return unreadable;
        await using var db = store.Read();
        if (await CdsPatient.FindAsync(db, read.Value!, cancel) is not { } patient)
            return new JsonObject { ["cards"] = new JsonArray() };
        var open = await db.Escalations.SeenBy(caller).Open().Where(row => row.PatientId == patient.Id).OrderByDescending(row => row.OpenedAt).Take(100).ToListAsync(cancel);
        await reads.NoteAsync(caller, "cds_read", new Subject("patient", patient.Id), cancel);
        return new JsonObject
        {
            ["cards"] = new JsonArray([.. open.OrderBy(row => Array.IndexOf(BySeverity, row.Severity) is >= 0 and var rank ? rank : BySeverity.Length).Take(MostCards)
                .Select(row => CdsCard.Of(row, service, read.Value!.PatientId, site))]),
        };
    }

    /// <summary>All of it is taken, or none.</summary>
    public async Task<Outcome<string>> FeedbackAsync(Caller caller, string id, JsonElement body, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist | Permission.ReadPatients) is { } refusal)
            return refusal;
        if (CdsService.Find(id) is null)
            return new Refusal("not-found", "There is no such service.");
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("feedback", out var all) || all.ValueKind != JsonValueKind.Array || all.GetArrayLength() is 0 or > MostFeedback)
            return new Refusal("invalid-address", $"feedback is a list of 1 to {MostFeedback} entries.");
        var feedback = all.EnumerateArray().Select(Read).ToList();
        if (feedback.FirstOrDefault(one => one.Refusal is not null).Refusal is { } unreadable)
            return unreadable;
        var ids = feedback.Select(one => one.Value!.EscalationId).Distinct(StringComparer.Ordinal).ToList();
        return await writer.WriteAsync<Outcome<string>>(scope =>
        {
            if (scope.Db.Escalations.SeenBy(caller).Count(row => ids.Contains(row.Id)) != ids.Count)
                return new Refusal("not-found", "A card is none of ours.");
            foreach (var one in feedback)
                FeedbackCommandHandler.Record(scope, one.Value!, caller.Actor);
            return "taken";
        }, cancel);
    }

    private static Outcome<CardFeedback> Read(JsonElement entry)
    {
        if (CardId.Back(CdsRequest.Text(entry, "card")) is not { } escalation)
            return new Refusal("invalid-address", "card is the uuid of the card.");
        if (CdsRequest.Text(entry, "outcome") is not { } outcome || outcome is not ("accepted" or "overridden"))
            return new Refusal("invalid-address", "outcome is accepted or overridden.");
        if (!DateTimeOffset.TryParse(CdsRequest.Text(entry, "outcomeTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return new Refusal("invalid-address", "outcomeTimestamp is an instant.");
        string? reason = null, comment = null;
        if (outcome == "overridden" && entry.TryGetProperty("overrideReason", out var why) && why.ValueKind == JsonValueKind.Object)
        {
            comment = CdsRequest.Text(why, "userComment");
            if (why.TryGetProperty("reason", out var coded) && CdsRequest.Text(coded, "code") is { } code)
                reason = CdsCard.Reasons.GetValueOrDefault(code) ?? CdsRequest.Text(coded, "display") ?? code;
        }

        var written = WrittenText.Note(comment, "The comment");
        return written.Refusal is { } unwritable ? unwritable
            : new CardFeedback(escalation, outcome, reason is null ? null : PlainText.Line(reason[..Math.Min(200, reason.Length)]), written.Value, at.ToUniversalTime());
    }
}
