using static Runink.Domain.Store.Facts.FactKind;

namespace Runink.Domain.Store.Facts;

/// <summary>
/// What of the work can be counted elsewhere, said once for the views and for the files. No name, no number of a chart, no text that a
/// person or a message wrote is among it.
/// </summary>
public static class AnalyticsFacts
{
    private static readonly FactColumn Sex = new("patient_sex", Text, "p.Sex", "As FHIR has it: male, female, other, unknown; empty when nobody said.");

    public static readonly AnalyticsFact Escalations = new(
        "escalations", "One piece of work on the worklist.",
        """
        Escalations e JOIN Patients p ON p.Id = e.PatientId
        LEFT JOIN (
            SELECT s.EscalationId AS EscalationId, SUM(CASE WHEN n.StartedAt IS NULL OR n.StartedAt > x.AcknowledgedAt THEN x.AcknowledgedAt ELSE n.StartedAt END - s.StartedAt) AS Rested
            FROM SlaSegments s JOIN Escalations x ON x.Id = s.EscalationId
            LEFT JOIN SlaSegments n ON n.EscalationId = s.EscalationId AND n.Ordinal = s.Ordinal + 1
            WHERE s.Runs = {false} AND s.Cause NOT IN ('resolved', 'retracted') AND s.StartedAt < x.AcknowledgedAt
            GROUP BY s.EscalationId) r ON r.EscalationId = e.Id
        """,
        "e.OpenedAt",
        [
            new("escalation_id", Id, "e.Id", "The work."),
            new("patient_id", Id, "e.PatientId", "Whom it is about."),
            new("encounter_id", Id, "e.EncounterId", "The stay in which it was opened; empty outside of one."),
            Sex,
            new("trigger_id", Text, "e.TriggerId", "What opened it."),
            new("trigger_version", Number, "e.TriggerVersion", "The version that judged."),
            new("unit", Text, "e.Unit", "Where the patient was when it was opened; work stays with that unit."),
            new("severity", Text, "e.Severity", "As it stands: critical, high, medium, low."),
            new("could_not_evaluate", YesNo, "CASE WHEN e.IsUnknown = {true} THEN 1 ELSE 0 END", "1 for work that says that faulty data hid the truth."),
            new("status", Text, "e.Status", "Open, Claimed, Acknowledged, Snoozed, Resolved or Retracted."),
            new("owner_id", Id, "e.OwnerId", "Who owns it; empty while nobody does."),
            new("policy", Text, "e.Policy", "The escalation policy with its version; empty when the steps stand in the trigger."),
            new("opened_at", Instant, "e.OpenedAt", "When it was put on the worklist."),
            new("signal_at", Instant, "e.SignalAt", "The clinical time of what it is about."),
            new("acknowledge_due_at", Instant, "e.AcknowledgeDueAt", "Until when somebody was to say that they are on it; empty when nothing was promised."),
            new("acknowledged_at", Instant, "e.AcknowledgedAt", "When somebody first said so."),
            new("act_due_at", Instant, "e.ActDueAt", "Until when something was to be done."),
            new("acted_at", Instant, "e.ActedAt", "When the first act was noted."),
            new("resolve_due_at", Instant, "e.ResolveDueAt", "Until when it was to be closed."),
            new("resolved_at", Instant, "e.ResolvedAt", "When it was closed, by a person or by its rule."),
            new("seconds_rested", Seconds, "COALESCE(r.Rested, 0)", "How long it was muted before it was acknowledged: nobody was asked for anything then."),
            new("seconds_to_acknowledge", Seconds, "e.AcknowledgedAt - e.OpenedAt - COALESCE(r.Rested, 0)", "From opening to acknowledgement without that rest: what the dashboards count."),
            new("seconds_to_resolve", Seconds, "e.ResolvedAt - e.OpenedAt", "From opening to closing, by the clock."),
            new(
                "acknowledged_in_time", YesNo,
                "CASE WHEN e.AcknowledgeDueAt IS NULL THEN NULL WHEN e.AcknowledgedAt IS NOT NULL THEN CASE WHEN e.AcknowledgedAt <= e.AcknowledgeDueAt THEN 1 ELSE 0 END WHEN e.Status IN ('Resolved', 'Retracted') AND e.ResolvedAt > e.AcknowledgeDueAt THEN 0 ELSE NULL END",
                "1 acknowledged by then; 0 later, or closed later without; empty while it is open, when nothing was promised, or closed before anybody was late."),
            new("was_useful", YesNo, "CASE WHEN e.WasUseful = {true} THEN 1 WHEN e.WasUseful = {false} THEN 0 ELSE NULL END", "What the person who closed it said; empty when nobody did."),
            new("not_useful_reason", Text, "e.NotUsefulReason", "A code, where it was not."),
        ]);

