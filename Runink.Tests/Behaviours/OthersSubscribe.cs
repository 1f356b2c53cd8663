using System.Net;
using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
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
    public async Task TasksOfBothKindsAreToldAndWhatWasMissedIsAskedForByNumber()
    {
        await using var subscriber = await OutsideServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(subscriber.Url));
        var id = (await MakeAsync(hospital, Asked($"{subscriber.Url}/notify", topic: "urn:runink:subscription-topic:task-changed"))).Made.GetProperty("id").GetString()!;
        await Hospital.EventuallyAsync(() => hospital.GetAsync($"/fhir/Subscription/{id}"), one => one.GetProperty("status").GetString() == "active", "the handshake");
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        using var sent = new StringContent("""{"resourceType":"Task","status":"requested","intent":"order"}""", Encoding.UTF8, "application/fhir+json");
        using var kept = await hospital.Web.PostAsync("/fhir/Task", sent, Stop);
        var task = JsonDocument.Parse(await kept.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("id").GetString()!;
        await hospital.SendAsync(Some.Arrival(mrn, now, born: "19900101"), Some.Lactate(mrn, "L1", now, "4.5"));
        var escalation = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=lactate-critical")).GetProperty("id").GetString()!;
        await hospital.FastForwardAsync(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1));
        await Hospital.EventuallyAsync(() => Task.FromResult((Of(subscriber, task), Of(subscriber, escalation))), told => told is (1, > 0), "both kinds");

        var all = Events(await hospital.GetAsync($"/fhir/Subscription/{id}/$events"));
        Assert.Equal("query-event", all.Type);
        Assert.Equal(Enumerable.Range(1, all.Focus.Count).Select(number => $"{number}"), all.Focus.Select(one => one.Number));
        Assert.Equal($"Task/{task}", all.Focus[0].Reference[^(task.Length + 5)..]);
        Assert.All(all.Focus.Skip(1), one => Assert.EndsWith($"Task/{escalation}", one.Reference, StringComparison.Ordinal));
        Assert.Equal("1", Assert.Single(Events(await AskAsync(hospital, $"/fhir/Subscription/{id}/$events", """{"name":"eventsSinceNumber","valueString":"1"},{"name":"eventsUntilNumber","valueString":"1"}""")).Focus).Number);
        Assert.Empty(Events(await hospital.GetAsync($"/fhir/Subscription/{id}/$events?eventsSinceNumber=1000")).Focus);

        var status = await hospital.GetAsync($"/fhir/Subscription/$status?id={id}&status=active");
        Assert.Equal(("searchset", 1), (status.GetProperty("type").GetString(), status.GetProperty("total").GetInt32()));
        Assert.Contains("query-status", status.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, (await hospital.GetAsync("/fhir/Subscription/$status?status=error")).GetProperty("total").GetInt32());
        foreach (var (address, code) in new[] { ("nobody/$status", 404), ("nobody/$events", 404), ($"{id}/$events?eventsSinceNumber=x", 400), ($"{id}/$events?content=full-resource", 400), ($"{id}/$events?since=1", 400) })
        {
            using var refused = await hospital.Web.GetAsync($"/fhir/Subscription/{address}", Stop);
            Assert.Equal((address, code), (address, (int)refused.StatusCode));
        }

        var declared = (await hospital.GetAsync("/fhir/metadata")).GetProperty("rest")[0].GetProperty("resource").EnumerateArray().Single(one => one.GetProperty("type").GetString() == "Subscription");
        Assert.Equal(["events", "status"], declared.GetProperty("operation").EnumerateArray().Select(one => one.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        // What everybody heard is not kept.
        await Hospital.EventuallyAsync(() => ChangesAsync(hospital), left => left == 0, "the changes are forgotten");
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

    private static (string? Type, List<(string Number, string Reference)> Focus) Events(JsonElement bundle)
    {
        var parameters = (Parameters)((Bundle)FhirParser.Parse(Encoding.UTF8.GetBytes(bundle.GetRawText())).Resource!).Entry[0].Resource!;
        return (parameters.GetSingle("type")!.Value!.ToString(), [.. parameters.Get("notification-event").Select(one => (one.Part[0].Value!.ToString()!, ((ResourceReference)one.Part[2].Value!).Reference!))]);
    }

    private static async Task<int> ChangesAsync(Hospital hospital)
    {
        await hospital.FastForwardAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        await using var db = hospital.Read();
        return await db.TaskChanges.CountAsync(Stop);
    }

    private static async Task<JsonElement> AskAsync(Hospital hospital, string address, string parameters)
    {
        using var content = new StringContent($$"""{"resourceType":"Parameters","parameter":[{{parameters}}]}""", Encoding.UTF8, "application/fhir+json");
        using var answer = await hospital.Web.PostAsync(address, content, Stop);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.Clone();
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
