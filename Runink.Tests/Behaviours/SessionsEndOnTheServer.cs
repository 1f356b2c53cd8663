using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A cookie only names a session. Whether it lives is decided here, for each request, each command and each open page.</summary>
public abstract class SessionsEndOnTheServer
{
    public sealed class OnSqlite : SessionsEndOnTheServer;

    public sealed class OnPostgreSql : SessionsEndOnTheServer;

    [Fact]
    public async Task ACookieThatWasKeptOpensNothingAfterTheSignOut()
    {
        await using var hospital = await Hospital.StartAsync();
        using var nora = await SignInAsync(hospital, "nora.mills");
        var kept = nora.Cookies.GetCookieHeader(hospital.Web.BaseAddress!);
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(hospital, kept));

        await nora.OpenAsync("/confirm");
        using var form = nora.FormOf("/confirm");
        form.RequestUri = new Uri(hospital.Web.BaseAddress!, "/sign-out");
        using var answer = await nora.AskAsync(form);
        Assert.Equal((HttpStatusCode.Redirect, "\"cache\""), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("Clear-Site-Data"))));
        Assert.Equal(HttpStatusCode.Redirect, await OpenAsync(hospital, kept));
        Assert.Contains(await hospital.ItemsAsync("/api/v1/ledger?limit=20"), row => row.GetProperty("kind").GetString() == "signed_out");
    }

    [Fact]
    public async Task ASessionEndsWhenNobodyIsThereAndAfterAShiftInAnyCase()
    {
        await using var hospital = await Hospital.StartAsync();
        using var ana = await SignInAsync(hospital, "ana.ruiz");
        var cookie = ana.Cookies.GetCookieHeader(hospital.Web.BaseAddress!);
        hospital.Time.Leap(TimeSpan.FromMinutes(14));
        using (var seen = new HttpRequestMessage(HttpMethod.Post, new Uri(hospital.Web.BaseAddress!, "/session/seen")))
        using (var answer = await ana.AskAsync(seen))
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        hospital.Time.Leap(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(hospital, cookie));
        hospital.Time.Leap(TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.Redirect, await OpenAsync(hospital, cookie));
        await Hospital.EventuallyAsync(() => hospital.ItemsAsync("/api/v1/ledger?subject=person/ana.ruiz&limit=20"), rows => rows.Any(row => row.GetProperty("detail").ToString().Contains("idle", StringComparison.Ordinal)), "the end is written down");

        using var luis = await SignInAsync(hospital, "luis.moreno");
        var shift = luis.Cookies.GetCookieHeader(hospital.Web.BaseAddress!);
        for (var quarter = 0; quarter < 71; quarter++)
        {
            hospital.Time.Leap(TimeSpan.FromMinutes(10));
            Assert.Equal(HttpStatusCode.OK, await OpenAsync(hospital, shift));
        }

        hospital.Time.Leap(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Redirect, await OpenAsync(hospital, shift));
    }

    /// <summary>What an open page has: the principal with which its circuit began, and the state that it is told of.</summary>
    [Fact]
    public async Task AnOpenPageLosesItsAccessWithTheRoleTheAccountOrTheSession()
    {
        await using var hospital = await Hospital.StartAsync();
        using var nora = await SignInAsync(hospital, "nora.mills");
        var id = await OnlySessionAsync(hospital, "nora.mills");
        await using var circuit = hospital.Services.CreateAsyncScope();
        var state = (SessionAuthenticationState)circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        var known = hospital.Services.GetRequiredService<PeopleDirectory>().Find("nora.mills")!;
        var principal = Caller.Of(known.Person, known.Roles, id, null).Principal(CookieAuthenticationDefaults.AuthenticationScheme);
        state.SetAuthenticationState(Task.FromResult(new AuthenticationState(principal)));
        var access = hospital.Services.GetRequiredService<CallerAccess>();
        Assert.True(access.Of(principal).May(Permission.ReadKpis));

        using (await hospital.Web.PutAsJsonAsync("/api/v1/people/nora.mills/roles", new[] { new { role = "auditor" } }, TestContext.Current.CancellationToken))
            Assert.Equal(Role.Auditor, access.Of(principal).Role);
        await Hospital.EventuallyAsync(async () => Caller.From((await state.GetAuthenticationStateAsync()).User).Role, role => role == Role.Auditor, "the page knows the new role");

        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync("/api/v1/people/nora.mills/actions/disable", new { reason = "Gone" })).StatusCode);
        Assert.Equal(Caller.Nobody, access.Of(principal));
        await Hospital.EventuallyAsync(async () => (await state.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated, isIn => !isIn, "the page is nobody's");
        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync("/api/v1/people/nora.mills/actions/enable", new { })).StatusCode);
        Assert.Equal(Caller.Nobody, access.Of(principal));
    }

    [Fact]
    public async Task OnesOwnSessionsAreListedAndEndedElsewhere()
    {
        await using var hospital = await Hospital.StartAsync();
        using var here = await SignInAsync(hospital, "kim.park");
        using var there = await SignInAsync(hospital, "kim.park", "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Safari/605.1");
        var sessions = await hospital.ItemsAsync("/api/v1/people/kim.park/sessions");
        Assert.Equal(["Chrome on Linux", "Safari on iOS"], sessions.Select(session => session.GetProperty("device").GetString()!).Order(StringComparer.Ordinal));
        var phone = sessions.Single(session => session.GetProperty("device").GetString() == "Safari on iOS").GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync("/api/v1/people/kim.park/actions/sign-out", new { session = phone })).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await OpenAsync(hospital, there.Cookies.GetCookieHeader(hospital.Web.BaseAddress!)));
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(hospital, here.Cookies.GetCookieHeader(hospital.Web.BaseAddress!)));
        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync("/api/v1/people/kim.park/actions/sign-out", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await OpenAsync(hospital, here.Cookies.GetCookieHeader(hospital.Web.BaseAddress!)));
    }

    [Fact]
    public async Task OneSessionMoreThanAllowedEndsTheOneThatWasTouchedLongestAgo()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["SignIn:SessionsPerPerson"] = "2" });
        using var first = await SignInAsync(hospital, "nora.mills");
        hospital.Time.Leap(TimeSpan.FromMinutes(1));
        using var second = await SignInAsync(hospital, "nora.mills");
        using var other = await SignInAsync(hospital, "ana.ruiz");
        hospital.Time.Leap(TimeSpan.FromMinutes(1));
        await first.OpenAsync("/account");
        using var third = await SignInAsync(hospital, "nora.mills");
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Redirect, HttpStatusCode.OK, HttpStatusCode.OK],
            await Task.WhenAll(new[] { first, second, third, other }.Select(one => OpenAsync(hospital, one.Cookies.GetCookieHeader(hospital.Web.BaseAddress!)))));
        Assert.Contains(await hospital.ItemsAsync("/api/v1/ledger?kind=session_ended"), row => row.GetProperty("detail").ToString().Contains("too-many", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ADangerousActAsksForAFreshProof()
    {
        await using var hospital = await Hospital.StartAsync();
        using var kim = await SignInAsync(hospital, "kim.park");
        var id = await OnlySessionAsync(hospital, "kim.park");
        var useCases = hospital.Services.GetRequiredService<Runink.Companion.Admin.People.PeopleUseCases>();
        Caller Now() => hospital.Services.GetRequiredService<CallerAccess>().Of(Caller.Of(new Person { Id = "kim.park", Login = "", Name = "", Origin = "", CreatedAt = default }, [], id, null).Principal("Cookies"));
        hospital.Time.Leap(TimeSpan.FromMinutes(6));
        Assert.Equal("confirm-first", (await useCases.DisableAsync(Now(), "ana.ruiz", "Left", null, TestContext.Current.CancellationToken)).Refusal!.Code);

        await kim.OpenAsync("/confirm?returnUrl=%2Fadmin%2Fpeople");
        await kim.SendAsync("/confirm");
        Assert.Equal("/admin/people", kim.At.AbsolutePath);
        Assert.True((await useCases.DisableAsync(Now(), "ana.ruiz", "Left", null, TestContext.Current.CancellationToken)).Ok);
        Assert.Equal("not-allowed-now", (await useCases.DisableAsync(Now(), "kim.park", "Me", null, TestContext.Current.CancellationToken)).Refusal!.Code);
    }

    internal static async Task<Visitor> SignInAsync(Hospital hospital, string person, string agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0")
    {
        var visitor = new Visitor(hospital.Web.BaseAddress!, agent);
        await visitor.OpenAsync("/sign-in");
        using var form = visitor.FormOf("/sign-in", ("person", person));
        // The page has a form for each person; the hidden field of the first is replaced by the one that is wanted.
        var fields = (await form.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('&').Where(field => !field.StartsWith("person=", StringComparison.Ordinal)).Append($"person={person}");
        using var request = new HttpRequestMessage(HttpMethod.Post, form.RequestUri) { Content = new StringContent(string.Join('&', fields), System.Text.Encoding.UTF8, "application/x-www-form-urlencoded") };
        using var answer = await visitor.AskAsync(request);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.DoesNotContain("refused", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        return visitor;
    }

    private static async Task<string> OnlySessionAsync(Hospital hospital, string person)
    {
        await using var db = hospital.Read();
        return Assert.Single(db.SignInSessions.Where(session => session.PersonId == person && session.EndedAt == null).ToList()).Id;
    }

    private static async Task<HttpStatusCode> OpenAsync(Hospital hospital, string cookie)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = hospital.Web.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account");
        request.Headers.Add("Cookie", cookie);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
