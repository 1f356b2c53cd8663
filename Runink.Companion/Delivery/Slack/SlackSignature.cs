using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Runink.Companion.Delivery.Slack;

/// <summary>Whether a request comes from Slack: <c>v0=</c> and the HMAC-SHA256 over <c>v0:timestamp:body</c>, fresh, and for the first time.</summary>
public sealed class SlackSignature(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> taken = new(StringComparer.Ordinal);

    /// <returns>Null when it is good; else why not: <c>unsigned</c>, <c>stale</c>, <c>forged</c> or <c>replayed</c>.</returns>
    public string? Refuses(string secret, string? timestamp, string? signature, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(signature) || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return "unsigned";
        var now = time.GetUtcNow();
        if ((now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Fresh)
            return "stale";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(secret, timestamp, body)), Encoding.ASCII.GetBytes(signature)))
            return "forged";
        foreach (var (old, until) in taken)
        {
            if (until < now)
                taken.TryRemove(old, out _);
        }

        // As long as a copy would be fresh.
        return taken.TryAdd(signature, now + Fresh + Fresh) ? null : "replayed";
    }

    public static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes($"v0:{timestamp}:"), .. body];
        return $"v0={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