    public static readonly AnalyticsFact SlaSegments = new(
        "sla_segments", "A stretch of a piece of work in which nothing changed that matters to its clocks. The lengths of one work add up to the time from opening to end.",
        "SlaSegments s LEFT JOIN SlaSegments n ON n.EscalationId = s.EscalationId AND n.Ordinal = s.Ordinal + 1", "s.StartedAt",
        [
            new("escalation_id", Id, "s.EscalationId", "The work."),
            new("ordinal", Number, "s.Ordinal", "Its place among the stretches of that work, from 0."),
            new("runs", YesNo, "CASE WHEN s.Runs = {true} THEN 1 ELSE 0 END", "0 while it was muted, and for the last stretch of closed work."),
            new("cause", Text, "s.Cause", "What began it: opened, claimed, muted, resolved, …"),
            new("severity", Text, "s.Severity", "In this stretch."),
            new("owner_id", Id, "s.OwnerId", "Whose time it was; empty while nobody owned it."),
            new("calendar", Text, "s.Calendar", "The business calendar of its clocks; empty counts round the clock."),
            new("policy", Text, "s.Policy", "The escalation policy with its version."),
            new("started_at", Instant, "s.StartedAt", "When it began."),
            new("ended_at", Instant, "n.StartedAt", "When the next one began; empty for the last."),
            new("seconds", Seconds, "n.StartedAt - s.StartedAt", "How long it lasted, by the clock; empty for the last."),
        ]);

    public static readonly AnalyticsFact Referrals = new(
        "referrals", "One referral.", "Referrals r JOIN Patients p ON p.Id = r.PatientId", "r.OpenedAt",
        [
            new("referral_id", Id, "r.Id", "The referral."),
            new("patient_id", Id, "r.PatientId", "Whom it is for."),
            Sex,
            new("service", Text, "r.Service", "The service line that is asked for."),
            new("state", Text, "r.State", "Where it stands: Received, AwaitingInformation, Triage, …"),
            new("priority", Text, "r.Priority", "As it stands."),
            new("ordered_priority", Text, "r.OrderedPriority", "As it was asked for."),
            new("unit", Text, "r.Unit", "The unit from which it came."),
            new("payer", Text, "r.Payer", "Who pays, as it was said."),
            new("owner_id", Id, "r.OwnerId", "Who owns it."),
            new("recipient_id", Text, "r.RecipientId", "Who takes it: an entry of the directory, not a person."),
            new("authorization_gate", Text, "r.AuthorizationGate", "Where the payer's authorization stands."),
            new("consent_gate", Text, "r.ConsentGate", "Where the patient's consent stands."),
            new("declines", Number, "r.Declines", "How often a recipient declined."),
            new("attempts", Number, "r.Attempts", "How often somebody tried to reach the patient."),
            new("source_type", Text, "r.SourceType", "What it came from: a trigger, a person, an order."),
            new("opened_at", Instant, "r.OpenedAt", "When it was received."),
            new("due_at", Instant, "r.DueAt", "When the next step is due; empty when no clock runs."),
            new("first_attempt_at", Instant, "r.FirstAttemptAt", "When somebody first tried to reach the patient."),
            new("authorization_submitted_at", Instant, "r.AuthorizationSubmittedAt", "When authorization was asked for."),
            new("authorization_decided_at", Instant, "r.AuthorizationDecidedAt", "When the payer answered."),
            new("visit_at", Instant, "r.VisitAt", "The appointment."),
            new("closed_at", Instant, "r.ClosedAt", "When it ended."),
            new("seconds_on_hold", Seconds, "r.Paused", "How long it was on hold in holds that have ended."),
            new("seconds_open", Seconds, "r.ClosedAt - r.OpenedAt", "From receipt to end, by the clock; empty while it is open."),
        ]);

