using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>
/// Keeps work quiet while something else speaks for it: a silence that somebody answers for, or open work of a trigger that inhibits it. Muted work is
/// there to be seen, and speaks by itself when its reason is gone.
/// </summary>
internal sealed class Muting(TriggerCatalog catalog, WorkCalendars calendars)
{
    /// <summary>Just opened: is there a reason to be quiet, and does it make others quiet?</summary>
    public void Opened(WriteScope scope, Escalation escalation)
    {
        if (Reason(scope, escalation) is var (by, why))
            Mute(scope, escalation, by, why);
        if (escalation.IsUnknown || catalog.Current.ById(escalation.TriggerId)?.Inhibits is not { Count: > 0 } lesser)
            return;
        foreach (var other in OpenOf(scope, escalation.PatientId).Where(other => other.OwnerId is null && other.Id != escalation.Id && lesser.Contains(other.TriggerId)))
            Mute(scope, other, $"trigger:{escalation.TriggerId}", $"{escalation.TriggerName} is open for this patient.");
    }

    /// <summary>It is over: what kept quiet because of it speaks, unless there is another reason.</summary>
    public void Closed(WriteScope scope, Escalation escalation)
    {
        if (!catalog.Current.All.Any(trigger => trigger.Id == escalation.TriggerId && trigger.Inhibits.Count > 0))
            return;
        var key = $"trigger:{escalation.TriggerId}";
        foreach (var muted in OpenOf(scope, escalation.PatientId).Where(other => other.MutedBy == key))
            Reconsider(scope, muted, $"{escalation.TriggerName} is over.");
    }

    /// <summary>A silence that has begun hides what it covers; one that has ended gives back what it hid.</summary>
    public void Begin(WriteScope scope, Silence silence)
    {
        silence.BegunAt = scope.Now;
        scope.Record("silence_began", new Subject("silence", silence.Id), Actor.System);
        foreach (var escalation in scope.Db.Escalations.Open().Where(row => row.OwnerId == null && row.MutedBy == null).ToList().Where(silence.Covers))
            Mute(scope, escalation, silence.Key, Words(silence));
        scope.Announce(new Change("silence", silence.Id));
    }

    public void End(WriteScope scope, Silence silence, Actor by)
    {
        (silence.EndedAt, silence.EndedBy) = (scope.Now, by.Name);
        scope.Record("silence_ended", new Subject("silence", silence.Id), by);
        var key = silence.Key;
        foreach (var escalation in scope.Db.Escalations.Open().Where(row => row.MutedBy == key).ToList())
            Reconsider(scope, escalation, "The silence is over.");
        scope.Announce(new Change("silence", silence.Id));
    }

    /// <summary>Somebody took it in hand: it is muted no more.</summary>
    public void Speak(WriteScope scope, Escalation escalation, string why)
    {
        var since = escalation.MutedAt;
        var calendar = calendars.Find(escalation.Calendar);
        if (escalation.Unmute(why, calendar, scope.Now) is not { } change)
            return;
        Ladder.Release(scope, escalation, since!.Value, calendar);
        escalation.NextWarningAt = SlaWarnings.Next(escalation, calendar, scope.Now);
        EpisodeEffects.Note(scope, escalation, change, Actor.System);
        Ladder.GoOn(scope, escalation, calendar);
        scope.Announce(new Change("escalation", escalation.Id, Critical: escalation.Severity == "critical"));
    }

    private void Reconsider(WriteScope scope, Escalation escalation, string why)
    {
        if (Reason(scope, escalation) is not var (by, reason) || by == escalation.MutedBy)
        {
            Speak(scope, escalation, why);
            return;
        }

        Speak(scope, escalation, why);
        Mute(scope, escalation, by, reason);
    }

    private static void Mute(WriteScope scope, Escalation escalation, string by, string why)
    {
        if (escalation.Mute(by, why, scope.Now) is not { } change)
            return;
        Ladder.Hold(scope, escalation);
        escalation.NextWarningAt = null;
        EpisodeEffects.Note(scope, escalation, change, Actor.System);
    }

    private (string By, string Why)? Reason(WriteScope scope, Escalation escalation)
    {
        var now = scope.Now;
        var silences = scope.Db.Silences.Where(one => one.EndedAt == null && one.From <= now && one.Until > now).ToList();
        if (silences.Where(one => one.EndedAt is null && one.Covers(escalation)).MaxBy(one => one.Until) is { } silence)
            return (silence.Key, Words(silence));
        if (escalation.OwnerId is not null || !catalog.Current.Inhibited.Contains(escalation.TriggerId))
            return null;
        var louder = OpenOf(scope, escalation.PatientId).FirstOrDefault(other =>
            other.Id != escalation.Id && other is { IsUnknown: false, IsMuted: false } && catalog.Current.ById(other.TriggerId)?.Inhibits.Contains(escalation.TriggerId) == true);
        return louder is null ? null : ($"trigger:{louder.TriggerId}", $"{louder.TriggerName} is open for this patient.");
    }

    private static string Words(Silence silence) => $"{(silence.Kind == SilenceKind.Maintenance ? "Maintenance" : "Silence")} by {silence.OwnerName}: {silence.Reason}";

    private static List<Escalation> OpenOf(WriteScope scope, string patientId)
    {
        scope.Db.Escalations.Open().Where(row => row.PatientId == patientId).ToList();
        return [.. scope.Db.Escalations.Local.Where(row => row.IsOpen && row.PatientId == patientId)];
    }
}
