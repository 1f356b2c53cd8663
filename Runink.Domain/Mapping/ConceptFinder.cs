using System.Globalization;
using System.Text;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;

namespace Runink.Domain.Mapping;

/// <summary>Finds what a header, a code or a person means among the names that triggers know, and units among those that are known.</summary>
public static class ConceptFinder
{
    private const int MostFound = 12;
    private const int MostNear = 5;

    /// <summary>Names that a feed can send: those with a code.</summary>
    public static IEnumerable<Concept> Sendable(Vocabulary vocabulary) => vocabulary.Concepts.Where(concept => !concept.IsContext && concept.Codes.Count > 0);

    /// <summary>Every name that is called exactly so; more than one: nobody can tell which is meant.</summary>
    public static IReadOnlyList<Concept> Called(Vocabulary vocabulary, string text)
    {
        var folded = Fold(text);
        if (folded.Length == 0)
            return [];
        // What a name ends with counts only where nothing is called so: "heart rate" is that of a monitor, and of a wearable only where it says so.
        var called = Sendable(vocabulary).Where(concept => Labels(concept).Any(word => Fold(word) == folded)).ToList();
        return called.Count > 0 ? called : [.. Sendable(vocabulary).Where(concept => Words(concept).Any(word => Fold(word) == folded))];
    }

    /// <summary>For a person who types: what begins so, then what holds it.</summary>
    public static IReadOnlyList<Concept> Search(Vocabulary vocabulary, string? text)
    {
        var folded = Fold(text ?? "");
        return
        [
            .. Sendable(vocabulary).Select(concept => (Concept: concept, Rank: folded.Length == 0 ? 2 : Words(concept).Concat(concept.Codes.Select(code => code.Code)).Select(Fold).Min(word => word == folded ? 0 : word.StartsWith(folded, StringComparison.Ordinal) ? 1 : word.Contains(folded, StringComparison.Ordinal) ? 2 : 9)))
                .Where(found => found.Rank < 9).OrderBy(found => found.Rank).ThenBy(found => found.Concept.Label, StringComparer.OrdinalIgnoreCase).Select(found => found.Concept).Take(MostFound),
        ];
    }

    /// <summary>As profiles write a code of the standard: the one that was seen used with this meaning.</summary>
    public static string Code(Concept concept)
    {
        var code = concept.Codes.FirstOrDefault(one => !concept.Unverified.Contains(one));
        code = code.Code is null ? concept.Codes[0] : code;
        return $"{code.Code}^{concept.Label.Replace('^', ' ')}^{(code.System == "LOINC" ? "LN" : code.System)}";
    }

    /// <summary>Whether the unit can be the measure's; any known one where the measure is not said.</summary>
    public static bool Fits(string unit, Concept? concept) => concept is null || concept.Kind != ConceptKind.Quantity
        ? Ucum.Parse(unit) is not null
        : Ucum.Parse(unit, concept) is { } parsed && (UnitConversion.Fits(parsed, concept.CanonicalUnit, concept) || concept.Linear?.Covers(parsed) == true);

    /// <summary>What may have been meant by a unit that is not known; never taken without being asked.</summary>
    public static IReadOnlyList<string> Near(string unit, Concept? concept)
    {
        IEnumerable<string?> own = concept is null ? [] : [concept.Unit, .. concept.AcceptedUnits];
        var known = UnitSpelling.Written().Select(pair => pair.Ucum).Concat(UnitSpelling.Written().Select(pair => pair.Spelling)).Distinct(StringComparer.Ordinal).ToList();
        return [.. own.Append(Nearest.Of(unit, known.Where(one => Fits(one, concept)))).OfType<string>().Where(one => one.Length > 0).Distinct(StringComparer.Ordinal).Take(MostNear)];
    }

    /// <summary>Small letters and digits alone: K⁺ is k, "Hemoglobin A1c" is hemoglobina1c.</summary>
    internal static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var sign in text.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(sign) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber)
                folded.Append(char.ToLowerInvariant(sign));
        }

        return folded.ToString();
    }

    private static IEnumerable<string> Words(Concept concept) => [.. Labels(concept), Last(concept.Name), .. concept.Aliases.Select(Last)];

    private static IEnumerable<string> Labels(Concept concept) => [concept.Name, concept.Label, concept.ShortLabel, .. concept.Aliases, .. concept.Displays];

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];
}
