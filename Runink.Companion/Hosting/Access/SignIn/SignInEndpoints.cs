using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>What the pages of the sign-in post to. Each answers with where to go next; none says what was wrong.</summary>
public static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-in", SignInAsync).AllowAnonymous();
        app.MapGet("/sign-in/provider", (HttpContext http, ProviderOptions provider, string? returnUrl, bool again = false) =>
            provider.IsSet ? ProviderSession.AskAsync(http, Local(returnUrl), confirms: false, again) : Task.FromResult(Results.NotFound())).AllowAnonymous();
        app.MapPost("/sign-in/code", (HttpContext http, IAntiforgery antiforgery, LocalAccounts accounts, SignInProofs proofs, CancellationToken cancel) =>
            StepAsync(http, antiforgery, proofs, accounts, "code", form => proof => accounts.CodeAsync(proof, form["code"].ToString(), AddressOf(http), cancel), cancel)).AllowAnonymous();
        app.MapPost("/sign-in/passphrase", (HttpContext http, IAntiforgery antiforgery, LocalAccounts accounts, SignInProofs proofs, CancellationToken cancel) =>
            StepAsync(http, antiforgery, proofs, accounts, "passphrase", form => proof => ChooseAsync(accounts, proof, form, cancel), cancel)).AllowAnonymous();
        app.MapPost("/sign-in/enrol", (HttpContext http, IAntiforgery antiforgery, LocalAccounts accounts, SignInProofs proofs, CancellationToken cancel) =>
            StepAsync(http, antiforgery, proofs, accounts, "enrol", form => proof => accounts.EnrolAsync(proof, form["code"].ToString(), cancel), cancel)).AllowAnonymous();
        app.MapPost("/sign-in/recovery", (HttpContext http, IAntiforgery antiforgery, LocalAccounts accounts, SignInProofs proofs, CancellationToken cancel) =>
            StepAsync(http, antiforgery, proofs, accounts, "recovery", _ => proof => Task.FromResult<Outcome<SignInProof>>(proof with { Codes = null }), cancel)).AllowAnonymous();
        PasskeyEndpoints.Map(app);
        PassphraseChange.Map(app);
        app.MapPost("/sign-out", SignOutAsync).AllowAnonymous();
        if (app.ServiceProvider.GetRequiredService<ProviderOptions>().IsSet)
            BackchannelSignOut.Map(app);
        app.MapPost("/session/seen", SeenAsync).RequireAuthorization();
        app.MapPost("/confirm", ConfirmAsync).RequireAuthorization();
    }

    /// <summary>Only paths of this site: a sign-in page that forwards anywhere is a phishing tool.</summary>
    public static bool IsLocalUrl(string url) => url is ['/', .. var rest] && (rest.Length == 0 || rest[0] is not ('/' or '\\')) && !url.Any(char.IsControl);

    /// <summary>Where the work of the person's first role is; a nurse begins with her own unit.</summary>
    public static string HomeOf(HttpContext http, string personId)
    {
        var roles = http.RequestServices.GetRequiredService<PeopleDirectory>().Find(personId)?.Roles.OrderBy(role => role.Role).ToList() ?? [];
        return roles is not [var first, ..] ? "/account" : first.Role switch
        {
            Role.Nurse => first.Unit is null ? "/" : "/?view=my-unit",
            Role.Navigator => "/referrals",
            Role.Author or Role.Approver => "/triggers",
            Role.QualityLead => "/dashboards/sla",
            Role.Auditor => "/audit",
            Role.Administrator => "/admin",
        };
    }

    internal static async Task BeginAsync(HttpContext http, Person person, string method, string? providerToken = null)
    {
        var services = http.RequestServices;
        var sessions = services.GetRequiredService<SessionStore>();
        // Who signs in again in the same browser leaves the earlier session, which could otherwise be fixed beforehand.
        if (Caller.From(http.User) is { SessionId: { } earlier } before)
            await sessions.EndAsync(earlier, "signed-in-again", before.Actor, http.RequestAborted);
        var session = await sessions.BeginAsync(new SessionStart(person, method, DeviceName.Of(http.Request.Headers.UserAgent), AddressOf(http), providerToken), http.RequestAborted);
        await http.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme, Caller.Of(person, [], session.Id, null).Principal(CookieAuthenticationDefaults.AuthenticationScheme),
            new AuthenticationProperties { IssuedUtc = session.CreatedAt, ExpiresUtc = session.CreatedAt + sessions.Limits.Absolute });
        SignInProofs.Delete(http);
    }

    internal static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "unknown";

    private static async Task<IResult> SignInAsync(
        HttpContext http, IAntiforgery antiforgery, [FromServices] SignInKind kind, PeopleDirectory people, LocalAccounts accounts, AttemptLimits limits, SignInProofs proofs, CancellationToken cancel)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.Redirect("/sign-in");
        var form = await http.Request.ReadFormAsync(cancel);
        var back = Local(form["returnUrl"]);
        switch (kind)
        {
            case SignInKind.SamplePeople:
                // One click and no passphrase: in the sample hospital only, and only for callers on this machine.
                if (!IsLoopback(http) || people.Find(form["person"]) is not { Person: { IsActive: true, Origin: "sample" } } known)
                    return Results.Redirect("/sign-in?refused=1");
                await BeginAsync(http, known.Person, "sample");
                return Results.LocalRedirect(back == "/" ? HomeOf(http, known.Person.Id) : back);
            case SignInKind.LocalAccounts:
                if (limits.WaitOf(AddressOf(http)) is { } wait)
                    return Wait(http, wait);
                var proof = await accounts.PassphraseAsync(form["login"].ToString(), form["passphrase"].ToString(), AddressOf(http), cancel);
                return proof.Value is { } proven ? await GoOnAsync(http, accounts, proofs, proven, back, cancel) : Results.Redirect($"/sign-in?refused=1&returnUrl={Uri.EscapeDataString(back)}");
            default:
                return Results.Redirect("/sign-in");
        }
    }

    private static async Task<IResult> StepAsync(
        HttpContext http, IAntiforgery antiforgery, SignInProofs proofs, LocalAccounts accounts, string page,
        Func<IFormCollection, Func<SignInProof, Task<Outcome<SignInProof>>>> act, CancellationToken cancel)
    {
        if (!await antiforgery.IsRequestValidAsync(http) || proofs.Read(http) is not { } proof)
            return Results.Redirect("/sign-in?refused=late");
        if (http.RequestServices.GetRequiredService<AttemptLimits>().WaitOf(AddressOf(http)) is { } wait)
            return Wait(http, wait);
        var form = await http.Request.ReadFormAsync(cancel);
        var back = Local(form["returnUrl"]);
        // Each step is taken in its turn: a later one without the earlier would open half a door.
        var isInTurn = page == "recovery" ? proof.Codes is not null : await accounts.NextAsync(proof, cancel) == (page switch { "code" => SignInStep.Code, "passphrase" => SignInStep.NewPassphrase, _ => SignInStep.EnrolCode });
        if (!isInTurn)
            return Results.Redirect("/sign-in?refused=late");
        var done = await act(form)(proof);
        if (done.Value is { } proven)
            return await GoOnAsync(http, accounts, proofs, proven, back, cancel);
        var why = done.Refusal!.Code == "invalid" ? $"problem={Uri.EscapeDataString(done.Refusal.Message)}" : "refused=1";
        return Results.Redirect($"/sign-in/{page}?{why}&returnUrl={Uri.EscapeDataString(back)}");
    }

    private static async Task<IResult> GoOnAsync(HttpContext http, LocalAccounts accounts, SignInProofs proofs, SignInProof proof, string back, CancellationToken cancel)
    {
        var query = $"?returnUrl={Uri.EscapeDataString(back)}";
        if (proof.Codes is not null)
        {
            proofs.Write(http, proof);
            return Results.Redirect($"/sign-in/recovery{query}");
        }

        var next = await accounts.NextAsync(proof, cancel);
        if (next == SignInStep.Done && await accounts.ActiveAsync(proof.PersonId, cancel) is { } person)
        {
            await BeginAsync(http, person, (await accounts.CredentialAsync(person.Id, cancel))?.TotpSecret is null ? "passphrase" : "passphrase+code");
            return Results.LocalRedirect(back == "/" ? HomeOf(http, person.Id) : back);
        }

        if (next is SignInStep.Passphrase or SignInStep.Done)
            return Results.Redirect("/sign-in?refused=late");
        proofs.Write(http, next == SignInStep.EnrolCode ? LocalAccounts.Offer(proof) : proof);
        return Results.Redirect(next switch { SignInStep.Code => "/sign-in/code", SignInStep.NewPassphrase => "/sign-in/passphrase", _ => "/sign-in/enrol" } + query);
    }

    private static Task<Outcome<SignInProof>> ChooseAsync(LocalAccounts accounts, SignInProof proof, IFormCollection form, CancellationToken cancel) =>
        form["passphrase"].ToString() != form["again"].ToString()
            ? Task.FromResult<Outcome<SignInProof>>(new Refusal("invalid", "The two are not the same."))
            : accounts.ChooseAsync(proof, form["passphrase"].ToString(), cancel);

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, SessionStore sessions, CancellationToken cancel)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.Redirect("/");
        var caller = Caller.From(http.User);
        var session = sessions.Alive(caller.SessionId);
        var token = session is null ? null : sessions.ProviderTokenOf(session);
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        // The next person at this screen finds no page in memory. Not "cookies", which are those of the whole domain, nor "storage", in which the screen keeps what it is set to.
        http.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        if (session?.Method != "provider")
            return Results.Redirect("/sign-in");
        try
        {
            var properties = new AuthenticationProperties { RedirectUri = "/sign-in?out=1" };
            properties.SetParameter(ProviderSession.Hint, token);
            await http.SignOutAsync(OpenIdConnectDefaults.AuthenticationScheme, properties);
            return Results.Empty;
        }
        catch (Exception away) when (ProviderSession.IsAway(away))
        {
            return Results.Redirect("/sign-in?out=here");
        }
    }

    private static async Task<IResult> SeenAsync(HttpContext http, SessionStore sessions, CancellationToken cancel)
    {
        if (Caller.From(http.User).SessionId is { } id)
            await sessions.SeenAsync(id, cancel);
        return Results.NoContent();
    }

    private static async Task<IResult> ConfirmAsync(
        HttpContext http, IAntiforgery antiforgery, [FromServices] SignInKind kind, SessionStore sessions, PeopleDirectory people, LocalAccounts accounts, AttemptLimits limits, CancellationToken cancel)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.Redirect("/");
        var caller = Caller.From(http.User);
        var form = await http.Request.ReadFormAsync(cancel);
        var back = Local(form["returnUrl"]);
        if (caller.SessionId is not { } id || people.Find(caller.Id) is not { } known)
            return Results.Redirect("/sign-in");
        switch (kind)
        {
            case SignInKind.Provider:
                return await ProviderSession.AskAsync(http, back, confirms: true);
            case SignInKind.LocalAccounts:
                if (limits.WaitOf(AddressOf(http)) is { } wait)
                    return Wait(http, wait);
                var proof = await accounts.PassphraseAsync(known.Person.Login, form["passphrase"].ToString(), AddressOf(http), cancel);
                if (proof.Value is null)
                    return Results.Redirect($"/confirm?refused=1&returnUrl={Uri.EscapeDataString(back)}");
                break;
        }

        await sessions.ConfirmAsync(id, known.Person, kind == SignInKind.SamplePeople ? "sample" : "passphrase", cancel);
        return Results.LocalRedirect(back);
    }

    internal static IResult Wait(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Results.Text("Too many sign-ins from this address did not work. Wait a few minutes, then try again.", statusCode: StatusCodes.Status429TooManyRequests);
    }

    internal static string Local(string? url) => url is { Length: > 1 } && IsLocalUrl(url) ? url : "/";

    private static bool IsLoopback(HttpContext http) => Http.ReverseProxy.IsFromThisMachine(http);
}
