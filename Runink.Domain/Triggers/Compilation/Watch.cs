using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>
/// The readers of one concept, those with a limit on it in the order of their limits: a search finds the ones whose limit a
/// value passes, and the others cost nothing.
/// </summary>
internal sealed class Watch
{
    private readonly int slot;
    private readonly CompiledTrigger[] always;
    private readonly (Guard Guard, CompiledTrigger Trigger)[] above;
    private readonly (Guard Guard, CompiledTrigger Trigger)[] below;
    private readonly long shortestFresh;

    public Watch(int slot, IReadOnlyList<CompiledTrigger> readers)
    {
        this.slot = slot;
        var guarded = readers.Select(trigger => (Guard: trigger.Program.Guards.FirstOrDefault(guard => guard.Slot == slot), Trigger: trigger)).ToArray();
        always = [.. guarded.Where(g => g.Guard is null).Select(g => g.Trigger)];
        above = Sorted(guarded.Where(g => g.Guard is { Above: true }));
        below = Sorted(guarded.Where(g => g.Guard is { Above: false }));
        shortestFresh = above.Concat(below).Select(g => Math.Min(g.Guard.FreshFor, g.Trigger.Program.StaleAfter?.Ticks ?? long.MaxValue)).DefaultIfEmpty(long.MaxValue).Min();
    }

    /// <summary>Adds the readers that may hold now; every other one is false, and stays so until the next value.</summary>
    public void Awaken(PatientState state, DateTimeOffset now, ICollection<CompiledTrigger> into)
    {
        foreach (var trigger in always)
            into.Add(trigger);
        if (above.Length + below.Length == 0)
            return;
        // A limit decides only over the value that speaks now: exact, fresh, and with none dated ahead to take its place.
        if (state.SeriesAt(slot) is { } series && series.Samples is [.., { IsPlain: true } newest] && newest.AtTicks <= now.UtcTicks
            && now.UtcTicks - newest.AtTicks <= shortestFresh && newest.Signal.Status != SignalStatus.Preliminary)
        {
            Passed(above, newest, into);
            Passed(below, newest, into);
            return;
        }

        foreach (var (_, trigger) in above)
            into.Add(trigger);
        foreach (var (_, trigger) in below)
            into.Add(trigger);
    }

    private static void Passed((Guard Guard, CompiledTrigger Trigger)[] guarded, in Sample newest, ICollection<CompiledTrigger> into)
    {
        var (low, high) = (0, guarded.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (guarded[middle].Guard.Limit.Decide(newest.Near, newest.Number.Low) == Verdict.True)
                low = middle + 1;
            else
                high = middle;
        }

        for (var i = 0; i < low; i++)
            into.Add(guarded[i].Trigger);
    }

    /// <summary>The limit that is passed first comes first.</summary>
    private static (Guard Guard, CompiledTrigger Trigger)[] Sorted(IEnumerable<(Guard? Guard, CompiledTrigger Trigger)> guarded)
    {
        var sorted = guarded.Select(g => (Guard: g.Guard!, g.Trigger)).ToArray();
        Array.Sort(sorted, (a, b) => a.Guard.PassesBefore(b.Guard) ? b.Guard.PassesBefore(a.Guard) ? 0 : -1 : 1);
        return sorted;
    }
}
