using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Runink.Domain.Delivery;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>An escalation in Microsoft Teams by a bot: who presses a button does the same as on the page, and the Bot Framework proves itself first.</summary>
public sealed class TeamsTakesPart : IDisposable
{
    private const string App = "11111111-2222-4333-8444-555555555555";
    private const string Tenant = "99999999-8888-4777-8666-555555555555";
    private const string Conversation = "19:ward@thread.tacv2";
    private const string Ana = "aaaaaaaa-0000-4000-8000-000000000001";
    private const string Tess = "aaaaaaaa-0000-4000-8000-000000000002";

    private readonly RSA key = RSA.Create(2048);
    private readonly RSA other = RSA.Create(2048);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        key.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task WhoPressesAButtonDoesTheSameAsOnThePage()
    {
        await using var teams = await TeamsAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(teams.Url));
        var escalation = await Outbox.FireAsync(hospital, "{action: webhook, url-name: ward}");
        var row = await Outbox.WhenAsync(hospital, "teams", one => one.Attempts == 1, "the card");
        Assert.True(row.Status == OutboxStatus.Delivered, row.Receipt);
        Assert.Equal("1700000000001", row.Reference);
        var posted = teams.Requests.Single(asked => asked.Path.EndsWith("/activities", StringComparison.Ordinal));
        Assert.Equal(("POST", "Bearer bot-token", "/v3/conversations/19%3Award%40thread.tacv2/activities"), (posted.Method, posted.Headers["authorization"], posted.Path.Replace("19:ward@", "19%3Award%40", StringComparison.Ordinal)));
        var card = JsonDocument.Parse(posted.Body).RootElement.GetProperty("attachments")[0].GetProperty("content");
        Assert.Equal(["claim", "acknowledge"], card.GetProperty("actions").EnumerateArray().Where(action => action.GetProperty("type").GetString() == "Action.Execute").Select(action => action.GetProperty("verb").GetString()));
        Assert.DoesNotContain(escalation.GetProperty("patient").GetProperty("mrn").GetString()!, posted.Body, StringComparison.Ordinal);

