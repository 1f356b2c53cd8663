using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Runink.Domain.Delivery;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>An escalation in Slack: without the patient, with buttons, and who presses one does the same as on the page.</summary>
public sealed class SlackTakesPart
{
    private const string SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheMessageSaysWhatAndWhereButNotWho()
    {
        await using var slack = await OutsideServer.StartAsync(Taken);
        await using var hospital = await Hospital.StartAsync(settings: Settings(slack.Url));

        var escalation = await Outbox.FireAsync(hospital, "{action: webhook, url-name: ward}");
        var row = await Outbox.WhenAsync(hospital, "slack", one => one.Status == OutboxStatus.Delivered, "the message");

        var asked = Assert.Single(slack.Requests);
        Assert.Equal(("/api/chat.postMessage", "Bearer xoxb-test"), (asked.Path, asked.Headers["authorization"]));
        var body = JsonDocument.Parse(asked.Body).RootElement;
        Assert.Equal("C024BE91L", body.GetProperty("channel").GetString());
        Assert.Equal(row.Id, body.GetProperty("metadata").GetProperty("event_payload").GetProperty("id").GetString());
        var buttons = Elements(body, "actions");
        Assert.Equal(["claim", "acknowledge", "open"], buttons.Select(button => button.GetProperty("action_id").GetString()));
        Assert.All(buttons.Take(2), button => Assert.Equal(escalation.GetProperty("id").GetString(), button.GetProperty("value").GetString()));
        Assert.DoesNotContain(escalation.GetProperty("patient").GetProperty("mrn").GetString()!, asked.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Oliveira", asked.Body, StringComparison.Ordinal);
        Assert.Equal(("1503435956.000247", hospital.Time.GetUtcNow()), (row.Reference, row.DeliveredAt));
    }

    [Theory]
    [InlineData(200, "{\"ok\":false,\"error\":\"invalid_auth\"}", null, OutboxStatus.Pending, "invalid_auth")]
    [InlineData(200, "{\"ok\":false,\"error\":\"channel_not_found\"}", null, OutboxStatus.Failed, "channel_not_found")]
    [InlineData(429, "{\"ok\":false,\"error\":\"ratelimited\"}", "120", OutboxStatus.Pending, "429")]
    [InlineData(200, "<html>", null, OutboxStatus.Pending, "no JSON")]
    public async Task AnAnswerWithoutOkIsAFailureWhateverItsStatus(int status, string answer, string? wait, OutboxStatus becomes, string says)
    {
        await using var slack = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(status, answer, wait));
        await using var hospital = await Hospital.StartAsync(settings: Settings(slack.Url));

        await Outbox.WriteAsync(hospital, "slack", "ward");

        var row = await Outbox.WhenAsync(hospital, "slack", one => one.Attempts == 1, "an attempt");
        Assert.Equal(becomes, row.Status);
        Assert.Contains(says, row.Receipt, StringComparison.Ordinal);
        if (wait is not null)
            Assert.Equal(hospital.Time.GetUtcNow().AddSeconds(120), row.NextAttemptAt);
    }

