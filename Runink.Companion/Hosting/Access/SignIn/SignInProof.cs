using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>How far somebody has come who signs in step by step. It travels encrypted in a cookie and opens nothing by itself.</summary>
/// <param name="Proven">The last step that was passed.</param>
/// <param name="Offered">Secret of an authenticator app that is being enrolled, base 64.</param>
/// <param name="Codes">Recovery codes to be shown once.</param>
public sealed record SignInProof(string PersonId, SignInStep Proven, DateTimeOffset Until, string? Offered = null, IReadOnlyList<string>? Codes = null);

/// <summary>The cookie of a sign-in on its way.</summary>
public sealed class SignInProofs(IDataProtectionProvider protection, TimeProvider time)
{
    public const string CookieName = "runink-step";
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly IDataProtector protector = protection.CreateProtector("Runink.Companion.SignInProof");

    public SignInProof? Read(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 } text)
            return null;
        try
        {
            return JsonSerializer.Deserialize<SignInProof>(protector.Unprotect(text)) is { } proof && proof.Until > time.GetUtcNow() ? proof : null;
        }
        catch (Exception broken) when (broken is CryptographicException or JsonException)
        {
            return null;
        }
    }

    public void Write(HttpContext http, SignInProof proof) => http.Response.Cookies.Append(CookieName, protector.Protect(JsonSerializer.Serialize(proof)), Cookie(http));

    public static void Delete(HttpContext http) => http.Response.Cookies.Delete(CookieName, Cookie(http));

    private static CookieOptions Cookie(HttpContext http) => new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
}
