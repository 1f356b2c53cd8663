using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Shared.Outside;

/// <summary>Access tokens of OAuth 2.0 for ourselves (client credentials), kept until shortly before they end.</summary>
public sealed class AccessTokens(OutsideHttp http, TimeProvider time)
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> kept = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="place">For whom; its name is what the token is kept by.</param>
    /// <param name="address">Where tokens are given.</param>
    /// <param name="proof">What is sent beside grant and scope, made when a token is asked for.</param>
    /// <exception cref="DeliveryException">None was given.</exception>
    public async Task<string> OfAsync(OutsidePlace place, Uri address, string scope, Func<IEnumerable<KeyValuePair<string, string>>> proof, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (kept.TryGetValue(place.Name, out var known) && now < known.Until - Early)
            return known.Token;
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (scope.Length > 0)
            form.Add(new("scope", scope));
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form.Concat(proof())) };
        var answer = await http.SendAsync(place, request, cancel, address);
        // A client that is not let in is a matter of the endpoint, not of this message.
        if (!answer.IsSuccess)
            throw answer.Failure(DeliveryFault.Endpoint, $"{place.Name} gave no token: {(int)answer.Status} {Word(answer.Body)}.");
        var json = JsonAnswer.Read(place.Name, answer.Body);
        if (JsonAnswer.At(json, "access_token") is not { Length: > 0 } token)
            throw new DeliveryException(DeliveryFault.Endpoint, $"{place.Name} gave no token.");
        var seconds = int.TryParse(JsonAnswer.At(json, "expires_in"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : 0;
        kept[place.Name] = (token, now.AddSeconds(seconds));
        return token;
    }

    /// <summary>It was refused: the next message asks for another.</summary>
    public void Forget(string place) => kept.TryRemove(place, out _);

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
