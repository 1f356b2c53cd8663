using System.Linq.Expressions;
using Runink.Domain.Patients.Matching;

namespace Runink.Domain.Patients;

public enum IdentityDecision { Waiting, Same, Different }

/// <summary>
/// Two records of which nobody can tell by rule whether they are one person, until a person decides. There are two kinds: a conflict,
/// of which what was said is kept in a record in question, and a suggestion, where two records that stand well for themselves
/// are much alike.
/// </summary>
public sealed class IdentityReview
{
    public required string Id { get; init; }

    /// <summary>The record in question.</summary>
    public required string PatientId { get; init; }

    /// <summary>The record that it may belong to.</summary>
    public required string CandidateId { get; init; }

    /// <summary>The message that brought it up; empty when none did.</summary>
    public required string MessageId { get; init; }

    /// <summary>Why a rule could not decide, without names.</summary>
    public required string Reason { get; init; }

    /// <summary>0 to 1, how likely both are one; null when it was not weighed, because a rule brought the question up.</summary>
    public double? Likelihood { get; init; }

    /// <summary>How sure a suggestion is; null for a conflict.</summary>
    public MatchBand? Band { get; init; }

    /// <summary>
    /// Whether a rule found that somebody else may be meant, for queries. Only then is a record in question, and only then does what
    /// comes later follow the decision; a suggestion leaves both records as they are.
    /// </summary>
    public static Expression<Func<IdentityReview, bool>> IsConflict { get; } = review => review.Likelihood == null;

    /// <summary>The opposite of <see cref="IsConflict"/>.</summary>
    public bool IsSuggestion => Likelihood is not null;

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
