using System.Text.RegularExpressions;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources;

/// <summary>What is wrong with the settings of sources.</summary>
public static partial class SourceProblems
{
    public static IEnumerable<string> Of(IReadOnlyDictionary<string, SourceOptions> sources) =>
        sources.SelectMany(one => Of(one.Key, one.Value).Select(problem => $"Intake:Sources:{one.Key}:{problem}"));

    private static IEnumerable<string> Of(string name, SourceOptions options)
    {
        if (options.Kind is not { } kind)
        {
            yield return $"Kind: say one of {string.Join(", ", Enum.GetNames<SourceKind>())}.";
            yield break;
        }

        if (name.Length > SourceState.LongestName || !Name().IsMatch(name))
            yield return $"a name has letters, digits, dots and hyphens, {SourceState.LongestName} at most.";
        if (options.Kind is SourceKind.PostgreSql or SourceKind.Sqlite or SourceKind.SqlServer && SecretSetting.Problem("ConnectionString", options.ConnectionString, options.ConnectionStringFile, isNeeded: true) is { } missing)
            yield return missing;
        if (kind is SourceKind.PostgreSql or SourceKind.Sqlite or SourceKind.SqlServer or SourceKind.Snowflake or SourceKind.Databricks)
        {
            foreach (var problem in OfQuery(options))
                yield return problem;
        }

        if (kind is not (SourceKind.PostgreSql or SourceKind.Sqlite or SourceKind.SqlServer))
        {
            foreach (var problem in OfHttp(kind, options))
                yield return problem;
        }
    }

    private static IEnumerable<string> OfQuery(SourceOptions options)
    {
        var query = options.Query.Trim().TrimEnd(';');
        if (!OneSelect().IsMatch(query) || query.Contains(';', StringComparison.Ordinal))
            yield return "Query: one SELECT (or WITH … SELECT), without a semicolon inside.";
        var asks = query.Contains("@since", StringComparison.OrdinalIgnoreCase);
        if (options.Watermark.Column.Length > 0 && options.Watermark.Kind == WatermarkKind.None)
            yield return "Watermark:Kind: say Instant, LocalTime or Number.";
        if (options.Watermark.Column.Length > 0 && !asks)
            yield return "Query: with a watermark it asks for rows from @since on, e.g. WHERE changed >= @since ORDER BY changed.";
        else if (options.Watermark.Column.Length > 0 && !query.Contains("order by", StringComparison.OrdinalIgnoreCase))
            yield return "Query: with a watermark its rows come in the order of it (ORDER BY), else a reading that breaks off could pass some over.";
        if (options.Watermark.Column.Length == 0 && asks)
            yield return "Watermark:Column: the query asks for @since, and nothing says which column that is.";
        if (options.Watermark.From.Length > 0 && Watermark.Parse(options.Watermark.Kind, options.Watermark.From) is null)
            yield return $"Watermark:From: {options.Watermark.From} is no {options.Watermark.Kind}.";
    }

    private static IEnumerable<string> OfHttp(SourceKind kind, SourceOptions options)
    {
        if (options.Address is not { IsAbsoluteUri: true, Scheme: "https" or "http", UserInfo: "" } address || (address.Scheme != "https" && !options.AllowPrivate))
            yield return "Address: an address that begins with https://; without TLS only with AllowPrivate.";
        else if (kind != SourceKind.File && !address.AbsolutePath.EndsWith('/'))
            yield return "Address: with a slash at its end.";
        if (OutsideTrust.Problem(options.Authorities) is { } authorities)
            yield return authorities;
        if (SecretSetting.Problem("Secret", options.Secret, options.SecretFile, isNeeded: kind is not (SourceKind.File or SourceKind.Fhir)) is { } missing)
            yield return missing;
        switch (kind)
        {
            case SourceKind.Fhir when options.Fhir.Types.Count == 0:
                yield return "Fhir:Types: say which types are asked for, patients first, e.g. [\"Patient\", \"Observation?category=laboratory\"].";
                break;
            case SourceKind.Fhir when options.Fhir.ClientId.Length > 0 && options.Fhir.TokenAddress is not { IsAbsoluteUri: true }:
                yield return "Fhir:TokenAddress: say where SMART backend services gives tokens.";
                break;
            case SourceKind.GoogleSheets when options.GoogleSheets is { Spreadsheet: "" } or { Range: "" } or { Account: "" }:
                yield return "GoogleSheets: say Spreadsheet, Range and Account.";
                break;
            case SourceKind.Snowflake when options.Snowflake is { Account: "" } or { User: "" }:
                yield return "Snowflake: say Account and User.";
                break;
            case SourceKind.Databricks when options.Databricks.WarehouseId.Length == 0:
                yield return "Databricks:WarehouseId: say which warehouse runs the query.";
                break;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.-]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex(@"^(SELECT|WITH)\s", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OneSelect();
}
