using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>From the provider's word to a session here.</summary>
internal static class ProviderSession
{
    /// <summary>Marks a journey to the provider that only proves again who somebody is.</summary>
    public const string Confirms = "runink.confirms";

    /// <summary>Marks a second journey after the provider exchanged its keys; there is no third.</summary>
    public const string Again = "runink.again";
    public const string Hint = "id_token_hint";

    /// <summary>Asks the provider who this is. One that cannot be reached is said in words.</summary>
    public static async Task<IResult> AskAsync(HttpContext http, string target, bool confirms, bool again = false)
    {
        try
        {
            var properties = new AuthenticationProperties { RedirectUri = target };
            if (again)
                properties.Items[Again] = "true";
            if (confirms)
                properties.Items[Confirms] = Caller.From(http.User).SessionId;
            await http.ChallengeAsync(OpenIdConnectDefaults.AuthenticationScheme, properties);
            return Results.Empty;
        }
        catch (Exception away) when (IsAway(away))
        {
            return Results.Redirect("/sign-in?refused=provider-away");
        }
    }

    public static bool IsAway(Exception problem) => problem is InvalidOperationException or HttpRequestException or IOException or TaskCanceledException;

    public static async Task ReceiveAsync(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var accepted = await http.RequestServices.GetRequiredService<ProviderPeople>().AcceptAsync(context.Principal!, http.RequestAborted);
        if (accepted.Refusal is { } refusal)
        {
            context.Response.Redirect($"/sign-in?refused={refusal.Code}");
            return;
        }

        var target = context.ReturnUri is { } uri && SignInEndpoints.IsLocalUrl(uri) ? uri : "/";
        if (context.Properties!.Items.TryGetValue(Confirms, out var id) && id is not null)
        {
            await ConfirmAsync(http, id, accepted.Value!, context.Principal!.FindFirstValue("auth_time"));
            context.Response.Redirect(target);
            return;
        }

        await SignInEndpoints.BeginAsync(http, accepted.Value!, "provider", context.Properties.GetTokenValue("id_token"));
        context.Response.Redirect(target == "/" ? SignInEndpoints.HomeOf(http, accepted.Value!.Id) : target);
    }

    private static async Task ConfirmAsync(HttpContext http, string id, Person person, string? provenAt)
    {
        var sessions = http.RequestServices.GetRequiredService<SessionStore>();
        // A provider that let the person through on an earlier proof has proved nothing now.
        if (long.TryParse(provenAt, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds) > sessions.Limits.Confirmed)
            return;
        // Somebody else's sign-in at the provider proves nothing about this session.
        if (await sessions.FindAsync(id, http.RequestAborted) is { } session && session.PersonId == person.Id)
            await sessions.ConfirmAsync(id, person, "provider", http.RequestAborted);
    }
}
