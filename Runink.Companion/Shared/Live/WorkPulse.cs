using System.Collections.Concurrent;

namespace Runink.Companion.Shared.Live;

/// <summary>When each of the workers that must never stop finished its last round.</summary>
public sealed class WorkPulse(TimeProvider time)
{
    public const string Evaluator = "evaluator";
    public const string Sender = "sender";

    private readonly ConcurrentDictionary<string, DateTimeOffset> beats = new(StringComparer.Ordinal);

    public void Beat(string worker) => beats[worker] = time.GetUtcNow();

    /// <summary>The first that has finished no round for so long; null when all go.</summary>
    public string? Stopped(TimeSpan patience) =>
        new[] { Evaluator, Sender }.FirstOrDefault(worker => !beats.TryGetValue(worker, out var last) || time.GetUtcNow() - last > patience);
}
