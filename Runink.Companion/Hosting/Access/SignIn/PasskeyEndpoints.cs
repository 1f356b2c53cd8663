using Microsoft.AspNetCore.Antiforgery;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>The door for passkeys: a question that the browser's script fetches, and its answer as a form.</summary>
internal static class PasskeyEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-in/passkey/options", (HttpContext http, IAntiforgery antiforgery, Passkeys passkeys, PasskeyChallenges challenges) =>
            AskAsync(http, antiforgery, passkeys, challenges, person: null)).AllowAnonymous();
        app.MapPost("/sign-in/passkey", SignInAsync).AllowAnonymous();
        app.MapPost("/confirm/passkey/options", (HttpContext http, IAntiforgery antiforgery, Passkeys passkeys, PasskeyChallenges challenges, PeopleDirectory people) =>
            people.Find(Caller.From(http.User).Id) is { } known ? AskAsync(http, antiforgery, passkeys, challenges, known.Person) : Task.FromResult(Results.NotFound())).RequireAuthorization();
        app.MapPost("/confirm/passkey", ConfirmAsync).RequireAuthorization();
    }

    private static async Task<IResult> AskAsync(HttpContext http, IAntiforgery antiforgery, Passkeys passkeys, PasskeyChallenges challenges, Domain.Teams.Person? person)
    {
        if (!passkeys.IsOn)
            return Results.NotFound();
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.BadRequest();
        var question = await passkeys.AskAsync(http, person);
        challenges.Write(http, question.State);
        return Results.Text(question.Options, "application/json");
    }

    private static async Task<IResult> SignInAsync(HttpContext http, IAntiforgery antiforgery, Passkeys passkeys, PasskeyChallenges challenges, AttemptLimits limits, CancellationToken cancel)
    {
        if (!passkeys.IsOn || !await antiforgery.IsRequestValidAsync(http))
            return Results.Redirect("/sign-in");
        if (limits.WaitOf(SignInEndpoints.AddressOf(http)) is { } wait)
            return SignInEndpoints.Wait(http, wait);
        var form = await http.Request.ReadFormAsync(cancel);
        var back = SignInEndpoints.Local(form["returnUrl"]);
        var accepted = await passkeys.AcceptAsync(http, challenges.Take(http), form["answer"].ToString(), cancel);
        if (accepted.Value is not { } person)
            return Results.Redirect($"/sign-in?refused=passkey&returnUrl={Uri.EscapeDataString(back)}");
        await SignInEndpoints.BeginAsync(http, person, "passkey");
        return Results.LocalRedirect(back == "/" ? SignInEndpoints.HomeOf(http, person.Id) : back);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, IAntiforgery antiforgery, Passkeys passkeys, PasskeyChallenges challenges, AttemptLimits limits, SessionStore sessions, CancellationToken cancel)
    {
        if (!passkeys.IsOn || !await antiforgery.IsRequestValidAsync(http))
            return Results.Redirect("/");
        if (limits.WaitOf(SignInEndpoints.AddressOf(http)) is { } wait)
            return SignInEndpoints.Wait(http, wait);
        var caller = Caller.From(http.User);
        var form = await http.Request.ReadFormAsync(cancel);
        var back = SignInEndpoints.Local(form["returnUrl"]);
        var accepted = await passkeys.AcceptAsync(http, challenges.Take(http), form["answer"].ToString(), cancel);
        // Somebody else's proof proves nothing about this session.
        if (accepted.Value is not { } person || person.Id != caller.Id || caller.SessionId is not { } session)
            return Results.Redirect($"/confirm?refused=1&returnUrl={Uri.EscapeDataString(back)}");
        await sessions.ConfirmAsync(session, person, "passkey", cancel);
        return Results.LocalRedirect(back);
    }
}
