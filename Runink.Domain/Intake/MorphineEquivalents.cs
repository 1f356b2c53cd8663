using System.Collections.Frozen;
using System.Globalization;

namespace Runink.Domain.Intake;

/// <summary>A dose that was given, as its message says it.</summary>
/// <param name="Codes">Codes of the medicine with their systems: a number alone means nothing.</param>
/// <param name="Names">Names of the medicine.</param>
/// <param name="Amount">Null when it is not said.</param>
/// <param name="Unit">Unit of the amount as it was sent.</param>
/// <param name="Routes">Codes and names of the route; none when it is not said.</param>
internal sealed record GivenDose(IReadOnlyList<Coding> Codes, IReadOnlyList<string> Names, decimal? Amount, string? Unit, IReadOnlyList<string> Routes);

/// <summary>
/// Doses of opioids in milligrams of morphine by mouth. Factors: CDC Clinical Practice Guideline for Prescribing Opioids for
/// Pain, United States 2022, table of morphine milligram equivalent doses; they are for doses by mouth. What has no factor
/// there, such as a dose into a vein, a patch or a combination tablet, is an opioid dose of unknown size, never none: a total
/// over it is known only from below. Buprenorphine has no factor by intent and is not counted.
/// </summary>
internal static class MorphineEquivalents
{
    /// <summary>Longest first, so that oxymorphone and hydromorphone are not read as morphine.</summary>
    private static readonly (string Name, string? RxNorm, string Atc, decimal? Factor)[] Opioids =
    [
        ("hydromorphone", null, "N02AA03", 5.0m), ("oxymorphone", null, "N02AA11", 3.0m), ("dihydrocodeine", null, "N02AA08", null), ("hydrocodone", null, "R05DA03", 1.0m),
        ("oxycodone", "7804", "N02AA05", 1.5m), ("tapentadol", null, "N02AX06", 0.4m), ("methadone", "6813", "N07BC02", 4.7m), ("tramadol", "10689", "N02AX02", 0.2m),
        ("morphine", "7052", "N02AA01", 1.0m), ("codeine", "2670", "R05DA04", 0.15m), ("remifentanil", null, "N01AH06", null), ("sufentanil", null, "N01AH03", null), ("alfentanil", "480", "N01AH02", null),
        ("fentanyl", "4337", "N02AB03", null), ("meperidine", null, "N02AB02", null), ("pethidine", null, "N02AB02", null),
    ];

    /// <summary>HL7 table 0162, RouteOfAdministration of HL7 v3 and SNOMED CT.</summary>
    private static readonly FrozenSet<string> ByMouth = new[] { "PO", "ORAL", "BY MOUTH", "ORAL ROUTE", "26643006", "NG", "NASOGASTRIC" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <returns>
    /// The dose in milligrams of morphine by mouth, as a value that a feed would send: <c>15</c>, or <c>&gt;0</c> when its size is not known; null when it is no opioid.
    /// </returns>
    public static string? Of(GivenDose dose)
    {
        if (Find(dose) is not { } opioid)
            return null;
        var isAlone = !dose.Names.Any(IsCombination);
        if (opioid.Factor is not { } factor || !isAlone || dose.Amount is not { } amount || amount < 0 || Milligrams(dose.Unit) is not { } milligrams || !dose.Routes.Any(ByMouth.Contains))
            return ">0";
        return (amount * milligrams * factor).ToString("0.######", CultureInfo.InvariantCulture);
    }

    private static (string Name, string? RxNorm, string Atc, decimal? Factor)? Find(GivenDose dose)
    {
        foreach (var opioid in Opioids)
        {
            if (dose.Names.Any(name => name.Contains(opioid.Name, StringComparison.OrdinalIgnoreCase)) || dose.Codes.Any(code => Means(code, "rxn", opioid.RxNorm) || Means(code, "atc", opioid.Atc)))
                return opioid;
        }

        return null;
    }

    private static bool Means(Coding coding, string system, string? code) =>
        code is not null && coding.System.Contains(system, StringComparison.OrdinalIgnoreCase) && coding.Code.Equals(code, StringComparison.OrdinalIgnoreCase);

    /// <summary>Names of the other ingredient, or two strengths: the milligrams may be of either.</summary>
    private static bool IsCombination(string word) =>
        word.Contains(" / ", StringComparison.Ordinal) || word.Contains("acetaminophen", StringComparison.OrdinalIgnoreCase) || word.Contains("paracetamol", StringComparison.OrdinalIgnoreCase)
        || word.Contains("ibuprofen", StringComparison.OrdinalIgnoreCase) || word.Contains("aspirin", StringComparison.OrdinalIgnoreCase) || word.Contains("naloxone", StringComparison.OrdinalIgnoreCase);

    private static decimal? Milligrams(string? unit) => unit?.Trim().ToUpperInvariant() switch
    {
        "MG" or "MILLIGRAM" or "MILLIGRAMS" => 1,
        "G" or "GM" => 1000,
        "UG" or "MCG" => 0.001m,
        _ => null,
    };
}
