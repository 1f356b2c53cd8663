using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Tests.Harness;
using Runink.Tests.Harness.Oidc;

namespace Runink.Tests.Behaviours;

/// <summary>Whoever signs out at the provider is signed out here, without a browser between; nobody else's word does that.</summary>
public sealed class TheProviderSignsSomebodyOut
{
    [Fact]
    public async Task OnlyTheSessionThatIsNamedEndsAndTheSameTokenCountsOnce()
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var hospital = await Hospital.StartAsync(TimeProvider.System.GetUtcNow(), settings: provider.Settings);
        using var ward = await SignInAsync(hospital, provider, "at-the-ward");
        using var home = await SignInAsync(hospital, provider, "at-home");
        Assert.Equal((true, true), (await IsInAsync(ward), await IsInAsync(home)));

        var token = provider.LogoutToken("u-1", "at-the-ward", "j-1");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(hospital, token));
        Assert.Equal((false, true), (await IsInAsync(ward), await IsInAsync(home)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(hospital, token));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(hospital, provider.LogoutToken("u-1", null, "j-2")));
        Assert.False(await IsInAsync(home));

        using var again = await SignInAsync(hospital, provider, "again");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(hospital, provider.LogoutToken(null, "again", "j-3")));
        Assert.False(await IsInAsync(again));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(hospital, provider.LogoutToken("nobody-here", null, "j-4")));
        await using var db = hospital.Read();
        Assert.Equal(3, db.Ledger.Count(row => row.Kind == "session_ended" && row.Detail.Contains("signed-out-at-provider")));
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("event")]
    [InlineData("old")]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("unsigned")]
    [InlineData("key")]
    [InlineData("secret")]
    public async Task NobodyElseSignsAnybodyOut(string fault)
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var hospital = await Hospital.StartAsync(TimeProvider.System.GetUtcNow(), settings: provider.Settings);
        using var rosa = await SignInAsync(hospital, provider, "here");
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(hospital, provider.LogoutToken("u-1", "here", "j", fault)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(hospital, ""));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(hospital, provider.AccessToken()));
        Assert.True(await IsInAsync(rosa));
    }

    [Fact]
    public async Task ACertifiedProviderIsUnderstood()
    {
        await using var provider = await CertifiedProvider.StartAsync();
        await using var hospital = await Hospital.StartAsync(TimeProvider.System.GetUtcNow(), settings: new Dictionary<string, string?>
        {
            ["AzureAd:Kind"] = "Oidc", ["AzureAd:Authority"] = provider.Issuer, ["AzureAd:ClientId"] = OidcProvider.ClientId, ["AzureAd:ClientSecret"] = OidcProvider.Secret,
        });
        using var rosa = new Visitor(hospital.Web.BaseAddress!);
        await rosa.OpenAsync("/sign-in/provider?returnUrl=%2F");
        await rosa.SendAsync(rosa.FormAction, ("login", "rosa.klein"), ("password", "any"));
        await rosa.SendAsync(rosa.FormAction);
        async Task<bool> AliveAsync() => (await hospital.Services.GetRequiredService<SessionStore>().OfAsync(hospital.Services.GetRequiredService<PeopleDirectory>().BySubject("rosa.klein")!.Person.Id, TestContext.Current.CancellationToken)).Count > 0;
        Assert.True(await AliveAsync());

        // She signs out at the provider itself; this app hears it from there only.
        await rosa.OpenAsync($"{provider.Issuer}/session/end");
        await rosa.SendAsync(rosa.FormAction, ("logout", "yes"));
        await Hospital.EventuallyAsync(AliveAsync, alive => !alive, "the session has ended here");
    }

    [Fact]
    public async Task WithoutAProviderThereIsNoSuchDoor()
    {
        await using var hospital = await Hospital.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(hospital, "x"));
    }

    private static async Task<Visitor> SignInAsync(Hospital hospital, OidcProvider provider, string sid)
    {
        provider.Person["sid"] = sid;
        var visitor = new Visitor(hospital.Web.BaseAddress!);
        await visitor.OpenAsync("/sign-in/provider?returnUrl=%2F");
        return visitor;
    }

    private static async Task<bool> IsInAsync(Visitor visitor)
    {
        using var answer = await visitor.AskAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(visitor.At, "/account")));
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private static async Task<HttpStatusCode> SendAsync(Hospital hospital, string token)
    {
        using var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", token)]);
        using var answer = await client.PostAsync(new Uri("/signout/backchannel", UriKind.Relative), form, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
