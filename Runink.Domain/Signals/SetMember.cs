using System.Text.RegularExpressions;

namespace Runink.Domain.Signals;

/// <summary>One member of a <see cref="CodeSet"/>.</summary>
/// <param name="System">ICD10, SNOMED, RXNORM, ATC; TEXT is words in what the feed writes; LOCAL a code of the site; empty any of them, exactly.</param>
/// <param name="Code">Upper case; of ICD10 without its dot.</param>
/// <param name="Prefix">It stands for every code of the system that starts so.</param>
/// <param name="Expires">How long an entry speaks for the patient; null is as long as the list keeps it.</param>
public sealed partial record SetMember(string System, string Code, bool Prefix = false, TimeSpan? Expires = null)
{
    /// <summary>The systems in which a code's beginning is a group of codes.</summary>
    private static bool IsHierarchic(string system) => system is "ICD10" or "ATC";

    /// <param name="system">Null when the text names it itself, as in <c>ICD10 I50*</c>, or leaves it open.</param>
    /// <exception cref="FormatException">A prefix of a system in which the beginning of a code means nothing.</exception>
    public static SetMember Read(string? system, string text, TimeSpan? expires)
    {
        var code = text.Trim();
        if (system is null && code.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space && CodeSystem.Normalise(code[..space]) is "ICD10" or "SNOMED" or "RXNORM" or "ATC" or "LOCAL" or "TEXT")
            (system, code) = (code[..code.IndexOf(' ', StringComparison.Ordinal)], code[code.IndexOf(' ', StringComparison.Ordinal)..].Trim());
        var named = system is null ? "" : CodeSystem.Normalise(system);
        var prefix = code.EndsWith('*');
        if (prefix)
            code = code[..^1];
        if (prefix && named.Length == 0 && IcdStart().IsMatch(code))
            named = "ICD10";
        if (prefix && !IsHierarchic(named))
            throw new FormatException($"{text}: a code's beginning is a group only in ICD10 and ATC; say which it is, as in ICD10 {text}.");
        return new(named, named == "ICD10" ? code.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant() : code.ToUpperInvariant(), prefix, expires);
    }

    /// <param name="value">As received: a code, or what the feed writes in its place; SYSTEM|code where it says which.</param>
    public bool Holds(string value)
    {
        var bar = value.IndexOf('|', StringComparison.Ordinal);
        var said = bar > 0 ? CodeSystem.Normalise(value[..bar]) : null;
        var code = (bar > 0 ? value[(bar + 1)..] : value).Trim();
        if (said is not null && System.Length > 0 && System != "TEXT" && said != System)
            return false;
        return System switch
        {
            "ICD10" => Icd(code) is { } icd && (Prefix ? icd.StartsWith(Code, StringComparison.Ordinal) : icd == Code),
            "ATC" => Atc().IsMatch(code) && (Prefix ? code.StartsWith(Code, StringComparison.OrdinalIgnoreCase) : code.Equals(Code, StringComparison.OrdinalIgnoreCase)),
            "TEXT" => HasWords(code, Code),
            "" => code.Equals(Code, StringComparison.OrdinalIgnoreCase) || (Icd(code) is { } one && one == Icd(Code)),
            _ => code.Equals(Code, StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>Whether a text is written like a code of a system that needs no list here.</summary>
    public static bool LooksLikeCode(string text) => Icd(text) is not null || Atc().IsMatch(text) || Digits().IsMatch(text);

    public override string ToString() => System.Length == 0 ? Shown : $"{System} {Shown}";

    private string Shown => (System == "ICD10" && Code.Length > 3 ? $"{Code[..3]}.{Code[3..]}" : System is "TEXT" or "LOCAL" ? Code.ToLowerInvariant() : Code) + (Prefix ? "*" : "");

    /// <summary>J96.12 and J9612 are one code; "obesity" is none.</summary>
    private static string? Icd(string code) =>
        code.Length is >= 3 and <= 8 && IcdCode().IsMatch(code) ? code.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant() : null;

    /// <summary>Whole words in their order: lisinopril in "Lisinopril 10 MG Oral Tablet", not in "lisinoprilat".</summary>
    private static bool HasWords(string text, string words)
    {
        for (var from = 0; from + words.Length <= text.Length; from++)
        {
            from = text.IndexOf(words, from, StringComparison.OrdinalIgnoreCase);
            if (from < 0)
                return false;
            if ((from == 0 || !char.IsLetterOrDigit(text[from - 1])) && (from + words.Length == text.Length || !char.IsLetterOrDigit(text[from + words.Length])))
                return true;
        }

        return false;
    }

    /// <summary>The third sign is a digit, or A or B in a few blocks of ICD-10-CM (C7A, O9A, M1A).</summary>
    [GeneratedRegex(@"^[A-Z][0-9][0-9AB](\.?[0-9A-Z]{1,4})?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IcdCode();

    [GeneratedRegex(@"^[A-Z]([0-9][0-9AB]?(\.[0-9A-Z]*)?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IcdStart();

    [GeneratedRegex(@"^[A-Z][0-9]{2}[A-Z]([A-Z]([0-9]{2})?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Atc();

    [GeneratedRegex("^[0-9]{4,18}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Digits();
}
