namespace Runink.Domain.Referrals;

/// <summary>Where a referral stands. The first twelve are the way through; the others leave it or pause it.</summary>
public enum ReferralState
{
    Draft, Received, IdentityReview, AwaitingInformation, Triage, Authorization, ReadyToSchedule, Scheduled, ReportDue,
    ReportReview, LoopClosed, FinanciallyReady,
    Reroute, OnHold,
    Cancelled, PatientDeclined, LostToFollowUp, Expired, Redirected, Duplicate,
}
