namespace Runink.Domain.Triggers;

/// <summary>Which sides of a trigger's conditions its own tests have seen.</summary>
/// <param name="Trigger">Id of the trigger.</param>
/// <param name="Covered">Sides seen.</param>
/// <param name="Sides">Sides that there are.</param>
public sealed record TriggerCoverage(string Trigger, int Covered, int Sides, IReadOnlyList<CoveredPart> Parts)
{
    public bool Whole => Covered == Sides;
}

/// <param name="Key">when, where or unless.</param>
/// <param name="Text">The comparison, condition or function as written.</param>
/// <param name="Seen">Of true, false, at the limit, unknown; of known and unknown for a function.</param>
/// <param name="Missing">The others.</param>
/// <param name="Causes">Names of the unknowns that were seen.</param>
public sealed record CoveredPart(string Key, string Text, IReadOnlyList<string> Seen, IReadOnlyList<string> Missing, IReadOnlyList<string> Causes);
