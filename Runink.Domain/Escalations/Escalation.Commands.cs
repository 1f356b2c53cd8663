using Runink.Domain.Foundation;
using Runink.Domain.Foundation.Calendars;
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
            EscalationCommand.Resolve resolve => Resolve(resolve, by, now),
            EscalationCommand.Accept { ReadBack: var words } => Accept(words, by),
            EscalationCommand.Decline { Reason: var reason } => Decline(reason, by),
            EscalationCommand.Withdraw => Withdraw(by),
            EscalationCommand.SetPriority priority => SetPriority(priority),
            EscalationCommand.Reopen { Reason: var reason } => Reopen(reason),
            EscalationCommand.Check check => Tick(Teams.Checklist.Check(ChecklistItems, check.Index, check.Done, check.Evidence, by, now), check.Done, now),
            EscalationCommand.WaiveItem waive => Tick(Teams.Checklist.Waive(ChecklistItems, waive.Index, waive.Reason, by, now), isAct: false, now),
            EscalationCommand.HandOver => new Refusal("invalid", "Say to whom."),
            _ => new Refusal("invalid", "Unknown command."),
        };
        if (step.Ok)
            Version++;
        return step;
    }

    /// <summary>Asks a colleague to take it over. Until they accept, whoever asks is its owner: work is never between two people.</summary>
    public Outcome<EscalationChange> Offer(PersonRef to, string? note, PersonRef by, DateTimeOffset now)
    {
        if (!IsOpen)
            return new Refusal("not-allowed-now", "This escalation is closed. Reopen it first.");
        if (to.Id == OwnerId)
            return new Refusal("already-done", $"{to.Name} owns this already.");
        if (OwnerId is null)
        {
            (OwnerId, OwnerName) = (by.Id, by.Name);
            if (Status == EscalationStatus.Open)
                Status = EscalationStatus.Claimed;
        }

        (OfferedToId, OfferedToName, OfferedAt) = (to.Id, to.Name, now);
        Version++;
        return new EscalationChange("offered", "escalation_offered", string.IsNullOrWhiteSpace(note) ? $"to {to.Name}" : $"to {to.Name}: {note.Trim()}");
    }

    /// <summary>Asks a colleague for one item of the checklist; null gives it back to the owner of the whole.</summary>
    public Outcome<EscalationChange> AssignItem(int index, PersonRef? to)
    {
        if (!IsOpen)
            return new Refusal("not-allowed-now", "This escalation is closed. Reopen it first.");
        var change = Teams.Checklist.Assign(ChecklistItems, index, to);
        if (change.Refusal is { } refusal)
            return refusal;
        Checklist = Teams.Checklist.Write(change.Value!.Items);
        Version++;
        return new EscalationChange("item-assigned", "escalation_item_assigned", change.Value.Text);
    }

    /// <summary>A program gives it to somebody: it cannot own work itself until they accept. The steps of the policy go on until they acknowledge.</summary>
    public Outcome<EscalationChange> Assign(PersonRef to, string? note)
    {
        if (!IsOpen)
            return new Refusal("not-allowed-now", "This escalation is closed. Reopen it first.");
        if (to.Id == OwnerId)
            return new Refusal("already-done", $"{to.Name} owns this already.");
        (OwnerId, OwnerName) = (to.Id, to.Name);
        ForgetOffer();
        if (Status == EscalationStatus.Open)
            Status = EscalationStatus.Claimed;
        Version++;
        return new EscalationChange("handed-over", "escalation_handed_over", string.IsNullOrWhiteSpace(note) ? $"to {to.Name}" : $"to {to.Name}: {note.Trim()}");
    }

    /// <summary>Whoever was asked did not answer.</summary>
    public EscalationChange? LapseOffer()
    {
        if (OfferedToName is not { } to)
            return null;
        ForgetOffer();
        Version++;
        return new EscalationChange("offer-lapsed", "escalation_offer_lapsed", $"{to} did not take it; {OwnerName} keeps it");
    }

    /// <summary>Something else speaks for it: nobody is told, no clock runs, and it says why.</summary>
    /// <param name="by"><c>silence:ID</c> or <c>trigger:ID</c>.</param>
    public EscalationChange? Mute(string by, string reason, DateTimeOffset now)
    {
        if (!IsOpen || IsMuted)
            return null;
        (MutedBy, MutedReason, MutedAt) = (by, reason, now);
        Version++;
        return new EscalationChange("muted", "escalation_muted", reason);
    }

    /// <summary>It speaks for itself again; what was left of its clocks is left.</summary>
    public EscalationChange? Unmute(string why, BusinessCalendar? calendar, DateTimeOffset now)
    {
        if (MutedAt is not { } since)
            return null;
        Shift(since, calendar, now);
        (MutedBy, MutedReason, MutedAt) = (null, null, null);
        Version++;
        return new EscalationChange("unmuted", "escalation_unmuted", why);
    }

    /// <summary>Nothing was done for so long that "I am on it" no longer counts. Its owner stays its owner, and is reminded.</summary>
    public EscalationChange? ExpireAcknowledgement(DateTimeOffset now)
    {
        if (!IsOpen || !AckHolds || AckExpiresAt is not { } ends || ends > now)
            return null;
        (AckHolds, AckExpiresAt) = (false, null);
        if (Status == EscalationStatus.Acknowledged)
            Status = AwakeStatus;
        Version++;
        return new EscalationChange("acknowledgement-expired", "escalation_acknowledgement_expired", "Nothing was done since it was acknowledged. It is being escalated again.");
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
        AckHolds ? EscalationStatus.Acknowledged : OwnerId is null ? EscalationStatus.Open : EscalationStatus.Claimed;

    /// <summary>The trigger's own rule says that it is over.</summary>
    public EscalationChange? CloseByRule(bool retracted, DateTimeOffset now)
    {
        if (!IsOpen)
            return null;
        End(retracted ? EscalationStatus.Retracted : EscalationStatus.Resolved, now);
        Version++;
        return new EscalationChange("resolved", "escalation_resolved", "Closed by the trigger's own rule.");
    }

    /// <summary>It said that the data could not be read, and they can.</summary>
    public EscalationChange? CloseAsReadable(DateTimeOffset now)
    {
        if (!IsOpen || !IsUnknown)
            return null;
        End(EscalationStatus.Resolved, now);
        Version++;
        return new EscalationChange("resolved", "escalation_resolved", "A value came that can be read, and the trigger judged it.");
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
        ForgetOffer();
        if (Status is EscalationStatus.Claimed)
            Status = EscalationStatus.Open;
        return new EscalationChange("released", "escalation_released", null);
    }

    /// <summary>Takes back an acknowledgement given by mistake, before anything was done on the strength of it.</summary>
    private Outcome<EscalationChange> Unacknowledge(PersonRef by, DateTimeOffset now)
    {
        if (AcknowledgedAt is not { } at || !AckHolds || OwnerId != by.Id || ActedAt is not null || now - at > Regret)
            return new Refusal("not-allowed-now", $"Only its owner may take an acknowledgement back, within {Regret.TotalMinutes:0} minutes and before acting on it.");
        (AcknowledgedAt, AckHolds, AckExpiresAt) = (null, false, null);
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
        if (AckHolds)
            return new Refusal("already-done", $"Acknowledged already{(OwnerName is null ? "" : $"; {OwnerName} owns it")}.");
        var again = AcknowledgedAt is not null;
        if (OwnerId is null)
            (OwnerId, OwnerName) = (by.Id, by.Name);
        AcknowledgedAt ??= now;
        (Status, SnoozedUntil, AckHolds, AckExpiresAt) = (EscalationStatus.Acknowledged, null, true, ActedAt is null ? now + AckExpires : null);
        return new EscalationChange("acknowledged", "escalation_acknowledged", again ? "again" : null);
    }

    private Outcome<EscalationChange> Snooze(EscalationCommand.Snooze snooze, PersonRef by, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(snooze.Reason))
            return Missing("Say why it can wait.");
        if (snooze.Until <= now || snooze.Until > now.AddHours(24))
            return new Refusal("invalid", "Snooze for at least a minute and at most 24 hours.");
        if (Severity == "critical" && !AckHolds && snooze.Until > now + LongestCriticalSnooze)
            return new Refusal("invalid", $"Critical work that nobody has acknowledged sleeps at most {LongestCriticalSnooze.TotalMinutes:0} minutes.");
        // Whoever puts it off answers for it: work without an owner does not sleep.
        if (OwnerId is null)
            (OwnerId, OwnerName) = (by.Id, by.Name);
        (Status, SnoozedUntil) = (EscalationStatus.Snoozed, snooze.Until);
        return new EscalationChange("snoozed", "escalation_snoozed", $"until {snooze.Until:HH:mm} UTC: {snooze.Reason.Trim()}");
    }

    private Outcome<EscalationChange> Resolve(EscalationCommand.Resolve resolve, PersonRef by, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(resolve.Reason))
            return Missing("Say how it was resolved.");
        if (resolve.NotUseful is { } code && (resolve.Useful != false || !EscalationFeedback.NotUseful.ContainsKey(code)))
            return new Refusal("invalid", $"Why it was not useful is one of {string.Join(", ", EscalationFeedback.NotUseful.Keys)}.");
        if (OwnerId is null)
            (OwnerId, OwnerName) = (by.Id, by.Name);
        (WasUseful, NotUsefulReason) = (resolve.Useful, resolve.NotUseful);
        End(EscalationStatus.Resolved, now);
        var words = resolve.Useful switch { true => " · useful", false => $" · not useful{(resolve.NotUseful is { } why ? $": {EscalationFeedback.NotUseful[why]}" : "")}", null => "" };
        return new EscalationChange("resolved", "escalation_resolved", resolve.Reason.Trim() + words);
    }

    private void End(EscalationStatus how, DateTimeOffset now)
    {
        (Status, ResolvedAt, SnoozedUntil, AckExpiresAt) = (how, now, null, null);
        (MutedBy, MutedReason, MutedAt) = (null, null, null);
        ForgetOffer();
    }

    private void ForgetOffer() => (OfferedToId, OfferedToName, OfferedAt) = (null, null, null);

    private Outcome<EscalationChange> Accept(string? readBack, PersonRef by)
    {
        if (OfferedToId != by.Id)
            return new Refusal("not-allowed-now", OfferedToId is null ? "Nobody hands this over at the moment." : $"This is offered to {OfferedToName}, not to you.");
        var from = OwnerName;
        (OwnerId, OwnerName) = (by.Id, by.Name);
        ForgetOffer();
        if (Status == EscalationStatus.Open)
            Status = EscalationStatus.Claimed;
        return new EscalationChange("handed-over", "escalation_handed_over", $"from {from} to {by.Name}{(string.IsNullOrWhiteSpace(readBack) ? "" : $". Read back: {readBack.Trim()}")}");
    }

    private Outcome<EscalationChange> Decline(string reason, PersonRef by)
    {
        if (OfferedToId != by.Id)
            return new Refusal("not-allowed-now", "This is not offered to you.");
        if (string.IsNullOrWhiteSpace(reason))
            return Missing("Say why you cannot take it.");
        ForgetOffer();
        return new EscalationChange("declined", "escalation_hand_over_declined", $"{OwnerName} keeps it: {reason.Trim()}");
    }

    private Outcome<EscalationChange> Withdraw(PersonRef by)
    {
        if (OfferedToId is null || OwnerId != by.Id)
            return new Refusal("not-allowed-now", "You have not offered this to anybody.");
        var to = OfferedToName;
        ForgetOffer();
        return new EscalationChange("offer-withdrawn", "escalation_offer_withdrawn", $"{to} need not take it");
    }

    private Outcome<EscalationChange> SetPriority(EscalationCommand.SetPriority priority)
    {
        if (!Severities.All.Contains(priority.Severity))
            return new Refusal("invalid", $"A severity is one of {string.Join(", ", Severities.All)}.");
        if (priority.Severity == Severity)
            return new Refusal("already-done", $"It is {Severity} already.");
        if (string.IsNullOrWhiteSpace(priority.Reason))
            return Missing("Say why.");
        var before = Severity;
        Severity = priority.Severity;
        return new EscalationChange("priority-changed", "escalation_priority_changed", $"from {before} to {Severity}: {priority.Reason.Trim()}");
    }

    private Outcome<EscalationChange> Reopen(string? reason)
    {
        if (IsOpen)
            return new Refusal("already-done", "This escalation is open.");
        (ResolvedAt, WasUseful, NotUsefulReason) = (null, null, null);
        Status = AwakeStatus;
        return new EscalationChange("reopened", "escalation_reopened", reason);
    }

    /// <param name="isAct">Something was done for the patient: an acknowledgement holds from now on.</param>
    private Outcome<EscalationChange> Tick(Outcome<ChecklistChange> change, bool isAct, DateTimeOffset now)
    {
        if (change.Refusal is { } refusal)
            return refusal;
        Checklist = Teams.Checklist.Write(change.Value!.Items);
        if (isAct && AckHolds)
        {
            ActedAt ??= now;
            AckExpiresAt = null;
        }

        return new EscalationChange("checked", "escalation_checked", change.Value.Text);
    }

    private static Refusal Missing(string what) => new("reason-required", what);
}
