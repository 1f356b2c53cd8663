using Runink.Domain.Delivery;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A mail server that takes no passwords: a token of the hospital's token server is shown, kept, and fetched anew when it is refused.</summary>
public sealed class MailsLeaveByToken
{
    private int given;

    [Theory]
    [InlineData("XOAUTH2", "XOAUTH2")]
    [InlineData("PLAIN XOAUTH2 OAUTHBEARER", "OAUTHBEARER")]
    public async Task ATokenIsKeptUntilShortlyBeforeItEnds(string offered, string taken)
    {
        await using var mail = new MailServer { Mechanisms = offered };
        await using var tokens = await OutsideServer.StartAsync(_ => Token());
        await using var hospital = await Hospital.StartAsync(settings: Settings(mail, tokens.Url));
        await SendAsync(hospital);
        var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Assert.Single(tokens.Requests).Body);
        Assert.Equal(("client_credentials", "companion", "mail-secret-of-the-house", "https://mail.example/.default"), (form["grant_type"].ToString(), form["client_id"].ToString(), form["client_secret"].ToString(), form["scope"].ToString()));
        Assert.Equal((taken, "companion@hospital.example", "token-1"), Assert.Single(mail.SignIns));

        // The connection is too old by then, the token is not.
        hospital.Time.Leap(TimeSpan.FromMinutes(5));
        await SendAsync(hospital);
        Assert.Equal(["token-1", "token-1"], mail.SignIns.Select(one => one.Token));
        hospital.Time.Leap(TimeSpan.FromMinutes(54.6));
        await SendAsync(hospital);
        Assert.Equal(["token-1", "token-1", "token-2"], mail.SignIns.Select(one => one.Token));
        Assert.Equal(3, mail.Taken.Count);
    }

    [Fact]
    public async Task ATokenThatIsRefusedIsFetchedAnewOnce()
    {
        await using var mail = new MailServer { Mechanisms = "XOAUTH2", LetsIn = (_, token) => token == "token-2" };
        await using var tokens = await OutsideServer.StartAsync(_ => Token());
        await using var hospital = await Hospital.StartAsync(settings: Settings(mail, tokens.Url));
        await SendAsync(hospital);
        Assert.Equal(["token-1", "token-2"], mail.SignIns.Select(one => one.Token));
        Assert.Equal(1, mail.Connections);

        // Whoever takes no token at all is asked twice for each attempt, and why stands with the mail and in the health.
        mail.LetsIn = (_, _) => false;
        hospital.Time.Leap(TimeSpan.FromMinutes(5));
        await Outbox.WriteAsync(hospital, "email", "ward@hospital.example");
        var row = await Outbox.WhenAsync(hospital, "email", one => one.Attempts == 1 && one.Status == OutboxStatus.Pending, "an attempt that failed");
        Assert.StartsWith("The mail server refuses our token, a new one too: companion may not send as companion@hospital.example", row.Receipt, StringComparison.Ordinal);
        Assert.Equal(4, mail.SignIns.Count);
        Assert.Contains("The mail server refuses our token", (await hospital.GetAsync("/health/ready")).GetProperty("checks").GetProperty("Deliveries").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("XOAUTH2", 401, "The token server for mail gave no token: 401 invalid_client.")]
    [InlineData("PLAIN LOGIN", 200, "takes no tokens: 127.0.0.1 offers LOGIN, PLAIN.")]
    public async Task WhyItFailsIsSaid(string offered, int status, string says)
    {
        await using var mail = new MailServer { Mechanisms = offered };
        await using var tokens = await OutsideServer.StartAsync(_ => status == 200 ? Token() : new OutsideServer.Answer(status, """{"error":"invalid_client","error_description":"secret-7"}"""));
        await using var hospital = await Hospital.StartAsync(settings: Settings(mail, tokens.Url));
        await Outbox.WriteAsync(hospital, "email", "ward@hospital.example");
        var row = await Outbox.WhenAsync(hospital, "email", one => one.Attempts == 1, "an attempt");
        Assert.Equal(OutboxStatus.Pending, row.Status);
        Assert.Contains(says, row.Receipt, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", row.Receipt, StringComparison.Ordinal);
    }

    private OutsideServer.Answer Token() => new(200, $$"""{"access_token":"token-{{Interlocked.Increment(ref given)}}","token_type":"bearer","expires_in":3600}""");

    private static async Task SendAsync(Hospital hospital)
    {
        await Outbox.WriteAsync(hospital, "email", "ward@hospital.example");
        var row = await Outbox.WhenAsync(hospital, "email", one => one.Attempts > 0, "an attempt");
        Assert.True(row.Status == OutboxStatus.Delivered, row.Receipt);
    }

    private static Dictionary<string, string?> Settings(MailServer mail, string tokens) => new(mail.Settings)
    {
        ["Delivery:Smtp:User"] = "companion@hospital.example", ["Delivery:Smtp:OAuth:TokenAddress"] = $"{tokens}/token", ["Delivery:Smtp:OAuth:AllowPrivate"] = "true",
        ["Delivery:Smtp:OAuth:ClientId"] = "companion", ["Delivery:Smtp:OAuth:ClientSecret"] = "mail-secret-of-the-house", ["Delivery:Smtp:OAuth:Scope"] = "https://mail.example/.default",
    };
}
