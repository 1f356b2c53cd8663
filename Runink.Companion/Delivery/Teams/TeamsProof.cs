using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery.Teams;

/// <summary>
/// Whether a request comes from the Bot Framework, for this bot and about this conversation's service ("Authenticate requests from the Bot Connector service to
/// your bot"): a token of its issuer for our application id, signed by one of its published keys that stands for Teams, naming the service that the request names.
/// </summary>
public sealed class TeamsProof(OutsideHttp http, TimeProvider time)
{
    private const string Issuer = "https://api.botframework.com";
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(24);
    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (IReadOnlyList<JsonWebKey> Keys, DateTimeOffset At)> kept = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>Null when it is good; else why not.</returns>
    /// <exception cref="DeliveryException">The keys cannot be read now.</exception>
    public async Task<string?> RefusesAsync(NamedEndpoint endpoint, string token, JsonElement activity, CancellationToken cancel)
    {
        var handler = new JsonWebTokenHandler();
        if (!handler.CanReadToken(token) || handler.ReadJsonWebToken(token) is not { Kid.Length: > 0 } said)
            return "unsigned";
        if (await KeyAsync(endpoint, said.Kid, cancel) is not { } key)
            return "signed by nobody whom the Bot Framework names";
        var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidIssuer = Issuer,
            ValidAudience = endpoint.Options.Teams.AppId,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            LifetimeValidator = (from, until, _, _) => until is not null && until + Skew > time.GetUtcNow().UtcDateTime && !(from - Skew > time.GetUtcNow().UtcDateTime),
        });
        if (!result.IsValid)
            return "forged, stale or for another bot";
        if (JsonAnswer.At(activity, "channelId") is not { } channel || !Endorses(key, channel) || channel != "msteams")
            return "of another channel";
        return said.TryGetClaim("serviceurl", out var service) && service.Value == JsonAnswer.At(activity, "serviceUrl") ? null : "of another service";
    }

    private static bool Endorses(JsonWebKey key, string channel) =>
        key.AdditionalData.TryGetValue("endorsements", out var listed) && JsonSerializer.SerializeToElement(listed) is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().Any(one => one.GetString() == channel);

    /// <summary>A key that is not known is looked for again, but not with every forgery.</summary>
    private async Task<JsonWebKey?> KeyAsync(NamedEndpoint endpoint, string kid, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var found = kept.TryGetValue(endpoint.Name, out var known) && now - known.At < Fresh ? known.Keys.FirstOrDefault(key => key.Kid == kid) : null;
        if (found is not null || (known.Keys is not null && now - known.At < Soonest))
            return found;
        var document = endpoint.Options.Teams.KeysAddress;
        var where = JsonAnswer.At(await ReadAsync(endpoint, document, cancel), "jwks_uri");
        if (!Uri.TryCreate(where, UriKind.Absolute, out var address))
            throw new DeliveryException(DeliveryFault.Endpoint, $"{document.Host} does not say where its keys are.");
        var keys = new JsonWebKeySet((await ReadAsync(endpoint, address, cancel)).GetRawText()).Keys.ToList();
        kept[endpoint.Name] = (keys, now);
        return keys.FirstOrDefault(key => key.Kid == kid);
    }

    /// <summary>The keys lie where the document does: whoever could point elsewhere could sign.</summary>
    private async Task<JsonElement> ReadAsync(NamedEndpoint endpoint, Uri address, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var answer = (await http.SendAsync(endpoint.Place, request, 512 * 1024, cancel, endpoint.Options.Teams.KeysAddress)).OrThrow(address.Host);
        return JsonAnswer.Read(address.Host, answer.Body);
    }
}
