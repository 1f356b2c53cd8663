using System.Text.Json;
using Runink.Companion.Delivery.Sms;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Microsoft Teams by a workflow, telephones by whatever provider there is.</summary>
public abstract class TeamsAndTextMessages
{
    public sealed class OnSqlite : TeamsAndTextMessages;

    public sealed class OnPostgreSql : TeamsAndTextMessages;

    [Fact]
    public async Task AWorkflowGetsACard()
    {
        await using var teams = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(202, ""));
        await using var hospital = await Hospital.StartAsync(settings: Teams(teams.Url));

        var escalation = await Outbox.FireAsync(hospital, "{action: webhook, url-name: ward}");
        var row = await Outbox.WhenAsync(hospital, "teams", one => one.Status == OutboxStatus.Delivered, "the card");

        var asked = Assert.Single(teams.Requests);
        var body = JsonDocument.Parse(asked.Body).RootElement;
        var attachment = Assert.Single(body.GetProperty("attachments").EnumerateArray());
        Assert.Equal(("message", "application/vnd.microsoft.card.adaptive"), (body.GetProperty("type").GetString(), attachment.GetProperty("contentType").GetString()));
        var card = attachment.GetProperty("content");
        Assert.Equal(("AdaptiveCard", "1.5"), (card.GetProperty("type").GetString(), card.GetProperty("version").GetString()));
        Assert.EndsWith($"/escalations/{escalation.GetProperty("id").GetString()}", Assert.Single(card.GetProperty("actions").EnumerateArray()).GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(escalation.GetProperty("patient").GetProperty("mrn").GetString()!, asked.Body, StringComparison.Ordinal);
        Assert.Equal("202 Accepted", row.Receipt);
    }

