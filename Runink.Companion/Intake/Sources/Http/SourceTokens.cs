using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources.Http;

/// <summary>Tokens that sources gave or that were made for them, kept until shortly before they end.</summary>
internal sealed class SourceTokens(TimeProvider time)
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> kept = new(StringComparer.Ordinal);

    public async Task<string> OfAsync(string source, Func<Task<(string Token, TimeSpan Lives)>> make)
    {
        if (kept.TryGetValue(source, out var known) && time.GetUtcNow() < known.Until - Early)
            return known.Token;
        var (token, lives) = await make();
        kept[source] = (token, time.GetUtcNow() + lives);
        return token;
    }

    /// <summary>It was refused: the next question asks for another.</summary>
    public void Forget(string source) => kept.TryRemove(source, out _);

    /// <summary>RFC 6749: what a token endpoint answers.</summary>
    public static (string Token, TimeSpan Lives) Read(OutsideAnswer answer)
    {
        if (!answer.IsSuccess)
            throw new SourceException(new SourceProblem((int)answer.Status is 429 or >= 500 ? SourceFault.Temporary : SourceFault.Refused, $"It gave no token ({(int)answer.Status}).", answer.RetryAfter));
        var json = SourceHttp.Json(answer);
        return JsonAnswer.At(json, "access_token") is { Length: > 0 } token
            ? (token, TimeSpan.FromSeconds(int.TryParse(JsonAnswer.At(json, "expires_in"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0))
            : throw new SourceException(SourceFault.NotUnderstood, "It gave no token.");
    }

    /// <summary>A JSON Web Token, RS256.</summary>
    public string Sign(NamedSource source, Func<RSA, Dictionary<string, object>> claims, TimeSpan lives)
    {
        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(source.Options.ReadSecret() ?? throw new SourceException(SourceFault.Refused, "Its secret cannot be read."));
            var now = time.GetUtcNow();
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
            {
                IssuedAt = now.UtcDateTime,
                Expires = (now + lives).UtcDateTime,
                Claims = claims(key),
                SigningCredentials = new SigningCredentials(new RsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.RsaSha256),
            });
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            throw new SourceException(SourceFault.Refused, "Its secret is no private key (PEM, RSA).", problem);
        }
    }
}
