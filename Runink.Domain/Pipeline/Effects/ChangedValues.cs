using System.Text.Json;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Tells those who have work, or had it lately, that a value it was opened for was corrected or taken back.</summary>
internal static class ChangedValues
{
    /// <summary>Work that was closed longer ago is history: its record shows the correction to whoever reads it.</summary>
    private static readonly TimeSpan StillMatters = TimeSpan.FromDays(7);

    public static void Tell(WriteScope scope, string patientId, List<(Signal Before, Signal Now)> replaced)
    {
        if (replaced.Count == 0)
            return;
        var since = scope.Now - StillMatters;
        var work = scope.Db.Escalations.Where(row => row.PatientId == patientId && (row.ResolvedAt == null || row.ResolvedAt > since)).ToList();
        foreach (var escalation in work)
        {
            foreach (var (before, now) in replaced.Where(change => ReadBy(escalation, change.Before)))
            {
                EpisodeEffects.Note(scope, escalation, new EscalationChange("value-changed", "escalation_value_changed", Sentence(before, now)), Actor.System);
                scope.Announce(new Change("escalation", escalation.Id, Critical: true));
            }
        }
    }

    private static bool ReadBy(Escalation escalation, Signal before)
    {
        if (!escalation.Sources.Contains(before.SourceMessage, StringComparison.Ordinal))
            return false;
        using var explanation = JsonDocument.Parse(escalation.Explanation);
        return explanation.RootElement.GetProperty("inputs").EnumerateArray().Any(input =>
            input.GetProperty("name").GetString() == before.Concept && input.GetProperty("messageId").GetString() == before.SourceMessage);
    }

    private static string Sentence(Signal before, Signal now)
    {
        var was = $"{before.Concept} {before.Value} {before.Unit}".TrimEnd();
        return now.Status == SignalStatus.EnteredInError || now.Value.Length == 0
            ? $"{was} was taken back by its sender. Look again at what was decided on it."
            : $"{was} is now {now.Value} {now.Unit}".TrimEnd() + ". Look again at what was decided on it.";
    }
}
