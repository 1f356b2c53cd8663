using Runink.Domain.Patients;

namespace Runink.Companion.Referrals.Partners;

/// <summary>What somebody with a link sees: this referral and what belongs to it, and nothing else of the patient.</summary>
/// <param name="Said">What this partner said and was told, newest first.</param>
/// <param name="MayDecline">False once it is booked or under way.</param>
internal sealed record PartnerView(
    string Token, string Recipient, string Service, string Priority, string? Reason, PatientCard Patient, DateOnly? BirthDate, string Stage, DateTimeOffset? VisitAt,
    IReadOnlyList<DocumentView> Documents, IReadOnlyList<PartnerLine> Said, bool IsOpen, bool HasAccepted, bool MayDecline, DateTimeOffset ExpiresAt);

internal sealed record PartnerLine(DateTimeOffset At, string Who, string Text);
