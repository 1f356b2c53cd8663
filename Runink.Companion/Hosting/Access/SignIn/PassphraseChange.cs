using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>Somebody who is signed in chooses another passphrase, and shows the one that holds.</summary>
internal static class PassphraseChange
{
    public const string Page = "/account/passphrase";

    public static void Map(IEndpointRouteBuilder app) => app.MapPost(Page, ChangeAsync).RequireAuthorization();

    private static async Task<IResult> ChangeAsync(
        HttpContext http, IAntiforgery antiforgery, [FromServices] SignInKind kind, PeopleDirectory people, LocalAccounts accounts, AttemptLimits limits, SessionStore sessions, CancellationToken cancel)
    {
        if (kind != SignInKind.LocalAccounts)
            return Results.NotFound();
        var caller = Caller.From(http.User);
        if (!await antiforgery.IsRequestValidAsync(http) || people.Find(caller.Id) is not { } known)
            return Results.Redirect(Page);
        if (limits.WaitOf(SignInEndpoints.AddressOf(http)) is { } wait)
            return SignInEndpoints.Wait(http, wait);
        var form = await http.Request.ReadFormAsync(cancel);
        if (form["passphrase"].ToString() != form["again"].ToString())
            return Back("The two new ones are not the same.");
        var shown = await accounts.PassphraseAsync(known.Person.Login, form["current"].ToString(), SignInEndpoints.AddressOf(http), cancel);
        if (shown.Value is not { } proof)
            return Back("The passphrase that holds now is another. After several failures an account rests for some minutes.");
        var chosen = await accounts.ChooseAsync(proof, form["passphrase"].ToString(), cancel);
        if (chosen.Refusal is { } refusal)
            return Back(refusal.Message);
        var ended = await sessions.EndAllAsync(caller.Id, "credential-changed", caller.SessionId, caller.Actor, cancel);
        return Results.Redirect($"{Page}?ended={ended}");
    }

    private static IResult Back(string problem) => Results.Redirect($"{Page}?problem={Uri.EscapeDataString(problem)}");
}
