using static Runink.Domain.Referrals.ReferralState;

namespace Runink.Domain.Referrals;

/// <summary>A row of the table of allowed moves.</summary>
/// <param name="To">Null for actions that do not move the card, and for resume, which leads back.</param>
/// <param name="Guard">Why it is not allowed on this referral now; null when it is.</param>
internal sealed record ReferralMove(
    string Name, string Label, IReadOnlyList<ReferralState> From, ReferralState? To, bool NeedsReason = false, bool NeedsDate = false,
    Func<Referral, string?>? Guard = null);

/// <summary>What may be done to a referral: the only source of drag targets, menus and API actions.</summary>
public static class ReferralFlow
{
    private static readonly ReferralState[] Moving =
        [Draft, Received, IdentityReview, AwaitingInformation, Triage, Authorization, ReadyToSchedule, Scheduled, ReportDue, ReportReview, Reroute];

    private static readonly ReferralState[] Closed =
        [FinanciallyReady, Cancelled, PatientDeclined, LostToFollowUp, Expired, Redirected, Duplicate];

    private static readonly ReferralMove[] Moves =
    [
        new("receive", "Send", [Draft], Received),
        new("review-identity", "Ask who this is", [Received], IdentityReview),
        new("resolve-identity", "Identity resolved", [IdentityReview], Received),
        new("request-information", "Ask for information", [Received, Triage], AwaitingInformation, NeedsReason: true),
        new("triage", "Accept, to triage", [Received, AwaitingInformation], Triage, Guard: DossierReady),
        new("seek-authorization", "Seek authorization", [Triage], Authorization),
        new("ready", "Ready to schedule", [Triage, Authorization], ReadyToSchedule, Guard: Authorized),
        new("give-advice", "Advice only", [Triage], ReportReview, NeedsReason: true),
        new("schedule", "Schedule", [ReadyToSchedule], Scheduled, NeedsDate: true, Guard: Consented),
        new("no-show", "Not seen, book again", [Scheduled], ReadyToSchedule, NeedsReason: true),
        new("seen", "Seen", [Scheduled], ReportDue),
        new("report-received", "Report received", [ReportDue], ReportReview),
        new("close-loop", "Close the loop", [ReportReview], LoopClosed),
        new("settle", "Financially ready", [LoopClosed], FinanciallyReady),
        new("decline", "Return to sender", [Received, Triage, Authorization, ReadyToSchedule], Reroute, NeedsReason: true),
        new("reroute", "Send to another recipient", [Reroute], Received, NeedsReason: true),
        new("hold", "Put on hold", Moving, OnHold, NeedsReason: true, NeedsDate: true),
        new("resume", "Resume", [OnHold], null),
        new("patient-declined", "Patient declined", [ReadyToSchedule, Scheduled], PatientDeclined, NeedsReason: true),
        new("lost-to-follow-up", "Lost to follow-up", [ReadyToSchedule], LostToFollowUp, NeedsReason: true),
        new("expire", "Expire", [AwaitingInformation], Expired, NeedsReason: true),
        new("redirect", "Redirect out of network", [Reroute], Redirected, NeedsReason: true),
        new("mark-duplicate", "Duplicate", [Draft, Received, IdentityReview], Duplicate, NeedsReason: true),
        new("cancel", "Cancel", [.. Moving, OnHold], Cancelled, NeedsReason: true),
        new("reopen", "Reopen", Closed, Received, NeedsReason: true),
        new("claim", "Take it", [.. Moving, OnHold, LoopClosed], null),
        new("release", "Give it back", [.. Moving, OnHold, LoopClosed], null, Guard: r => r.Owner is null ? "Nobody owns it." : null),
        new("priority-urgent", "Priority: urgent", Moving, null, Guard: r => Already(r, "urgent")),
        new("priority-soon", "Priority: soon", Moving, null, Guard: r => Already(r, "soon")),
        new("priority-routine", "Priority: routine", Moving, null, Guard: r => Already(r, "routine")),
        new("approve-authorization", "Authorization approved", [Triage, Authorization], null, Guard: r => r.AuthorizationGate == "approved" ? "It is approved already." : null),
        new("waive-authorization", "No authorization needed", [Received, Triage, Authorization], null, Guard: r => r.AuthorizationGate == "not-required" ? "That is recorded already." : null),
        new("clear-authorization", "Authorization: not known yet", [Received, Triage, Authorization], null, Guard: r => r.AuthorizationGate == "unknown" ? "Nothing is recorded." : null),
        new("deny-authorization", "Authorization denied", [Authorization], null, NeedsReason: true),
        new("record-consent", "Consent given", Moving, null, Guard: r => r.ConsentGate == "active" ? "Consent is recorded already." : null),
        new("clear-consent", "Consent: not asked yet", Moving, null, Guard: r => r.ConsentGate == "unknown" ? "Nothing is recorded." : null),
        new("withdraw-consent", "Consent withdrawn", Moving, null, NeedsReason: true, Guard: r => r.ConsentGate == "withdrawn" ? "That is recorded already." : null),
        new("complete-dossier", "Dossier complete", [Received, AwaitingInformation, Triage], null, Guard: r => r.Dossier == 100 ? "The dossier is complete already." : null),
        new("comment", "Comment", Enum.GetValues<ReferralState>(), null, NeedsReason: true),
    ];

    /// <summary>What takes an action of one click back right away; null where that needs words, or is not possible.</summary>
    public static string? UndoOf(string action, Referral before) => action switch
    {
        "claim" when before.Owner is null => "release",
        "review-identity" => "resolve-identity",
        "record-consent" when before.ConsentGate == "unknown" => "clear-consent",
        "approve-authorization" or "waive-authorization" when before.AuthorizationGate == "unknown" => "clear-authorization",
        "priority-urgent" or "priority-soon" or "priority-routine" => $"priority-{before.Priority}",
        _ => null,
    };

    /// <summary>The actions of this state, each allowed or with the reason why not.</summary>
    public static IReadOnlyList<ReferralAction> Actions(Referral referral) =>
    [
        .. from move in Moves
           where move.From.Contains(referral.State)
           select new ReferralAction(move.Name, move.Label, Target(move, referral), move.Guard?.Invoke(referral), move.NeedsReason, move.NeedsDate, UndoOf(move.Name, referral)),
    ];

    internal static ReferralMove? Find(string name) => Moves.FirstOrDefault(move => move.Name == name);

    internal static ReferralState? Target(ReferralMove move, Referral referral) =>
        move.Name == "resume" ? referral.HeldFrom ?? Received : move.To;

    private static string? Already(Referral referral, string priority) => referral.Priority == priority ? $"It is {priority} already." : null;

    private static string? DossierReady(Referral referral) => referral.Dossier >= 60
        ? null
        : $"The dossier is {referral.Dossier} % complete; 60 % is needed. Ask for information or complete it.";

    private static string? Authorized(Referral referral) => referral.AuthorizationGate is "approved" or "not-required"
        ? null
        : "The authorization must be approved or not required first.";

    private static string? Consented(Referral referral) => referral.ConsentGate == "withdrawn" ? "The patient withdrew consent." : null;
}
