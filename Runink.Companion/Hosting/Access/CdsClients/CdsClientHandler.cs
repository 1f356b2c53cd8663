using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access.CdsClients;

/// <summary>Tokens that have been used: each is good once, as long as it would be fresh.</summary>
public sealed class UsedTokens
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> until = new(StringComparer.Ordinal);

    public bool TryUse(string token, DateTimeOffset ends, DateTimeOffset now)
    {
        foreach (var (old, end) in until)
        {
            if (end < now)
                until.TryRemove(old, out _);
        }

        return until.TryAdd(token, ends);
    }
}

/// <summary>
/// The JWT of CDS Hooks 2.0: signed by a record system that the settings name (ES384 or RS384), made for this very service, for five minutes at
/// most, and used once. Its caller may see open work and patients, and nothing else.
/// </summary>
public sealed class CdsClientHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, CdsHooksOptions clients, UsedTokens used, SiteOptions site, RefusalLog refused)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "CdsClient";
    public const string Prefix = "/cds-services";

    private const string Bearer = "Bearer ";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>Whether a token says that it is of one of these; that it is so is looked at later.</summary>
    public static bool IsMeant(HttpContext http, string authorization) =>
        http.Request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal) && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        && http.RequestServices.GetRequiredService<CdsHooksOptions>() is { Clients.Count: > 0 } clients && IssuerOf(authorization[Bearer.Length..].Trim()) is { } issuer
        && clients.Clients.Values.Any(client => client.Issuer == issuer);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = Request.Headers.Authorization.ToString()[Bearer.Length..].Trim();
        var (name, client) = clients.Clients.First(one => one.Value.Issuer == IssuerOf(token));
        var now = TimeProvider.GetUtcNow();
        var read = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = client.Issuer,
            ValidAudiences = Audiences(),
            IssuerSigningKeys = client.Keys() ?? [],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.RsaSha384],
            ValidateIssuerSigningKey = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => until is { } end && end > (now - Skew).UtcDateTime && end <= (now + Longest + Skew).UtcDateTime && (from is null || from <= (now + Skew).UtcDateTime),
        });
        if (!read.IsValid || read.SecurityToken is not JsonWebToken { Id.Length: > 0 and < 200 } jwt)
            return Refuse("forged or stale");
        return used.TryUse($"{client.Issuer} {jwt.Id}", new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero) + Skew, now) ? Success(name) : Refuse("used before");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => ApiKeyHandler.ChallengeAsync(Context);

    private AuthenticateResult Refuse(string why)
    {
        refused.NoteKey(null, why, Context.Connection.RemoteIpAddress?.ToString() ?? "unknown");
        return AuthenticateResult.Fail("The token is not good.");
    }

    private AuthenticateResult Success(string name)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, $"cds-{name}"),
                new Claim(ClaimTypes.Name, name),
                new Claim(Caller.ScopesClaim, ((int)(Permission.ReadWorklist | Permission.ReadPatients)).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ],
            SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    /// <summary>The service's address; feedback comes with a token for the service.</summary>
    private string[] Audiences()
    {
        var path = Request.Path.Value!;
        var service = path.EndsWith("/feedback", StringComparison.Ordinal) ? path[..^"/feedback".Length] : path;
        return [site.BaseUrl.TrimEnd('/') + service, site.BaseUrl.TrimEnd('/') + path];
    }

    private static string? IssuerOf(string token)
    {
        try
        {
            return new JsonWebTokenHandler().ReadJsonWebToken(token).Issuer;
        }
        catch (Exception problem) when (problem is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }
}
