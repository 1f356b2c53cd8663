using System.Text.Json;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Domain.Escalations;

/// <summary>What happened, for the ledger and for the history beside the work.</summary>
/// <param name="FactKind">Kind of the ledger row, e.g. <c>escalation_claimed</c>.</param>
public sealed record EscalationChange(string Kind, string FactKind, string? Text);

public sealed partial class Escalation
{
    /// <summary>How long critical work may be put off before somebody has acknowledged it.</summary>
    public static readonly TimeSpan LongestCriticalSnooze = TimeSpan.FromHours(1);

    /// <summary>How long an acknowledgement can be taken back.</summary>
    private static readonly TimeSpan Regret = TimeSpan.FromMinutes(2);

    /// <summary>Carries out a command, or says why not. Nothing has changed when it is refused.</summary>
    public Outcome<EscalationChange> Apply(EscalationCommand command, PersonRef by, DateTimeOffset now)
    {
        if (!IsOpen && command is not (EscalationCommand.Reopen or EscalationCommand.Comment))
            return new Refusal("not-allowed-now", $"This escalation is {Status.ToString().ToLowerInvariant()}. Reopen it first.");

        Outcome<EscalationChange> step = command switch
        {
            EscalationCommand.Claim => Claim(by),
            EscalationCommand.Acknowledge => Acknowledge(by, now),
            EscalationCommand.Comment { Text: var text } => string.IsNullOrWhiteSpace(text)
                ? Missing("Write the comment.")
                : new EscalationChange("commented", "escalation_commented", text.Trim()),
            EscalationCommand.Release => Release(by),
            EscalationCommand.Unacknowledge => Unacknowledge(by, now),
            EscalationCommand.Snooze snooze => Snooze(snooze, by, now),
            EscalationCommand.WakeNow => WakeNow(),
            EscalationCommand.Escalate { Reason: var reason } => new EscalationChange("escalated", "escalation_escalated", reason),
            EscalationCommand.Resolve { Reason: var reason } => Resolve(reason, by, now),
            EscalationCommand.Reopen { Reason: var reason } => Reopen(reason),
            EscalationCommand.Check check => Check(check, by, now),
            EscalationCommand.HandOver => new Refusal("invalid", "Say to whom."),
            _ => new Refusal("invalid", "Unknown command."),
        };
        if (step.Ok)
            Version++;
        return step;
    }

    public Outcome<EscalationChange> HandOver(PersonRef to, string? note)
    {
        if (!IsOpen)
            return new Refusal("not-allowed-now", "This escalation is closed. Reopen it first.");
        (OwnerId, OwnerName) = (to.Id, to.Name);
        if (Status == EscalationStatus.Open)
            Status = EscalationStatus.Claimed;
        Version++;
        return new EscalationChange("handed-over", "escalation_handed_over", string.IsNullOrWhiteSpace(note) ? $"to {to.Name}" : $"to {to.Name}: {note.Trim()}");
    }

    /// <summary>A snooze that ran out puts the work back where it was.</summary>
    public EscalationChange? Wake(DateTimeOffset now) => SnoozedUntil > now ? null : Woken(null);

    /// <summary>A worse value ends a snooze early: what was put off is no longer what there is.</summary>
    public EscalationChange? WakeWorsened() => Woken("a worse value came");

    private EscalationChange? Woken(string? why)
    {
        if (Status != EscalationStatus.Snoozed)
            return null;
        (Status, SnoozedUntil) = (AwakeStatus, null);
        Version++;
        return new EscalationChange("woke", "escalation_woke", why);
    }

    private EscalationStatus AwakeStatus =>
        AcknowledgedAt is not null ? EscalationStatus.Acknowledged : OwnerId is null ? EscalationStatus.Open : EscalationStatus.Claimed;

    /// <summary>The trigger's own rule says that it is over.</summary>
    public EscalationChange? CloseByRule(bool retracted, DateTimeOffset now)
    {
        if (!IsOpen)
            return null;
        (Status, ResolvedAt, SnoozedUntil) = (retracted ? EscalationStatus.Retracted : EscalationStatus.Resolved, now, null);
        Version++;
        return new EscalationChange("resolved", "escalation_resolved", "Closed by the trigger's own rule.");
    }

    private Outcome<EscalationChange> Claim(PersonRef by)
    {
        if (OwnerId == by.Id)
            return new Refusal("already-done", "You own this already.");
        if (OwnerId is not null)
            return new Refusal("taken", $"{OwnerName} owns this. Ask for a hand-over.");
        (OwnerId, OwnerName) = (by.Id, by.Name);
        if (Status is EscalationStatus.Open)
            Status = EscalationStatus.Claimed;
        return new EscalationChange("claimed", "escalation_claimed", null);
    }

