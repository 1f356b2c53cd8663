using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Devices;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using System.Text;

namespace Runink.Companion.Intake.Feeds;

/// <summary>Who sends, how it goes with them, and what of it is not understood.</summary>
public sealed class FeedUseCases(CompanionStore store, StoreWriter writer, FeedReader feeds, FeedProfiles profiles)
{
    private const int MostRows = 200;
    private const int MostText = 200_000;
    private const int MostPatients = 100;

    public async Task<Outcome<IReadOnlyList<FeedView>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var wrong = new List<string> { ClockVerdict.Ahead, ClockVerdict.Behind, ClockVerdict.BehindOrLate };
        var devices = (await db.Devices.GroupBy(device => device.Source).Select(group => new { group.Key, Count = group.Count(), Wrong = group.Count(device => wrong.Contains(device.Clock)) }).ToListAsync(cancel))
            .ToDictionary(group => group.Key, group => new FeedDevices(group.Count, group.Wrong), StringComparer.Ordinal);
        return new Outcome<IReadOnlyList<FeedView>>([.. (await feeds.ReadAsync(cancel)).Select(feed => feed with { Profile = profiles.Find(feed.Source)?.Name, Devices = devices.GetValueOrDefault(feed.Source) })], null);
    }

    /// <summary>What was not understood of a feed in the last day, newest first.</summary>
    /// <param name="kind">Of one kind of finding; null for all.</param>
    public async Task<Outcome<IReadOnlyList<FeedFinding>>> FindingsAsync(Caller caller, string source, string? door, string? kind, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        var found = new List<FeedFinding>();
        await foreach (var message in feeds.RemarkedAsync(source, door, cancel))
        {
            found.AddRange(Of(message).Where(finding => kind is null || finding.Finding == kind));
            if (found.Count >= MostRows)
                break;
        }

        return new Outcome<IReadOnlyList<FeedFinding>>([.. found.Take(MostRows)], null);
    }

    /// <summary>Codes of a feed's last day that the vocabulary does not know, the most frequent first.</summary>
    public async Task<Outcome<IReadOnlyList<FeedCode>>> CodesAsync(Caller caller, string source, string? door, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        var found = new Dictionary<(string, string), FeedCode>();
        await foreach (var message in feeds.RemarkedAsync(source, door, cancel))
        {
            foreach (var code in FeedMeasure.Read(message.Findings).Select(finding => finding.Code).OfType<Coding>().DistinctBy(code => (code.System, code.Code)))
            {
                found[(code.System, code.Code)] = found.TryGetValue((code.System, code.Code), out var known)
                    ? known with { Messages = known.Messages + 1, Label = known.Label ?? code.Display }
                    : new FeedCode(code.System, code.Code, code.Display, 1, message.ReceivedAt);
            }
        }

        return new Outcome<IReadOnlyList<FeedCode>>(
            [.. found.Values.OrderByDescending(code => code.Messages).ThenBy(code => code.System, StringComparer.Ordinal).ThenBy(code => code.Code, StringComparer.Ordinal).Take(MostRows)], null);
    }

    /// <summary>A message as it came. To read it is to look at its patients, and a fact.</summary>
    public async Task<Outcome<MessageView>> MessageAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.Messages.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } message)
            return new Refusal("not-found", "There is no such message.");
        var patients = await db.SignalBatches.Where(row => row.MessageId == id).Select(row => row.PatientId)
            .Union(db.Contexts.Where(row => row.MessageId == id).Select(row => row.PatientId)).Take(MostPatients).ToListAsync(cancel);
        await writer.WriteAsync(scope =>
        {
            scope.Record("message_read", new Subject("message", id), caller.Actor);
            foreach (var patient in patients)
                scope.Record("patient_read", new Subject("patient", patient), caller.Actor, Detail.Of(("message", id)));
            return true;
        }, cancel);
        // HL7 v2 ends its segments with CR alone, which no text area shows.
        var text = (message.Kind.StartsWith("FHIR", StringComparison.Ordinal) || message.Kind == RowReader.Kind ? Encoding.UTF8.GetString(message.Raw) : Hl7Text.Decode(message.Raw)).ReplaceLineEndings("\n");
        return new MessageView(
            id, message.Source, message.Door, message.Kind, message.ControlId, message.ReceivedAt, message.SentAt, text.Length > MostText ? text[..MostText] : text, text.Length > MostText,
            [.. Of(new FeedMessage(id, message.Door, message.Kind, message.ControlId, message.ReceivedAt, message.SentAt, message.Findings))]);
    }

    private static IEnumerable<FeedFinding> Of(FeedMessage message) => FeedMeasure.Read(message.Findings)
        .Select(finding => new FeedFinding(message.Id, message.ReceivedAt, message.ControlId, message.Kind, finding.Kind, finding.Place, finding.Text));
}
