using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Runink.Domain.Signals;

/// <summary>One concept of one patient, ordered by clinical time, ties by recorded time; bounded in length and age.</summary>
public sealed class SignalSeries(Concept? concept)
{
    /// <summary>A series is cut back to this many, the newest, once it has grown an eighth beyond.</summary>
    public const int Capacity = 131_072;

    /// <summary>Samples older than this against the newest are dropped once they are an eighth, but never the last few.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(400);

    /// <summary>Itself with its empty lists.</summary>
    private const int EmptyBytes = 400;

    /// <summary>A signal's object without its texts.</summary>
    private const int SignalBytes = 136;

    /// <summary>A sample's share in the sums and orders above it, where a window reads it.</summary>
    private const int TreeBytes = 24;

    /// <summary>An entry by key, with what the dictionary keeps free.</summary>
    private const int KeyBytes = 64;

    /// <summary>A text without its letters.</summary>
    private const int TextBytes = 24;

    private readonly List<Sample> samples = [];
    private readonly SampleTree tree = new();

    /// <summary>The newest version of every result with a key, those that were taken back too.</summary>
    private readonly Dictionary<ResultKey, Signal> numbered = [];

    private long textBytes;

    public Concept? Concept => concept;

    /// <summary>
    /// What it holds of memory, by the sizes of its parts: the samples' places, their signals with their texts, the results' keys. An
    /// estimate that is made while it grows and takes no step for each sample.
    /// </summary>
    public long Bytes => EmptyBytes + ((long)samples.Capacity * Unsafe.SizeOf<Sample>()) + ((long)samples.Count * (SignalBytes + TreeBytes)) + textBytes + ((long)numbered.Count * KeyBytes);

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

    /// <summary>
    /// Takes a signal in. A result that is known by its key is followed by its newer version, wherever that stands in time, and an
    /// older version that comes late changes nothing; so all orders of arrival end alike. A result without a key is known by its
    /// clinical time: the same value is the same result, and what follows a preliminary one takes its place; two different final
    /// values of one instant are two.
    /// </summary>
    /// <returns>What stood here before and does not any more; null when nothing was replaced.</returns>
    internal Signal? Add(in Sample sample)
    {
        Version++;
        return sample.Signal.Key is { } key ? AddNumbered(sample, key) : AddUnnumbered(sample);
    }

    internal Signal? Add(Signal signal) => Add(Sample.Of(signal, concept));

    private Signal? AddNumbered(in Sample sample, ResultKey key)
    {
        var signal = sample.Signal;
        if (numbered.TryGetValue(key, out var known))
        {
            if (!signal.Supersedes(known))
                return null;
            Remove(known);
        }

        numbered[key] = signal;
        // A correction may name what its original did not.
        var unnamed = known is null && signal.Status is SignalStatus.Corrected or SignalStatus.EnteredInError ? Withdraw(signal, without: true) : null;
        if (signal.Status != SignalStatus.EnteredInError)
            Insert(sample);
        return known is { Status: SignalStatus.EnteredInError } ? unnamed : known ?? unnamed;
    }

    private Signal? AddUnnumbered(in Sample sample)
    {
        var signal = sample.Signal;
        var replaced = signal.Status is SignalStatus.Corrected or SignalStatus.EnteredInError ? Withdraw(signal, without: false) : null;
        if (signal.Status == SignalStatus.EnteredInError)
            return replaced;
        for (var i = CountUntil(signal.At.UtcTicks) - 1; i >= 0 && samples[i].At == signal.At; i--)
        {
            var known = samples[i].Signal;
            if (known.Key is not null || IsSibling(known, signal))
                continue;
            if (!known.SaysTheSameAs(signal) && known.Status != SignalStatus.Preliminary && !(signal.Status == SignalStatus.Preliminary && known.WasSaidAfter(signal)))
                continue;
            if (!signal.Supersedes(known))
                return null;
            Remove(known);
            replaced = known;
            break;
        }

        Insert(sample);
        return replaced;
    }

    private void Insert(in Sample sample)
    {
        var signal = sample.Signal;
        var at = CountUntil(signal.At.UtcTicks);
        while (at > 0 && samples[at - 1].At == signal.At && samples[at - 1].Signal.RecordedAt > signal.RecordedAt)
            at--;
        tree.Forget(at);
        samples.Insert(at, sample);
        textBytes += BytesOf(sample.Signal);
        if (samples.Count > Capacity + (Capacity / 8))
            DropOldest(samples.Count - Capacity);
        var old = CountUntil((samples[^1].At - Retention).UtcTicks - 1);
        if (old > samples.Count / 8 && samples.Count > 2)
            DropOldest(old);
    }

    private void Remove(Signal known)
    {
        for (var i = CountUntil(known.At.UtcTicks) - 1; i >= 0 && samples[i].At == known.At; i--)
        {
            if (!ReferenceEquals(samples[i].Signal, known))
                continue;
            tree.Forget(i);
            RemoveAt(i);
            return;
        }
    }

    /// <param name="without">Only those that have no key.</param>
    /// <returns>The newest that was taken away.</returns>
    private Signal? Withdraw(Signal signal, bool without)
    {
        Signal? newest = null;
        var from = CountUntil(signal.At.UtcTicks - 1);
        tree.Forget(from);
        for (var i = CountUntil(signal.At.UtcTicks) - 1; i >= from; i--)
        {
            var known = samples[i].Signal;
            if (known.RecordedAt > signal.RecordedAt || IsSibling(known, signal) || (without && known.Key is not null))
                continue;
            RemoveAt(i);
            newest ??= known;
        }

        return newest;
    }

    /// <summary>Two values in one message are two values.</summary>
    private static bool IsSibling(Signal known, Signal signal) => known.SourceMessage == signal.SourceMessage && known.RecordedAt == signal.RecordedAt;

    private void DropOldest(int count)
    {
        tree.Forget(0);
        foreach (var sample in Samples[..count])
        {
            textBytes -= BytesOf(sample.Signal);
            if (sample.Signal.Key is { } key)
                numbered.Remove(key);
        }

        samples.RemoveRange(0, count);
    }

    private void RemoveAt(int index)
    {
        textBytes -= BytesOf(samples[index].Signal);
        samples.RemoveAt(index);
    }

    /// <summary>Of the texts that no other signal shares; a message's id is that of ten or so.</summary>
    private static int BytesOf(Signal signal) => TextBytes + (2 * signal.Value.Length) + (signal.Unit is { } unit ? TextBytes + (2 * unit.Length) : 0) + (signal.Item is { } item ? TextBytes + (2 * item.Length) : 0) + ((TextBytes + (2 * signal.SourceMessage.Length)) / 8);
}
