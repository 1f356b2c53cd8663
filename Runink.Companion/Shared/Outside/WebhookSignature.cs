using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Runink.Companion.Shared.Outside;

/// <summary><c>v1=</c> and the HMAC-SHA256 over <c>timestamp.body</c>, in hexadecimal: of what is sent, and of what comes.</summary>
public static class WebhookSignature
{
    public const string Header = "X-Runink-Signature";
    public const string TimestampHeader = "X-Runink-Timestamp";

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

    /// <summary>Whether one of the signatures in a header is that of this secret.</summary>
    public static bool IsIn(string header, string secret, long timestamp, ReadOnlySpan<byte> body)
    {
        var right = Encoding.ASCII.GetBytes(Of(secret, timestamp, body));
        var found = false;
        // Each is compared to its end: how long it takes says nothing of which was near.
        foreach (var one in header.Split(',', 8, StringSplitOptions.TrimEntries))
            found |= CryptographicOperations.FixedTimeEquals(right, Encoding.UTF8.GetBytes(one));
        return found;
    }
}