    [Fact]
    public async Task WhoPressesAButtonDoesTheSameAsOnThePage()
    {
        await using var slack = await OutsideServer.StartAsync(Taken);
        await using var hospital = await Hospital.StartAsync(settings: Settings(slack.Url));
        var id = (await Outbox.FireAsync(hospital, "{action: webhook, url-name: ward}")).GetProperty("id").GetString()!;
        await Outbox.WhenAsync(hospital, "slack", one => one.Status == OutboxStatus.Delivered, "the message");

        Assert.Equal(HttpStatusCode.OK, await PressAsync(hospital, "U2147483697", "acknowledge", id));

        var escalation = await hospital.GetAsync($"/api/v1/escalations/{id}");
        Assert.Equal(("acknowledged", "ana.ruiz"), (escalation.GetProperty("status").GetString(), escalation.GetProperty("owner").GetProperty("id").GetString()));
        Assert.Equal("person:ana.ruiz", Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=escalation_acknowledged")).GetProperty("actor").GetString());
        await Hospital.EventuallyAsync(() => Task.FromResult(slack.Requests.Count), count => count == 2, "the message is changed");
        var update = slack.Requests.Last();
        var body = JsonDocument.Parse(update.Body).RootElement;
        Assert.Equal(("/api/chat.update", "1503435956.000247", "C024BE91L"), (update.Path, body.GetProperty("ts").GetString(), body.GetProperty("channel").GetString()));
        Assert.Equal("Acknowledged by Ana Ruiz", Assert.Single(Elements(body, "context")).GetProperty("text").GetString());
        Assert.Equal("open", Assert.Single(Elements(body, "actions")).GetProperty("action_id").GetString());
        var first = (await Outbox.RowsAsync(hospital, "slack"))[0];
        Assert.Equal(hospital.Time.GetUtcNow(), first.AcknowledgedAt);
    }

    /// <summary>An auditor may not act here; somebody of whom only Slack knows is nobody here; both are told so, and nothing happens.</summary>
    [Theory]
    [InlineData("U0AUDITOR", "may not do this")]
    [InlineData("U0STRANGER", "Nobody here is known by your Slack account")]
    public async Task WhoMayNotIsToldSo(string user, string says)
    {
        await using var slack = await OutsideServer.StartAsync(Taken);
        await using var hospital = await Hospital.StartAsync(settings: Settings(slack.Url));
        var id = (await Outbox.FireAsync(hospital, "{action: webhook, url-name: ward}")).GetProperty("id").GetString()!;
        await Outbox.WhenAsync(hospital, "slack", one => one.Status == OutboxStatus.Delivered, "the message");

        Assert.Equal(HttpStatusCode.OK, await PressAsync(hospital, user, "claim", id));

        await Hospital.EventuallyAsync(() => Task.FromResult(slack.Requests.Count), count => count == 2, "a word");
        var word = slack.Requests.Last();
        Assert.Equal("/api/chat.postEphemeral", word.Path);
        Assert.Equal(user, JsonDocument.Parse(word.Body).RootElement.GetProperty("user").GetString());
        Assert.Contains(says, word.Body, StringComparison.Ordinal);
        Assert.Equal("open", (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task WhatIsForgedStaleOrSentAgainIsRefused()
    {
        await using var slack = await OutsideServer.StartAsync(Taken);
        await using var hospital = await Hospital.StartAsync(settings: Settings(slack.Url));
        var id = (await Outbox.FireAsync(hospital, "{action: webhook, url-name: ward}")).GetProperty("id").GetString()!;

        Assert.Equal(HttpStatusCode.Forbidden, await PressAsync(hospital, "U2147483697", "claim", id, secret: "another secret"));
        Assert.Equal(HttpStatusCode.Forbidden, await PressAsync(hospital, "U2147483697", "claim", id, age: TimeSpan.FromMinutes(6)));
        Assert.Equal(HttpStatusCode.Forbidden, await PressAsync(hospital, "U2147483697", "claim", id, age: TimeSpan.FromMinutes(-6)));
        Assert.Equal(HttpStatusCode.Forbidden, await PressAsync(hospital, "U2147483697", "claim", id, secret: null));
        Assert.Equal("open", (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("status").GetString());

        Assert.Equal(HttpStatusCode.OK, await PressAsync(hospital, "U2147483697", "claim", id));
        Assert.Equal(HttpStatusCode.Forbidden, await PressAsync(hospital, "U2147483697", "claim", id));
    }

    private static Dictionary<string, string?> Settings(string url) => new()
    {
        ["Delivery:Endpoints:ward:Kind"] = "slack",
        ["Delivery:Endpoints:ward:Address"] = $"{url}/api/",
        ["Delivery:Endpoints:ward:AllowPrivate"] = "true",
        ["Delivery:Endpoints:ward:Secret"] = "xoxb-test",
        ["Delivery:Endpoints:ward:Slack:Channel"] = "C024BE91L",
        ["Delivery:Endpoints:ward:Slack:SigningSecret"] = SigningSecret,
        ["Delivery:Endpoints:ward:Slack:People:U2147483697"] = "ana.ruiz",
        ["Delivery:Endpoints:ward:Slack:People:U0AUDITOR"] = "victor.adeyemi",
    };

    /// <summary>As the documentation of chat.postMessage shows it.</summary>
    private static OutsideServer.Answer Taken(OutsideServer.Asked asked) => new(200, asked.Path.EndsWith("postEphemeral", StringComparison.Ordinal)
        ? "{\"ok\":true,\"message_ts\":\"1502210682.580145\"}"
        : "{\"ok\":true,\"channel\":\"C024BE91L\",\"ts\":\"1503435956.000247\",\"message\":{\"text\":\"x\",\"type\":\"message\",\"ts\":\"1503435956.000247\"}}");

    private static List<JsonElement> Elements(JsonElement body, string block) =>
        [.. body.GetProperty("blocks").EnumerateArray().Where(one => one.GetProperty("type").GetString() == block).SelectMany(one => one.GetProperty("elements").EnumerateArray())];

    /// <summary>A block_actions payload as the documentation shows it, signed as Slack signs.</summary>
    private static async Task<HttpStatusCode> PressAsync(Hospital hospital, string user, string action, string escalation, string? secret = SigningSecret, TimeSpan age = default)
    {
        var payload = JsonSerializer.Serialize(new
        {
            type = "block_actions",
            user = new { id = user, username = "somebody", team_id = "T9TK3CUKW" },
            container = new { type = "message", message_ts = "1503435956.000247", channel_id = "C024BE91L", is_ephemeral = false },
            channel = new { id = "C024BE91L", name = "ward" },
            message = new { type = "message", ts = "1503435956.000247", text = "x" },
            response_url = "https://hooks.slack.com/actions/T9TK3CUKW/xxx/yyy",
            actions = new[] { new { action_id = action, block_id = "x", type = "button", value = escalation, action_ts = "1503435960.1" } },
        });
        var body = $"payload={Uri.EscapeDataString(payload)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/slack/interactions") { Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded") };
        var timestamp = (hospital.Time.GetUtcNow() - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("X-Slack-Request-Timestamp", timestamp);
        if (secret is not null)
            request.Headers.Add("X-Slack-Signature", "v0=" + Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}"))).ToLowerInvariant());
        using var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        using var answer = await client.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}
