using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Runink.Domain.Foundation;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>
/// OpenID Connect Back-Channel Logout 1.0: the provider itself says that somebody has signed out, without a browser between. Its word is a token that it
/// signed for us, of this moment, that nobody sent before.
/// </summary>
public sealed class BackchannelSignOut(IOptionsMonitor<OpenIdConnectOptions> options, ProviderOptions provider, PeopleDirectory people, SessionStore sessions, TimeProvider time)
{
    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>No secret of ours can sign for the provider, and no signature is none.</summary>
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private readonly ConcurrentDictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/signout/backchannel", async (HttpContext http, BackchannelSignOut signOut) =>
    {
        http.Response.Headers.CacheControl = "no-store";
        var token = http.Request.HasFormContentType ? (await http.Request.ReadFormAsync(http.RequestAborted))["logout_token"].ToString() : "";
        return await signOut.AcceptAsync(token, http.RequestAborted) is { } refusal
            ? Results.Json(new { error = "invalid_request", error_description = refusal.Message }, statusCode: StatusCodes.Status400BadRequest)
            : Results.Ok();
    }).AllowAnonymous().DisableAntiforgery();

    /// <summary>Ends the sessions that the token names; null when that is done, also when there were none.</summary>
    public async Task<Refusal?> AcceptAsync(string token, CancellationToken cancel)
    {
        if (token.Length is 0 or > 16_384)
            return new Refusal("invalid", "Send a logout_token.");
        if (await ReadAsync(token, cancel) is not { } claims)
            return new Refusal("invalid", "The token cannot be trusted.");
        var (sid, subject) = (claims.FindFirstValue("sid"), claims.FindFirstValue(provider.Person));
        if (!long.TryParse(claims.FindFirstValue("iat"), NumberStyles.None, CultureInfo.InvariantCulture, out var issued) || (time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(issued)).Duration() > Fresh)
            return new Refusal("invalid", "The token is not of this moment.");
        if (claims.FindFirst("nonce") is not null || !IsLogout(claims.FindFirstValue("events")) || (sid ?? subject) is null)
            return new Refusal("invalid", "The token is no logout token.");
        if (claims.FindFirstValue("jti") is not { Length: > 0 } id || !IsNew(id))
            return new Refusal("invalid", "The token was sent before.");
        var person = subject is null ? null : people.BySubject(subject)?.Person.Id;
        if (subject is null || person is not null)
            await sessions.EndOfProviderAsync(person, sid, cancel);
        return null;
    }

    private async Task<ClaimsPrincipal?> ReadAsync(string token, CancellationToken cancel)
    {
        var settings = options.Get(OpenIdConnectDefaults.AuthenticationScheme);
        for (var again = false; ; again = true)
        {
            var configuration = settings.Configuration ?? await settings.ConfigurationManager!.GetConfigurationAsync(cancel);
            var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
            {
                ValidIssuer = configuration.Issuer, ValidAudience = provider.ClientId, IssuerSigningKeys = configuration.SigningKeys, ValidAlgorithms = Algorithms,
                RequireSignedTokens = true, RequireExpirationTime = false, ClockSkew = TimeSpan.FromMinutes(2),
            });
            if (result.IsValid)
                return new ClaimsPrincipal(result.ClaimsIdentity);
            // Signed with a key that the provider made since: it is asked once.
            if (again || result.Exception is not SecurityTokenSignatureKeyNotFoundException || settings.ConfigurationManager is null)
                return null;
            settings.ConfigurationManager.RequestRefresh();
        }
    }

    private static bool IsLogout(string? events)
    {
        try
        {
            using var json = JsonDocument.Parse(events ?? "");
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(LogoutEvent, out var said) && said.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool IsNew(string id)
    {
        var now = time.GetUtcNow();
        if (seen.Count >= MostRemembered)
        {
            foreach (var (old, at) in seen.Where(one => now - one.Value > 2 * Fresh).ToList())
                seen.TryRemove(new(old, at));
        }

        return seen.Count < 10 * MostRemembered && seen.TryAdd(id, now);
    }
}
