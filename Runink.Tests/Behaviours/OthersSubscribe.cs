using System.Net;
using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Runink.Domain.Intake.Fhir;
using Runink.Tests.Harness;
using Task = System.Threading.Tasks.Task;

namespace Runink.Tests.Behaviours;

/// <summary>R4 Subscriptions Backport: a handshake, then a notification for each change, by number and without a patient.</summary>
public abstract class OthersSubscribe
{
    public sealed class OnSqlite : OthersSubscribe;

    public sealed class OnPostgreSql : OthersSubscribe;

    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AHandshakeThenEachChangeThenAHeartbeat()
    {
        await using var subscriber = await OutsideServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(subscriber.Url));
        var (status, made) = await MakeAsync(hospital, Asked($"{subscriber.Url}/notify", heartbeat: 60));
        Assert.Equal((HttpStatusCode.Created, "requested"), (status, made.GetProperty("status").GetString()));
        var id = made.GetProperty("id").GetString()!;
        await Hospital.EventuallyAsync(() => hospital.GetAsync($"/fhir/Subscription/{id}"), one => one.GetProperty("status").GetString() == "active", "the handshake");
        Assert.Equal(("/notify", "application/fhir+json", "handshake", "0"), (subscriber.Requests.First().Path, subscriber.Requests.First().Headers["content-type"], Value(subscriber.Requests.First(), "type"), Value(subscriber.Requests.First(), "events-since-subscription-start")));

        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now, born: "19900101"), Some.Lactate(mrn, "L1", now, "4.5"));
        var escalation = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=lactate-critical")).GetProperty("id").GetString()!;
        (await hospital.PostAsync($"/api/v1/escalations/{escalation}/actions/claim", new { })).EnsureSuccessStatusCode();
        await hospital.FastForwardAsync(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1));
        await Hospital.EventuallyAsync(() => Task.FromResult(Of(subscriber, escalation)), count => count >= 2, "opened and claimed");

        var events = subscriber.Requests.Where(one => Value(one, "type") == "event-notification").ToList();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => $"{number}"), events.Select(one => Value(one, "events-since-subscription-start")).OrderBy(int.Parse!));
        Assert.All(events, one => Assert.DoesNotContain(mrn, one.Body, StringComparison.Ordinal));
        Assert.All(subscriber.Requests, one => Assert.IsType<Bundle>(FhirParser.Parse(Encoding.UTF8.GetBytes(one.Body)).Resource));
        Assert.All(subscriber.Requests, one => Assert.StartsWith("v1=", one.Headers["x-runink-signature"], StringComparison.Ordinal));

        await hospital.FastForwardAsync(TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(1));
        await Hospital.EventuallyAsync(() => Task.FromResult(subscriber.Requests.Count(one => Value(one, "type") == "heartbeat")), count => count == 1, "a heartbeat");
        Assert.Equal($"{events.Count}", Value(subscriber.Requests.First(one => Value(one, "type") == "heartbeat"), "events-since-subscription-start"));

        using var deleted = await hospital.Web.DeleteAsync($"/fhir/Subscription/{id}", Stop);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await hospital.Web.GetAsync($"/fhir/Subscription/{id}", Stop);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task WhoDoesNotAnswerIsInErrorAndComesBack()
    {
        await using var subscriber = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(408));
        await using var hospital = await Hospital.StartAsync(settings: Settings(subscriber.Url));
        var id = (await MakeAsync(hospital, Asked($"{subscriber.Url}/notify"))).Made.GetProperty("id").GetString()!;

        await TurnsAsync(hospital, id, "error");
        var failed = await hospital.GetAsync($"/fhir/Subscription/{id}");
        Assert.Equal("error", failed.GetProperty("status").GetString());
        Assert.Contains("408", failed.GetProperty("error").GetString(), StringComparison.Ordinal);

        subscriber.Behaves = (_, _) => Task.FromResult(new OutsideServer.Answer(200));
        await TurnsAsync(hospital, id, "active");
        Assert.Equal(["subscription_active", "subscription_error", "subscription_made"], (await hospital.ItemsAsync($"/api/v1/ledger?subject=subscription/{id}")).Select(row => row.GetProperty("kind").GetString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("urn:runink:subscription-topic:everything", "/notify", "id-only", "criteria is the topic")]
    [InlineData("urn:runink:subscription-topic:escalation-changed", "https://elsewhere.example/notify", "id-only", "channel.endpoint is on the host")]
    [InlineData("urn:runink:subscription-topic:escalation-changed", "/notify", "full-resource", "empty or id-only")]
    public async Task WhatCannotBeHadIsRefused(string topic, string address, string content, string says)
    {
        await using var subscriber = await OutsideServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(subscriber.Url));
        var (status, outcome) = await MakeAsync(hospital, Asked(address[0] == '/' ? subscriber.Url + address : address, topic, content));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(says, outcome.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(subscriber.Requests);
    }

    [Fact]
    public async Task WhatWaitsForWhoHasLeftIsNotSent()
    {
        await using var subscriber = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(503, RetryAfter: "600"));
        await using var hospital = await Hospital.StartAsync(settings: Settings(subscriber.Url));
        var id = (await MakeAsync(hospital, Asked($"{subscriber.Url}/notify"))).Made.GetProperty("id").GetString()!;
        await Outbox.WhenAsync(hospital, "subscription", one => one.Attempts == 1, "an attempt");

        (await hospital.Web.DeleteAsync($"/fhir/Subscription/{id}", Stop)).EnsureSuccessStatusCode();

        var row = Assert.Single(await Outbox.RowsAsync(hospital, "subscription"));
        Assert.Equal((Runink.Domain.Delivery.OutboxStatus.Skipped, "the subscription has ended"), (row.Status, row.Receipt));
    }

    private static int Of(OutsideServer subscriber, string escalation) => subscriber.Requests.Count(one => one.Body.Contains(escalation, StringComparison.Ordinal));

    /// <summary>Time passes until it is so.</summary>
    private static Task<string?> TurnsAsync(Hospital hospital, string id, string status) => Hospital.EventuallyAsync(
        async () =>
        {
            await hospital.FastForwardAsync(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));
            return (await hospital.GetAsync($"/fhir/Subscription/{id}")).GetProperty("status").GetString();
        }, found => found == status, $"the status {status}");

    private static string? Value(OutsideServer.Asked asked, string name)
    {
        var bundle = (Bundle)FhirParser.Parse(Encoding.UTF8.GetBytes(asked.Body)).Resource!;
        return ((Parameters)bundle.Entry[0].Resource!).Parameter.Find(one => one.Name == name)?.Value?.ToString();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Made)> MakeAsync(Hospital hospital, string subscription)
    {
        using var content = new StringContent(subscription, Encoding.UTF8, "application/fhir+json");
        using var answer = await hospital.Web.PostAsync("/fhir/Subscription", content, Stop);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.Clone());
    }

    private static string Asked(string address, string topic = "urn:runink:subscription-topic:escalation-changed", string content = "id-only", int? heartbeat = null) => $$"""
        {
          "resourceType": "Subscription", "status": "requested", "reason": "Board of the command centre", "criteria": "{{topic}}",
          "channel": {
            {{(heartbeat is null ? "" : $$""" "extension": [{ "url": "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-heartbeat-period", "valueUnsignedInt": {{heartbeat}} }],""")}}
            "type": "rest-hook", "endpoint": "{{address}}", "payload": "application/fhir+json",
            "_payload": { "extension": [{ "url": "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content", "valueCode": "{{content}}" }] }
          }
        }
        """;

    private static Dictionary<string, string?> Settings(string url) => new()
    {
        ["Delivery:Endpoints:board:Kind"] = "webhook",
        ["Delivery:Endpoints:board:Address"] = url,
        ["Delivery:Endpoints:board:AllowPrivate"] = "true",
        ["Delivery:Endpoints:board:Secret"] = Secret,
    };
}
