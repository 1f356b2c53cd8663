using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Runink.Companion.Hosting.Access.CdsClients;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>What a browser was asked to sign, encrypted in a cookie until it answers. Each question is answered once.</summary>
public sealed class PasskeyChallenges(IDataProtectionProvider protection, TimeProvider time)
{
    public const string CookieName = "runink-passkey";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly IDataProtector protector = protection.CreateProtector("Runink.Companion.Passkey");
    private readonly UsedTokens answered = new();

    public void Write(HttpContext http, string state) =>
        http.Response.Cookies.Append(CookieName, protector.Protect(JsonSerializer.Serialize(new Asked(state, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), time.GetUtcNow() + Life))), Cookie(http));

    /// <summary>Null when nothing was asked, it was too long ago, or it was answered already.</summary>
    public string? Take(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 } text)
            return null;
        http.Response.Cookies.Delete(CookieName, Cookie(http));
        try
        {
            var now = time.GetUtcNow();
            return JsonSerializer.Deserialize<Asked>(protector.Unprotect(text)) is { } asked && asked.Until > now && answered.TryUse(asked.Id, asked.Until, now) ? asked.State : null;
        }
        catch (Exception broken) when (broken is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static CookieOptions Cookie(HttpContext http) => new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };

    private sealed record Asked(string State, string Id, DateTimeOffset Until);
}
