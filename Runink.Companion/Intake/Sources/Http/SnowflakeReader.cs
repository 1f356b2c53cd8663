using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources.Http;

/// <summary>A statement over Snowflake's SQL API 2: asked, waited for, fetched in partitions.</summary>
internal sealed partial class SnowflakeReader(NamedSource source, SourceHttp http, SourceTokens tokens, UlidSource ids, TimeProvider time) : SourceReader
{
    private static readonly TimeSpan TokenLives = TimeSpan.FromMinutes(50);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public override async IAsyncEnumerable<SourcePage> ReadAsync(SourceQuestion question, [EnumeratorCancellation] CancellationToken cancel)
    {
        var first = await ExecuteAsync(question.Since, cancel);
        var meta = SourceHttp.Need(first, "resultSetMetaData");
        var types = SourceHttp.Need(meta, "rowType").EnumerateArray().Select(type => (Name: type.GetProperty("name").GetString()!, Type: type.GetProperty("type").GetString()!.ToLowerInvariant())).ToList();
        IReadOnlyList<string> names = [.. types.Select(type => type.Name)];
        IReadOnlyList<SourceColumn> columns = [.. types.Select(type => new SourceColumn(type.Name, type.Type))];
        var partitions = meta.TryGetProperty("partitionInfo", out var parts) ? parts.EnumerateArray().Select(part => part.GetProperty("rowCount").GetInt64()).ToList() : [];
        var total = SourceHttp.Need(meta, "numRows").GetInt64();
        var handle = JsonAnswer.At(first, "statementHandle");
        yield return new SourcePage(columns, []);
        long seen = 0;
        for (var at = 0; at < Math.Max(1, partitions.Count); at++)
        {
            var data = SourceHttp.Need(at == 0 ? first : await PartitionAsync(handle, at, cancel), "data").EnumerateArray().ToList();
            if (at < partitions.Count && data.Count != partitions[at])
                throw new SourceException(SourceFault.HalfAnswer, $"Part {at + 1} of its answer should have {partitions[at]} rows and has {data.Count}.");
            seen += data.Count;
            foreach (var page in data.Chunk(question.Rows))
            {
                yield return new SourcePage(columns, [.. page.Select(SourceItem (line) =>
                {
                    var row = new SourceRow(names, [.. line.EnumerateArray().Select((cell, column) => Value(types[column].Type, SourceHttp.Text(cell)))]);
                    return new RowItem(row, source.Options.Watermark.Column.Length > 0 ? row[source.Options.Watermark.Column] : null);
                })]);
            }
        }

        if (seen != total)
            throw new SourceException(SourceFault.HalfAnswer, $"It announced {total} rows and gave {seen}.");
    }

    private async Task<JsonElement> ExecuteAsync(Watermark? since, CancellationToken cancel)
    {
        var options = source.Options.Snowflake;
        var statement = Since().Replace(source.Options.Query.Trim().TrimEnd(';'), "?");
        var asked = Since().Count(source.Options.Query);
        var body = new Dictionary<string, object?>
        {
            ["statement"] = statement,
            ["timeout"] = (int)source.Options.Timeout.TotalSeconds,
            ["warehouse"] = Said(options.Warehouse), ["database"] = Said(options.Database), ["schema"] = Said(options.Schema), ["role"] = Said(options.Role),
            ["parameters"] = new Dictionary<string, string> { ["TIMEZONE"] = "UTC" },
        };
        if (since is { } from)
        {
            body["bindings"] = Enumerable.Range(1, asked).ToDictionary(
                number => number.ToString(CultureInfo.InvariantCulture), _ => new { type = from.Kind == WatermarkKind.Number ? "FIXED" : "TEXT", value = from.Text });
        }

        var answer = await SendAsync(HttpMethod.Post, $"api/v2/statements?requestId={RequestId()}", JsonContent.Create(body), cancel);
        var began = time.GetTimestamp();
        string? handle = null;
        while (answer.Status == HttpStatusCode.Accepted)
        {
            handle = JsonAnswer.At(SourceHttp.Json(answer), "statementHandle") ?? handle ?? throw new SourceException(SourceFault.NotUnderstood, "It says to wait, and not for what.");
            if (time.GetElapsedTime(began) > source.Options.Timeout)
            {
                await SendAsync(HttpMethod.Post, $"api/v2/statements/{Uri.EscapeDataString(handle)}/cancel", null, cancel);
                throw new SourceException(SourceFault.Temporary, "The query took longer than Timeout allows, and was ended.");
            }

            await Task.Delay(answer.RetryAfter ?? Pause, time, cancel);
            answer = await SendAsync(HttpMethod.Get, $"api/v2/statements/{Uri.EscapeDataString(handle)}", null, cancel);
        }

        return SourceHttp.Json(Checked(answer));
    }

    private async Task<JsonElement> PartitionAsync(string? handle, int at, CancellationToken cancel) =>
        SourceHttp.Json(Checked(await SendAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"api/v2/statements/{Uri.EscapeDataString(handle ?? "")}?partition={at}"), null, cancel)));

    /// <summary>A statement that failed is said with 422 and a code.</summary>
    private static OutsideAnswer Checked(OutsideAnswer answer) => answer switch
    {
        { IsSuccess: true } => answer,
        { Status: HttpStatusCode.UnprocessableContent } => JsonAnswer.At(SourceHttp.Json(answer), "code") is "000904" or "002003"
            ? throw new SourceException(SourceFault.Gone, "A table or a column of the query is not there any more.")
            : throw SourceHttp.Failure(answer, JsonAnswer.At(SourceHttp.Json(answer), "code")),
        _ => throw SourceHttp.Failure(answer, null),
    };

    private async Task<OutsideAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(source.Options.Address!, path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.OfAsync(source.Name, () => Task.FromResult((Token(), TokenLives))));
        request.Headers.Add("X-Snowflake-Authorization-Token-Type", "KEYPAIR_JWT");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.ParseAdd("RuninkCompanion/1.0");
        var answer = await http.AskAsync(request, cancel);
        if (answer.Status == HttpStatusCode.Unauthorized)
            tokens.Forget(source.Name);
        return answer;
    }

    private string Token()
    {
        var user = $"{source.Options.Snowflake.Account}.{source.Options.Snowflake.User}".ToUpperInvariant();
        return tokens.Sign(source, key => new Dictionary<string, object>
        {
            ["iss"] = $"{user}.SHA256:{Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))}", ["sub"] = user,
        }, TokenLives);
    }

    /// <summary>A ULID in the letters of a UUID.</summary>
    private Guid RequestId() => new(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(ids.Next())).AsSpan(0, 16));

    private static string? Said(string text) => text.Length > 0 ? text : null;

    /// <summary>Its times come as seconds, its days as a number of days.</summary>
    private static string? Value(string type, string? text)
    {
        if (text is null)
            return null;
        try
        {
            return type switch
            {
                "date" => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(int.Parse(text, CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                "timestamp_ntz" => Seconds(text).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
                "timestamp_ltz" => Seconds(text).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
                "timestamp_tz" => Seconds(text.Split(' ')[0]).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
                _ => text,
            };
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new SourceException(SourceFault.NotUnderstood, $"A value is no {type}.", wrong);
        }
    }

    private static DateTime Seconds(string text) => DateTime.UnixEpoch.AddTicks((long)(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond));

    [GeneratedRegex(@"@since\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Since();
}
