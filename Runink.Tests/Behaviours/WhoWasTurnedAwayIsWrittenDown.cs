using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A refusal is a line of the ledger: who, what was asked for, how often, by which request; never whose record it was.</summary>
public sealed class WhoWasTurnedAwayIsWrittenDown
{
    [Fact]
    public async Task APageOfAnotherSiteIsOneToo()
    {
        await using var hospital = await Hospital.StartAsync();
        using var ana = await SessionsEndOnTheServer.SignInAsync(hospital, "ana.ruiz");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hospital.Web.BaseAddress!, "/api/v1/silences")) { Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Origin", "https://evil.example");
        using (var answer = await ana.AskAsync(request))
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        await hospital.FastForwardAsync(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(20));
        var row = Assert.Single(await Hospital.EventuallyAsync(() => hospital.ItemsAsync("/api/v1/ledger?kind=access_refused"), found => found.Count > 0, "the refusal is written down"));
        Assert.Equal("POST /api/v1/silences", row.GetProperty("subject").GetProperty("id").GetString()!.TrimEnd('/'));
    }

    [Fact]
    public async Task AKeyThatAsksForMoreThanItMayIsALineAMinute()
    {
        await using var hospital = await Hospital.StartAsync();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()));
        var made = (await hospital.Services.GetRequiredService<ApiKeyStore>().CreateAsync("numbers only", Scopes.Parse("kpis.read")!.Value, null, Actor.System, TestContext.Current.CancellationToken)).Value!;
        using var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Secret);
        for (var times = 1; times <= 3; times++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/patients/{mrn}");
            request.Headers.Add("X-Request-Id", $"try-{times}");
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        await hospital.FastForwardAsync(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(20));
        var rows = await Hospital.EventuallyAsync(() => hospital.ItemsAsync("/api/v1/ledger?kind=access_refused"), found => found.Count > 0, "the refusals are written down");

        var row = Assert.Single(rows);
        Assert.StartsWith("key:", row.GetProperty("actor").GetString(), StringComparison.Ordinal);
        Assert.Equal("GET /api/v1/patients/{id}", row.GetProperty("subject").GetProperty("id").GetString());
        var detail = row.GetProperty("detail").GetString()!;
        Assert.Contains("\"times\":3", detail, StringComparison.Ordinal);
        Assert.Contains("\"request\":\"try-3\"", detail, StringComparison.Ordinal);
        Assert.DoesNotContain(mrn, detail, StringComparison.Ordinal);
    }
}
