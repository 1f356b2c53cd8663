using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Signals;

namespace Runink.Domain.Mapping;

/// <summary>Why a profile that can be read must not come into force all the same: what it would say of patients is not certain.</summary>
public static class ProfileObjections
{
    public static IReadOnlyList<string> Of(FeedProfile profile, Vocabulary vocabulary)
    {
        var found = new List<string>();
        foreach (var (unit, known) in profile.Units.Where(pair => Ucum.Parse(pair.Value) is null))
            found.Add($"Unit {unit}: {known} is not known{Near(known, null)}.");
        foreach (var result in profile.Rows?.Results ?? [])
            found.AddRange(Of(result, profile, vocabulary));
        foreach (var format in profile.Rows?.Times ?? [])
        {
            if (TimeWriting.Exchanged(format) is var other && other != format && profile.Rows!.Times.Contains(other, StringComparer.Ordinal))
                found.Add($"Times are written as {format} or as {other}: nobody could tell which is the day.");
        }

        if (profile.Rows is not null && profile.Tests.Count == 0)
            found.Add("It has no test. Take one from a row of the sample.");
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Of(ResultColumns result, FeedProfile profile, Vocabulary vocabulary)
    {
        if (result.Unit.Literal is { } unit && Ucum.Parse(profile.Units.GetValueOrDefault(unit, unit)) is null)
            yield return $"Column {result.Value.Column}: {unit} is not known as a unit{Near(unit, Concept(result, vocabulary))}.";
        else if (Concept(result, vocabulary) is { Kind: ConceptKind.Quantity } concept && (!result.Unit.IsThere || (result.Unit.Literal is { } said && !ConceptFinder.Fits(profile.Units.GetValueOrDefault(said, said), concept))))
            yield return result.Unit.IsThere ? $"Column {result.Value.Column}: {result.Unit.Literal} is no unit of {concept.Label}{Near(result.Unit.Literal!, concept)}." : $"Column {result.Value.Column}: {concept.Label} has no unit.";
    }

    private static Concept? Concept(ResultColumns result, Vocabulary vocabulary) =>
        result.Code.Literal?.Split('^') is [var code, _, var system] ? vocabulary.ByCode(system, code) : null;

    private static string Near(string unit, Concept? concept) => ConceptFinder.Near(unit, concept) is { Count: > 0 } near ? $"; near to it are {string.Join(", ", near)}" : "";
}
