using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Runink.Domain.Delivery;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The provider of text messages says later what became of them, by the name that it gave them, and proves that it is the provider.</summary>
public sealed class TelephonesAnswer
{
    private const string Secret = "0123456789abcdef";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AcceptedThenNotDeliveredThenDeliveredAfterAll()
    {
        await using var provider = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(200, """{"messages":[{"id":"m-1"}]}"""));
        await using var hospital = await Hospital.StartAsync(settings: Settings(provider.Url, ("Proof", "HmacSha256"), ("Header", "X-Signature"), ("Prefix", "sha256="), ("List", "results"), ("Reason", "error.text")));
        var row = await SentAsync(hospital);
        Assert.Equal(("m-1", null), (row.Reference, row.DeliveredAt));

        Assert.Equal(HttpStatusCode.OK, await SayAsync(hospital, Receipt("m-1", "SENT")));
        Assert.Equal(HttpStatusCode.OK, await SayAsync(hospital, Receipt("m-1", "UNDELIV", "absent subscriber")));
        Assert.Equal(HttpStatusCode.OK, await SayAsync(hospital, Receipt("m-1", "UNDELIV", "absent subscriber")));
        var failed = await hospital.GetAsync($"/api/v1/deliveries/{row.Id}");
        Assert.Equal(["The provider says: SENT.", "It did not reach the telephone (UNDELIV: absent subscriber)."], failed.GetProperty("said").EnumerateArray().Select(one => one.GetProperty("text").GetString()));
        Assert.Equal(("failed", "not-delivered"), (Text(failed, "status"), Text(failed, "stage")));
        Assert.Equal("+34600123456 did not get a message over sms", Assert.Single(await hospital.ItemsAsync("/api/v1/operational-tasks"), IsRefusal).GetProperty("headline").GetString());

        Assert.Equal(HttpStatusCode.OK, await SayAsync(hospital, Receipt("m-1", "DELIVRD")));
        Assert.Equal(HttpStatusCode.OK, await SayAsync(hospital, Receipt("m-1", "EXPIRED")));
        var delivered = await hospital.GetAsync($"/api/v1/deliveries/{row.Id}");
        Assert.Equal(("delivered", "delivered", 4), (Text(delivered, "status"), Text(delivered, "stage"), delivered.GetProperty("said").GetArrayLength()));
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), IsRefusal);
    }

    [Fact]
    public async Task WhatIsForgedUnknownOrUnreadableChangesNothing()
    {
        await using var provider = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(200, """{"messages":[{"id":"m-1"}]}"""));
        await using var hospital = await Hospital.StartAsync(settings: Settings(provider.Url, ("Header", "X-Token")));
        var row = await SentAsync(hospital);
        const string Form = "application/x-www-form-urlencoded";
        Assert.Equal(HttpStatusCode.Forbidden, await SayAsync(hospital, "id=m-1&status=UNDELIV", Form, ("X-Token", "another")));
        Assert.Equal(HttpStatusCode.Forbidden, await SayAsync(hospital, "id=m-1&status=UNDELIV", Form));
        Assert.Equal(HttpStatusCode.NotFound, await SayAsync(hospital, "id=m-2&status=UNDELIV", Form, ("X-Token", Secret)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SayAsync(hospital, "id=m-1", Form, ("X-Token", Secret)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SayAsync(hospital, "{", "application/json", ("X-Token", Secret)));
        Assert.Empty((await hospital.GetAsync($"/api/v1/deliveries/{row.Id}")).GetProperty("said").EnumerateArray());

        Assert.Equal(HttpStatusCode.OK, await SayAsync(hospital, "id=m-1&status=delivrd", Form, ("X-Token", Secret)));
        Assert.Equal("delivered", Text(await hospital.GetAsync($"/api/v1/deliveries/{row.Id}"), "stage"));
    }

    /// <summary>The receipt is quicker than we are in writing down the name: the provider is asked to say it again.</summary>
    [Fact]
    public async Task AReceiptThatComesBeforeTheAnswerIsAskedForAgain()
    {
        var answers = new TaskCompletionSource();
        await using var provider = await OutsideServer.StartAsync();
        provider.Behaves = async (_, _) =>
        {
            await answers.Task;
            return new OutsideServer.Answer(200, """{"messages":[{"id":"m-1"}]}""");
        };
        await using var hospital = await Hospital.StartAsync(settings: Settings(provider.Url, ("Header", "X-Token")));
        await Outbox.WriteAsync(hospital, "sms", "+34600123456");
        await Hospital.EventuallyAsync(() => Task.FromResult(provider.Requests.Count), count => count == 1, "the message is on its way");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await SayAsync(hospital, """{"id":"m-1","status":"DELIVRD"}""", "application/json", ("X-Token", Secret)));
        answers.SetResult();
        await Outbox.WhenAsync(hospital, "sms", one => one.Reference == "m-1", "the name");
        Assert.Equal(HttpStatusCode.OK, await SayAsync(hospital, """{"id":"m-1","status":"DELIVRD"}""", "application/json", ("X-Token", Secret)));
    }

    private static bool IsRefusal(JsonElement task) => task.GetProperty("kind").GetString() == "delivery-refused";

    private static string? Text(JsonElement delivery, string name) => delivery.GetProperty("row").GetProperty(name).GetString();

    private static async Task<OutboxMessage> SentAsync(Hospital hospital)
    {
        await Outbox.WriteAsync(hospital, "sms", "+34600123456");
        return await Outbox.WhenAsync(hospital, "sms", one => one.Status == OutboxStatus.Delivered, "the message is taken");
    }

    private static string Receipt(string id, string status, string? why = null) => JsonSerializer.Serialize(new { results = new[] { new { id, status, error = new { text = why } } } });

    private static Task<HttpStatusCode> SayAsync(Hospital hospital, string body) =>
        SayAsync(hospital, body, "application/json", ("X-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)))}"));

    private static async Task<HttpStatusCode> SayAsync(Hospital hospital, string body, string type, (string Name, string Value)? proof = null)
    {
        using var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/sms/receipts") { Content = new StringContent(body, Encoding.UTF8, type) };
        if (proof is { } one)
            request.Headers.Add(one.Name, one.Value);
        using var answer = await client.SendAsync(request, Stop);
        return answer.StatusCode;
    }

    private static Dictionary<string, string?> Settings(string url, params (string Name, string Value)[] receipts) => receipts.ToDictionary(one => $"Delivery:Endpoints:texts:Sms:Receipts:{one.Name}", string? (one) => one.Value)
        .Concat(new Dictionary<string, string?>
        {
            ["Delivery:Endpoints:texts:Kind"] = "sms", ["Delivery:Endpoints:texts:Address"] = $"{url}/send", ["Delivery:Endpoints:texts:AllowPrivate"] = "true",
            ["Delivery:Endpoints:texts:Sms:Body"] = "to={to}&text={text}", ["Delivery:Endpoints:texts:Sms:ReferencePath"] = "messages.0.id",
            ["Delivery:Endpoints:texts:Sms:Receipts:Secret"] = Secret, ["Delivery:Endpoints:texts:Sms:Receipts:Reference"] = "id", ["Delivery:Endpoints:texts:Sms:Receipts:Status"] = "status",
            ["Delivery:Endpoints:texts:Sms:Receipts:Delivered"] = "DELIVRD", ["Delivery:Endpoints:texts:Sms:Receipts:Failed"] = "UNDELIV,EXPIRED",
        }).ToDictionary(one => one.Key, one => one.Value);
}
