using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Warehouses over HTTPS, as their published interfaces answer: handles, parts, tokens that end, and answers that are not whole.</summary>
public sealed class WarehousesAreFetched : IDisposable
{
    private const string Query = "SELECT * FROM results WHERE changed >= @since ORDER BY changed";

    private readonly Fetching fetching = new();

    [Fact]
    public async Task SnowflakeIsAskedWaitedForAndFetchedInParts()
    {
        await using var warehouse = await OutsideServer.StartAsync(asked => asked switch
        {
            { Method: "POST" } => new(202, """{"statementHandle":"h1","statementStatusUrl":"/api/v2/statements/h1"}"""),
            { Path: "/api/v2/statements/h1?partition=1" } => new(200) { Bytes = Zipped("""{"data":[["3","S3","1.7","1772438400.000000000","1772438400.0"]]}"""), Headers = new Dictionary<string, string> { ["Content-Encoding"] = "gzip" } },
            _ => new(200, Snowflake(2, 3, """["1","S1","1.5","1772438400.000000000","1772438400.000000000"],["2","S2",null,"1772438400.000000000","1772438400.000000000"]""", 1)),
        });
        await using var hospital = await Hospital.StartAsync(settings: OfSnowflake(warehouse));

        var source = await Fetching.PullAsync(hospital);

        Assert.Equal("2026-03-02T08:00:00Z", source.GetProperty("watermark").GetString());
        Assert.Equal(3, source.GetProperty("taken").GetInt32());
        Assert.Contains("""{"ID":"1","MRN":"S1","VALUE":"1.5","TAKEN_AT":"2026-03-02T08:00:00","CHANGED":"2026-03-02T08:00:00Z"}""", await Fetching.TakenAsync(hospital));
        var first = warehouse.Requests.First();
        Assert.Equal("KEYPAIR_JWT", first.Headers["x-snowflake-authorization-token-type"]);
        Assert.Contains("Companion", first.Headers["user-agent"], StringComparison.Ordinal);
        var token = new JsonWebToken(first.Headers["authorization"]["Bearer ".Length..]);
        Assert.Equal("ACCT.RUNINK", token.Subject);
        Assert.StartsWith("ACCT.RUNINK.SHA256:", token.Issuer, StringComparison.Ordinal);
        Assert.True(token.ValidTo - token.IssuedAt <= TimeSpan.FromHours(1));
        var body = JsonSerializer.Deserialize<JsonElement>(first.Body);
        Assert.Equal("SELECT * FROM results WHERE changed >= ? ORDER BY changed", body.GetProperty("statement").GetString());
        Assert.Equal("1900-01-01T00:00:00Z", body.GetProperty("bindings").GetProperty("1").GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("""["1","S1","1.5",null,"1772438400.0"]""", 2, "It announced 2 rows and gave 1.", "half-answer")]
    [InlineData("""["1","S1","1.5",null,"1772438400.0"],["2","S2","1","x","1"]""", 2, "A value is no timestamp_ntz.", "not-understood")]
    public async Task WhatSnowflakeDoesNotGiveWholeIsSaid(string rows, int announced, string problem, string concern)
    {
        await using var warehouse = await OutsideServer.StartAsync(_ => new(200, Snowflake(null, announced, rows)));
        await using var hospital = await Hospital.StartAsync(settings: OfSnowflake(warehouse));
        var source = await Fetching.PulledAsync(hospital);
        Assert.Equal((problem, concern), (source.GetProperty("problem").GetString(), source.GetProperty("concern").GetString()));
        Assert.Single(await hospital.ItemsAsync("/api/v1/operational-tasks"));
        Assert.Equal(JsonValueKind.Null, source.GetProperty("watermark").ValueKind);
    }

    [Fact]
    public async Task AHalfAnswerIsAskedForAgainAndNothingOfItIsTwice()
    {
        var isWhole = false;
        await using var warehouse = await OutsideServer.StartAsync(_ => Volatile.Read(ref isWhole)
            ? new(200, Snowflake(null, 2, """["1","S1","1.5",null,"1772438400.0"],["2","S2","1.6",null,"1772438400.0"]"""))
            : new(200, Snowflake(null, 2, """["1","S1","1.5",null,"1772438400.0"]""")[..^3]) { BreaksOff = true });
        await using var hospital = await Hospital.StartAsync(settings: OfSnowflake(warehouse));
        Assert.Equal("half-answer", (await Fetching.PulledAsync(hospital)).GetProperty("concern").GetString());
        Volatile.Write(ref isWhole, true);
        Assert.Equal(2, (await Fetching.PullAsync(hospital)).GetProperty("taken").GetInt32());
        Assert.Empty(await hospital.ItemsAsync("/api/v1/operational-tasks"));
        Assert.Equal((0, 2, 0), Fetching.Last(await Fetching.PullAsync(hospital)));
    }

    [Fact]
    public async Task AStatementThatNeverEndsIsCancelled()
    {
        await using var warehouse = await OutsideServer.StartAsync(asked => asked.Path.EndsWith("/cancel", StringComparison.Ordinal) ? new(200) : new(202, """{"statementHandle":"h1"}"""));
        await using var hospital = await Hospital.StartAsync(settings: OfSnowflake(warehouse));
        await Hospital.EventuallyAsync(
            () =>
            {
                hospital.Time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(warehouse.Requests.Any(asked => asked is { Method: "POST", Path: "/api/v2/statements/h1/cancel" }));
            },
            isCancelled => isCancelled, "the statement is cancelled");
        Assert.StartsWith("The query took longer", (await Fetching.PulledAsync(hospital)).GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoIsAskedTooOftenIsLeftAloneForAsLongAsItWishes()
    {
        await using var warehouse = await OutsideServer.StartAsync(_ => new(429, RetryAfter: "600"));
        await using var hospital = await Hospital.StartAsync(settings: OfSnowflake(warehouse));
        var source = await Fetching.PulledAsync(hospital);
        Assert.Equal("It is asked too often (429).", source.GetProperty("problem").GetString());
        Assert.Equal(TimeSpan.FromSeconds(600), source.GetProperty("nextPullAt").GetDateTimeOffset() - source.GetProperty("lastPullAt").GetDateTimeOffset());
        Assert.Equal(JsonValueKind.Null, source.GetProperty("concern").ValueKind);
    }

    [Fact]
    public async Task DatabricksIsAskedWaitedForAndFetchedInChunks()
    {
        await using var lake = await OutsideServer.StartAsync(asked => asked.Path switch
        {
            "/oidc/v1/token" => new(200, """{"access_token":"d1","token_type":"Bearer","expires_in":3600}"""),
            "/api/2.0/sql/statements/" => new(200, """{"statement_id":"s1","status":{"state":"PENDING"}}"""),
            "/api/2.0/sql/statements/s1" => new(200, Databricks(3, """["1","B1","1.5",null,"2026-03-02T08:00:00.000Z"],["2","B2","1.6",null,"2026-03-02T08:00:00.000Z"]""", ",\"next_chunk_index\":1")),
            "/api/2.0/sql/statements/s1/result/chunks/1" => new(200, """{"chunk_index":1,"row_count":1,"data_array":[["3","B3","1.7",null,"2026-03-02T08:00:00.000Z"]]}"""),
            _ => new(404),
        });
        await using var hospital = await Hospital.StartAsync(settings: OfDatabricks(lake));

        var source = await Fetching.PullAsync(hospital);

        Assert.Equal(("2026-03-02T08:00:00Z", 3), (source.GetProperty("watermark").GetString(), source.GetProperty("taken").GetInt32()));
        var token = lake.Requests.First();
        Assert.Equal(("grant_type=client_credentials&scope=all-apis", $"Basic {Convert.ToBase64String("app:secret"u8)}"), (token.Body, token.Headers["authorization"]));
        var body = JsonSerializer.Deserialize<JsonElement>(lake.Requests.First(asked => asked.Path.EndsWith("statements/", StringComparison.Ordinal)).Body);
        Assert.Equal("SELECT * FROM results WHERE changed >= :since ORDER BY changed", body.GetProperty("statement").GetString());
        Assert.Equal(("since", "TIMESTAMP"), (body.GetProperty("parameters")[0].GetProperty("name").GetString(), body.GetProperty("parameters")[0].GetProperty("type").GetString()));
        Assert.Single(lake.Requests, asked => asked.Path == "/oidc/v1/token");
        hospital.Time.Advance(TimeSpan.FromMinutes(61));
        await Fetching.PullAsync(hospital);
        Assert.Equal(2, lake.Requests.Count(asked => asked.Path == "/oidc/v1/token"));
    }

    [Theory]
    [InlineData("""{"statement_id":"s1","status":{"state":"SUCCEEDED"},"manifest":{"truncated":true}}""", "It cut its answer off", "half-answer")]
    [InlineData("""{"statement_id":"s1","status":{"state":"FAILED","error":{"error_code":"BAD_REQUEST","message":"Jane Doe"},"sql_state":"42703"}}""", "A table or a column of the query is not there any more.", "gone")]
    [InlineData("""{"statement_id":"s1","status":{"state":"FAILED","error":{"error_code":"BAD_REQUEST","message":"Jane Doe"}}}""", "It does not understand the query (BAD_REQUEST).", "refused")]
    [InlineData("""{"statement_id":"s1","sta""", "Its answer is no JSON, or ends before it is whole.", "half-answer")]
    [InlineData("""{"statement_id":"s1"}""", "Its answer has no status.state.", "not-understood")]
    public async Task WhatDatabricksAnswersIsSaidWithoutItsOwnWords(string answer, string problem, string concern)
    {
        await using var lake = await OutsideServer.StartAsync(asked => asked.Path == "/oidc/v1/token" ? new(200, """{"access_token":"d1","expires_in":3600}""") : new(200, answer));
        await using var hospital = await Hospital.StartAsync(settings: OfDatabricks(lake));
        var source = await Fetching.PulledAsync(hospital);
        Assert.StartsWith(problem, source.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(concern, source.GetProperty("concern").GetString());
        Assert.DoesNotContain("Jane", source.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAddressInTheHouseIsNotAskedUnlessThatIsMeant()
    {
        await using var server = await OutsideServer.StartAsync();
        var settings = OfDatabricks(server);
        settings["Intake:Sources:it:AllowPrivate"] = "false";
        settings["Intake:Sources:it:Address"] = server.Url.Replace("http:", "https:", StringComparison.Ordinal) + "/";
        await using var hospital = await Hospital.StartAsync(settings: settings);
        Assert.Contains("leads into a private network", (await Fetching.PulledAsync(hospital)).GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    public void Dispose() => fetching.Dispose();

    private Dictionary<string, string?> OfSnowflake(OutsideServer warehouse) => fetching.Settings(
        "Snowflake", warehouse.Url + "/", ("Secret", Fetching.NewKey()), ("Query", Query), ("Watermark:Column", "CHANGED"), ("Watermark:Kind", "Instant"), ("Snowflake:Account", "acct"), ("Snowflake:User", "runink"),
        ("Snowflake:Warehouse", "W"), ("Timeout", "00:00:10"));

    private Dictionary<string, string?> OfDatabricks(OutsideServer lake) => fetching.Settings(
        "Databricks", lake.Url + "/", ("Secret", "secret"), ("Query", Query), ("Watermark:Column", "changed"), ("Watermark:Kind", "Instant"), ("Databricks:WarehouseId", "w"), ("Databricks:ClientId", "app"));

    private static string Snowflake(int? first, int total, string rows, params int[] more) => $$"""
        {"resultSetMetaData":{"numRows":{{total}},"format":"jsonv2","partitionInfo":[{{string.Join(',', (first is null ? [] : new[] { first.Value }).Concat(more).Select(count => $$"""{"rowCount":{{count}}}"""))}}],
        "rowType":[{"name":"ID","type":"fixed"},{"name":"MRN","type":"text"},{"name":"VALUE","type":"fixed"},{"name":"TAKEN_AT","type":"timestamp_ntz"},{"name":"CHANGED","type":"timestamp_ltz"}]},
        "data":[{{rows}}],"code":"090001","statementHandle":"h1"}
        """;

    private static string Databricks(int total, string rows, string more) => $$$"""
        {"statement_id":"s1","status":{"state":"SUCCEEDED"},"manifest":{"total_row_count":{{{total}}},"truncated":false,"schema":{"columns":[{"name":"id","type_name":"LONG"},{"name":"mrn","type_name":"STRING"},
        {"name":"value","type_name":"DECIMAL"},{"name":"taken_at","type_name":"TIMESTAMP"},{"name":"changed","type_name":"TIMESTAMP"}]}},"result":{"chunk_index":0,"row_count":2,"data_array":[{{{rows}}}]{{{more}}}}}
        """;

    private static byte[] Zipped(string text)
    {
        var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest))
            zip.Write(Encoding.UTF8.GetBytes(text));
        return zipped.ToArray();
    }
}
