using System.Runtime.InteropServices;

namespace Runink.Domain.Signals;

/// <summary>One concept of one patient, ordered by clinical time, ties by recorded time; bounded in length and age.</summary>
public sealed class SignalSeries(Concept? concept)
{
    /// <summary>A series is cut back to this many, the newest, once it has grown an eighth beyond.</summary>
    public const int Capacity = 131_072;

    /// <summary>Samples older than this against the newest are dropped once they are an eighth, but never the last few.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(400);

    private readonly List<Sample> samples = [];
    private readonly SampleTree tree = new();

    public Concept? Concept => concept;

    public ReadOnlySpan<Sample> Samples => CollectionsMarshal.AsSpan(samples);

    public int Count => samples.Count;

    /// <summary>Grows with every change.</summary>
    internal int Version { get; private set; }

    internal IReadOnlyList<Signal> Signals => [.. samples.Select(s => s.Signal)];

    /// <summary>Number of samples at or before an instant: the index after the newest that may be used then.</summary>
    public int CountUntil(DateTimeOffset instant) => CountUntil(instant.UtcTicks);

    /// <param name="instant">UTC ticks.</param>
    internal int CountUntil(long instant)
    {
        var all = CollectionsMarshal.AsSpan(samples);
        if (all.IsEmpty || all[^1].AtTicks <= instant)
            return all.Length;
        var low = 0;
        var high = all.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (all[middle].AtTicks <= instant)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>What the samples from one index up to another, that one excluded, add up to.</summary>
    /// <param name="slope">Whether the sums for a slope are asked for.</param>
    internal SampleSums Sums(int from, int to, bool slope = false) => tree.Over(CollectionsMarshal.AsSpan(samples), from, to, slope);

    /// <summary>How many of the exact ones satisfy a test that no larger (or no smaller) number fails.</summary>
    internal int CountWhere(int from, int to, Func<double, decimal, bool> test) => tree.Split(CollectionsMarshal.AsSpan(samples), from, to, test).Passing;

    /// <summary>The median of the exact ones; there is one.</summary>
    internal decimal Median(int from, int to, int exact)
    {
        var all = CollectionsMarshal.AsSpan(samples);
        var upper = tree.Select(all, from, to, exact / 2);
        return exact % 2 == 1 ? upper : (tree.Select(all, from, to, (exact / 2) - 1) + upper) / 2;
    }

    internal void Add(Signal signal)
    {
        Version++;
        if (signal.Status is SignalStatus.Corrected or SignalStatus.EnteredInError)
            Withdraw(signal);
        if (signal.Status == SignalStatus.EnteredInError)
            return;
        var at = CountUntil(signal.At.UtcTicks);
        while (at > 0 && samples[at - 1].At == signal.At && samples[at - 1].Signal.RecordedAt > signal.RecordedAt)
            at--;
        tree.Forget(at);
        samples.Insert(at, Sample.Of(signal, concept));
        if (samples.Count > Capacity + (Capacity / 8))
            DropOldest(samples.Count - Capacity);
        var old = CountUntil((samples[^1].At - Retention).UtcTicks - 1);
        if (old > samples.Count / 8 && samples.Count > 2)
            DropOldest(old);
    }

    private void Withdraw(Signal signal)
    {
        var from = CountUntil(signal.At.UtcTicks - 1);
        tree.Forget(from);
        for (var i = CountUntil(signal.At.UtcTicks) - 1; i >= from; i--)
        {
            if (samples[i].Signal.RecordedAt <= signal.RecordedAt)
                samples.RemoveAt(i);
        }
    }

    private void DropOldest(int count)
    {
        tree.Forget(0);
        samples.RemoveRange(0, count);
    }
}
