using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Runink.Tests.Harness;

/// <summary>
/// An OpenID Connect provider on loopback: discovery, keys, code with PKCE, userinfo, end of session. It signs in whoever the test says, and
/// lies where the test says so, which no certified provider can be asked to do.
/// </summary>
public sealed class OidcProvider : IAsyncDisposable
{
    public const string ClientId = "runink";
    public const string Secret = "a secret of the tests";
    public const string Audience = "runink-api";

    private readonly ConcurrentDictionary<string, (string Challenge, string Nonce)> codes = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private RsaSecurityKey key = NewKey();

    private OidcProvider(WebApplication app) => this.app = app;

    /// <summary>Claims of the person who signs in next.</summary>
    public Dictionary<string, object> Person { get; set; } = new() { ["sub"] = "u-1", ["name"] = "Rosa Klein", ["preferred_username"] = "rosa.klein", ["roles"] = new[] { "Nurse" } };

    /// <summary>What is wrong with the next identity token: tampered, audience, expired, issuer, nonce, unsigned, key; null for nothing.</summary>
    public string? Fault { get; set; }

    /// <summary>Query strings with which people came to sign in and to sign out.</summary>
    public ConcurrentQueue<IQueryCollection> Asked { get; } = new();

    public ConcurrentQueue<IQueryCollection> Left { get; } = new();

    public string Issuer => app.Urls.First();

    public Dictionary<string, string?> Settings => new()
    {
        ["AzureAd:Kind"] = "Oidc", ["AzureAd:Authority"] = Issuer, ["AzureAd:ClientId"] = ClientId, ["AzureAd:ClientSecret"] = Secret, ["AzureAd:Audience"] = Audience,
    };

    public static async Task<OidcProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var provider = new OidcProvider(builder.Build());
        provider.Map();
        await provider.app.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    public void RotateKeys() => key = NewKey();

    public Task GoDownAsync() => app.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>A token for the API.</summary>
    /// <param name="fault">As of an identity token; <c>unproven</c> does not say when its person signed in.</param>
    public string AccessToken(string? fault = null) => Token(Audience, null, fault);

    /// <summary>What the provider sends when somebody signs out there.</summary>
    /// <param name="fault">nonce, event, old, issuer, audience, unsigned, key, secret; null for nothing.</param>
    public string LogoutToken(string? sub, string? sid, string jti, string? fault = null)
    {
        var issued = TimeProvider.System.GetUtcNow().AddMinutes(fault == "old" ? -11 : 0);
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["jti"] = jti, ["iat"] = issued.ToUnixTimeSeconds(),
            ["events"] = new Dictionary<string, object>(StringComparer.Ordinal) { [fault == "event" ? "urn:another" : "http://schemas.openid.net/event/backchannel-logout"] = new Dictionary<string, object>(StringComparer.Ordinal) },
        };
        foreach (var (name, value) in new[] { ("sub", sub), ("sid", sid), ("nonce", fault == "nonce" ? "n" : null) })
        {
            if (value is not null)
                claims[name] = value;
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = fault == "issuer" ? "http://127.0.0.1:1" : Issuer, Audience = fault == "audience" ? "somebody-else" : ClientId, Claims = claims, TokenType = "logout+jwt",
            SigningCredentials = fault switch
            {
                "unsigned" => null,
                "secret" => new SigningCredentials(new SymmetricSecurityKey(SHA256.HashData(Encoding.UTF8.GetBytes(Secret))), SecurityAlgorithms.HmacSha256),
                _ => new SigningCredentials(fault == "key" ? NewKey() : key, SecurityAlgorithms.RsaSha256),
            },
        });
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Convert.ToHexString(RandomNumberGenerator.GetBytes(4)) };

    private void Map()
    {
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = Issuer, ["authorization_endpoint"] = $"{Issuer}/authorize", ["token_endpoint"] = $"{Issuer}/token", ["userinfo_endpoint"] = $"{Issuer}/userinfo", ["jwks_uri"] = $"{Issuer}/keys",
            ["end_session_endpoint"] = $"{Issuer}/end", ["response_types_supported"] = new[] { "code" }, ["subject_types_supported"] = new[] { "public" }, ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        }));
        app.MapGet("/keys", () =>
        {
            var parameters = key.Rsa.ExportParameters(false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = key.KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) } } });
        });
        app.MapGet("/authorize", (HttpContext http) =>
        {
            var query = http.Request.Query;
            Asked.Enqueue(query);
            if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
                return Results.BadRequest();
            var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
            codes[code] = (query["code_challenge"]!, query["nonce"]!);
            return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"]!)}&iss={Uri.EscapeDataString(Issuer)}");
        });
        app.MapPost("/token", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            if (form["client_secret"] != Secret || !codes.TryRemove(form["code"]!, out var asked)
                || Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]!))) != asked.Challenge)
                return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
            return Results.Json(new { access_token = AccessToken(), token_type = "Bearer", expires_in = 300, id_token = Token(ClientId, asked.Nonce, Fault) });
        });
        app.MapGet("/userinfo", () => Results.Json(Person));
        app.MapGet("/end", (HttpContext http) =>
        {
            Left.Enqueue(http.Request.Query);
            return Results.Redirect($"{http.Request.Query["post_logout_redirect_uri"]}?state={Uri.EscapeDataString(http.Request.Query["state"].ToString())}");
        });
    }

    private string Token(string audience, string? nonce, string? fault)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>(Person);
        if (fault != "unproven")
            claims["auth_time"] = new DateTimeOffset(now).ToUnixTimeSeconds();
        if (nonce is not null)
            claims["nonce"] = fault == "nonce" ? "of another sign-in" : nonce;
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = fault == "issuer" ? "http://127.0.0.1:1" : Issuer, Audience = fault == "audience" ? "somebody-else" : audience, Claims = claims,
            IssuedAt = now.AddHours(fault == "expired" ? -2 : 0), NotBefore = now.AddHours(fault == "expired" ? -2 : 0), Expires = now.AddHours(fault == "expired" ? -1 : 1),
            SigningCredentials = fault == "unsigned" ? null : new SigningCredentials(fault == "key" ? NewKey() : key, SecurityAlgorithms.RsaSha256),
        });
        if (fault != "tampered")
            return token;
        var parts = token.Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("u-1", "u-2", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}";
    }
}
