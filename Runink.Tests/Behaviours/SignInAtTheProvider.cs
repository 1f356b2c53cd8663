using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Teams;
using Runink.Tests.Harness;
using Runink.Tests.Harness.Oidc;

namespace Runink.Tests.Behaviours;

/// <summary>Sign-in through the hospital's identity provider: who it vouches for comes in, and nothing it did not say counts.</summary>
public sealed class SignInAtTheProvider
{
    [Fact]
    public async Task APersonComesInGetsTheRolesOfTheClaimsAndLeavesAtBothEnds()
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var hospital = await StartAsync(provider);
        provider.Person["units"] = new[] { "4 West" };
        provider.Person["email"] = "rosa@hospital.example";
        using var rosa = new Visitor(hospital.Web.BaseAddress!);
        await SignInAsync(rosa);
        Assert.Equal(("/", HttpStatusCode.OK), (rosa.At.AbsolutePath, rosa.Status));
        var known = hospital.Services.GetRequiredService<PeopleDirectory>().BySubject("u-1")!;
        Assert.Equal(("rosa.klein", "Rosa Klein", new RoleOnUnit(Role.Nurse, "4 West")), (known.Person.Login, known.Person.Name, Assert.Single(known.Roles)));

        await rosa.OpenAsync("/confirm");
        using var form = rosa.FormOf("/confirm");
        form.RequestUri = new Uri(hospital.Web.BaseAddress!, "/sign-out");
        using var out1 = await rosa.AskAsync(form);
        await rosa.OpenAsync(out1.Headers.Location!.ToString());
        Assert.Equal("/sign-in?out=1", rosa.At.PathAndQuery);
        Assert.True(provider.Left.TryDequeue(out var left));
        Assert.Equal(3, left["id_token_hint"].ToString().Split('.').Length);
        await rosa.OpenAsync("/account");
        Assert.Equal("/sign-in", rosa.At.AbsolutePath);

