using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Runink.Domain.Delivery;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A trigger calls an endpoint that an administrator registered: signed, without the patient, and nowhere else.</summary>
public abstract class WebhooksAreCalled
{
    public sealed class OnSqlite : WebhooksAreCalled;

    public sealed class OnPostgreSql : WebhooksAreCalled;

    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task TheCallIsSignedAndSaysWhatWhereAndUntilWhenButNotWho()
    {
        await using var server = await OutsideServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(server.Url));

        var escalation = await Outbox.FireAsync(hospital, "{action: webhook, url-name: pager, body: \"lactate {{ lab.lactate }}\"}");
        var row = await Outbox.WhenAsync(hospital, "webhook", one => one.Status == OutboxStatus.Delivered, "the call");

        var asked = Assert.Single(server.Requests);
        Assert.Equal(row.Id, asked.Headers["idempotency-key"]);
        Assert.Equal(Expected(Secret, asked), asked.Headers["x-runink-signature"]);
        var body = JsonDocument.Parse(asked.Body).RootElement;
        Assert.Equal(
            ["createdAt", "escalation", "id", "kind", "link", "severity", "trigger", "unit"], body.EnumerateObject().Select(one => one.Name).Where(name => name != "due").Order(StringComparer.Ordinal));
        Assert.Equal(
            (escalation.GetProperty("id").GetString(), "high", "Emergency"),
            (body.GetProperty("escalation").GetString(), body.GetProperty("severity").GetString(), body.GetProperty("unit").GetString()));
        var patient = escalation.GetProperty("patient");
        Assert.DoesNotContain(patient.GetProperty("mrn").GetString()!, asked.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Oliveira", asked.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("2.8", asked.Body, StringComparison.Ordinal);
        Assert.Equal(("200 OK", hospital.Time.GetUtcNow(), (DateTimeOffset?)null), (row.Receipt, row.AcceptedAt, row.DeliveredAt));
    }

    [Fact]
    public async Task ValuesGoOnlyWhereAnAdministratorSaysThatTheyMay()
    {
        await using var server = await OutsideServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(server.Url, ("MayCarryPhi", "true"), ("PreviousSecret", "old-old-old-old-old-old-old-old-")));

        await Outbox.FireAsync(hospital, "{action: webhook, url-name: pager, body: \"lactate {{ lab.lactate }}\"}");
        await Outbox.WhenAsync(hospital, "webhook", one => one.Status == OutboxStatus.Delivered, "the call");

        var asked = Assert.Single(server.Requests);
        Assert.StartsWith("lactate 2.8", JsonDocument.Parse(asked.Body).RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
        // While a secret is exchanged both are good.
        Assert.Equal($"{Expected(Secret, asked)},{Expected("old-old-old-old-old-old-old-old-", asked)}", asked.Headers["x-runink-signature"]);
    }

    [Fact]
    public async Task AnEndpointThatNobodyRegisteredIsSaidAtOnce()
    {
        await using var hospital = await Hospital.StartAsync();
        await Outbox.WriteAsync(hospital, "webhook", "pagr");
        var row = await Outbox.WhenAsync(hospital, "webhook", one => one.Status == OutboxStatus.Failed, "a refusal");
        Assert.Equal((1, "No endpoint is registered as pagr: an administrator sets Delivery:Endpoints:pagr."), (row.Attempts, row.Receipt));
    }

    [Theory]
    [InlineData(400, OutboxStatus.Failed)]
    [InlineData(404, OutboxStatus.Failed)]
    [InlineData(408, OutboxStatus.Pending)]
    [InlineData(425, OutboxStatus.Pending)]
    [InlineData(500, OutboxStatus.Pending)]
    [InlineData(302, OutboxStatus.Failed)]
    public async Task TheStatusSaysWhetherToTryAgain(int status, OutboxStatus becomes)
    {
        await using var elsewhere = await OutsideServer.StartAsync();
        await using var server = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(status, Location: elsewhere.Url));
        await using var hospital = await Hospital.StartAsync(settings: Settings(server.Url));