    [Theory]
    [InlineData(200, OutboxStatus.Failed, "not that of a workflow")]
    [InlineData(404, OutboxStatus.Failed, "404")]
    [InlineData(429, OutboxStatus.Pending, "429")]
    [InlineData(502, OutboxStatus.Pending, "502")]
    public async Task OnlyAcceptedIsAccepted(int status, OutboxStatus becomes, string says)
    {
        await using var teams = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(status, "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429"));
        await using var hospital = await Hospital.StartAsync(settings: Teams(teams.Url));
        await Outbox.WriteAsync(hospital, "teams", "ward");
        var row = await Outbox.WhenAsync(hospital, "teams", one => one.Attempts == 1, "an attempt");
        Assert.Equal(becomes, row.Status);
        Assert.Contains(says, row.Receipt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFormIsFilledInAndTheAnswerRead()
    {
        await using var provider = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(201, "{\"sid\":\"SM87105da94bff44b999e4e6eb90d8eb6a\",\"status\":\"queued\",\"error_code\":null}"));
        await using var hospital = await Hospital.StartAsync(settings: Sms(provider.Url, ("Body", "To={to}&From=%2B15017122661&Body={text}"), ("Headers:Authorization", "Basic {secret}"), ("SuccessPath", "status"), ("SuccessValue", "queued, sent"), ("ReferencePath", "sid")));
        var escalation = await Outbox.FireAsync(hospital, "{action: log, entry: none}");

        await Outbox.WriteAsync(hospital, "sms", "+34600123456", escalation: escalation.GetProperty("id").GetString());

        var row = await Outbox.WhenAsync(hospital, "sms", one => one.Attempts == 1, "an attempt");
        Assert.Equal((OutboxStatus.Delivered, "SM87105da94bff44b999e4e6eb90d8eb6a", (DateTimeOffset?)null), (row.Status, row.Reference, row.DeliveredAt));
        var asked = Assert.Single(provider.Requests);
        Assert.Equal("Basic dXNlcjpwYXNz", asked.Headers["authorization"]);
        var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(asked.Body);
        Assert.Equal("+34600123456", form["To"]);
        Assert.EndsWith($"/escalations/{escalation.GetProperty("id").GetString()}", form["Body"].ToString(), StringComparison.Ordinal);
        Assert.InRange(form["Body"].ToString().Length, 60, 160);
        // A telephone number, and an id, may happen to hold the digits of a record number.
        Assert.DoesNotContain(escalation.GetProperty("patient").GetProperty("mrn").GetString()!, form["Body"].ToString().Split("/escalations/")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABodyInJson()
    {
        await using var provider = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(200, "{\"messages\":[{\"status\":\"0\"}]}"));
        await using var hospital = await Hospital.StartAsync(settings: Sms(provider.Url, ("ContentType", "application/json"), ("Body", "{\"to\":\"{to}\",\"text\":\"{text}\",\"ref\":\"{id}\"}"), ("SuccessPath", "messages.0.status"), ("SuccessValue", "0")));
        await Outbox.WriteAsync(hospital, "sms", "+34600123456");
        await Outbox.WhenAsync(hospital, "sms", one => one.Status == OutboxStatus.Delivered, "the message");
        Assert.Equal("Text 1", JsonDocument.Parse(Assert.Single(provider.Requests).Body).RootElement.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("{\"messages\":[{\"status\":\"9\"}]}", "messages.0.status is 9")]
    [InlineData("{\"messages\":[]}", "messages.0.status is missing")]
    public async Task A200ThatSaysNoIsNo(string answer, string says)
    {
        await using var provider = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(200, answer));
        await using var hospital = await Hospital.StartAsync(settings: Sms(provider.Url, ("Body", "to={to}&text={text}"), ("SuccessPath", "messages.0.status"), ("SuccessValue", "0")));
        await Outbox.WriteAsync(hospital, "sms", "+34600123456");
        var row = await Outbox.WhenAsync(hospital, "sms", one => one.Attempts == 1, "an attempt");
        Assert.Equal(OutboxStatus.Failed, row.Status);
        Assert.Contains(says, row.Receipt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNoNumberIsSaidAtOnce()
    {
        await using var provider = await OutsideServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Sms(provider.Url, ("Body", "to={to}&text={text}")));
        await Outbox.WriteAsync(hospital, "sms", "ward phone");
        Assert.Equal(OutboxStatus.Failed, (await Outbox.WhenAsync(hospital, "sms", one => one.Attempts == 1, "an attempt")).Status);
        Assert.Empty(provider.Requests);
    }

    /// <summary>Five in a quarter of an hour; the rest waits and is then told in one message. What is critical does not wait.</summary>
    [Fact]
    public async Task TooManyForOneTelephoneAreToldTogether()
    {
        await using var provider = await OutsideServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Sms(provider.Url, ("Body", "to={to}&text={text}")));
        var high = (await Outbox.FireAsync(hospital, "{action: log, entry: none}")).GetProperty("id").GetString();
        var critical = await CriticalAsync(hospital);

        var rows = await Outbox.WriteAsync(hospital, "sms", "+34600123456", count: 9, escalation: high);
        await Hospital.EventuallyAsync(() => Outbox.RowsAsync(hospital, "sms"), all => all.Count(row => row.IsHeld) == 4 && all.Count(row => row.Status == OutboxStatus.Delivered) == 5, "five go, four wait");
        Assert.Equal("held: no more than 5 in 15 min to one receiver", (await Outbox.RowsAsync(hospital, "sms")).Last().Receipt);
        await Outbox.WriteAsync(hospital, "sms", "+34600123456", escalation: critical);
        await Outbox.WriteAsync(hospital, "sms", "+34600999999", escalation: high);
        await Hospital.EventuallyAsync(() => Task.FromResult(provider.Requests.Count), count => count == 7, "the critical one, and that of somebody else");

        await hospital.FastForwardAsync(TimeSpan.FromMinutes(17));

        var all = await Hospital.EventuallyAsync(() => Outbox.RowsAsync(hospital, "sms"), all => all.Count == rows.Count + 3 && all[^1].Status == OutboxStatus.Delivered, "one message for four");
        Assert.Equal(("4 more escalations wait", "4 more escalations wait: http://127.0.0.1:5080/"), (all[^1].Subject, all[^1].Body));
        Assert.Equal(4, all.Count(row => row.Status == OutboxStatus.Bundled && row.Receipt == $"told together with others in {all[^1].Id}"));
        Assert.Equal(8, provider.Requests.Count);
    }

    [Theory]
    [InlineData("Häematologie «ø» [3]", "Haematologie ??? (3)")]
    [InlineData("a|b", "a/b")]
    public void LettersAreThoseOfEveryTelephone(string text, string sent) => Assert.Equal(sent, SmsText.Of(text));

    [Fact]
    public void TheLinkIsNeverCut()
    {
        var notice = new EscalationNotice("01M8", "t", new string('x', 300), "critical", "Emergency", "https://companion.hospital.example/escalations/01M8HR7Q0AF4EMN9RV2SF41AFZ", Hospital.Morning);
        var text = SmsText.Of(notice, new SiteOptions());
        Assert.Equal(160, text.Length);
        Assert.EndsWith("... https://companion.hospital.example/escalations/01M8HR7Q0AF4EMN9RV2SF41AFZ", text, StringComparison.Ordinal);
    }

    private static async Task<string?> CriticalAsync(Hospital hospital)
    {
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, $"L{mrn}", now, "4.5"));
        return Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=lactate-critical")).GetProperty("id").GetString();
    }

    private static Dictionary<string, string?> Teams(string url) => new()
    {
        ["Delivery:Endpoints:ward:Kind"] = "teams",
        ["Delivery:Endpoints:ward:Address"] = $"{url}/workflows/abc/triggers/manual/paths/invoke?api-version=1&sig=xyz",
        ["Delivery:Endpoints:ward:AllowPrivate"] = "true",
    };

    private static Dictionary<string, string?> Sms(string url, params (string Name, string Value)[] more) => more.ToDictionary(one => $"Delivery:Endpoints:texts:Sms:{one.Name}", string? (one) => one.Value)
        .Concat(new Dictionary<string, string?>
        {
            ["Delivery:Endpoints:texts:Kind"] = "sms",
            ["Delivery:Endpoints:texts:Address"] = $"{url}/send",
            ["Delivery:Endpoints:texts:AllowPrivate"] = "true",
            ["Delivery:Endpoints:texts:Secret"] = "dXNlcjpwYXNz",
        }).ToDictionary(one => one.Key, one => one.Value);
}
