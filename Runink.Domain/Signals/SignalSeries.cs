using System.Runtime.InteropServices;

namespace Runink.Domain.Signals;

/// <summary>One concept of one patient, ordered by clinical time, ties by recorded time; bounded in length and age.</summary>
public sealed class SignalSeries(Concept? concept)
{
    /// <summary>The oldest are dropped above this many.</summary>
    public const int Capacity = 2000;

    /// <summary>Samples older than this against the newest are dropped, but never the last few.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(400);

    private readonly List<Sample> samples = [];

    public Concept? Concept => concept;

    public ReadOnlySpan<Sample> Samples => CollectionsMarshal.AsSpan(samples);

    public int Count => samples.Count;

    internal IReadOnlyList<Signal> Signals => [.. samples.Select(s => s.Signal)];

    /// <summary>Number of samples at or before an instant: the index after the newest that may be used then.</summary>
    public int CountUntil(DateTimeOffset instant)
    {
        var low = 0;
        var high = samples.Count;
        if (high > 0 && samples[high - 1].At <= instant)
            return high;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (samples[middle].At <= instant)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    internal void Add(Signal signal)
    {
        if (signal.Status is SignalStatus.Corrected or SignalStatus.EnteredInError)
            samples.RemoveAll(s => s.At == signal.At && s.Signal.RecordedAt <= signal.RecordedAt);
        if (signal.Status == SignalStatus.EnteredInError)
            return;
        var at = samples.Count;
        while (at > 0 && (samples[at - 1].At > signal.At || (samples[at - 1].At == signal.At && samples[at - 1].Signal.RecordedAt > signal.RecordedAt)))
            at--;
        samples.Insert(at, Sample.Of(signal, concept));
        if (samples.Count > Capacity)
            samples.RemoveRange(0, samples.Count - Capacity);
        var oldest = samples[^1].At - Retention;
        if (samples.Count > 2 && samples[0].At < oldest)
            samples.RemoveAll(s => s.At < oldest);
    }
}
