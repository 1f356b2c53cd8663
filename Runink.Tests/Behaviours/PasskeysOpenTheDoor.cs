using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Admin.People;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Access.SignIn;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A device of the person's own signs instead of a passphrase and a code; whatever is wrong with its answer, the door stays shut and says the same.</summary>
public abstract partial class PasskeysOpenTheDoor
{
    private static readonly Dictionary<string, string?> Production = new()
    {
        ["Profile"] = "Production", ["Site:Name"] = "St. Anna", ["Site:TimeZone"] = "UTC", ["Site:BaseUrl"] = "http://localhost", ["Delivery:Smtp:Host"] = "127.0.0.1",
    };

    public sealed class OnSqlite : PasskeysOpenTheDoor;

    public sealed class OnPostgreSql : PasskeysOpenTheDoor;

    [Fact]
    public async Task WithoutPassphraseAndCode()
    {
        await using var hospital = await Hospital.StartAsync(settings: Production);
        using var first = new Visitor(Site(hospital));
        using var key = await EvaWithAKeyAsync(hospital, first);
        using var eva = new Visitor(Site(hospital));
        await ShowAsync(eva, options => key.Sign(options, Origin(hospital)));
        Assert.Equal("/admin", eva.At.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, eva.Status);

        await using var db = hospital.Read();
        var kept = await db.Passkeys.SingleAsync(Stop);
        Assert.Equal((1L, hospital.Time.GetUtcNow(), "My phone"), (kept.SignCount, kept.UsedAt!.Value, kept.Name));
        Assert.Contains(await db.SignInSessions.ToListAsync(Stop), session => session is { Method: "passkey", EndedAt: null });
        Assert.Contains(await db.Ledger.ToListAsync(Stop), row => row.Kind == "signed_in" && row.Detail.Contains("\"passkey\"", StringComparison.Ordinal));
        Assert.Single(await db.Ledger.Where(row => row.Kind == "passkey_added").ToListAsync(Stop));
        var view = (await hospital.Services.GetRequiredService<PeopleUseCases>().FindAsync(Now(hospital), kept.PersonId, Stop)).Value!;
        Assert.Equal(1, view.Local!.Passkeys);

        // One that does not count says zero for ever.
        using var silent = new PasskeyDevice();
        Assert.True((await AddAsync(hospital, silent, "Badge")).Ok);
        for (var i = 0; i < 2; i++)
        {
            using var again = new Visitor(Site(hospital));
            await ShowAsync(again, options => Zero(silent).Sign(options, Origin(hospital)));
            Assert.Equal("/admin", again.At.AbsolutePath);
        }
    }

    [Fact]
    public async Task WhateverIsWrongTheDoorStaysShutAndSaysTheSame()
    {
        await using var hospital = await Hospital.StartAsync(settings: Production);
        using var first = new Visitor(Site(hospital));
        using var key = await EvaWithAKeyAsync(hospital, first);
        var answers = new HashSet<string>(StringComparer.Ordinal);
        async Task RefusedAsync(string why, Func<string, string> answer, Func<Task>? meanwhile = null)
        {
            using var visitor = new Visitor(Site(hospital));
            await ShowAsync(visitor, answer, meanwhile);
            answers.Add(visitor.At.PathAndQuery);
            await using var store = hospital.Read();
            var row = await store.Ledger.Where(row => row.Kind == "sign_in_refused").OrderByDescending(row => row.Seq).FirstAsync(Stop);
            Assert.Contains($"\"{why}\"", row.Detail, StringComparison.Ordinal);
        }

        string Sign(string options) => key.Sign(options, Origin(hospital));
        using var stranger = new PasskeyDevice { User = key.User };
        await RefusedAsync("passkey-unknown", options => stranger.Sign(options, Origin(hospital)));
        await RefusedAsync("passkey-unknown", _ => "{}");
        await RefusedAsync("passkey-unknown", _ => "no JSON");
        // The right name, signed by another key.
        using var forged = new PasskeyDevice { Id = key.Id, User = key.User };
        await RefusedAsync("passkey", options => forged.Sign(options, Origin(hospital)));
        await RefusedAsync("passkey", options => key.Sign(options, "https://companion.example"));
        await RefusedAsync("passkey", options => key.Sign(options.Replace("\"rpId\":\"localhost\"", "\"rpId\":\"companion.example\"", StringComparison.Ordinal), Origin(hospital)));
        await RefusedAsync("passkey", options => key.Sign(options.Replace("\"challenge\":\"", "\"challenge\":\"AA", StringComparison.Ordinal), Origin(hospital)));
        await RefusedAsync("passkey", options => Unverified(key).Sign(options, Origin(hospital)));
        key.Verifies = true;
        await RefusedAsync("passkey-late", Sign, () => Leap(hospital, TimeSpan.FromMinutes(5)));

        // An answer counts once, also for whoever copied it together with the cookie.
        using (var visitor = new Visitor(Site(hospital)))
        {
            var cookies = "";
            var sent = "";
            await ShowAsync(visitor, options => sent = Sign(options), () => { cookies = visitor.Cookies.GetCookieHeader(Site(hospital)); return Task.CompletedTask; });
            Assert.Equal("/admin", visitor.At.AbsolutePath);
            using var thief = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Site(hospital) };
            using var replay = new HttpRequestMessage(HttpMethod.Post, "/sign-in/passkey") { Content = new FormUrlEncodedContent([KeyValuePair.Create("answer", sent), KeyValuePair.Create("__RequestVerificationToken", token)]) };
            replay.Headers.Add("Cookie", cookies);
            using var answer = await thief.SendAsync(replay, Stop);
            answers.Add(answer.Headers.Location!.ToString());
        }

