using Runink.Domain.Foundation;
using static Runink.Domain.Referrals.ReferralState;

namespace Runink.Domain.Referrals;

/// <summary>A row of the table of allowed moves.</summary>
/// <param name="To">Null for actions that do not move the card, and for resume, which leads back.</param>
/// <param name="Guard">Why it is not allowed on this referral now; null when it is.</param>
internal sealed record ReferralMove(
    string Name, string Label, IReadOnlyList<ReferralState> From, ReferralState? To, string Group, bool NeedsReason = false, bool NeedsDate = false,
    Func<Referral, string?>? Guard = null, bool TakesDate = false, bool NeedsPerson = false);

/// <summary>What may be done to a referral: the only source of drag targets, menus and API actions.</summary>
public static class ReferralFlow
{
    /// <summary>Percent of a dossier without which nobody is asked to decide.</summary>
    public const int DossierNeeded = 60;

    /// <summary>Before somebody counts as lost: tries, channels, and days since the first try.</summary>
    public const int AttemptsNeeded = 3;

    public const int ChannelsNeeded = 2;

    /// <summary>What only somebody with a link does.</summary>
    internal const string Partner = "partner";

    /// <summary>What is done where its candidates are shown, not from a menu.</summary>
    internal const string Routing = "routing";

    private static readonly TimeSpan AttemptsLast = TimeSpan.FromDays(10);

    private static readonly ReferralState[] Moving =
        [Draft, Received, IdentityReview, AwaitingInformation, Triage, Authorization, ReadyToSchedule, Scheduled, ReportDue, ReportReview, Reroute];

    private static readonly ReferralState[] Closed =
        [FinanciallyReady, Cancelled, PatientDeclined, LostToFollowUp, Expired, Redirected, Duplicate];

