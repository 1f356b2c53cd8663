using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The JWT of CDS Hooks: of a client that is named, for this service, fresh, and once.</summary>
public sealed class ARecordSystemProvesItself : IDisposable
{
    private const string Service = "/cds-services/escalations-patient-view";
    private const string BaseUrl = "http://127.0.0.1:5080";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly string file = Path.GetTempFileName();

    [Fact]
    public async Task OneThatIsNamedComesInWithAFreshTokenOnce()
    {
        await using var hospital = await StartAsync();
        var token = Token(hospital, key);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(hospital, token));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(hospital, token));

        // It opens charts and nothing else.
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, "/api/v1/escalations") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token(hospital, key)) } };
        using var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        using var answer = await client.SendAsync(elsewhere, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("another key")]
    [InlineData("another issuer")]
    [InlineData("another service")]
    [InlineData("stale")]
    [InlineData("for an hour")]
    [InlineData("without an id")]
    [InlineData("unsigned")]
    public async Task WhatIsNotSoIsTurnedAway(string what)
    {
        await using var hospital = await StartAsync();
        var token = what switch
        {
            "another key" => Token(hospital, stranger),
            "another issuer" => Token(hospital, key, issuer: "https://elsewhere.example"),
            "another service" => Token(hospital, key, audience: BaseUrl + "/cds-services/escalations-order-select"),
            "stale" => Token(hospital, key, from: TimeSpan.FromMinutes(-10)),
            "for an hour" => Token(hospital, key, lives: TimeSpan.FromHours(1)),
            "without an id" => Token(hospital, key, id: null),
            _ => Token(hospital, null),
        };
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(hospital, token));
    }

    public void Dispose()
    {
        key.Dispose();
        stranger.Dispose();
        File.Delete(file);
    }

    private async Task<Hospital> StartAsync()
    {
        var shown = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(key.ExportParameters(includePrivateParameters: false))) { KeyId = "1" });
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { keys = new[] { new { kty = shown.Kty, crv = shown.Crv, x = shown.X, y = shown.Y, kid = shown.Kid, use = "sig" } } }), TestContext.Current.CancellationToken);
        return await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["CdsHooks:Clients:ehr:Issuer"] = "https://ehr.example", ["CdsHooks:Clients:ehr:JwksFile"] = file });
    }

    private static string Token(
        Hospital hospital, ECDsa? signs, string issuer = "https://ehr.example", string audience = BaseUrl + Service, TimeSpan from = default, TimeSpan? lives = null, string? id = "ee22b021-e1b7-4611-ba5b-8eec6a33ac1e")
    {
        var made = hospital.Time.GetUtcNow() + from;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer, Audience = audience, IssuedAt = made.UtcDateTime, Expires = (made + (lives ?? TimeSpan.FromMinutes(5))).UtcDateTime,
            Claims = id is null ? [] : new Dictionary<string, object> { ["jti"] = id },
            SigningCredentials = signs is null ? null : new SigningCredentials(new ECDsaSecurityKey(signs) { KeyId = "1" }, SecurityAlgorithms.EcdsaSha384),
        });
    }

    private static async Task<HttpStatusCode> AskAsync(Hospital hospital, string token)
    {
        using var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, Service)
        {
            Content = JsonContent.Create(new { hook = "patient-view", hookInstance = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", context = new { userId = "Practitioner/example", patientId = "1288992" } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
