namespace Runink.Domain.Patients;

public enum IdentityDecision { Waiting, Same, Different }

/// <summary>
/// Two records of which nobody can tell by rule whether they are one person. What was said of the one in question is kept there,
/// visible and evaluated, until a person decides.
/// </summary>
public sealed class IdentityReview
{
    public required string Id { get; init; }

    /// <summary>The record in question.</summary>
    public required string PatientId { get; init; }

    /// <summary>The record that it may belong to.</summary>
    public required string CandidateId { get; init; }

    public required string MessageId { get; init; }

    /// <summary>Why a rule could not decide, without names.</summary>
    public required string Reason { get; init; }

    /// <summary>0 to 1, how likely both are one; null when it was not weighed.</summary>
    public double? Likelihood { get; init; }

    public required DateTimeOffset At { get; init; }

    public IdentityDecision Decision { get; private set; }

    public string? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The merge that the decision brought about; null when there is none.</summary>
    public string? MergeId { get; private set; }

    public void Decide(IdentityDecision decision, string by, string? mergeId, DateTimeOffset now) =>
        (Decision, DecidedBy, MergeId, DecidedAt) = (decision, by, mergeId, now);

    public void Reopen() => (Decision, DecidedBy, MergeId, DecidedAt) = (IdentityDecision.Waiting, null, null, null);
}
