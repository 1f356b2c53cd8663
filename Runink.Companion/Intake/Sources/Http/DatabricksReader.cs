using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources.Http;

/// <summary>A statement over Databricks' Statement Execution API 2.0: asked, waited for, fetched in chunks.</summary>
internal sealed partial class DatabricksReader(NamedSource source, SourceHttp http, SourceTokens tokens, TimeProvider time) : SourceReader
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public override async IAsyncEnumerable<SourcePage> ReadAsync(SourceQuestion question, [EnumeratorCancellation] CancellationToken cancel)
    {
        var done = await ExecuteAsync(question.Since, cancel);
        var manifest = SourceHttp.Need(done, "manifest");
        if (manifest.TryGetProperty("truncated", out var truncated) && truncated.ValueKind == JsonValueKind.True)
            throw new SourceException(SourceFault.HalfAnswer, "It cut its answer off: ask for less at a time, with a LIMIT or a later beginning.");
        var schema = SourceHttp.Need(manifest, "schema", "columns").EnumerateArray().ToList();
        IReadOnlyList<SourceColumn> columns = [.. schema.Select(column => new SourceColumn(column.GetProperty("name").GetString()!, (JsonAnswer.At(column, "type_name") ?? "").ToLowerInvariant()))];
        IReadOnlyList<string> names = [.. columns.Select(column => column.Name)];
        var total = SourceHttp.Need(manifest, "total_row_count").GetInt64();
        yield return new SourcePage(columns, []);
        long seen = 0;
        JsonElement? chunk = done.TryGetProperty("result", out var result) ? result : null;
        while (chunk is { } part)
        {
            var rows = part.TryGetProperty("data_array", out var data) ? data.EnumerateArray().ToList() : [];
            if (part.TryGetProperty("row_count", out var announced) && announced.GetInt64() != rows.Count)
                throw new SourceException(SourceFault.HalfAnswer, $"A part of its answer should have {announced.GetInt64()} rows and has {rows.Count}.");
            seen += rows.Count;
            foreach (var page in rows.Chunk(question.Rows))
            {
                yield return new SourcePage(columns, [.. page.Select(SourceItem (line) =>
                {
                    var row = new SourceRow(names, [.. line.EnumerateArray().Select(SourceHttp.Text)]);
                    return new RowItem(row, source.Options.Watermark.Column.Length > 0 ? row[source.Options.Watermark.Column] : null);
                })]);
            }

            chunk = JsonAnswer.At(part, "next_chunk_index") is { } next
                ? SourceHttp.Json(SourceHttp.OrThrow(await SendAsync(HttpMethod.Get, $"api/2.0/sql/statements/{Id(done)}/result/chunks/{Uri.EscapeDataString(next)}", null, cancel)))
                : null;
        }

        if (seen != total)
            throw new SourceException(SourceFault.HalfAnswer, $"It announced {total} rows and gave {seen}.");
    }

    private async Task<JsonElement> ExecuteAsync(Watermark? since, CancellationToken cancel)
    {
        var options = source.Options.Databricks;
        var wait = Math.Clamp((int)source.Options.Timeout.TotalSeconds - 2, 5, 50);
        var body = new Dictionary<string, object?>
        {
            ["warehouse_id"] = options.WarehouseId,
            ["statement"] = Since().Replace(source.Options.Query.Trim().TrimEnd(';'), ":since"),
            ["catalog"] = options.Catalog.Length > 0 ? options.Catalog : null, ["schema"] = options.Schema.Length > 0 ? options.Schema : null,
            ["wait_timeout"] = string.Create(CultureInfo.InvariantCulture, $"{wait}s"), ["on_wait_timeout"] = "CONTINUE", ["disposition"] = "INLINE", ["format"] = "JSON_ARRAY",
            ["parameters"] = since is { } from ? new[] { new { name = "since", value = from.Text, type = from.Kind switch { WatermarkKind.Number => "DECIMAL(38,9)", WatermarkKind.LocalTime => "TIMESTAMP_NTZ", _ => "TIMESTAMP" } } } : null,
        };
        var answer = SourceHttp.Json(SourceHttp.OrThrow(await SendAsync(HttpMethod.Post, "api/2.0/sql/statements/", JsonContent.Create(body), cancel)));
        var began = time.GetTimestamp();
        while (true)
        {
            switch (SourceHttp.Need(answer, "status", "state").GetString())
            {
                case "SUCCEEDED":
                    return answer;
                case "PENDING" or "RUNNING" when time.GetElapsedTime(began) > source.Options.Timeout:
                    await SendAsync(HttpMethod.Post, $"api/2.0/sql/statements/{Id(answer)}/cancel", null, cancel);
                    throw new SourceException(SourceFault.Temporary, "The query took longer than Timeout allows, and was ended.");
                case "PENDING" or "RUNNING":
                    await Task.Delay(Pause, time, cancel);
                    answer = SourceHttp.Json(SourceHttp.OrThrow(await SendAsync(HttpMethod.Get, $"api/2.0/sql/statements/{Id(answer)}", null, cancel)));
                    break;
                case "FAILED":
                    throw Failed(answer);
                case var other:
                    throw new SourceException(SourceFault.Temporary, $"The query was ended there ({(other is { Length: < 40 } ? other : "unknown")}).");
            }
        }
    }

    private static SourceException Failed(JsonElement answer)
    {
        var (code, state) = (JsonAnswer.At(answer, "status.error.error_code"), JsonAnswer.At(answer, "status.sql_state"));
        return state is "42703" or "42P01" ? new SourceException(SourceFault.Gone, "A table or a column of the query is not there any more.")
            : code is "TEMPORARILY_UNAVAILABLE" or "SERVICE_UNDER_MAINTENANCE" or "WORKSPACE_TEMPORARILY_UNAVAILABLE" or "DEADLINE_EXCEEDED" or "RESOURCE_EXHAUSTED" or "IO_ERROR" or "INTERNAL_ERROR"
                ? new SourceException(SourceFault.Temporary, $"The query failed there ({code}).")
                : new SourceException(SourceFault.Refused, $"It does not understand the query ({(code is { Length: < 60 } ? code : "unknown")}).");
    }

    private static string Id(JsonElement answer) => Uri.EscapeDataString(SourceHttp.Need(answer, "statement_id").GetString() ?? "");

    private async Task<OutsideAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(source.Options.Address!, path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", source.Options.Databricks.ClientId.Length == 0
            ? source.Options.ReadSecret() ?? throw new SourceException(SourceFault.Refused, "Its secret cannot be read.")
            : await tokens.OfAsync(source.Name, () => TokenAsync(cancel)));
        var answer = await http.AskAsync(request, cancel);
        if (answer.Status == HttpStatusCode.Unauthorized)
            tokens.Forget(source.Name);
        return answer;
    }

    private async Task<(string Token, TimeSpan Lives)> TokenAsync(CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(source.Options.Address!, "oidc/v1/token"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = "all-apis" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{source.Options.Databricks.ClientId}:{source.Options.ReadSecret()}")));
        return SourceTokens.Read(await http.AskAsync(request, cancel));
    }

    [GeneratedRegex(@"@since\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Since();
}
