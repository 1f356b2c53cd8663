using Microsoft.IdentityModel.JsonWebTokens;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Tables that are read whole each time: what is known is left, what changed is taken, what nobody can tell apart is refused.</summary>
public sealed class SheetsAndFilesAreFetched : IDisposable
{
    private readonly Fetching fetching = new();
    private string sheet = """["id","mrn","value","taken_at"],["1","G1",1.5,"2026-03-02 08:00"],[],["2","G2",1.6,"2026-03-02 08:00"]""";
    private int tokens;

    [Fact]
    public async Task ASheetIsReadWholeAndOnlyWhatChangedIsNews()
    {
        await using var google = await OutsideServer.StartAsync(Google);
        await using var hospital = await Hospital.StartAsync(settings: OfSheet(google));
        Assert.Equal((2, 0, 0), Fetching.Last(await Fetching.PulledAsync(hospital)));
        var token = new JsonWebToken(Uri.UnescapeDataString(google.Requests.First().Body.Split("assertion=")[1]));
        Assert.Equal(("reader@project.example", $"{google.Url}/token"), (token.Issuer, token.Audiences.Single()));
        Assert.Equal("https://www.googleapis.com/auth/spreadsheets.readonly", token.GetClaim("scope").Value);

        sheet = sheet.Replace("1.6", "2.5", StringComparison.Ordinal).Replace("[],", "[\"3\",\"G3\",1],", StringComparison.Ordinal);
        Assert.Equal((2, 1, 0), Fetching.Last(await Fetching.PullAsync(hospital)));
        Assert.Equal((0, 3, 0), Fetching.Last(await Fetching.PullAsync(hospital)));
        // Set back to what it was: that is news too.
        sheet = sheet.Replace("2.5", "1.6", StringComparison.Ordinal);
        Assert.Equal((1, 2, 0), Fetching.Last(await Fetching.PullAsync(hospital)));
        Assert.Equal(1, tokens);
    }

    [Fact]
    public async Task ATokenThatGoogleTookBackIsAskedForAgain()
    {
        await using var google = await OutsideServer.StartAsync(asked => asked.Path != "/token" && asked.Headers["authorization"] == "Bearer t1" && tokens == 1 && sheet.Contains("G9", StringComparison.Ordinal) ? new(401) : Google(asked));
        await using var hospital = await Hospital.StartAsync(settings: OfSheet(google));
        await Fetching.PulledAsync(hospital);
        sheet = """["id","mrn","value","taken_at"],["9","G9",1.5]""";
        Assert.Equal((1, 0, 0), Fetching.Last(await Fetching.PullAsync(hospital)));
        Assert.Equal(2, tokens);
    }