    public static readonly AnalyticsFact ReferralWaits = new(
        "referral_waits", "A stretch in which a referral waited on one party.",
        "ReferralSegments s LEFT JOIN ReferralSegments n ON n.ReferralId = s.ReferralId AND n.Ordinal = s.Ordinal + 1", "s.StartedAt",
        [
            new("referral_id", Id, "s.ReferralId", "The referral."),
            new("ordinal", Number, "s.Ordinal", "Its place among the stretches of that referral, from 0."),
            new("waits_on", Text, "s.WaitsOn", "On whom: Intake, Scheduler, Payer, Recipient, …"),
            new("state", Text, "s.State", "Where the referral stood."),
            new("priority", Text, "s.Priority", "In this stretch."),
            new("owner_id", Id, "s.OwnerId", "Who owned it."),
            new("cause", Text, "s.Cause", "The action that began it."),
            new("due_at", Instant, "s.DueAt", "When the step was due; empty when no clock ran."),
            new("started_at", Instant, "s.StartedAt", "When it began."),
            new("ended_at", Instant, "n.StartedAt", "When the next one began; empty while it lasts."),
            new("seconds", Seconds, "n.StartedAt - s.StartedAt", "How long it lasted, by the clock; empty while it lasts."),
        ])
    {
        Where = "s.WaitsOn IS NOT NULL",
    };

    public static readonly AnalyticsFact TriggerFirings = new(
        "trigger_firings", "One time that a trigger came to something: work that it opened, work that it was kept from opening, or what a version in shadow would have done.",
        """
        (
            SELECT e.Id AS Id, e.TriggerId AS TriggerId, e.TriggerVersion AS Version, e.PatientId AS PatientId, e.Unit AS Unit, e.OpenedAt AS At,
                CASE WHEN e.IsUnknown = {true} THEN 'could-not-evaluate' ELSE 'fired' END AS Outcome
            FROM Escalations e
            UNION ALL
            SELECT CAST(l.Seq AS varchar(20)), l.SubjectId, NULL, NULL, NULL, l.At, 'suppressed' FROM Ledger l WHERE l.Kind = 'escalation_suppressed'
            UNION ALL
            SELECT f.Id, f.TriggerId, f.Version, f.PatientId, f.Unit, f.At,
                CASE f.Kind WHEN 'Fired' THEN 'shadow-fired' WHEN 'HeldAtStart' THEN 'shadow-held-at-start' WHEN 'Unknown' THEN 'shadow-could-not-evaluate' ELSE 'shadow-suppressed' END
            FROM ShadowFindings f) t
        """,
        "t.At",
        [
            new("firing_id", Id, "t.Id", "The work, the finding of the shadow, or the row of the ledger."),
            new("trigger_id", Text, "t.TriggerId", "Which trigger."),
            new("trigger_version", Number, "t.Version", "Which version; empty for what was suppressed."),
            new("patient_id", Id, "t.PatientId", "Whom it is about; empty for what was suppressed."),
            new("unit", Text, "t.Unit", "Where the patient was; empty for what was suppressed."),
            new("outcome", Text, "t.Outcome", "fired, could-not-evaluate, suppressed (by an exception, a cooldown or a limit), or one of them with shadow- before it."),
            new("at", Instant, "t.At", "When."),
        ]);

    public static readonly AnalyticsFact Deliveries = new(
        "deliveries", "One message that left, or was to leave. Neither address nor content is told.", "Outbox o", "o.CreatedAt",
        [
            new("message_id", Id, "o.Id", "The message."),
            new("escalation_id", Id, "o.EscalationId", "The work that it is about; empty for others."),
            new("recipient_id", Id, "o.RecipientId", "The person whom it was for, when it was for one."),
            new("channel", Text, "o.Channel", "email, sms, webhook, …"),
            new("step", Number, "o.Step", "The step of the escalation policy that sent it; empty when an action or a person did."),
            new("status", Text, "o.Status", "Pending, Delivered (the server took it), Failed (given up), Skipped, Told (by a person) or Bundled."),
            new("attempts", Number, "o.Attempts", "How often it was tried."),
            new("created_at", Instant, "o.CreatedAt", "When it was decided."),
            new("done_at", Instant, "o.DoneAt", "When its sending ended, one way or the other."),
            new("accepted_at", Instant, "o.AcceptedAt", "When the receiver's server took it."),
            new("delivered_at", Instant, "o.DeliveredAt", "When it stood before the receiver, where that is said."),
            new("seen_at", Instant, "o.SeenAt", "When the receiver opened what it is about."),
            new("acknowledged_at", Instant, "o.AcknowledgedAt", "When the work was acknowledged."),
            new("refused_at", Instant, "o.RefusedAt", "When the receiver said no to what its server had taken."),
            new("seconds_to_accept", Seconds, "o.AcceptedAt - o.CreatedAt", "From decision to acceptance."),
        ]);

    public static IReadOnlyList<AnalyticsFact> All { get; } = [Escalations, SlaSegments, Referrals, ReferralWaits, TriggerFirings, Deliveries];
}
