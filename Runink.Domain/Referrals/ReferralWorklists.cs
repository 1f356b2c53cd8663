using Runink.Domain.Referrals.Authorizing;
using static Runink.Domain.Referrals.ReferralState;

namespace Runink.Domain.Referrals;

/// <summary>Referrals that want the same thing done.</summary>
/// <param name="Name">In addresses: <c>report-overdue</c>.</param>
/// <param name="Means">What stands in it, as a sentence.</param>
/// <param name="IsWarning">That something is in it is bad news.</param>
public sealed record ReferralWorklist(string Name, string Title, string Means, bool IsWarning);

/// <summary>The named worklists of a coordinator, after those of the NHS e-Referral Service. In which of them a referral stands follows from its state and the clock.</summary>
public static class ReferralWorklists
{
    /// <summary>How long before its end an authorization is to be renewed.</summary>
    public static readonly TimeSpan AuthorizationRenews = TimeSpan.FromDays(14);

    /// <summary>How long a recipient has to answer before somebody asks.</summary>
    public static readonly TimeSpan RecipientAnswers = TimeSpan.FromDays(2);

    public static IReadOnlyList<ReferralWorklist> All { get; } =
    [
        new("exceptions", "Exceptions", "Something stands in their way.", true),
        new("overdue", "Overdue", "Their clock has run out.", true),
        new("returned", "Returned", "Whoever was asked said no; they need another recipient.", false),
        new("awaiting-review", "Awaiting review", "Somebody has to accept or return them, or decide how urgent they are.", false),
        new("missing-documents", "Missing documents", "The recipient would not have what it needs.", false),
        new("identity", "Identity review", "It is not certain who the patient is.", true),
        new("authorization-pending", "With the payer", "The payer was asked and has not answered for good.", false),
        new("authorization-denied", "Denied, or differs", "The payer denied it, or granted something else than was asked: accept, appeal or ask anew.", true),
        new("authorization-expiring", "Authorization expiring", "The payer's approval ends within 14 days, or its visits are nearly used.", true),
        new("no-answer", "No answer from recipient", "The recipient was chosen more than two days ago and has not said yes or no.", true),
        new("to-book", "Awaiting booking", "Everything is ready; there is no visit yet.", false),
        new("no-slot", "No slot in time", "The recipient has no visit in time.", true),
        new("visit-tomorrow", "Visit tomorrow", "The visit is tomorrow by the clock of the hospital.", false),
        new("task-due", "Task due", "Somebody has to do something for the patient within a day: interpreter, transport, a call.", true),
        new("no-show", "Did not come", "The patient did not come and has not been seen since.", true),
        new("not-reached", "Not reached", "The patient could not be reached.", false),
        new("report-overdue", "Report overdue", "The patient was seen, and the report is late.", true),
        new("question", "Partner asks", "A recipient asked, or proposed a time, and waits for us.", true),
        new("integration", "Could not be followed", "A message of another system about them could not be followed.", true),
    ];

    /// <param name="taskIsDue">An open task for the patient is due within a day, or was.</param>
    public static IEnumerable<string> Of(Referral referral, DateTimeOffset? askedAt, DateTimeOffset now, TimeZoneInfo zone, bool taskIsDue = false)
    {
        var open = referral.OpenExceptions;
        return All.Select(list => list.Name).Where(name => ReferralStates.IsOpen(referral.State) && name switch
        {
            "exceptions" => referral.Exceptions(now).Count > 0,
            "overdue" => referral.DueAt < now,
            "returned" => referral.State == Reroute,
            "awaiting-review" => referral.State is Received or Triage,
            "missing-documents" => referral.State == AwaitingInformation || open.HasFlag(ReferralExceptions.DocMissing),
            "identity" => referral.State == IdentityReview || open.HasFlag(ReferralExceptions.IdConflict),
            "authorization-pending" => referral.AuthorizationGate is "submitted" or "pended" or "appealed",
            "authorization-denied" => referral.AuthorizationGate is "denied" or "modified",
            "authorization-expiring" => open.HasFlag(ReferralExceptions.AuthExpiring) || AuthorizationUse.Decide(referral, now) is not null,
            "no-answer" => referral.State is Received or AwaitingInformation or Triage or Authorization or ReadyToSchedule && askedAt < now - RecipientAnswers,
            "to-book" => referral.State == ReadyToSchedule,
            "no-slot" => open.HasFlag(ReferralExceptions.Capacity),
            "visit-tomorrow" => referral is { State: Scheduled, VisitAt: { } visit } && Day(visit) == Day(now).AddDays(1),
            "task-due" => taskIsDue,
            "no-show" => open.HasFlag(ReferralExceptions.NoShow),
            "not-reached" => open.HasFlag(ReferralExceptions.Unreachable),
            "report-overdue" => referral.State == ReportDue && referral.DueAt < now,
            "question" => (open & (ReferralExceptions.Question | ReferralExceptions.TimeProposed)) != 0,
            "integration" => open.HasFlag(ReferralExceptions.Integration),
            _ => throw new InvalidOperationException($"Nobody says what stands in {name}."),
        });

        DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
    }
}
