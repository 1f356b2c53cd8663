using System.Globalization;

namespace Runink.Domain.Intake.Fhir.Searching;

public enum FhirSummary { False, True, Text, Data, Count }

/// <param name="Source">The type whose parameter is followed.</param>
/// <param name="Target">Only references to that type; null for any.</param>
public sealed record FhirInclude(string Source, FhirParameter Parameter, string? Target);

/// <param name="Parameter">A parameter's name, <c>_id</c> or <c>_lastUpdated</c>.</param>
public sealed record FhirSort(string Parameter, bool Descending);

/// <summary>
/// A search, understood whole: every parameter of the address is in here or the search was refused by that parameter's name, so
/// that nobody trusts a filter that was ignored.
/// </summary>
/// <param name="Type">Null for a search over all types.</param>
public sealed record FhirQuery(string? Type, IReadOnlyList<FhirCriterion> Criteria)
{
    public const int DefaultCount = 50;
    public const int MostEntries = 500;

    private const int DeepestChain = 3;

    public IReadOnlyList<FhirSort> Sort { get; init; } = [];

    public int Count { get; init; } = DefaultCount;

    public FhirSummary Summary { get; init; }

    public IReadOnlyList<string> Elements { get; init; } = [];

    public IReadOnlyList<FhirInclude> Includes { get; init; } = [];

    public IReadOnlyList<FhirInclude> RevIncludes { get; init; } = [];

    public bool WantsTotal { get; init; } = true;

    /// <summary>Where an earlier search goes on; null at its beginning.</summary>
    public string? Page { get; init; }

    /// <param name="own">Address of this server, ending in a slash; what begins with it is ours.</param>
    /// <param name="now">For what "about" means of a date.</param>
    public static (FhirQuery? Query, MessageFault? Fault) Parse(string? type, IEnumerable<KeyValuePair<string, string>> parameters, string own, DateTimeOffset now) =>
        Parse(type, parameters, own, now, 0);

    /// <summary>Splits <c>a=1&amp;b=2</c> and undoes its escapes.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Split(string query) => query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2))
        .Select(part => KeyValuePair.Create(Unescape(part[0]), part.Length == 2 ? Unescape(part[1]) : ""));

    internal static (FhirQuery? Query, MessageFault? Fault) Parse(string? type, IEnumerable<KeyValuePair<string, string>> parameters, string own, DateTimeOffset now, int depth)
    {
        var criteria = new List<FhirCriterion>();
        var query = new FhirQuery(type, criteria);
        foreach (var (key, value) in parameters)
        {
            if (key.Length == 0 || key is "_format" or "_pretty")
                continue;
            if (value.Length == 0)
                return Refuse(key, "has no value");
            var (changed, fault) = query.Control(key, value);
            if (fault is not null)
                return (null, fault);
            if (changed is not null)
            {
                query = changed;
                continue;
            }

            var (criterion, problem) = new FhirCriterionReader(type, own, now).Read(key, value, depth);
            if (criterion is null)
                return (null, problem);
            criteria.Add(criterion);
        }

        return depth > DeepestChain ? Refuse("chain", "is too deep") : (query, null);
    }

    internal static (FhirQuery?, MessageFault) Refuse(string key, string text) => (null, Fault(key, text));

    internal static MessageFault Fault(string key, string text) => new(false, key, 200, $"The search parameter {Shorten(key)} {text}.");

    private static string Shorten(string text) => text.Length > 80 ? text[..80] + "…" : text;

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    /// <summary>What shapes the answer; null twice when it is a condition.</summary>
    private (FhirQuery? Changed, MessageFault? Fault) Control(string key, string value)
    {
        switch (key)
        {
            case "_count":
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    ? (this with { Count = Math.Min(count, MostEntries) }, null)
                    : Refuse(key, "must be a number that is not negative");
            case "_summary":
                return Enum.TryParse<FhirSummary>(value, ignoreCase: true, out var summary) && !char.IsDigit(value[0])
                    ? (this with { Summary = summary }, null)
                    : Refuse(key, "is one of true, false, text, data, count");
            case "_elements":
                return (this with { Elements = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) }, null);
            case "_total":
                return value is "none" or "estimate" or "accurate" ? (this with { WantsTotal = value != "none" }, null) : Refuse(key, "is one of none, estimate, accurate");
            case "_page":
                return (this with { Page = value }, null);
            case "_sort":
                return ReadSort(value);
            case "_include" or "_revinclude":
                return ReadInclude(key, value);
            default:
                return (null, null);
        }
    }

    private (FhirQuery?, MessageFault?) ReadSort(string value)
    {
        var sort = new List<FhirSort>();
        foreach (var part in value.Split(','))
        {
            var name = part.TrimStart('-');
            if (name is not ("_id" or "_lastUpdated") && (Type is null || !FhirParameter.Of(Type).ContainsKey(name)))
                return Refuse("_sort", $"cannot sort by {name}");
            sort.Add(new FhirSort(name, part.StartsWith('-')));
        }

        return (this with { Sort = sort }, null);
    }

    private (FhirQuery?, MessageFault?) ReadInclude(string key, string value)
    {
        var parts = value.Split(':');
        if (parts.Length is < 2 or > 3 || !FhirParser.IsType(parts[0]))
            return Refuse(key, "is written Type:parameter or Type:parameter:Type");
        if (!FhirParameter.Of(parts[0]).TryGetValue(parts[1], out var parameter) || parameter.Kind != Hl7.Fhir.Model.SearchParamType.Reference)
            return Refuse(key, $"cannot follow {parts[1]}, which is no reference of {parts[0]}");
        var include = new FhirInclude(parts[0], parameter, parts.Length == 3 ? parts[2] : null);
        return key == "_include"
            ? (this with { Includes = [.. Includes, include] }, null)
            : (this with { RevIncludes = [.. RevIncludes, include] }, null);
    }
}
