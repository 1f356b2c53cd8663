using System.Globalization;
using Runink.Domain.Intake.Fhir;

namespace Runink.Companion.Intake.Fhir;

/// <summary>The search parameters that are understood; others are refused by name, so that nobody trusts a filter that was ignored.</summary>
internal sealed record FhirSearch(
    string? Id, string? Patient, string? Identifier, string? Family, string? Given, string? Name, string? BirthDate, string? Gender,
    IReadOnlyList<string> Codes, string? Status, IReadOnlyList<string> Dates, int Count)
{
    private static readonly string[] General = ["_id", "_count", "_format", "_pretty", "_sort", "_summary", "_total"];

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["Patient"] = ["identifier", "family", "given", "name", "birthdate", "gender"],
        ["Encounter"] = ["patient", "subject", "status"],
        ["Observation"] = ["patient", "subject", "code", "date", "status", "category"],
    };

    /// <returns>What is wrong, or null.</returns>
    public static string? Read(string type, IQueryCollection query, out FhirSearch? search)
    {
        search = null;
        var known = Known.GetValueOrDefault(type) ?? ["patient", "subject", "identifier"];
        if (query.Keys.FirstOrDefault(key => !known.Contains(key, StringComparer.Ordinal) && !General.Contains(key, StringComparer.Ordinal)) is { } unknown)
            return $"{type} cannot be searched by {unknown}; it can by {string.Join(", ", known)}.";
        var count = 50;
        if (query["_count"].ToString() is { Length: > 0 } asked && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count < 0))
            return "_count must be a number.";
        var dates = query["date"].OfType<string>().ToList();
        if (dates.Find(date => !TryDate(date, out _, out _)) is { } bad)
            return $"{bad} is not a date to search by.";
        search = new FhirSearch(
            One("_id"), One("patient") ?? One("subject"), One("identifier"), One("family"), One("given"), One("name"), One("birthdate"), One("gender"),
            One("code")?.Split(',') ?? [], One("status"), dates, count);
        return null;

        string? One(string key) => query[key].ToString() is { Length: > 0 } value ? value : null;
    }

    public bool MatchesDates(DateTimeOffset at) => Dates.All(text =>
    {
        TryDate(text, out var prefix, out var instant);
        var day = instant.TimeOfDay == TimeSpan.Zero && !text.Contains('T', StringComparison.Ordinal);
        return prefix switch
        {
            "ge" => at >= instant,
            "gt" => day ? at >= instant.AddDays(1) : at > instant,
            "le" => day ? at < instant.AddDays(1) : at <= instant,
            "lt" => at < instant,
            _ => day ? at >= instant && at < instant.AddDays(1) : at == instant,
        };
    });

    /// <summary><c>system|code</c>, <c>|code</c> or <c>code</c>.</summary>
    public bool MatchesCode(string system, string code) => Codes.Count == 0 || Codes.Any(wanted =>
        wanted.Split('|', 2) is [var wantedSystem, var wantedCode]
            ? wantedCode == code && (wantedSystem.Length == 0 || wantedSystem == system)
            : wanted == code);

    private static bool TryDate(string text, out string prefix, out DateTimeOffset instant)
    {
        prefix = text.Length > 2 && char.IsAsciiLetter(text[0]) ? text[..2] : "eq";
        return FhirTime.TryParse(char.IsAsciiLetter(text.FirstOrDefault()) ? text[2..] : text, TimeZoneInfo.Utc, out instant);
    }
}
