using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A key ends by itself, is exchanged without a gap, and whoever comes with a wrong one is written down once a minute.</summary>
public sealed class KeysEnd
{
    [Fact]
    public async Task AnExpiredKeyIsRefusedAndSaysSo()
    {
        await using var hospital = await Hospital.StartAsync();
        var ring = hospital.Services.GetRequiredService<ApiKeyStore>();
        Assert.Equal("invalid", (await ring.CreateAsync("board", Scopes.All, TimeSpan.FromDays(366), Actor.System, Stop)).Refusal!.Code);
        var usual = (await ring.CreateAsync("usual", Scopes.All, null, Actor.System, Stop)).Value!;
        Assert.Equal(hospital.Time.GetUtcNow() + TimeSpan.FromDays(365), usual.Key.ExpiresAt);
        await ring.CreateAsync("a fortnight", Scopes.Parse("intake")!.Value, TimeSpan.FromDays(14) + TimeSpan.FromHours(1), Actor.System, Stop);
        Assert.Contains("No key ends within", await HealthAsync(hospital), StringComparison.Ordinal);
        hospital.Time.Leap(TimeSpan.FromHours(1));
        Assert.Contains("1 key ends within 14 days, the first on 2026-03-16", await HealthAsync(hospital), StringComparison.Ordinal);
        var made = (await ring.CreateAsync("board", Scopes.Parse("referrals.read")!.Value, TimeSpan.FromMinutes(30), Actor.System, Stop)).Value!;
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(hospital, made.Secret)).Status);
        hospital.Time.Leap(TimeSpan.FromMinutes(30));

        var expired = await AskAsync(hospital, made.Secret);
        Assert.Equal((HttpStatusCode.Unauthorized, "urn:runink:problem:key-expired"), (expired.Status, expired.Type));
        Assert.Contains("invalid_token", expired.Challenge, StringComparison.Ordinal);
        // Whoever only guesses learns nothing: any other secret is answered like one that never was.
        var guessed = await AskAsync(hospital, made.Secret[..^1] + (made.Secret[^1] == '0' ? '1' : '0'));
        Assert.Equal((HttpStatusCode.Unauthorized, "urn:runink:problem:unauthenticated"), (guessed.Status, guessed.Type));
        using var fhir = await SendAsync(hospital, made.Secret, "/fhir/Patient");
        Assert.Contains("\"expired\"", await fhir.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RotationLeavesNoGapAndThenNoSecondKey()
    {
        await using var hospital = await Hospital.StartAsync();
        var ring = hospital.Services.GetRequiredService<ApiKeyStore>();
        var old = (await ring.CreateAsync("board", Scopes.Parse("referrals.read")!.Value, null, Actor.System, Stop)).Value!;
        var now = hospital.Time.GetUtcNow();
        var rotated = (await ring.RotateAsync(old.Key.Id, TimeSpan.FromHours(6), TimeSpan.FromDays(90), Actor.System, Stop)).Value!;
        Assert.Equal((now + TimeSpan.FromHours(6), now + TimeSpan.FromDays(90)), (rotated.Old.ExpiresAt, rotated.New.Key.ExpiresAt));
        Assert.Equal("already-done", (await ring.RotateAsync(old.Key.Id, null, null, Actor.System, Stop)).Refusal!.Code);

        hospital.Time.Leap(TimeSpan.FromHours(6) - TimeSpan.FromSeconds(1));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await AskAsync(hospital, old.Secret)).Status, (await AskAsync(hospital, rotated.New.Secret)).Status));
        hospital.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), ((await AskAsync(hospital, old.Secret)).Status, (await AskAsync(hospital, rotated.New.Secret)).Status));

        // An overlap never makes a key live longer than it would have.
        var brief = (await ring.CreateAsync("brief", Scopes.Parse("intake")!.Value, TimeSpan.FromHours(1), Actor.System, Stop)).Value!;
        Assert.Equal(brief.Key.ExpiresAt, (await ring.RotateAsync(brief.Key.Id, TimeSpan.FromHours(24), null, Actor.System, Stop)).Value!.Old.ExpiresAt);
    }

    [Fact]
    public async Task WhatAnotherProgramRevokedIsRefusedSoon()
    {
        await using var hospital = await Hospital.StartAsync();
        var made = (await hospital.Services.GetRequiredService<ApiKeyStore>().CreateAsync("board", Scopes.Parse("referrals.read")!.Value, null, Actor.System, Stop)).Value!;
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(hospital, made.Secret)).Status);

        await hospital.Services.GetRequiredService<Runink.Domain.Store.Writing.StoreWriter>().WriteAsync(scope => scope.Db.ApiKeys.Find(made.Key.Id)!.RevokedAt = scope.Now, Stop);
        hospital.Time.Advance(TimeSpan.FromSeconds(20));
        await Hospital.EventuallyAsync(() => AskAsync(hospital, made.Secret), answer => answer.Status == HttpStatusCode.Unauthorized, "the key is refused");
    }

    [Fact]
    public async Task RefusedKeysAreWrittenDownOnceAMinuteWithoutTheirSecret()
    {
        await using var hospital = await Hospital.StartAsync();
        var ring = hospital.Services.GetRequiredService<ApiKeyStore>();
        var made = (await ring.CreateAsync("board", Scopes.Parse("referrals.read")!.Value, null, Actor.System, Stop)).Value!;
        await ring.RevokeAsync(made.Key.Id, Actor.System, Stop);
        for (var i = 0; i < 40; i++)
            await AskAsync(hospital, made.Secret);
        for (var i = 0; i < 25; i++)
            await AskAsync(hospital, $"rk_guess{i}");

        hospital.Time.Advance(TimeSpan.FromSeconds(40));
        hospital.Time.Advance(TimeSpan.FromSeconds(40));
        var rows = await Hospital.EventuallyAsync(() => hospital.ItemsAsync("/api/v1/ledger?kind=api_key_refused"), rows => rows.Count == 2, "both are in the ledger");
        Assert.Equal(
            [("address", "unknown", 25), ("api-key", "revoked", 40)],
            rows.Select(row => (row.GetProperty("subject").GetProperty("type").GetString(), Detail(row).GetProperty("why").GetString(), Detail(row).GetProperty("times").GetInt32())).OrderBy(row => row.Item1));
        Assert.DoesNotContain("rk_", string.Concat(rows.Select(row => row.GetRawText())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWasNotWrittenYetIsWrittenAtTheEnd()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        await using (var first = await Hospital.StartAsync(folder: folder))
        {
            await AskAsync(first, "rk_guess");
            await first.StopAsync();
        }

        await using var again = await Hospital.StartAsync(folder: folder);
        await using var db = again.Read();
        Assert.Equal(1, await db.Ledger.CountAsync(row => row.Kind == "api_key_refused", Stop));
        await again.StopAsync();
        await TestDatabase.DeleteAsync(folder);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static JsonElement Detail(JsonElement row) => row.GetProperty("detail") is { ValueKind: JsonValueKind.String } text ? JsonDocument.Parse(text.GetString()!).RootElement : row.GetProperty("detail");

    private static async Task<string> HealthAsync(Hospital hospital) => await hospital.Web.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Stop);

    private static async Task<HttpResponseMessage> SendAsync(Hospital hospital, string secret, string path)
    {
        using var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return await client.GetAsync(new Uri(path, UriKind.Relative), Stop);
    }

    private static async Task<(HttpStatusCode Status, string? Type, string Challenge)> AskAsync(Hospital hospital, string secret)
    {
        using var answer = await SendAsync(hospital, secret, "/api/v1/referrals");
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? null : JsonDocument.Parse(text).RootElement.GetProperty("type").GetString(), answer.Headers.WwwAuthenticate.ToString());
    }
}
