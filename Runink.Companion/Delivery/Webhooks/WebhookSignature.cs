using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Runink.Companion.Delivery.Webhooks;

/// <summary><c>v1=</c> and the HMAC-SHA256 over <c>timestamp.body</c>, in hexadecimal.</summary>
public static class WebhookSignature
{
    public static string Of(string secret, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture)), (byte)'.', .. body];
        return $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }

    /// <summary>One for each secret that the receiver may know, the new one first.</summary>
    public static string Of(IEnumerable<string> secrets, long timestamp, ReadOnlySpan<byte> body)
    {
        var all = new List<string>();
        foreach (var secret in secrets)
            all.Add(Of(secret, timestamp, body));
        return string.Join(',', all);
    }
}
