using System.Net;
using System.Text;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What changed on another FHIR server, asked for page by page: here another Companion.</summary>
public sealed class AnotherServerIsAsked : IDisposable
{
    private readonly Fetching fetching = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatChangesThereIsHereUnderIdsOfItsOwn()
    {
        await using var other = await Hospital.StartAsync();
        await PutAsync(other, "Patient/p1", """{"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:there","value":"1"}],"name":[{"family":"Silva"}],"birthDate":"1950-01-01"}""");
        for (var at = 0; at < 7; at++)
            await PutAsync(other, $"Observation/o{at}", Observation($"o{at}", "1.5"));
        await using var hospital = await Hospital.StartAsync(settings: Of(other.Web.BaseAddress!.AbsoluteUri + "fhir/", other.Web.DefaultRequestHeaders.Authorization!.Parameter!));
        // Somebody of the same id is here already, and is somebody else.
        Assert.Equal(HttpStatusCode.Created, await PutAsync(hospital, "Patient/p1", """{"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:here","value":"9"}],"name":[{"family":"Weber"}],"birthDate":"1980-01-01"}"""));

        var source = await Fetching.PullAsync(hospital);
        Assert.Equal((null, 8), (source.GetProperty("problem").GetString(), source.GetProperty("taken").GetInt32()));

        Assert.Equal("Silva", (await hospital.GetAsync("/fhir/Patient/it-p1")).GetProperty("name")[0].GetProperty("family").GetString());
        Assert.Equal("Weber", (await hospital.GetAsync("/fhir/Patient/p1")).GetProperty("name")[0].GetProperty("family").GetString());
        var read = await hospital.GetAsync("/fhir/Observation/it-o3");
        Assert.Equal("Patient/it-p1", read.GetProperty("subject").GetProperty("reference").GetString());

        other.Time.Advance(TimeSpan.FromMinutes(1));
        await PutAsync(other, "Observation/o3", Observation("o3", "1.9"));
        await Fetching.PullAsync(hospital);
        Assert.Equal(1.9m, (await hospital.GetAsync("/fhir/Observation/it-o3")).GetProperty("valueQuantity").GetProperty("value").GetDecimal());
        Assert.Equal((0, 8, 0), Fetching.Last(await Fetching.PullAsync(hospital)));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/fhir/Patient?page=2", "Its next page is on another server, which is not asked.", "refused")]
    [InlineData(null, "Its next page is the one before.", "not-understood")]
    public async Task APageElsewhereOrTheSamePageIsNotAsked(string? next, string problem, string concern)
    {
        await using var server = await OutsideServer.StartAsync(asked => new(200, $$"""{"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"{{next ?? asked.Path}}"}],"entry":[]}"""));
        await using var hospital = await Hospital.StartAsync(settings: Of(server.Url + "/fhir/", "t"));
        var source = await Fetching.PulledAsync(hospital);
        Assert.Equal((problem, concern), (source.GetProperty("problem").GetString(), source.GetProperty("concern").GetString()));
    }

    /// <summary>Observations that are older than the last patient would else never be asked for again.</summary>
    [Fact]
    public async Task AReadingThatBreaksOffBetweenTwoTypesBeginsAgain()
    {
        var isWell = false;
        await using var server = await OutsideServer.StartAsync(asked => asked.Path.StartsWith("/fhir/Patient", StringComparison.Ordinal)
            ? new(200, """{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Patient","id":"a","meta":{"lastUpdated":"2026-03-02T07:00:00Z"}}},{"resource":{"resourceType":"Patient","id":"b","meta":{"lastUpdated":"2026-03-02T07:30:00Z"}}}]}""")
            : Volatile.Read(ref isWell) ? new(200, """{"resourceType":"Bundle","type":"searchset"}""") : new(503));
        await using var hospital = await Hospital.StartAsync(settings: Of(server.Url + "/fhir/", "t"));
        Assert.Equal(JsonValueKind.Null, (await Fetching.PulledAsync(hospital)).GetProperty("watermark").ValueKind);
        Volatile.Write(ref isWell, true);
        var source = await Fetching.PullAsync(hospital);
        Assert.Equal(("2026-03-02T07:30:00Z", (0, 2, 0)), (source.GetProperty("watermark").GetString(), Fetching.Last(source)));
    }

    [Fact]
    public async Task SmartBackendServicesLetUsIn()
    {
        await using var server = await OutsideServer.StartAsync(asked => asked.Path == "/token" ? new(200, """{"access_token":"s1","expires_in":300}""")
            : asked.Headers.GetValueOrDefault("authorization") == "Bearer s1" ? new(200, """{"resourceType":"Bundle","type":"searchset"}""") : new(401));
        var settings = Of(server.Url + "/fhir/", Fetching.NewKey());
        settings["Intake:Sources:it:Fhir:ClientId"] = "runink";
        settings["Intake:Sources:it:Fhir:TokenAddress"] = server.Url + "/token";
        await using var hospital = await Hospital.StartAsync(settings: settings);
        Assert.Equal(JsonValueKind.Null, (await Fetching.PulledAsync(hospital)).GetProperty("problem").ValueKind);
        Assert.Contains("client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer", server.Requests.First().Body, StringComparison.Ordinal);
        Assert.Equal("/fhir/Patient?_lastUpdated=ge1900-01-01T00:00:00.000Z&_sort=_lastUpdated&_count=3", Uri.UnescapeDataString(server.Requests.ElementAt(1).Path));
    }

    public void Dispose() => fetching.Dispose();

    private Dictionary<string, string?> Of(string address, string secret) => fetching.Settings(
        "Fhir", address, ("Secret", secret), ("Fhir:Types:0", "Patient"), ("Fhir:Types:1", "Observation?code=2524-7"), ("BatchSize", "3"));

    private static async Task<HttpStatusCode> PutAsync(Hospital hospital, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/fhir+json");
        return (await hospital.Web.PutAsync(new Uri($"/fhir/{path}", UriKind.Relative), content, Stop)).StatusCode;
    }

    private static string Observation(string id, string value) => $$$"""
        {"resourceType":"Observation","id":"{{{id}}}","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2524-7"}]},"subject":{"reference":"Patient/p1"},
        "effectiveDateTime":"2026-03-02T07:00:00Z","valueQuantity":{"value":{{{value}}},"unit":"mmol/L","code":"mmol/L","system":"http://unitsofmeasure.org"}}
        """;
}