        // Another role at the provider is another role here, at the next sign-in.
        provider.Person["roles"] = new[] { "everybody", "QualityLead" };
        provider.Person["units"] = Array.Empty<string>();
        await SignInAsync(rosa);
        Assert.Equal("/dashboards/sla", rosa.At.AbsolutePath);
        Assert.Equal(new RoleOnUnit(Role.QualityLead, null), Assert.Single(hospital.Services.GetRequiredService<PeopleDirectory>().BySubject("u-1")!.Roles));
        provider.Person["roles"] = new[] { "everybody" };
        using var without = new Visitor(hospital.Web.BaseAddress!);
        await SignInAsync(without);
        Assert.Equal("/sign-in?refused=no-role", without.At.PathAndQuery);
        provider.Person["sub"] = "u-9";
        await SignInAsync(without);
        Assert.Equal("/sign-in?refused=unknown", without.At.PathAndQuery);
    }

    [Theory]
    [InlineData("tampered")]
    [InlineData("audience")]
    [InlineData("expired")]
    [InlineData("issuer")]
    [InlineData("nonce")]
    [InlineData("unsigned")]
    [InlineData("key")]
    public async Task ATokenThatCannotBeTrustedLetsNobodyIn(string fault)
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var hospital = await StartAsync(provider);
        provider.Fault = fault;
        using var visitor = new Visitor(hospital.Web.BaseAddress!);
        await SignInAsync(visitor);
        Assert.Equal(("/sign-in?refused=provider", HttpStatusCode.OK), (visitor.At.PathAndQuery, visitor.Status));
        await using var db = hospital.Read();
        Assert.Empty(db.SignInSessions);
    }

    [Fact]
    public async Task AnAnswerCountsOnceInTheBrowserThatAsked()
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var hospital = await StartAsync(provider);
        using var rosa = new Visitor(hospital.Web.BaseAddress!);
        using var ask = await rosa.AskAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(hospital.Web.BaseAddress!, "/sign-in/provider")));
        using var sent = await rosa.AskAsync(new HttpRequestMessage(HttpMethod.Get, ask.Headers.Location));
        var answer = sent.Headers.Location!.ToString();
        using var other = new Visitor(hospital.Web.BaseAddress!);
        await other.OpenAsync(answer);
        Assert.Equal("/sign-in?refused=provider", other.At.PathAndQuery);
        await rosa.OpenAsync(answer);
        Assert.Equal("/", rosa.At.AbsolutePath);
        await rosa.OpenAsync(answer);
        Assert.Equal("/sign-in?refused=provider", rosa.At.PathAndQuery);
        await other.OpenAsync("/signin-oidc?code=made-up&state=made-up");
        Assert.Equal("/sign-in?refused=provider", other.At.PathAndQuery);
    }

    [Fact]
    public async Task KeysAreExchangedAndAProviderThatIsAwayIsSaidInWords()
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var hospital = await StartAsync(provider);
        using var rosa = new Visitor(hospital.Web.BaseAddress!);
        await SignInAsync(rosa);
        provider.RotateKeys();
        using var again = new Visitor(hospital.Web.BaseAddress!);
        await SignInAsync(again);
        Assert.Equal("/", again.At.AbsolutePath);

        var token = provider.AccessToken();
        await provider.GoDownAsync();
        await using var later = await StartAsync(provider);
        using var third = new Visitor(later.Web.BaseAddress!);
        await SignInAsync(third);
        Assert.Equal(("/sign-in?refused=provider-away", HttpStatusCode.OK), (third.At.PathAndQuery, third.Status));
        Assert.Contains("cannot be reached", third.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await ApiAsync(later, token));
        // Who is in stays in: the session is this program's own.
        await rosa.OpenAsync("/account");
        Assert.Equal(HttpStatusCode.OK, rosa.Status);
        Assert.Equal("/account", rosa.At.AbsolutePath);
    }

    [Fact]
    public async Task ATokenOpensTheApiForWhomItIsAndForThisApiOnly()
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var hospital = await StartAsync(provider);
        Assert.Equal(HttpStatusCode.Unauthorized, await ApiAsync(hospital, provider.AccessToken()));
        using var rosa = new Visitor(hospital.Web.BaseAddress!);
        await SignInAsync(rosa);
        Assert.Equal(HttpStatusCode.OK, await ApiAsync(hospital, provider.AccessToken()));
        Assert.Equal(HttpStatusCode.Forbidden, await ApiAsync(hospital, provider.AccessToken(), "/api/v1/people"));
        foreach (var fault in new[] { "tampered", "audience", "expired", "issuer", "unsigned", "key" })
            Assert.Equal(HttpStatusCode.Unauthorized, await ApiAsync(hospital, provider.AccessToken(fault)));
        var id = hospital.Services.GetRequiredService<PeopleDirectory>().BySubject("u-1")!.Person.Id;
        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync($"/api/v1/people/{id}/actions/disable", new { reason = "Left" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await ApiAsync(hospital, provider.AccessToken()));
        using var back = new Visitor(hospital.Web.BaseAddress!);
        await SignInAsync(back);
        Assert.Equal("/sign-in?refused=disabled", back.At.PathAndQuery);
    }

    /// <summary>How strongly somebody signed in (acr) and when (auth_time) is the provider's word; where it is silent, nothing is assumed.</summary>
    [Fact]
    public async Task WhatTheProviderMustHaveAskedForIsRequiredOfItsTokens()
    {
        await using var provider = await OidcProvider.StartAsync();
        provider.Person["roles"] = new[] { "Administrator" };
        await using var hospital = await Hospital.StartAsync(TimeProvider.System.GetUtcNow(), settings: new Dictionary<string, string?>(provider.Settings, StringComparer.Ordinal) { ["AzureAd:AcrValues:0"] = "two-factors" });
        using var rosa = new Visitor(hospital.Web.BaseAddress!);
        await SignInAsync(rosa);
        Assert.Equal(("/sign-in?refused=provider", "two-factors"), (rosa.At.PathAndQuery, provider.Asked.Last()["acr_values"].ToString()));
        provider.Person["acr"] = "one-factor";
        await SignInAsync(rosa);
        Assert.Equal("/sign-in?refused=provider", rosa.At.PathAndQuery);
        provider.Person["acr"] = "two-factors";
        await SignInAsync(rosa);
        Assert.Equal("/admin", rosa.At.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, await ApiAsync(hospital, provider.AccessToken(), "/api/v1/people"));
        provider.Person["acr"] = "one-factor";
        Assert.Equal(HttpStatusCode.Unauthorized, await ApiAsync(hospital, provider.AccessToken(), "/api/v1/people"));
        provider.Person["acr"] = "two-factors";

        async Task<string> DisableAsync(string? fault)
        {
            using var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", provider.AccessToken(fault));
            using var answer = await client.PostAsJsonAsync("/api/v1/people/ana.ruiz/actions/disable", new { reason = "Left" }, TestContext.Current.CancellationToken);
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
        }

        Assert.Contains("urn:runink:problem:confirm-first", await DisableAsync("unproven"), StringComparison.Ordinal);
        Assert.StartsWith("200", await DisableAsync(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFreshProofIsAskedAtTheProviderAndSomebodyElsesIsNone()
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var hospital = await StartAsync(provider);
        using var rosa = new Visitor(hospital.Web.BaseAddress!);
        await SignInAsync(rosa);
        var began = await ConfirmedAsync(hospital);
        hospital.Time.Advance(TimeSpan.FromMinutes(1));
        provider.Person = new() { ["sub"] = "u-2", ["name"] = "Somebody Else", ["preferred_username"] = "else", ["roles"] = new[] { "Nurse" } };
        await rosa.OpenAsync("/confirm?returnUrl=%2Faccount");
        await rosa.SendAsync("/confirm");
        Assert.Equal(began, await ConfirmedAsync(hospital));
        provider.Person = new() { ["sub"] = "u-1", ["name"] = "Rosa Klein", ["preferred_username"] = "rosa.klein", ["roles"] = new[] { "Nurse" } };
        await rosa.OpenAsync("/confirm?returnUrl=%2Faccount");
        await rosa.SendAsync("/confirm");
        Assert.Equal("/account", rosa.At.AbsolutePath);
        Assert.Equal("login", provider.Asked.Last()["prompt"]);
        Assert.True(await ConfirmedAsync(hospital) > began);

        // Neither a click nor a passphrase opens a door beside the provider's.
        using var beside = await rosa.AskAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(hospital.Web.BaseAddress!, "/sign-in")) { Content = new FormUrlEncodedContent([KeyValuePair.Create("person", "ana.ruiz")]) });
        Assert.Equal("/sign-in", beside.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("true", "ana.ruiz")]
    [InlineData("false", null)]
    public async Task WhoWasKnownByLoginIsLinkedOnceWhereTheSettingsSaySo(string link, string? expected)
    {
        await using var provider = await OidcProvider.StartAsync();
        provider.Person["preferred_username"] = "ana.ruiz";
        await using var hospital = await Hospital.StartAsync(TimeProvider.System.GetUtcNow(), settings: new Dictionary<string, string?>(provider.Settings) { ["AzureAd:LinkByLogin"] = link });
        using var first = new Visitor(hospital.Web.BaseAddress!);
        await SignInAsync(first);
        var people = hospital.Services.GetRequiredService<PeopleDirectory>();
        Assert.Equal(expected ?? people.BySubject("u-1")!.Person.Id, people.BySubject("u-1")!.Person.Id);
        Assert.Equal(expected is null, people.Find("ana.ruiz")!.Person.Subject is null);

        // Another one at the provider under the same name is another person.
        provider.Person["sub"] = "u-3";
        using var second = new Visitor(hospital.Web.BaseAddress!);
        await SignInAsync(second);
        Assert.NotEqual("ana.ruiz", people.BySubject("u-3")!.Person.Id);
    }

    /// <summary>The same against a certified provider, with its own pages in between.</summary>
    [Fact]
    public async Task ACertifiedProviderSignsInAndOut()
    {
        await using var provider = await CertifiedProvider.StartAsync();
        await using var hospital = await Hospital.StartAsync(TimeProvider.System.GetUtcNow(), settings: new Dictionary<string, string?>
        {
            ["AzureAd:Kind"] = "Oidc", ["AzureAd:Authority"] = provider.Issuer, ["AzureAd:ClientId"] = OidcProvider.ClientId, ["AzureAd:ClientSecret"] = OidcProvider.Secret,
        });
        using var rosa = new Visitor(hospital.Web.BaseAddress!);
        await SignInAsync(rosa);
        await rosa.SendAsync(rosa.FormAction, ("login", "rosa.klein"), ("password", "any"));
        await rosa.SendAsync(rosa.FormAction);
        Assert.Equal((hospital.Web.BaseAddress!.Port, "/", HttpStatusCode.OK), (rosa.At.Port, rosa.At.AbsolutePath, rosa.Status));
        var known = hospital.Services.GetRequiredService<PeopleDirectory>().BySubject("rosa.klein")!;
        Assert.Equal(("Rosa Klein", new RoleOnUnit(Role.Nurse, null)), (known.Person.Name, Assert.Single(known.Roles)));

        await rosa.OpenAsync(new Uri(hospital.Web.BaseAddress!, "/confirm").ToString());
        using var form = rosa.FormOf("/confirm");
        form.RequestUri = new Uri(hospital.Web.BaseAddress!, "/sign-out");
        using var left = await rosa.AskAsync(form);
        await rosa.OpenAsync(left.Headers.Location!.ToString());
        await rosa.SendAsync(rosa.FormAction, ("logout", "yes"));
        Assert.Equal((hospital.Web.BaseAddress!.Port, "/sign-in?out=1"), (rosa.At.Port, rosa.At.PathAndQuery));
        // Signed out there as well: the next sign-in asks for the login again.
        await rosa.OpenAsync(new Uri(hospital.Web.BaseAddress!, "/sign-in/provider").ToString());
        Assert.Contains("name=\"login\"", rosa.Html, StringComparison.Ordinal);
    }

    private static Task<Hospital> StartAsync(OidcProvider provider) => Hospital.StartAsync(TimeProvider.System.GetUtcNow(), settings: provider.Settings);

    private static Task SignInAsync(Visitor visitor) => visitor.OpenAsync("/sign-in/provider?returnUrl=%2F");

    private static async Task<DateTimeOffset> ConfirmedAsync(Hospital hospital)
    {
        await using var db = hospital.Read();
        var id = hospital.Services.GetRequiredService<PeopleDirectory>().BySubject("u-1")!.Person.Id;
        return Assert.Single(db.SignInSessions.Where(session => session.PersonId == id).ToList()).ConfirmedAt;
    }

    private static async Task<HttpStatusCode> ApiAsync(Hospital hospital, string token, string path = "/api/v1/escalations")
    {
        using var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
