using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Http;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Who heard no answer sends the same again, with the same key.</summary>
public abstract class TheSameRequestIsDoneOnce
{
    public sealed class OnSqlite : TheSameRequestIsDoneOnce;

    public sealed class OnPostgreSql : TheSameRequestIsDoneOnce;

    [Fact]
    public async Task AgainItIsAnsweredTheSameAndNothingIsDoneAlsoAfterARestart()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        string first;
        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            using var made = await SendAsync(hospital, "k-1", "jane.doe");
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
            first = await made.Content.ReadAsStringAsync(Stop);
            using var again = await SendAsync(hospital, "k-1", "jane.doe");
            Assert.Equal(HttpStatusCode.Created, again.StatusCode);
            Assert.Equal("true", Assert.Single(again.Headers.GetValues(Idempotency.Replayed)));
            Assert.Equal(made.Headers.Location, again.Headers.Location);
            Assert.Equal(first, await again.Content.ReadAsStringAsync(Stop));

            using var other = await SendAsync(hospital, "k-1", "john.doe");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
            Assert.Contains("idempotency-key-reused", await other.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            using var bad = await SendAsync(hospital, "k 1", "john.doe");
            Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
            // A refusal is an answer too.
            using var refused = await SendAsync(hospital, "k-2", "jane.doe");
            using var refusedAgain = await SendAsync(hospital, "k-2", "jane.doe");
            Assert.Equal(refused.StatusCode, refusedAgain.StatusCode);
            Assert.True(refusedAgain.Headers.Contains(Idempotency.Replayed));
        }

        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            using var again = await SendAsync(hospital, "k-1", "jane.doe");
            Assert.Equal(first, await again.Content.ReadAsStringAsync(Stop));
            await using (var db = hospital.Read())
                Assert.Equal(1, await db.People.CountAsync(person => person.Login == "jane.doe", Stop));
            // A day later it is forgotten.
            hospital.Time.Leap(TimeSpan.FromHours(25));
            await Hospital.EventuallyAsync(
                async () =>
                {
                    await using var db = hospital.Read();
                    return await db.IdempotentAnswers.CountAsync(Stop);
                },
                count => count == 0, "no kept answers");
        }

        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task ManyAtOnceAreOne()
    {
        await using var hospital = await Hospital.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(hospital, "k-1", "jane.doe")));
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, answer.StatusCode.ToString()));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        await using var db = hospital.Read();
        Assert.Equal(1, await db.People.CountAsync(person => person.Login == "jane.doe", Stop));
    }

    [Fact]
    public async Task WhatAKilledProgramBeganIsSaidToBeUnknown()
    {
        await using var hospital = await Hospital.StartAsync();
        using (await SendAsync(hospital, "k-1", "jane.doe"))
        {
        }

        // As a kill between doing and answering leaves it.
        var store = await TestDatabase.StoreAsync(hospital.Folder);
        await using (var db = store.Read())
            await db.IdempotentAnswers.ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, (int?)null).SetProperty(row => row.At, Hospital.Morning.AddMinutes(-1)), Stop);
        using var again = await SendAsync(hospital, "k-1", "jane.doe");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("idempotency-outcome-unknown", await again.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEndpointThatWillGoSaysSo()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.UseRouting();
        app.UseDeprecation();
        app.MapGet("/old", () => "").Deprecated(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero), "/new");
        await app.StartAsync(Stop);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(app.Urls.First() + "/old"), Stop);
        Assert.Equal("@1798761600", Assert.Single(answer.Headers.GetValues("Deprecation")));
        Assert.Equal("Sat, 01 Jan 2028 00:00:00 GMT", Assert.Single(answer.Headers.GetValues("Sunset")));
        Assert.Equal("</new>; rel=\"successor-version\"", Assert.Single(answer.Headers.GetValues("Link")));
    }

    private static async Task<HttpResponseMessage> SendAsync(Hospital hospital, string key, string login)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/people", UriKind.Relative)) { Content = JsonContent.Create(new { login, name = "Jane Doe" }) };
        request.Headers.TryAddWithoutValidation(Idempotency.Header, key);
        return await hospital.Web.SendAsync(request, Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