        // A copy of the key that has signed less often.
        key.Count--;
        await RefusedAsync("passkey-count", Sign);
        Assert.Equal(["/sign-in?refused=passkey&returnUrl=%2F"], answers);

        // Whoever is disabled, begins anew, or took the key away.
        await using var db = hospital.Read();
        var eva = (await db.People.SingleAsync(person => person.Login == "eva.stern", Stop)).Id;
        await AccountsOfThisHospital.NewAsync(hospital, "mira.sand", "Mira Sand");
        var commands = hospital.Services.GetRequiredService<StoreWriter>();
        Assert.True((await commands.WriteAsync(scope => Runink.Domain.Pipeline.Commands.PersonCommandHandler.Disable(scope, eva, "Gone", null, Actor.System), Stop)).Ok);
        await RefusedAsync("disabled", Sign);
        Assert.True((await commands.WriteAsync(scope => Runink.Domain.Pipeline.Commands.PersonCommandHandler.Enable(scope, eva, null, Actor.System), Stop)).Ok);
        Assert.True((await commands.WriteAsync(scope => LocalAccounts.Give(scope, eva, Actor.System), Stop)).Ok);
        await RefusedAsync("passkey-unknown", Sign);
        Assert.Single(answers);
        Assert.Single(await db.Ledger.Where(row => row.Kind == "passkey_removed").ToListAsync(Stop));
    }

    [Fact]
    public async Task AddedAndRemovedWithAFreshProofOnlyWhichAPasskeyGives()
    {
        await using var hospital = await Hospital.StartAsync(settings: Production);
        using var eva = new Visitor(Site(hospital));
        using var key = await EvaWithAKeyAsync(hospital, eva);
        using var second = new PasskeyDevice();
        Assert.Equal("invalid", (await AddAsync(hospital, second, "My phone")).Refusal!.Code);
        Assert.Equal("invalid", (await AddAsync(hospital, key, "The same again")).Refusal!.Code);
        Assert.Equal("invalid", (await AddAsync(hospital, Unverified(second), "Without a PIN")).Refusal!.Code);
        second.Verifies = true;
        hospital.Time.Leap(TimeSpan.FromMinutes(6));
        Assert.Equal("confirm-first", (await AddAsync(hospital, second, "Badge")).Refusal!.Code);

        await eva.OpenAsync("/confirm?returnUrl=%2Faccount");
        var options = await AskAsync(eva, "/confirm/passkey");
        Assert.Contains(System.Buffers.Text.Base64Url.EncodeToString(key.Id), options, StringComparison.Ordinal);
        await eva.SendAsync("/confirm/passkey", ("answer", key.Sign(options, Origin(hospital))));
        Assert.Equal("/account", eva.At.AbsolutePath);
        var made = await AddAsync(hospital, second, "Badge");
        Assert.True(made.Ok, made.Refusal?.Message);

        // Of somebody else nothing is removed, and somebody else's key proves nothing about this session.
        var given = await AccountsOfThisHospital.NewAsync(hospital, "mira.sand", "Mira Sand");
        using var mira = new Visitor(Site(hospital));
        await AccountsOfThisHospital.EnrolAsync(hospital, mira, "mira.sand", given);
        using var others = new PasskeyDevice();
        Assert.True((await AddAsync(hospital, others, "Mine", "mira.sand")).Ok);
        Assert.Equal("not-found", (await hospital.Services.GetRequiredService<Passkeys>().RemoveAsync(Now(hospital, "mira.sand"), made.Value!.Id, Stop)).Refusal!.Code);
        hospital.Time.Leap(TimeSpan.FromMinutes(6));
        await eva.OpenAsync("/confirm?returnUrl=%2Faccount");
        var asked = await AskAsync(eva, "/confirm/passkey");
        await eva.SendAsync("/confirm/passkey", ("answer", others.Sign(asked, Origin(hospital))));
        Assert.Equal("/confirm", eva.At.AbsolutePath);
        var passkeys = hospital.Services.GetRequiredService<Passkeys>();
        Assert.Equal("confirm-first", (await passkeys.RemoveAsync(Now(hospital), made.Value.Id, Stop)).Refusal!.Code);
        var again = await AskAsync(eva, "/confirm/passkey");
        await eva.SendAsync("/confirm/passkey", ("answer", second.Sign(again, Origin(hospital))));
        Assert.Equal("/account", eva.At.AbsolutePath);
        Assert.True((await passkeys.RemoveAsync(Now(hospital), made.Value.Id, Stop)).Ok);
        using var shut = new Visitor(Site(hospital));
        await ShowAsync(shut, question => second.Sign(question, Origin(hospital)));
        Assert.Equal("/sign-in", shut.At.AbsolutePath);
    }

    [Theory]
    [InlineData("https://companion.example", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://127.0.0.1:5080", false)]
    [InlineData("https://10.1.2.3", false)]
    public async Task OnlyWhereABrowserWouldHaveThem(string baseUrl, bool isOn)
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(Production, StringComparer.Ordinal) { ["Site:BaseUrl"] = baseUrl });
        Assert.Equal(isOn, hospital.Services.GetRequiredService<Passkeys>().IsOn);
        // Over https the page stands behind a proxy, which is not here.
        if (baseUrl.StartsWith("https:", StringComparison.Ordinal))
            return;
        using var visitor = new Visitor(hospital.Web.BaseAddress!);
        await visitor.OpenAsync("/sign-in");
        Assert.Equal(isOn, visitor.Html.Contains("rk-passkey", StringComparison.Ordinal));
    }

    private string token = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Passkeys belong to a name; the host listens on the number behind it.</summary>
    private static Uri Site(Hospital hospital) => new($"http://localhost:{hospital.Web.BaseAddress!.Port}");

    private static string Origin(Hospital hospital) => Site(hospital).GetLeftPart(UriPartial.Authority);

    private static async Task<PasskeyDevice> EvaWithAKeyAsync(Hospital hospital, Visitor visitor)
    {
        var given = await AccountsOfThisHospital.NewAsync(hospital, "eva.stern", "Eva Stern");
        await AccountsOfThisHospital.EnrolAsync(hospital, visitor, "eva.stern", given);
        var key = new PasskeyDevice();
        var added = await AddAsync(hospital, key, "My phone");
        Assert.True(added.Ok, added.Refusal?.Message);
        return key;
    }

    private static async Task<Outcome<Passkey>> AddAsync(Hospital hospital, PasskeyDevice key, string name, string login = "eva.stern")
    {
        var passkeys = hospital.Services.GetRequiredService<Passkeys>();
        var question = await passkeys.OfferAsync(Now(hospital, login), Site(hospital), Stop);
        return question.Value is { } asked ? await passkeys.AddAsync(Now(hospital, login), name, asked, key.Make(asked.Options, Origin(hospital)), Site(hospital), Stop) : question.Refusal!;
    }

    /// <summary>Who an open page of this person's newest session is now.</summary>
    private static Caller Now(Hospital hospital, string login = "eva.stern")
    {
        using var db = hospital.Read();
        var person = db.People.Single(one => one.Login == login);
        var session = db.SignInSessions.Where(one => one.PersonId == person.Id && one.EndedAt == null).OrderBy(one => one.CreatedAt).First().Id;
        return hospital.Services.GetRequiredService<CallerAccess>().Of(Caller.Of(person, [], session, null).Principal(CookieAuthenticationDefaults.AuthenticationScheme));
    }

    private async Task ShowAsync(Visitor visitor, Func<string, string> answer, Func<Task>? meanwhile = null)
    {
        await visitor.OpenAsync("/sign-in");
        var options = await AskAsync(visitor, "/sign-in/passkey");
        if (meanwhile is not null)
            await meanwhile();
        await visitor.SendAsync("/sign-in/passkey", ("answer", answer(options)));
    }

    /// <summary>As the page's script asks.</summary>
    private async Task<string> AskAsync(Visitor visitor, string action)
    {
        token = WebUtility.HtmlDecode(Token().Match(visitor.Html).Groups["value"].Value);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(visitor.At, $"{action}/options"));
        request.Headers.Add("RequestVerificationToken", token);
        using var answer = await visitor.AskAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static PasskeyDevice Unverified(PasskeyDevice key)
    {
        key.Verifies = false;
        return key;
    }

    private static PasskeyDevice Zero(PasskeyDevice key)
    {
        key.Count = uint.MaxValue;
        return key;
    }

    private static Task Leap(Hospital hospital, TimeSpan by)
    {
        hospital.Time.Leap(by);
        return Task.CompletedTask;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
