using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Shared.Outside;

/// <param name="Secret">The private key (PEM), or where there is no client id a bearer token; null when it cannot be read.</param>
public sealed record SmartClient(OutsidePlace Place, string? Secret, string ClientId, string KeyId, Uri? TokenAddress, string Scope);

/// <summary>Access tokens of SMART backend services (client credentials with a signed assertion), kept until shortly before they end.</summary>
public sealed class SmartTokens(OutsideHttp http, UlidSource ids, TimeProvider time)
{
    private static readonly TimeSpan AssertionLives = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> kept = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="DeliveryException">None was given.</exception>
    public async Task<string> OfAsync(SmartClient client, CancellationToken cancel)
    {
        var secret = client.Secret ?? throw new DeliveryException(DeliveryFault.Endpoint, $"The secret of {client.Place.Name} cannot be read.");
        if (client.ClientId.Length == 0)
            return secret;
        var now = time.GetUtcNow();
        if (kept.TryGetValue(client.Place.Name, out var known) && now < known.Until - Early)
            return known.Token;
        using var request = new HttpRequestMessage(HttpMethod.Post, client.TokenAddress)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["scope"] = client.Scope,
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", ["client_assertion"] = Assertion(client, secret, now),
            }),
        };
        var answer = await http.SendAsync(client.Place, request, cancel, client.TokenAddress);
        // A client that is not let in is a matter of the endpoint, not of this message.
        if (!answer.IsSuccess)
            throw answer.Failure(DeliveryFault.Endpoint, $"{client.Place.Name} gave no token: {(int)answer.Status} {Word(answer.Body)}.");
        var json = JsonAnswer.Read(client.Place.Name, answer.Body);
        if (JsonAnswer.At(json, "access_token") is not { Length: > 0 } token)
            throw new DeliveryException(DeliveryFault.Endpoint, $"{client.Place.Name} gave no token.");
        var seconds = int.TryParse(JsonAnswer.At(json, "expires_in"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : 0;
        kept[client.Place.Name] = (token, now.AddSeconds(seconds));
        return token;
    }

    /// <summary>It was refused: the next message asks for another.</summary>
    public void Forget(SmartClient client) => kept.TryRemove(client.Place.Name, out _);

    private string Assertion(SmartClient client, string pem, DateTimeOffset now)
    {
        try
        {
            using var key = SmartKey.Read(pem);
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = client.ClientId,
                Audience = client.TokenAddress!.AbsoluteUri,
                IssuedAt = now.UtcDateTime,
                Expires = (now + AssertionLives).UtcDateTime,
                Claims = new Dictionary<string, object> { ["sub"] = client.ClientId, ["jti"] = ids.Next() },
                SigningCredentials = key.Credentials(client.KeyId),
            });
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            throw new DeliveryException(DeliveryFault.Endpoint, $"The key of {client.Place.Name} cannot be read.", problem);
        }
    }

    /// <summary>RFC 6749: the error's code, and nothing else of what was answered.</summary>
    private static string Word(string body)
    {
        try
        {
            return JsonAnswer.At(JsonSerializer.Deserialize<JsonElement>(body), "error") is { Length: < 60 } error ? PlainText.Line(error) : "without a reason";
        }
        catch (JsonException)
        {
            return "without a reason";
        }
    }
}
