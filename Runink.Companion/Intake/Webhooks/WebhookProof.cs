using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Intake.Sources;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Intake.Webhooks;

/// <summary>Whether a body comes from who it says, now, and for the first time.</summary>
/// <param name="Refuses">Why it does not, as the sender is told; null when it does.</param>
/// <param name="ByPrevious">Signed by the former secret alone: its sender has not gone over yet.</param>
public sealed record WebhookVerdict(string? Refuses, bool ByPrevious = false);

/// <summary>Checks signatures, and remembers in the store those that were taken for as long as a copy would be fresh: a restart forgets none.</summary>
public sealed class WebhookProof(CompanionStore store, StoreWriter writer, TimeProvider time)
{
    public async Task<WebhookVerdict> CheckAsync(string name, WebhookSourceOptions options, string? timestamp, string? signature, byte[] body, CancellationToken cancel)
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
        var key = Key(name, seconds, body);
        await using var db = store.Read();
        return await db.TakenSignatures.AnyAsync(row => row.Digest == key, cancel) ? new("This was taken already. Sign again to send the same once more.") : new(null, !isCurrent);
    }

    /// <summary>What was dealt with is not dealt with again; what could not be (the store was away) may come again as it is.</summary>
    public Task KeepAsync(string name, WebhookSourceOptions options, string timestamp, byte[] body, CancellationToken cancel)
    {
        var key = Key(name, long.Parse(timestamp, CultureInfo.InvariantCulture), body);
        return writer.WriteAsync(scope =>
        {
            var now = scope.Now;
            scope.Db.TakenSignatures.Where(row => row.Until < now).ExecuteDelete();
            if (scope.Db.TakenSignatures.Find(key) is null)
                scope.Db.TakenSignatures.Add(new TakenSignature { Digest = key, Until = now + options.Window + options.Window });
            return true;
        }, cancel);
    }

    private static string Key(string name, long seconds, byte[] body) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name.ToLowerInvariant()}|{seconds}|{Convert.ToHexStringLower(SHA256.HashData(body))}"))));
}
