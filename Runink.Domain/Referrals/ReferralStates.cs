using static Runink.Domain.Referrals.ReferralState;

namespace Runink.Domain.Referrals;

/// <summary>How a state is called, where its column stands, what its owner does next and by when.</summary>
/// <param name="Group">Intake, Clinical, Authorization, Access, Loop closure, Set aside; null for states that have left the board.</param>
/// <param name="Urgent">Time allowed for urgent referrals; null when no clock runs.</param>
/// <param name="Routine">Time allowed for soon and routine referrals.</param>
public sealed record ReferralStateInfo(ReferralState State, string Title, string? Group, string NextAction, int? Limit, TimeSpan? Urgent, TimeSpan? Routine);

/// <summary>
/// The states of a referral with default clocks: acknowledge 4 h urgent and 2 days routine, triage same day and 2 days, payer
/// 72 h expedited and 7 days standard (CMS-0057-F), first booking 5 days, access 48 h urgent and 14 days routine, report 7
/// days, review 3 days. Days are calendar days here.
/// </summary>
public static class ReferralStates
{
    private static readonly Dictionary<ReferralState, ReferralStateInfo> Known = new[]
    {
        Info(Draft, "Draft", null, "Send it", null, null, null),
        Info(Received, "Received", "Intake", "Accept or return", 12, Hours(4), Days(2)),
        Info(IdentityReview, "Identity review", "Intake", "Decide who this is", 8, Days(1), Days(1)),
        Info(AwaitingInformation, "Awaiting information", "Intake", "Chase what is missing", 10, Days(1), Days(5)),
        Info(Triage, "Triage", "Clinical", "Decide and set priority", 8, Hours(8), Days(2)),
        Info(Authorization, "Authorization", "Authorization", "Get the payer's answer", 10, Hours(72), Days(7)),
        Info(ReadyToSchedule, "Ready to schedule", "Access", "Book the visit", 20, Days(1), Days(5)),
        Info(Scheduled, "Scheduled", "Access", "Visit takes place", null, Hours(48), Days(14)),
        Info(ReportDue, "Seen, report due", "Loop closure", "Get the report", null, Days(7), Days(7)),
        Info(ReportReview, "Report review", "Loop closure", "Read and acknowledge the report", null, Days(1), Days(3)),
        Info(LoopClosed, "Loop closed", "Loop closure", "Settle coverage and charge", null, Days(5), Days(5)),
        Info(FinanciallyReady, "Financially ready", null, "Nothing", null, null, null),
        Info(Reroute, "Reroute", "Set aside", "Find another recipient", 10, Days(1), Days(2)),
        Info(OnHold, "On hold", "Set aside", "Resume", null, null, null),
        Info(Cancelled, "Cancelled", null, "Nothing", null, null, null),
        Info(PatientDeclined, "Patient declined", null, "Nothing", null, null, null),
        Info(LostToFollowUp, "Lost to follow-up", null, "Nothing", null, null, null),
        Info(Expired, "Expired", null, "Nothing", null, null, null),
        Info(Redirected, "Redirected", null, "Nothing", null, null, null),
        Info(Duplicate, "Duplicate", null, "Nothing", null, null, null),
    }.ToDictionary(info => info.State);

    /// <summary>The columns of the board, left to right.</summary>
    public static IReadOnlyList<ReferralStateInfo> Board { get; } =
        [.. Known.Values.Where(info => info.Group is not null)];

    public static ReferralStateInfo Of(ReferralState state) => Known[state];

    public static bool IsOpen(ReferralState state) => state is Draft or LoopClosed || (Known[state].Group is not null);

    public static DateTimeOffset? DueAt(ReferralState state, string priority, DateTimeOffset entered) =>
        (priority == "urgent" ? Known[state].Urgent : Known[state].Routine) is { } allowed ? entered + allowed : null;

    /// <summary>Who owes the next step, as people say it; null once nobody does. A payer is waited on from the moment it was asked.</summary>
    public static string? WaitsOn(ReferralState state, string authorization) => state switch
    {
        Draft => "Requester",
        Received => "Intake",
        IdentityReview => "Identity steward",
        AwaitingInformation => "Referrer",
        Triage => "Triage clinician",
        Authorization => authorization is "submitted" or "pended" or "appealed" ? "Payer" : "Authorization desk",
        ReadyToSchedule => "Scheduler",
        Scheduled => "Visit",
        ReportDue => "Recipient",
        ReportReview => "Referring clinician",
        LoopClosed => "Revenue cycle",
        Reroute => "Coordinator",
        OnHold => "On hold",
        _ => null,
    };

    private static ReferralStateInfo Info(ReferralState state, string title, string? group, string next, int? limit, TimeSpan? urgent, TimeSpan? routine) =>
        new(state, title, group, next, limit, urgent, routine);

    private static TimeSpan Hours(int hours) => TimeSpan.FromHours(hours);

    private static TimeSpan Days(int days) => TimeSpan.FromDays(days);
}
