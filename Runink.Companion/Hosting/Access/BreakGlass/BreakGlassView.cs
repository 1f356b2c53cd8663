using Runink.Domain.Patients;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access.BreakGlass;

/// <param name="Patient">Initials only for whoever does not see patients.</param>
/// <param name="State">open, waiting, overdue, justified or not-justified.</param>
/// <param name="MayReview">Whether the caller may say so now.</param>
public sealed record BreakGlassView(
    string Id, PersonRef Person, PatientCard Patient, string? Unit, string ReasonCode, string ReasonText, string Reason,
    DateTimeOffset OpenedAt, DateTimeOffset EndsAt, DateTimeOffset? EndedAt, string State, string? Reviewer, DateTimeOffset? ReviewedAt, string? Note, bool MayReview);

public sealed record BreakGlassBody(string? ReasonCode, string? Reason, int? Minutes);

public sealed record BreakGlassReviewBody(bool? Justified, string? Note);