        await Outbox.WriteAsync(hospital, "webhook", "pager");

        var row = await Outbox.WhenAsync(hospital, "webhook", one => one.Attempts == 1, "an attempt");
        Assert.Equal(becomes, row.Status);
        Assert.Contains($"{status}", row.Receipt, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task WhoeverAsksUsToWaitIsWaitedFor(int status)
    {
        await using var server = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(status, RetryAfter: "600"));
        await using var hospital = await Hospital.StartAsync(settings: Settings(server.Url));

        await Outbox.WriteAsync(hospital, "webhook", "pager");

        var row = await Outbox.WhenAsync(hospital, "webhook", one => one.Attempts == 1, "an attempt");
        Assert.Equal(hospital.Time.GetUtcNow().AddSeconds(600), row.NextAttemptAt);
    }

    [Fact]
    public async Task ADeadEndpointHoldsUpNobodyElse()
    {
        await using var hanging = await OutsideServer.StartAsync();
        hanging.Behaves = async (_, aborted) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, aborted);
            return new OutsideServer.Answer(200);
        };
        await using var server = await OutsideServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(Settings(server.Url))
        {
            ["Delivery:Endpoints:dead:Kind"] = "webhook", ["Delivery:Endpoints:dead:Address"] = hanging.Url, ["Delivery:Endpoints:dead:Secret"] = Secret,
            ["Delivery:Endpoints:dead:AllowPrivate"] = "true", ["Delivery:Endpoints:dead:Timeout"] = "00:02:00",
        });

        // More than a page of the outbox waits for it.
        await Outbox.WriteAsync(hospital, "webhook", "dead", count: 300);
        await Hospital.EventuallyAsync(() => Task.FromResult(hanging.Requests.Count), count => count == 4, "its places are taken");
        await Outbox.WriteAsync(hospital, "webhook", "pager", count: 5);

        await Hospital.EventuallyAsync(() => Task.FromResult(server.Requests.Count), count => count == 5, "those for the other");
        Assert.Equal(4, hanging.Requests.Count);
    }

    [Fact]
    public async Task AnAnswerWithoutEndIsReadNoFurtherThanItMatters()
    {
        await using var server = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(200, new string('x', 4 * 1024 * 1024)));
        await using var hospital = await Hospital.StartAsync(settings: Settings(server.Url));
        await Outbox.WriteAsync(hospital, "webhook", "pager");
        await Outbox.WhenAsync(hospital, "webhook", one => one.Status == OutboxStatus.Delivered, "the call");
    }

    /// <summary>A name that leads into the house is not spoken to, whatever it was registered as.</summary>
    [Theory]
    [InlineData("https://127.0.0.1:1/")]
    [InlineData("https://localhost:1/")]
    [InlineData("https://[::1]:1/")]
    [InlineData("https://[::ffff:169.254.169.254]:1/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    public async Task NoNameLeadsIntoTheHouse(string address)
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings(address, ("AllowPrivate", "false")));
        await Outbox.WriteAsync(hospital, "webhook", "pager");
        var row = await Outbox.WhenAsync(hospital, "webhook", one => one.Attempts == 1, "a refusal");
        Assert.Equal(OutboxStatus.Failed, row.Status);
        Assert.Contains("leads into a private network or to this machine", row.Receipt, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Settings(string address, params (string Name, string Value)[] more) => new[]
    {
        ("Kind", "webhook"), ("Address", address), ("Secret", Secret), ("AllowPrivate", "true"),
    }.Concat(more).GroupBy(one => one.Item1).ToDictionary(one => $"Delivery:Endpoints:pager:{one.Key}", string? (one) => one.Last().Item2);

    /// <summary>Reckoned as the contract says, with nothing of the product.</summary>
    private static string Expected(string secret, OutsideServer.Asked asked) =>
        "v1=" + Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{asked.Headers["x-runink-timestamp"]}.{asked.Body}"))).ToLowerInvariant();
}