    [Fact]
    public async Task TwoRowsWithOneKeyAreNotTakenForEachOther()
    {
        sheet = """["id","mrn","value"],["1","G1",1.5],["1","G1",9.9]""";
        await using var google = await OutsideServer.StartAsync(Google);
        await using var hospital = await Hospital.StartAsync(settings: OfSheet(google));
        // taken_at is not there: a person who renames a column of a sheet is told.
        Assert.Equal("gone", (await Fetching.PulledAsync(hospital)).GetProperty("concern").GetString());
        sheet = """["id","mrn","value","taken_at"],["1","G1",1.5],["1","G1",9.9]""";
        Assert.Equal((1, 0, 1), Fetching.Last(await Fetching.PullAsync(hospital)));
        Assert.Equal((0, 2, 0), Fetching.Last(await Fetching.PullAsync(hospital)));
        Assert.Contains("same key", Assert.Single(await hospital.ItemsAsync("/api/v1/quarantine")).GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATableWithoutAWatermarkThatGrewTooLongIsSaid()
    {
        await using var google = await OutsideServer.StartAsync(Google);
        var settings = OfSheet(google);
        settings["Intake:Sources:it:MostRows"] = "1";
        await using var hospital = await Hospital.StartAsync(settings: settings);
        Assert.StartsWith("It has more than 1 rows", (await Fetching.PulledAsync(hospital)).GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileIsFetchedAgainOnlyWhenItChanged()
    {
        var (csv, tag) = ("\uFEFFid;mrn;value;taken_at;note\n1;F1;1.5;2026-03-02 08:00;\"two\nlines; one cell\"\n2;F2;1.6;2026-03-02 08:00;\n", "\"v1\"");
        await using var files = await OutsideServer.StartAsync(asked => asked.Headers.GetValueOrDefault("if-none-match") == tag
            ? new(304) : new(200, csv) { Headers = new Dictionary<string, string> { ["ETag"] = tag } });
        await using var hospital = await Hospital.StartAsync(settings: OfFile(files, "Csv"));
        Assert.Equal((2, 0, 0), Fetching.Last(await Fetching.PulledAsync(hospital)));
        Assert.Equal((0, 0, 0), Fetching.Last(await Fetching.PullAsync(hospital)));
        (csv, tag) = (csv + "3;F3;1.7;;\n", "\"v2\"");
        Assert.Equal((1, 2, 0), Fetching.Last(await Fetching.PullAsync(hospital)));
        Assert.Contains("two\\nlines; one cell", string.Join('\n', await Fetching.TakenAsync(hospital)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id;mrn;value;taken_at\n1;F1;1.5;2026-03-02 08:00\n2;F2", "half-answer", 1)]
    [InlineData("", "half-answer", 0)]
    [InlineData("id;mrn;value\n1;F1;1.5\n", "gone", 0)]
    [InlineData("<html><body>Sign in</body></html>", "gone", 0)]
    public async Task AFileThatIsNotWholeIsSaid(string csv, string concern, int taken)
    {
        await using var files = await OutsideServer.StartAsync(_ => new(200, csv));
        var settings = OfFile(files, "Csv");
        settings["Intake:Sources:it:BatchSize"] = "1";
        await using var hospital = await Hospital.StartAsync(settings: settings);
        var source = await Fetching.PulledAsync(hospital);
        Assert.Equal((concern, taken), (source.GetProperty("concern").GetString(), source.GetProperty("taken").GetInt32()));
    }

    [Fact]
    public async Task ObjectsOfJsonAreRowsAndABrokenOneIsSaid()
    {
        var broken = "";
        await using var files = await OutsideServer.StartAsync(_ => new(200, "{\"id\":1,\"mrn\":\"F1\",\"value\":1.5,\"taken_at\":\"2026-03-02 08:00\",\"by\":{\"who\":\"x\"}}\n{\"id\":2,\"mrn\":\"F2\",\"value\":1.6}\n" + broken));
        await using var hospital = await Hospital.StartAsync(settings: OfFile(files, "Json"));
        Assert.Equal((2, 0, 0), Fetching.Last(await Fetching.PulledAsync(hospital)));
        Assert.Contains("\"by.who\":\"x\"", string.Join('\n', await Fetching.TakenAsync(hospital)), StringComparison.Ordinal);
        broken = "{\"id\":3,";
        Assert.Equal("half-answer", (await Fetching.PullAsync(hospital)).GetProperty("concern").GetString());
    }

    [Fact]
    public async Task AFileWithoutAHeaderAndOneWithANameTwice()
    {
        var csv = "id;mrn;value;taken_at;value\n1;F1;1.5;2026-03-02 08:00;9\n";
        await using var files = await OutsideServer.StartAsync(_ => new(200, csv));
        await using (var hospital = await Hospital.StartAsync(settings: OfFile(files, "Csv")))
        {
            Assert.Equal((1, 0, 0), Fetching.Last(await Fetching.PulledAsync(hospital)));
            Assert.Contains("\"value\":\"1.5\"", Assert.Single(await Fetching.TakenAsync(hospital)), StringComparison.Ordinal);
            Assert.Contains("\"value (2)\":\"9\"", Assert.Single(await Fetching.TakenAsync(hospital)), StringComparison.Ordinal);
        }

        csv = "1;F1;1.5;2026-03-02 08:00\n2;F2;1.6;2026-03-02 08:00\n";
        var settings = OfFile(files, "Csv");
        settings["Intake:Sources:it:File:Header"] = "false";
        await using var headless = await Hospital.StartAsync(settings: settings);
        Assert.Contains("it has column 1, column 2, column 3, column 4", (await Fetching.PulledAsync(headless)).GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileOfResourcesIsTakenLineByLine()
    {
        await using var files = await OutsideServer.StartAsync(_ => new(200, """
            {"resourceType":"Patient","id":"n1","identifier":[{"system":"urn:x","value":"4712"}],"name":[{"family":"Ruiz"}]}
            {"resourceType":"Observation","id":"n2","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2524-7"}]},"subject":{"reference":"Patient/n1"},"valueQuantity":{"value":1.4,"unit":"mmol/L","code":"mmol/L","system":"http://unitsofmeasure.org"}}
            {"resourceType":"Observation","id":"n3","status":"final"}
            """));
        await using var hospital = await Hospital.StartAsync(settings: OfFile(files, "Ndjson"));
        Assert.Equal((2, 0, 1), Fetching.Last(await Fetching.PulledAsync(hospital)));
        Assert.Equal((0, 2, 1), Fetching.Last(await Fetching.PullAsync(hospital)));
        Assert.Single(await hospital.ItemsAsync("/api/v1/quarantine"));
    }

    public void Dispose() => fetching.Dispose();

    private OutsideServer.Answer Google(OutsideServer.Asked asked) => asked.Path == "/token"
        ? new(200, $$"""{"access_token":"t{{Interlocked.Increment(ref tokens)}}","token_type":"Bearer","expires_in":3600}""")
        : asked.Path.StartsWith("/v4/spreadsheets/abc/values/Screening%21A1%3AD?", StringComparison.Ordinal) || asked.Path.StartsWith("/v4/spreadsheets/abc/values/Screening!A1:D?", StringComparison.Ordinal)
            ? new(200, $$"""{"range":"x","majorDimension":"ROWS","values":[{{sheet}}]}""") : new(404);

    private Dictionary<string, string?> OfSheet(OutsideServer google) => fetching.Settings(
        "GoogleSheets", google.Url + "/", ("Secret", Fetching.NewKey()), ("GoogleSheets:Spreadsheet", "abc"), ("GoogleSheets:Range", "Screening!A1:D"), ("GoogleSheets:Account", "reader@project.example"),
        ("GoogleSheets:TokenAddress", google.Url + "/token"));

    private Dictionary<string, string?> OfFile(OutsideServer files, string format) => fetching.Settings("File", files.Url + "/f", ("File:Format", format), ("File:Delimiter", ";"));
}
