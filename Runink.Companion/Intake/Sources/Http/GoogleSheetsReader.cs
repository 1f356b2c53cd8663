using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources.Http;

/// <summary>A range of a spreadsheet, whole each time: a sheet has no order of changes. Its first row names the columns.</summary>
internal sealed class GoogleSheetsReader(NamedSource source, SourceHttp http, SourceTokens tokens) : SourceReader
{
    private static readonly TimeSpan AssertionLives = TimeSpan.FromMinutes(30);

    public override async IAsyncEnumerable<SourcePage> ReadAsync(SourceQuestion question, [EnumeratorCancellation] CancellationToken cancel)
    {
        var json = SourceHttp.Json(await AskAsync(cancel));
        var lines = json.TryGetProperty("values", out var values) && values.ValueKind == JsonValueKind.Array ? values.EnumerateArray().Select(Cells).ToList() : [];
        if (lines.Count == 0 || lines[0].Any(name => name is null))
            throw new SourceException(SourceFault.Gone, lines.Count == 0 ? "The range is empty: not even names of columns stand there." : "A column has no name: the first row names them all.");
        IReadOnlyList<string> names = [.. lines[0].Select(name => name!.Trim())];
        IReadOnlyList<SourceColumn> columns = [.. names.Select(name => new SourceColumn(name, "cell"))];
        var rows = lines.Skip(1).Where(line => line.Any(cell => !string.IsNullOrWhiteSpace(cell))).Select(SourceItem (line) => new RowItem(new SourceRow(names, line), null)).ToList();
        yield return new SourcePage(columns, []);
        foreach (var page in rows.Chunk(question.Rows))
            yield return new SourcePage(columns, page);
    }

    private static List<string?> Cells(JsonElement line) => [.. line.EnumerateArray().Select(SourceHttp.Text).Select(cell => cell is { Length: 0 } ? null : cell)];

    private async Task<Shared.Outside.OutsideAnswer> AskAsync(CancellationToken cancel)
    {
        for (var isSecond = false; ; isSecond = true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(
                source.Options.Address!,
                $"v4/spreadsheets/{Uri.EscapeDataString(source.Options.GoogleSheets.Spreadsheet)}/values/{Uri.EscapeDataString(source.Options.GoogleSheets.Range)}?majorDimension=ROWS&valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=FORMATTED_STRING"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.OfAsync(source.Name, () => TokenAsync(cancel)));
            var answer = await http.AskAsync(request, cancel);
            if (answer.Status != HttpStatusCode.Unauthorized || isSecond)
                return SourceHttp.OrThrow(answer);
            tokens.Forget(source.Name);
        }
    }

    private async Task<(string Token, TimeSpan Lives)> TokenAsync(CancellationToken cancel)
    {
        var options = source.Options.GoogleSheets;
        using var request = new HttpRequestMessage(HttpMethod.Post, options.TokenAddress)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
                ["assertion"] = tokens.Sign(source, _ => new Dictionary<string, object>
                {
                    ["iss"] = options.Account, ["aud"] = options.TokenAddress.AbsoluteUri, ["scope"] = "https://www.googleapis.com/auth/spreadsheets.readonly",
                }, AssertionLives),
            }),
        };
        return SourceTokens.Read(await http.AskAsync(request, cancel, options.TokenAddress));
    }
}
