using System.Collections.Concurrent;
using System.Globalization;
using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Intake.Webhooks;

/// <summary>Whether a body comes from who it says, now, and for the first time.</summary>
/// <param name="Refuses">Why it does not, as the sender is told; null when it does.</param>
/// <param name="ByPrevious">Signed by the former secret alone: its sender has not gone over yet.</param>
public sealed record WebhookVerdict(string? Refuses, bool ByPrevious = false);

/// <summary>Checks signatures, and remembers those that were taken for as long as a copy would be fresh.</summary>
public sealed class WebhookProof(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> taken = new(StringComparer.Ordinal);

    public WebhookVerdict Check(string name, WebhookSourceOptions options, string? timestamp, string? signature, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(signature) || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return new($"It is not signed: {WebhookSignature.TimestampHeader} holds the seconds since 1970, {WebhookSignature.Header} v1= and the signature.");
        var isCurrent = options.ReadSecret() is { } secret && WebhookSignature.IsIn(signature, secret, seconds, body);
        var isPrevious = options.ReadPreviousSecret() is { } previous && WebhookSignature.IsIn(signature, previous, seconds, body);
        if (!isCurrent && !isPrevious)
            return new("The signature is none of this body and time by a secret that is known here.");
        var ahead = DateTimeOffset.FromUnixTimeSeconds(seconds) - time.GetUtcNow();
        // Only whoever has the secret learns how the clocks stand.
        if (ahead.Duration() > options.Window)
            return new(string.Create(CultureInfo.InvariantCulture, $"It is {(ahead < TimeSpan.Zero ? "old, or the clock that signed it is slow" : "from a clock that is ahead")}: {ahead.Duration().TotalSeconds:N0} s beside ours, {options.Window.TotalSeconds:N0} s are allowed. Sign again."));
        return taken.ContainsKey(Key(name, seconds, body)) ? new("This was taken already. Sign again to send the same once more.") : new(null, !isCurrent);
    }

    /// <summary>What was dealt with is not dealt with again; what could not be (the store was away) may come again as it is.</summary>
    public void Keep(string name, WebhookSourceOptions options, string timestamp, ReadOnlySpan<byte> body)
    {
        var now = time.GetUtcNow();
        foreach (var (old, until) in taken)
        {
            if (until < now)
                taken.TryRemove(old, out _);
        }

        taken[Key(name, long.Parse(timestamp, CultureInfo.InvariantCulture), body)] = now + options.Window + options.Window;
    }

    private static string Key(string name, long seconds, ReadOnlySpan<byte> body) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}|{seconds}|{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body))}");
}
