using System.Linq.Expressions;

namespace Runink.Domain.Intake.Fhir.Searching;

/// <summary>
/// One condition of a search. Exactly one of its ways is set: a test of the index, ids, an instant, whom it belongs to, or
/// another search on what a reference points to.
/// </summary>
/// <param name="Parameter">The name under which values stand in the index.</param>
public sealed record FhirCriterion(string Parameter)
{
    /// <summary>True of an index entry of the parameter that matches.</summary>
    public Expression<Func<FhirIndexEntry, bool>>? Where { get; init; }

    /// <summary>No entry may match: <c>:not</c>, <c>:missing=true</c>, <c>ne</c>.</summary>
    public bool Negated { get; init; }

    /// <summary>The codes among which one must be, when the test says so; for narrowing what is looked at.</summary>
    public IReadOnlyList<string>? Codes { get; init; }

    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>First and last instant asked for, on <c>_lastUpdated</c>; the test is of a resource's own instant.</summary>
    public Func<DateTimeOffset, bool>? Updated { get; init; }

    /// <summary>What a reference may point to.</summary>
    public IReadOnlyList<FhirTarget>? Targets { get; init; }

    /// <summary>Whether the reference is the one that says whom the resource belongs to.</summary>
    public bool IsOwner { get; init; }

    /// <summary>The search that what is pointed to must match.</summary>
    public FhirQuery? Chain { get; init; }
}

/// <param name="Type">Null when only an id was given.</param>
/// <param name="Id">An id, or the address of what another server has.</param>
public sealed record FhirTarget(string? Type, string Id);