    private static readonly ReferralMove[] Moves =
    [
        new("receive", "Send", [Draft], Received, "forward"),
        new("resolve-identity", "Identity resolved", [IdentityReview], Received, "forward"),
        new("triage", "Accept, to triage", [Received, AwaitingInformation], Triage, "forward", Guard: DossierReady),
        new("seek-authorization", "Seek authorization", [Triage], Authorization, "forward"),
        new("ready", "Ready to schedule", [Triage, Authorization], ReadyToSchedule, "forward", Guard: Authorized),
        new("give-advice", "Advice only", [Triage], ReportReview, "forward", NeedsReason: true),
        new("schedule", "Schedule", [ReadyToSchedule], Scheduled, "forward", NeedsDate: true, Guard: Consented),
        new("seen", "Seen", [Scheduled], ReportDue, "forward"),
        new("report-received", "Report received", [ReportDue], ReportReview, "forward"),
        new("close-loop", "Close the loop", [ReportReview], LoopClosed, "forward"),
        new("settle", "Financially ready", [LoopClosed], FinanciallyReady, "forward"),
        new("reroute", "Send to another recipient", [Reroute], Received, "forward", NeedsReason: true),
        new("resume", "Resume", [OnHold], null, "forward"),
        new("reopen", "Reopen", Closed, Received, "forward", NeedsReason: true),
        new("request-information", "Ask for information", [Received, Triage], AwaitingInformation, "forward", NeedsReason: true),
        new("complete-dossier", "Dossier complete", [Received, AwaitingInformation, Triage], null, "forward", Guard: r => r.Dossier == 100 ? "The dossier is complete already." : null),
        new("review-identity", "Ask who this is", [Received], IdentityReview, "forward"),
        new("another-visit", "Another visit is needed", [ReportDue, ReportReview], ReadyToSchedule, "patient"),
        new("no-show", "Not seen, book again", [Scheduled], ReadyToSchedule, "patient", NeedsReason: true),
        new("cancel-visit", "Visit cancelled, book again", [Scheduled], ReadyToSchedule, "patient", NeedsReason: true),
        new("move-visit", "Another date", [Scheduled], null, "patient", NeedsDate: true),
        new("attempt-telephone", "Tried by telephone", [ReadyToSchedule, Scheduled], null, "patient", NeedsReason: true),
        new("attempt-message", "Tried by message", [ReadyToSchedule, Scheduled], null, "patient", NeedsReason: true),
        new("attempt-letter", "Tried by letter", [ReadyToSchedule, Scheduled], null, "patient", NeedsReason: true),
        new("require-authorization", "Authorization needed", [Received, Triage, Authorization], null, "authorization", Guard: r => r.AuthorizationGate is "unknown" or "not-required" ? null : "That is known already."),
        new("waive-authorization", "No authorization needed", [Received, Triage, Authorization], null, "authorization", Guard: r => r.AuthorizationGate == "not-required" ? "That is recorded already." : null),
        new("submit-authorization", "Submitted to the payer", [Authorization], null, "authorization", Guard: r => r.AuthorizationGate is "submitted" or "pended" or "appealed" ? "The payer has it already." : r.AuthorizationGate == "approved" ? "It is approved already." : null),
        new("pend-authorization", "Pended by the payer", [Authorization], null, "authorization", NeedsReason: true, Guard: r => r.AuthorizationGate is "submitted" or "appealed" ? null : "Only what the payer has can be pended."),
        new("modify-authorization", "Approved otherwise than asked", [Authorization], null, "authorization", NeedsReason: true, Guard: r => r.AuthorizationGate is "submitted" or "pended" or "appealed" ? null : "The payer has nothing to answer.", TakesDate: true),
        new("approve-authorization", "Authorization approved", [Triage, Authorization], null, "authorization", Guard: r => r.AuthorizationGate == "approved" ? "It is approved already." : null, TakesDate: true),
        new("deny-authorization", "Authorization denied", [Authorization], null, "authorization", NeedsReason: true),
        new("appeal-authorization", "Appeal", [Authorization], null, "authorization", NeedsReason: true, NeedsDate: true, Guard: r => r.AuthorizationGate is "denied" or "modified" ? null : "Only a denial or another approval than asked can be appealed."),
        new("clear-authorization", "Authorization: not known yet", [Received, Triage, Authorization], null, "authorization", Guard: r => r.AuthorizationGate == "unknown" ? "Nothing is recorded." : null),
        new("record-consent", "Consent given", Moving, null, "consent", Guard: r => r.ConsentGate == "active" ? "Consent is recorded already." : null),
        new("clear-consent", "Consent: not asked yet", Moving, null, "consent", Guard: r => r.ConsentGate == "unknown" ? "Nothing is recorded." : null),
        new("withdraw-consent", "Consent withdrawn", Moving, null, "consent", NeedsReason: true, Guard: r => r.ConsentGate == "withdrawn" ? "That is recorded already." : null),
        new("claim", "Take it", [.. Moving, OnHold, LoopClosed], null, "people"),
        new("assign", "Give it to a colleague", [.. Moving, OnHold, LoopClosed], null, "people", NeedsPerson: true),
        new("work", "I am working on this", [.. Moving, OnHold, LoopClosed], null, "people"),
        new("stop-work", "No longer working on this", [.. Moving, OnHold, LoopClosed], null, "people"),
        new("release", "Give it back", [.. Moving, OnHold, LoopClosed], null, "people", Guard: r => r.Owner is null ? "Nobody owns it." : null),
        new("priority-urgent", "Priority: urgent", Moving, null, "people", Guard: r => Already(r, "urgent")),
        new("priority-soon", "Priority: soon", Moving, null, "people", Guard: r => Already(r, "soon")),
        new("priority-routine", "Priority: routine", Moving, null, "people", Guard: r => Already(r, "routine")),
        new("comment", "Comment", Enum.GetValues<ReferralState>(), null, "people", NeedsReason: true),
        .. ReferralExceptionCodes.All.Where(info => info.RaisedBy is null && info.Flag != ReferralExceptions.Duplicate).Select(info => new ReferralMove(info.RaiseAction, info.Label, info.Flag == ReferralExceptions.SlotLost ? [Scheduled, OnHold] : Moving, null, "exceptions", NeedsReason: true)),
        .. ReferralExceptionCodes.All.Where(info => info.MayBeOverridden && info.Flag != ReferralExceptions.DocMissing).Select(info => new ReferralMove(info.ClearAction, info.AnswerLabel ?? $"Cleared: {Small(info)}", [.. Moving, OnHold, LoopClosed], null, "exceptions", NeedsReason: true)),
        .. ReferralExceptionCodes.All.Where(info => info.MayBeOverridden && info.Blocks.Count > 0).Select(info => new ReferralMove(info.OverrideAction, $"Go on in spite of: {Small(info)}", Moving, null, "exceptions", NeedsReason: true)),
        new("choose-recipient", "Choose the recipient", [Draft, Received, AwaitingInformation, Triage, Authorization, ReadyToSchedule, Reroute], null, Routing),
        new("patient-confirms", "Patient confirms", [ReadyToSchedule, Scheduled, OnHold], null, Partner),
        new("patient-cannot-come", "Patient cannot come", [ReadyToSchedule, Scheduled, OnHold], null, Partner, NeedsReason: true),
        new("partner-accepts", "Partner accepts", Moving, null, Partner),
        new("partner-asks", "Partner asks", [.. Moving, OnHold, LoopClosed], null, Partner, NeedsReason: true),
        new("partner-proposes", "Partner proposes a time", Moving, null, Partner, NeedsDate: true),
        new("partner-reports", "Partner sends a report", [.. Moving, OnHold, LoopClosed], null, Partner),
        new("decline", "Return to sender", [Received, Triage, Authorization, ReadyToSchedule], Reroute, "aside", NeedsReason: true),
        new("hold", "Put on hold", Moving, OnHold, "aside", NeedsReason: true, NeedsDate: true),
        new("patient-declined", "Patient declined", [ReadyToSchedule, Scheduled], PatientDeclined, "aside", NeedsReason: true),
        new("lost-to-follow-up", "Lost to follow-up", [ReadyToSchedule], LostToFollowUp, "aside", NeedsReason: true),
        new("expire", "Expire", [AwaitingInformation], Expired, "aside", NeedsReason: true),
        new("redirect", "Redirect out of network", [Reroute], Redirected, "aside", NeedsReason: true),
        new("mark-duplicate", "Duplicate", [Draft, Received, IdentityReview], Duplicate, "aside", NeedsReason: true),
        new("cancel", "Cancel", [.. Moving, OnHold], Cancelled, "aside", NeedsReason: true),
    ];