        var id = escalation.GetProperty("id").GetString()!;
        var (status, answer) = await PressAsync(hospital, Token(hospital, teams.Url), Activity(teams.Url, Ana, "claim", id));
        Assert.Equal((HttpStatusCode.OK, "application/vnd.microsoft.card.adaptive"), (status, answer.GetProperty("type").GetString()));
        Assert.Contains("Claimed by Ana Ruiz", answer.GetProperty("value").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("ana.ruiz", (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("owner").GetProperty("id").GetString());
        Assert.Equal("person:ana.ruiz", Assert.Single(await hospital.ItemsAsync($"/api/v1/ledger?subject=escalation/{id}&kind=escalation_claimed")).GetProperty("actor").GetString());
        // For the others the card changes in its place.
        await Outbox.WhenAsync(hospital, "teams", one => one.Subject.StartsWith("A card", StringComparison.Ordinal) && one.Status == OutboxStatus.Delivered, "the changed card");
        var changed = teams.Requests.Single(asked => asked.Method == "PUT");
        Assert.EndsWith("/activities/1700000000001", changed.Path, StringComparison.Ordinal);
        Assert.Contains("Claimed by Ana Ruiz", changed.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Action.Execute", changed.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoMayNotOrIsUnknownIsToldSoAndNothingHappens()
    {
        await using var teams = await TeamsAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(teams.Url));
        var id = (await Outbox.FireAsync(hospital, "{action: webhook, url-name: ward}")).GetProperty("id").GetString()!;
        foreach (var (activity, says) in new[]
        {
            (Activity(teams.Url, Tess, "claim", id), "may not do this"),
            (Activity(teams.Url, "aaaaaaaa-0000-4000-8000-00000000dead", "claim", id), "Nobody here is known by your Teams account"),
            (Activity(teams.Url, Ana, "claim", id, tenant: "another"), "not the one that the hospital has registered"),
            (Activity(teams.Url, Ana, "claim", id, conversation: "19:other@thread.tacv2"), "not the one that the hospital has registered"),
        })
        {
            var (status, answer) = await PressAsync(hospital, Token(hospital, teams.Url), activity);
            Assert.Equal((HttpStatusCode.OK, "application/vnd.microsoft.activity.message"), (status, answer.GetProperty("type").GetString()));
            Assert.Contains(says, answer.GetProperty("value").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal("open", (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("status").GetString());
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=teams_user_unknown"));
        // What is written to the bot is nothing to us.
        Assert.Equal((HttpStatusCode.OK, "{}"), await PressAsync(hospital, Token(hospital, teams.Url), Activity(teams.Url, Ana, "claim", id).Replace("\"invoke\"", "\"message\"", StringComparison.Ordinal)) is var said ? (said.Status, said.Answer.GetRawText()) : default);
    }

    [Fact]
    public async Task WhatIsNotTheBotFrameworksIsRefused()
    {
        await using var teams = await TeamsAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(teams.Url));
        var id = (await Outbox.FireAsync(hospital, "{action: webhook, url-name: ward}")).GetProperty("id").GetString()!;
        var good = Activity(teams.Url, Ana, "claim", id);
        foreach (var (token, activity) in new (string?, string)[]
        {
            (null, good), ("made-up", good), (hospital.Web.DefaultRequestHeaders.Authorization!.Parameter, good),
            (Token(hospital, teams.Url, signer: other), good), (Token(hospital, teams.Url, audience: "another-bot"), good), (Token(hospital, teams.Url, issuer: "https://evil.example"), good),
            (Token(hospital, teams.Url, age: TimeSpan.FromHours(3)), good), (Token(hospital, teams.Url, kid: "unendorsed"), good), (Token(hospital, teams.Url, kid: "nobody"), good),
            (Token(hospital, "https://evil.example/"), good), (Token(hospital, teams.Url), good.Replace("\"msteams\"", "\"webchat\"", StringComparison.Ordinal)),
        })
            Assert.Equal(HttpStatusCode.Forbidden, (await PressAsync(hospital, token, activity)).Status);
        Assert.Equal("open", (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("status").GetString());
        // However many forgeries come, the keys are not asked for with each of them.
        Assert.InRange(teams.Requests.Count(asked => asked.Path == "/keys"), 1, 2);
    }

    private static Dictionary<string, string?> Settings(string url) => new()
    {
        ["Delivery:Endpoints:ward:Kind"] = "teams", ["Delivery:Endpoints:ward:Address"] = $"{url}/", ["Delivery:Endpoints:ward:AllowPrivate"] = "true", ["Delivery:Endpoints:ward:Secret"] = "bot-secret",
        ["Delivery:Endpoints:ward:Teams:AppId"] = App, ["Delivery:Endpoints:ward:Teams:Tenant"] = Tenant, ["Delivery:Endpoints:ward:Teams:Conversation"] = Conversation,
        ["Delivery:Endpoints:ward:Teams:TokenAddress"] = $"{url}/token", ["Delivery:Endpoints:ward:Teams:KeysAddress"] = $"{url}/openid",
        [$"Delivery:Endpoints:ward:Teams:People:{Ana}"] = "ana.ruiz", [$"Delivery:Endpoints:ward:Teams:People:{Tess}"] = "tess.shah",
    };

    /// <summary>Token server, connector and published keys in one.</summary>
    private async Task<OutsideServer> TeamsAsync()
    {
        OutsideServer? server = null;
        return server = await OutsideServer.StartAsync(asked => asked.Path switch
        {
            "/token" => new(200, "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"bot-token\"}"),
            "/openid" => new(200, $"{{\"issuer\":\"https://api.botframework.com\",\"jwks_uri\":\"{server!.Url}/keys\"}}"),
            "/keys" => new(200, JsonSerializer.Serialize(new { keys = new[] { Published("key-1", "msteams", "skype"), Published("unendorsed", "webchat") } })),
            _ when asked.Method == "PUT" => new(200, ""),
            _ => new(201, "{\"id\":\"1700000000001\"}"),
        });
    }

    private object Published(string kid, params string[] endorsements)
    {
        var open = key.ExportParameters(false);
        return new { kty = "RSA", use = "sig", kid, n = Base64UrlEncoder.Encode(open.Modulus), e = Base64UrlEncoder.Encode(open.Exponent), endorsements };
    }

    private string Token(Hospital hospital, string url, RSA? signer = null, string audience = App, string issuer = "https://api.botframework.com", TimeSpan age = default, string kid = "key-1")
    {
        var now = hospital.Time.GetUtcNow().UtcDateTime - age;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer, Audience = audience, NotBefore = now.AddMinutes(-1), Expires = now.AddHours(1), Claims = new Dictionary<string, object> { ["serviceurl"] = url },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(signer ?? key) { KeyId = kid }, SecurityAlgorithms.RsaSha256),
        });
    }

    private static string Activity(string url, string user, string verb, string escalation, string tenant = Tenant, string conversation = Conversation) => JsonSerializer.Serialize(new
    {
        type = "invoke", name = "adaptiveCard/action", channelId = "msteams", serviceUrl = url, replyToId = "1700000000001",
        from = new { id = "29:x", name = "Somebody", aadObjectId = user }, conversation = new { id = $"{conversation};messageid=1700000000001", tenantId = tenant },
        value = new { action = new { type = "Action.Execute", verb, data = new { escalation } }, trigger = "manual" },
    });

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PressAsync(Hospital hospital, string? token, string activity)
    {
        using var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/teams/messages") { Content = new StringContent(activity, Encoding.UTF8, "application/json") };
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var answer = await client.SendAsync(request, Stop);
        return (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Stop)));
    }
}
