using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Shared.Controls;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Escalations;
using Runink.Domain.Patients;
using Runink.Domain.Referrals;
using Runink.Domain.Signals;
using Runink.Domain.Store;

namespace Runink.Companion.Patients;

/// <summary>All that happened to a patient, in one line of time.</summary>
internal static class PatientTimeline
{
    private const int MostOfAKind = 200;
    private const int NamedValues = 4;

    /// <summary>Steps of the work that tell how it went on; what people said about it stays with it.</summary>
    private static readonly List<string> Steps = ["acknowledged", "claimed", "escalated", "handed-over", "worsened", "resolved", "reopened", "snoozed", "muted"];

    /// <param name="view">Everything else of the page.</param>
    public static async Task<IReadOnlyList<TimelineEntry>> ReadAsync(
        CompanionDb db, PatientView view, List<Encounter> encounters, List<Escalation> escalations, List<Referral> referrals, List<PatientMerge> merges, CancellationToken cancel)
    {
        var ofEscalations = escalations.ToDictionary(row => row.Id, StringComparer.Ordinal);
        var ofReferrals = referrals.ToDictionary(row => row.Id, StringComparer.Ordinal);
        var (escalationIds, referralIds) = (ofEscalations.Keys.ToList(), ofReferrals.Keys.ToList());
        var steps = await db.EscalationEvents.Where(row => escalationIds.Contains(row.EscalationId) && Steps.Contains(row.Kind)).OrderByDescending(row => row.Id).Take(MostOfAKind).ToListAsync(cancel);
        var moves = await db.ReferralEvents.Where(row => referralIds.Contains(row.ReferralId) && row.To != null && row.From != row.To).OrderByDescending(row => row.Id).Take(MostOfAKind).ToListAsync(cancel);
        var contexts = await db.Contexts.Where(row => row.PatientId == view.Card.Id).OrderByDescending(row => row.At).Take(MostOfAKind).ToListAsync(cancel);
        return
        [
            .. new[]
            {
                encounters.SelectMany(Stay).Concat(Moves(contexts.Select(row => row.Read()).Reverse())),
                Values(view.Series),
                view.Record.SelectMany(group => group.Entries.Select(entry => Recorded(group.Title, entry)).OfType<TimelineEntry>()),
                escalations.Select(row => new TimelineEntry(row.OpenedAt, TimelineKinds.Escalation, $"{row.TriggerName}: {row.Headline}", $"/escalations/{row.Id}"))
                    .Concat(steps.Select(row => new TimelineEntry(row.At, TimelineKinds.Escalation, $"{ofEscalations[row.EscalationId].TriggerName}: {Labels.Spoken(row.Kind).ToLowerInvariant()}, {row.ActorName}", $"/escalations/{row.EscalationId}"))),
                referrals.Select(row => new TimelineEntry(row.OpenedAt, TimelineKinds.Referral, $"Referral to {row.Service}", $"/referrals/{row.Id}"))
                    .Concat(moves.Where(row => row.From is not null).Select(row => new TimelineEntry(row.At, TimelineKinds.Referral, $"Referral to {ofReferrals[row.ReferralId].Service}: {ReferralStates.Of(row.To!.Value).Title.ToLowerInvariant()}, {row.ActorName}", $"/referrals/{row.ReferralId}"))),
                view.Told.Select(told => new TimelineEntry(told.At, TimelineKinds.Told, $"{told.Who}, {told.Channel}: {told.State}. {told.What}", told.Href)),
                merges.SelectMany(Merge),
            }.SelectMany(kind => kind.OrderByDescending(entry => entry.At).Take(MostOfAKind)).OrderByDescending(entry => entry.At),
        ];
    }

    private static IEnumerable<TimelineEntry> Stay(Encounter row)
    {
        yield return new(row.StartedAt, TimelineKinds.Encounter, $"{Labels.Spoken(row.Type ?? "encounter")} begins", null);
        if (row.EndedAt is { } ended)
            yield return new(ended, TimelineKinds.Encounter, "Discharged", null);
    }

    /// <summary>Where the patient was, from one message to the next: at the time at which it became known, which may be later than the move.</summary>
    /// <param name="known">Oldest first.</param>
    public static IEnumerable<TimelineEntry> Moves(IEnumerable<PatientContext> known)
    {
        (string? Unit, string? Bed) before = (null, null);
        foreach (var context in known)
        {
            var place = (context.Encounter?.Unit, context.Encounter?.Bed);
            if (place != before && place.Unit is not null)
                yield return new(context.At, TimelineKinds.Encounter, $"The feed says: in {string.Join(", ", new[] { place.Unit, place.Bed }.OfType<string>())}", null);
            before = place;
        }
    }

    /// <summary>What one message said of one instant is one entry.</summary>
    public static IEnumerable<TimelineEntry> Values(IEnumerable<SeriesView> series) =>
        series.Where(one => one.IsMeasured).SelectMany(one => one.Points, (one, point) => (one.Label, Point: point)).GroupBy(pair => (pair.Point.At, pair.Point.MessageId))
            .Select(group =>
            {
                var said = group.Select(pair => $"{pair.Label} {pair.Point.Value} {UnitText.ForPeople(pair.Point.Unit)}".TrimEnd()).ToList();
                var more = said.Count > NamedValues ? $" and {(said.Count - NamedValues).ToString(CultureInfo.InvariantCulture)} more" : "";
                return new TimelineEntry(group.Key.At, TimelineKinds.Values, Capital(string.Join(", ", said.Take(NamedValues))) + more, null);
            });

    /// <returns>Null when nobody said when: the record lists it, and no day is made up for it.</returns>
    private static TimelineEntry? Recorded(string group, RecordEntry entry)
    {
        if (entry.When is not { } when)
            return null;
        var text = $"{group}: {entry.Text}{(entry.Status is { } status and not ("active" or "current") ? $", {Labels.Spoken(status).ToLowerInvariant()}" : "")}";
        if (DateOnly.TryParseExact(when, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return new TimelineEntry(When.StartOf(day), TimelineKinds.Record, text, null) { IsDay = true };
        return when.Length > 10 && DateTimeOffset.TryParse(when, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? new TimelineEntry(at, TimelineKinds.Record, text, null) : null;
    }

    private static IEnumerable<TimelineEntry> Merge(PatientMerge merge)
    {
        yield return new(merge.At, TimelineKinds.Identity, $"Another record merged into this one, {merge.By}", null);
        if (merge.UndoneAt is { } undone)
            yield return new(undone, TimelineKinds.Identity, $"The merge was undone, {merge.UndoneBy}", null);
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