    /// <summary>What takes an action of one click back right away; null where that needs words, or is not possible.</summary>
    public static string? UndoOf(string action, Referral before) => action switch
    {
        "claim" when before.Owner is null => "release",
        "work" => "stop-work",
        "review-identity" => "resolve-identity",
        "record-consent" when before.ConsentGate == "unknown" => "clear-consent",
        "approve-authorization" or "waive-authorization" or "require-authorization" when before.AuthorizationGate == "unknown" => "clear-authorization",
        "priority-urgent" or "priority-soon" or "priority-routine" => $"priority-{before.Priority}",
        _ => null,
    };

    /// <summary>The actions of this state, each allowed or with the reason why not. An exception that is not open cannot be cleared, and is not offered.</summary>
    public static IReadOnlyList<ReferralAction> Actions(Referral referral, DateTimeOffset now) =>
    [
        .. from move in Moves
           where move.Group is not (Partner or Routing) && move.From.Contains(referral.State) && IsOffered(move, referral)
           select new ReferralAction(
               move.Name, move.Label, Target(move, referral), WhyNot(move, referral, now), move.NeedsReason, move.NeedsDate, move.Group, UndoOf(move.Name, referral), move.TakesDate, move.NeedsPerson),
    ];

    /// <summary>
    /// What is the same for many referrals. What rests on a look at the one – who somebody is, what the payer answered, which day, what a report
    /// says – is done one by one.
    /// </summary>
    public static IReadOnlyList<string> InBulk { get; } =
    [
        Forward, "claim", "assign", "release", "priority-urgent", "priority-soon", "priority-routine", "comment", "receive", "triage", "seek-authorization", "ready", "seen", "report-received",
        "settle", "resume", "request-information", "submit-authorization", "attempt-message", "attempt-letter", "hold", "cancel",
    ];

