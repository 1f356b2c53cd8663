using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Shared.Outside;

/// <param name="Secret">The private key (PEM), or where there is no client id a bearer token; null when it cannot be read.</param>
public sealed record SmartClient(OutsidePlace Place, string? Secret, string ClientId, string KeyId, Uri? TokenAddress, string Scope);

/// <summary>Access tokens of SMART backend services: client credentials with a signed assertion.</summary>
public sealed class SmartTokens(AccessTokens tokens, UlidSource ids, TimeProvider time)
{
    private static readonly TimeSpan AssertionLives = TimeSpan.FromMinutes(4);

    /// <exception cref="DeliveryException">None was given.</exception>
    public async Task<string> OfAsync(SmartClient client, CancellationToken cancel)
    {
        var secret = client.Secret ?? throw new DeliveryException(DeliveryFault.Endpoint, $"The secret of {client.Place.Name} cannot be read.");
        return client.ClientId.Length == 0 ? secret : await tokens.OfAsync(
            client.Place, client.TokenAddress!, client.Scope,
            () => [new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), new("client_assertion", Assertion(client, secret, time.GetUtcNow()))], cancel);
    }

    /// <summary>It was refused: the next message asks for another.</summary>
    public void Forget(SmartClient client) => tokens.Forget(client.Place.Name);

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
}
