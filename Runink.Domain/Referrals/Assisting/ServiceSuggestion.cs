using Runink.Domain.Referrals.Rules;
using Runink.Domain.Referrals.Tray;

namespace Runink.Domain.Referrals.Assisting;

/// <summary>What of a service is recognised: beginnings of ICD-10 codes, and phrases.</summary>
public sealed record ServiceCriteria(string Service, IReadOnlyList<string> Codes, IReadOnlyList<string> Phrases);

/// <summary>
/// Which service a request is for, by points: a code 3, a phrase 1, what is denied nothing. Suggested from 3 points on, and only with
/// 2 more than the next; else nothing is, and the nearest are named.
/// </summary>
public static class ServiceSuggestion
{
    public const int OfCode = 3, OfPhrase = 1, Least = 3, Margin = 2;

    private const int MostReasons = 6;

    /// <summary>Chapters of ICD-10 and words of letters; a service that nobody asks for here is never suggested.</summary>
    public static IReadOnlyList<ServiceCriteria> Standard { get; } =
    [
        new("Cardiology", ["I05", "I06", "I07", "I08", "I20", "I21", "I25", "I30", "I34", "I35", "I42", "I44", "I47", "I48", "I49", "I50", "R01", "R07"], ["murmur", "palpitations", "atrial fibrillation", "heart failure", "angina", "echocardiogram", "syncope", "chest pain"]),
        new("Nephrology", ["N00", "N03", "N04", "N17", "N18", "N19", "R80"], ["creatinine", "proteinuria", "kidney", "dialysis", "glomerular"]),
        new("Pulmonology", ["J40", "J41", "J42", "J43", "J44", "J45", "J47", "J84"], ["copd", "asthma", "spirometry", "inhaler", "wheeze", "oxygen at home"]),
        new("Endocrinology", ["E03", "E05", "E10", "E11", "E13", "E27"], ["hba1c", "insulin", "thyroid", "diabetes", "hypoglycaemia"]),
        new("Behavioral Health", ["F10", "F20", "F31", "F32", "F33", "F41", "F43"], ["phq-9", "depression", "anxiety", "suicidal", "psychotherapy"]),
        new("Physical Therapy", ["M17", "M54", "M62", "R26", "R29", "Z74"], ["falls", "gait", "mobility", "range of motion", "deconditioned"]),
    ];

    /// <param name="known">Services that are asked for here.</param>
    public static AssistedSuggestion Decide(string? reason, IEnumerable<ServiceCriteria> criteria, IEnumerable<string> known)
    {
        var text = reason ?? "";
        var codes = TrayReading.CodesIn(text, isLabelled: text.Contains("diagnos", StringComparison.OrdinalIgnoreCase) || text.Contains("icd", StringComparison.OrdinalIgnoreCase));
        var said = new ReasonText(text);
        var here = known.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var scored = criteria.Where(one => here.Contains(one.Service)).Select(one => (one.Service, Reasons: Reasons(one, codes, said))).Select(one => (one.Service, one.Reasons, Points: one.Reasons.Sum(part => part.Points)))
            .Where(one => one.Points > 0).OrderByDescending(one => one.Points).ThenBy(one => one.Service, StringComparer.Ordinal).ToList();
        if (scored.Count == 0)
            return AssistedSuggestion.Unknown(AssistedKind.Service, "Not sure: nothing in the reason names a service");
        var (best, reasons, points) = scored[0];
        var next = scored.Count > 1 ? scored[1].Points : 0;
        return points >= Least && points - next >= Margin
            ? new AssistedSuggestion(AssistedKind.Service, best, best, reasons)
            : new AssistedSuggestion(AssistedKind.Service, null, $"Not sure: {string.Join(", ", scored.Take(3).Select(one => $"{one.Service} {one.Points}"))}", reasons);
    }

    private static List<AssistedReason> Reasons(ServiceCriteria criteria, IReadOnlyList<string> codes, ReasonText said) =>
    [
        .. codes.Where(code => criteria.Codes.Any(start => code.StartsWith(start, StringComparison.OrdinalIgnoreCase))).Select(code => new AssistedReason($"Code {code}", OfCode))
            .Concat(criteria.Phrases.Where(said.Says).Select(phrase => new AssistedReason($"“{phrase}”", OfPhrase))).Take(MostReasons),
    ];
}
