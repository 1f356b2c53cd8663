using System.Globalization;
using System.Net.Http.Headers;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery.Webhooks;

/// <summary>A POST that says which delivery it is, and proves that it comes from us.</summary>
internal static class SignedRequest
{
    /// <exception cref="DeliveryException">The secret cannot be read.</exception>
    public static HttpRequestMessage Of(NamedEndpoint endpoint, Uri address, string id, byte[] body, string contentType, DateTimeOffset now)
    {
        var secrets = new[] { endpoint.Options.ReadSecret(), endpoint.Options.ReadPreviousSecret() }.OfType<string>().ToList();
        if (secrets.Count == 0)
            throw new DeliveryException(DeliveryFault.Endpoint, $"The secret of {endpoint.Name} cannot be read.");
        var timestamp = now.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } } };
        request.Headers.Add("Idempotency-Key", id);
        request.Headers.Add("X-Runink-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-Runink-Signature", WebhookSignature.Of(secrets, timestamp, body));
        return request;
    }
}
