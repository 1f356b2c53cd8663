using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources.Http;

/// <summary>A file behind an address: CSV with a header, or one FHIR resource a line. It is not fetched again while its server says that it is the same.</summary>
internal sealed class FileSourceReader(NamedSource source, SourceHttp http) : SourceReader
{
    private const int OneMiB = 1024 * 1024;

    public override async IAsyncEnumerable<SourcePage> ReadAsync(SourceQuestion question, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, source.Options.Address);
        if (source.Options.ReadSecret() is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var before = question.Validator is { } kept ? JsonSerializer.Deserialize<State>(kept) : null;
        if (before?.ETag is { } etag)
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        else if (before?.LastModified is { } modified)
            request.Headers.IfModifiedSince = modified;
        var answer = await http.AskAsync(request, cancel, most: source.Options.File.MaxMiB * OneMiB);
        if (answer.Status == HttpStatusCode.NotModified)
        {
            yield return new SourcePage([], []) { Validator = question.Validator };
            yield break;
        }

        SourceHttp.OrThrow(answer);
        var validator = answer.ETag is null && answer.LastModified is null ? null : JsonSerializer.Serialize(new State(answer.ETag, answer.LastModified));
        var text = answer.Body.TrimStart('\uFEFF');
        foreach (var page in source.Options.File.Format switch { SourceFileFormat.Csv => Csv(text, question.Rows), SourceFileFormat.Json => Objects(text, question.Rows), _ => Lines(text, question.Rows) })
            yield return page with { Validator = validator };
    }

    private IEnumerable<SourcePage> Csv(string text, int rows)
    {
        using var reader = new StringReader(text);
        using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = source.Options.File.Delimiter, BadDataFound = null });
        if (!csv.Read() || csv.Record is not { } header)
            throw new SourceException(SourceFault.HalfAnswer, "The file is empty: not even names of columns stand in it.");
        var hasHeader = source.Options.File.Header;
        var names = hasHeader ? ColumnNames.Distinct(header) : ColumnNames.Places(header.Length);
        IReadOnlyList<SourceColumn> columns = [.. names.Select(name => new SourceColumn(name, "text"))];
        yield return new SourcePage(columns, []);
        var items = new List<SourceItem>(rows);
        for (var isFirst = !hasHeader; isFirst || csv.Read(); isFirst = false)
        {
            var record = csv.Record!;
            if (record.Length == 1 && string.IsNullOrWhiteSpace(record[0]))
                continue;
            if (record.Length != names.Count)
                throw new SourceException(SourceFault.HalfAnswer, string.Create(CultureInfo.InvariantCulture, $"Line {csv.RawRow} has {record.Length} fields and its header {names.Count}: the file is not whole, or its fields are not quoted."));
            items.Add(new RowItem(new SourceRow(names, [.. record.Select(cell => cell.Length == 0 ? null : cell)]), null));
            if (items.Count < rows)
                continue;
            yield return new SourcePage(columns, items);
            items = new List<SourceItem>(rows);
        }

        yield return new SourcePage(columns, items);
    }

    private static IEnumerable<SourcePage> Objects(string text, int rows)
    {
        var read = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select((line, at) => Row(line, at + 1)).ToList();
        // An object may leave out what another has: the columns are those of all.
        IReadOnlyList<SourceColumn> columns = [.. read.SelectMany(row => row.Columns).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => new SourceColumn(name, "text"))];
        yield return new SourcePage(columns, []);
        foreach (var page in read.Select(SourceItem (row) => new RowItem(row, null)).Chunk(rows))
            yield return new SourcePage(columns, page);
    }

    private static SourceRow Row(string line, int number)
    {
        try
        {
            using var parsed = JsonDocument.Parse(line);
            if (JsonRows.Of(parsed.RootElement) is { } row)
                return row;
        }
        catch (JsonException)
        {
            // Said below, as for what is JSON and no object.
        }

        throw new SourceException(SourceFault.HalfAnswer, string.Create(CultureInfo.InvariantCulture, $"Line {number} is no object of JSON: the file is not whole, or not one object a line."));
    }

    private static IEnumerable<SourcePage> Lines(string text, int rows) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(SourceItem (line) => new ResourceItem(Encoding.UTF8.GetBytes(line), null, "")).Chunk(rows).Select(page => new SourcePage([], page));

    private sealed record State(string? ETag, DateTimeOffset? LastModified);
}