    /// <summary>In bulk: to each its own next stage.</summary>
    public const string Forward = "forward";

    /// <summary>The one step that leads on from here and asks for nothing but a decision; if there is none, why not.</summary>
    public static Outcome<ReferralAction> Onward(Referral referral, DateTimeOffset now)
    {
        var steps = Actions(referral, now).Where(action => action is { Group: "forward", NeedsReason: false, NeedsDate: false, To: not null } && InBulk.Contains(action.Name)).ToList();
        // Where the payer has agreed, or need not, nobody seeks an authorization.
        return (steps.Find(step => step is { Name: "ready", WhyNot: null }) ?? steps.Find(step => step.WhyNot is null)) is { } onward ? onward
            : new Refusal("not-allowed-now", steps.Select(step => step.WhyNot).FirstOrDefault() ?? $"From {ReferralStates.Of(referral.State).Title} it goes on one by one: {ReferralStates.Of(referral.State).NextAction.ToLowerInvariant()}.");
    }

    public static bool MayChooseRecipient(ReferralState state) => Find("choose-recipient")!.From.Contains(state);

    internal static ReferralMove? Find(string name) => Moves.FirstOrDefault(move => move.Name == name);

    internal static ReferralState? Target(ReferralMove move, Referral referral) =>
        move.Name == "resume" ? referral.HeldFrom ?? Received : move.To;

    /// <summary>Why a move is not allowed now, in words; null when it is.</summary>
    internal static string? WhyNot(ReferralMove move, Referral referral, DateTimeOffset now)
    {
        if (!IsOffered(move, referral))
            return "That exception is not open.";
        if (ReferralExceptionCodes.Blocking(move.Name, referral.OpenExceptions) is { } blocked)
            return $"{blocked.Label}: {(blocked.MayBeOverridden ? "clear that, or go on in spite of it with a reason" : "clear that")} first.";
        return move.Name switch
        {
            "lost-to-follow-up" => NotTriedEnough(referral, now),
            "stop-work" => referral.WorkerAt(now) is null ? "Nobody is working on it." : null,
            _ => move.Guard?.Invoke(referral),
        };
    }

    private static bool IsOffered(ReferralMove move, Referral referral)
    {
        if (move.Group != "exceptions")
            return true;
        var info = ReferralExceptionCodes.All.First(info => move.Name == info.RaiseAction || move.Name == info.ClearAction || move.Name == info.OverrideAction);
        return referral.OpenExceptions.HasFlag(info.Flag) == (move.Name != info.RaiseAction);
    }

    private static string Small(ReferralExceptionInfo info) => char.ToLowerInvariant(info.Label[0]) + info.Label[1..];

    private static string? Already(Referral referral, string priority) => referral.Priority == priority ? $"It is {priority} already." : null;

    private static string? DossierReady(Referral referral) => referral.Dossier >= DossierNeeded || referral.Overridden.HasFlag(ReferralExceptions.DocMissing)
        ? null
        : $"The dossier is {referral.Dossier} % complete; {DossierNeeded} % is needed. Ask for information or complete it.";

    private static string? Authorized(Referral referral) => referral.AuthorizationGate switch
    {
        "approved" or "not-required" => null,
        "modified" => "The payer approved something else than was asked: accept it by recording the approval, or appeal.",
        _ => "The authorization must be approved or not required first.",
    };

    private static string? Consented(Referral referral) => referral.ConsentGate == "withdrawn" ? "The patient withdrew consent." : null;

    private static string? NotTriedEnough(Referral referral, DateTimeOffset now)
    {
        var channels = System.Numerics.BitOperations.PopCount((uint)referral.AttemptedBy);
        var days = referral.FirstAttemptAt is { } first ? (int)(now - first).TotalDays : 0;
        return referral.Attempts >= AttemptsNeeded && channels >= ChannelsNeeded && referral.FirstAttemptAt <= now - AttemptsLast
            ? null
            : $"{AttemptsNeeded} tries over {ChannelsNeeded} channels within at least {AttemptsLast.Days} days come first; there {(referral.Attempts == 1 ? "was 1" : $"were {referral.Attempts}")} over {channels} in {days} days.";
    }
}
