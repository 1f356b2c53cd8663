using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access;

/// <summary><c>Authorization: Bearer rk_…</c></summary>
public sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyStore keys, RefusalLog refused)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Bearer = "Bearer ";
    private const string Expired = "This key has expired. Put the one in its place that was made since, or ask for one.";

    private bool isAway;
    private bool hasExpired;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        ApiKey? found;
        try
        {
            found = await keys.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted);
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem))
        {
            isAway = true;
            return AuthenticateResult.Fail("The API key cannot be looked up at the moment.");
        }

        if (found is not { } key || key.Decide(TimeProvider.GetUtcNow()) is var state && state != ApiKeyState.Live)
        {
            // Only who has the secret learns that it once was one.
            hasExpired = found?.Decide(TimeProvider.GetUtcNow()) == ApiKeyState.Expired;
            refused.NoteKey(found?.Id, found is null ? "unknown" : hasExpired ? "expired" : "revoked", Context.Connection.RemoteIpAddress?.ToString() ?? "unknown");
            return AuthenticateResult.Fail(hasExpired ? Expired : "The API key is unknown or revoked.");
        }

        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, key.Id),
                new Claim(ClaimTypes.Name, key.Name),
                new Claim(Caller.ScopesClaim, ((int)key.Scopes).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ],
            SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (isAway)
        {
            return TypedResults.Problem(
                title: "The store cannot be reached at the moment. Ask again.", statusCode: StatusCodes.Status503ServiceUnavailable,
                type: "urn:runink:problem:store-away").ExecuteAsync(Context);
        }

        return ChallengeAsync(Context, hasExpired);
    }

    /// <summary>What machines are told that nobody knows.</summary>
    internal static Task ChallengeAsync(HttpContext http, bool hasExpired = false)
    {
        const string Unknown = "Sign in, or send an API key as a bearer token.";
        http.Response.Headers.WWWAuthenticate = hasExpired
            ? "Bearer realm=\"Runink Companion\", error=\"invalid_token\", error_description=\"The key has expired\"" : "Bearer realm=\"Runink Companion\"";
        if (AccessOutcome.IsFhir(http.Request.Path))
            return AccessOutcome.WriteAsync(http, StatusCodes.Status401Unauthorized, hasExpired ? "expired" : "login", hasExpired ? Expired : Unknown);
        return TypedResults.Problem(
            title: hasExpired ? Expired : Unknown, statusCode: StatusCodes.Status401Unauthorized,
            type: hasExpired ? "urn:runink:problem:key-expired" : "urn:runink:problem:unauthenticated").ExecuteAsync(http);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => AccessOutcome.IsFhir(Request.Path)
        ? AccessOutcome.WriteAsync(Context, StatusCodes.Status403Forbidden, "forbidden", "This key may not do this.")
        : TypedResults.Problem(title: "This key may not do this.", statusCode: StatusCodes.Status403Forbidden, type: "urn:runink:problem:forbidden")
            .ExecuteAsync(Context);
}