    private Outcome<EscalationChange> Release(PersonRef by)
    {
        if (OwnerId != by.Id)
            return new Refusal("not-allowed-now", OwnerId is null ? "Nobody owns this." : $"{OwnerName} owns this, not you.");
        if (AcknowledgedAt is not null)
            return new Refusal("not-allowed-now", "You acknowledged this. Hand it over, so that somebody owns it.");
        (OwnerId, OwnerName) = (null, null);
        if (Status is EscalationStatus.Claimed)
            Status = EscalationStatus.Open;
        return new EscalationChange("released", "escalation_released", null);
    }

    /// <summary>Takes back an acknowledgement given by mistake, before anything was done on the strength of it.</summary>
    private Outcome<EscalationChange> Unacknowledge(PersonRef by, DateTimeOffset now)
    {
        if (AcknowledgedAt is not { } at || OwnerId != by.Id || ActedAt is not null || now - at > Regret)
            return new Refusal("not-allowed-now", $"Only its owner may take an acknowledgement back, within {Regret.TotalMinutes:0} minutes and before acting on it.");
        AcknowledgedAt = null;
        Status = EscalationStatus.Claimed;
        return new EscalationChange("unacknowledged", "escalation_unacknowledged", "taken back right away");
    }

    private Outcome<EscalationChange> WakeNow()
    {
        if (Status != EscalationStatus.Snoozed)
            return new Refusal("already-done", "It is awake.");
        (Status, SnoozedUntil) = (AwakeStatus, null);
        return new EscalationChange("woke", "escalation_woke", null);
    }

    private Outcome<EscalationChange> Acknowledge(PersonRef by, DateTimeOffset now)
    {
        if (AcknowledgedAt is not null)
            return new Refusal("already-done", $"Acknowledged already{(OwnerName is null ? "" : $"; {OwnerName} owns it")}.");
        if (OwnerId is null)
            (OwnerId, OwnerName) = (by.Id, by.Name);
        AcknowledgedAt = now;
        (Status, SnoozedUntil) = (EscalationStatus.Acknowledged, null);
        return new EscalationChange("acknowledged", "escalation_acknowledged", null);
    }

    private Outcome<EscalationChange> Snooze(EscalationCommand.Snooze snooze, PersonRef by, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(snooze.Reason))
            return Missing("Say why it can wait.");
        if (snooze.Until <= now || snooze.Until > now.AddHours(24))
            return new Refusal("invalid", "Snooze for at least a minute and at most 24 hours.");
        if (Severity == "critical" && AcknowledgedAt is null && snooze.Until > now + LongestCriticalSnooze)
            return new Refusal("invalid", $"Critical work that nobody has acknowledged sleeps at most {LongestCriticalSnooze.TotalMinutes:0} minutes.");
        // Whoever puts it off answers for it: work without an owner does not sleep.
        if (OwnerId is null)
            (OwnerId, OwnerName) = (by.Id, by.Name);
        (Status, SnoozedUntil) = (EscalationStatus.Snoozed, snooze.Until);
        return new EscalationChange("snoozed", "escalation_snoozed", $"until {snooze.Until:HH:mm} UTC: {snooze.Reason.Trim()}");
    }

    private Outcome<EscalationChange> Resolve(string reason, PersonRef by, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return Missing("Say how it was resolved.");
        if (OwnerId is null)
            (OwnerId, OwnerName) = (by.Id, by.Name);
        (Status, ResolvedAt, SnoozedUntil) = (EscalationStatus.Resolved, now, null);
        return new EscalationChange("resolved", "escalation_resolved", reason.Trim());
    }

    private Outcome<EscalationChange> Reopen(string? reason)
    {
        if (IsOpen)
            return new Refusal("already-done", "This escalation is open.");
        ResolvedAt = null;
        Status = AwakeStatus;
        return new EscalationChange("reopened", "escalation_reopened", reason);
    }

    private Outcome<EscalationChange> Check(EscalationCommand.Check check, PersonRef by, DateTimeOffset now)
    {
        var items = ChecklistItems.ToList();
        if (check.Index < 0 || check.Index >= items.Count)
            return new Refusal("invalid", "The checklist has no such item.");
        items[check.Index] = items[check.Index] with { Done = check.Done, By = check.Done ? by : null, At = check.Done ? now : null };
        Checklist = JsonSerializer.Serialize(items);
        if (check.Done && AcknowledgedAt is not null)
            ActedAt ??= now;
        return new EscalationChange("checked", "escalation_checked", $"{(check.Done ? "☑" : "☐")} {items[check.Index].Text}");
    }

    private static Refusal Missing(string what) => new("reason-required", what);
}
