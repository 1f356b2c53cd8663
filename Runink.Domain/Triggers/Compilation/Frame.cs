using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>One run of a program: what it may look at, and what it leaves behind.</summary>
internal ref struct Frame(PatientState state, DateTimeOffset now, TimeSpan? staleAfter, bool finalOnly)
{
    /// <summary>Samples that one evaluation may look at.</summary>
    public const int CostLimit = 400_000;

    /// <summary>Truth that changes "right after" an instant is asked for this much later.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    public readonly PatientState State = state;
    public readonly DateTimeOffset Now = now;
    public readonly long NowTicks = now.UtcTicks;
    public readonly TimeSpan? StaleAfter = staleAfter;
    public readonly bool FinalOnly = finalOnly;

    /// <summary>Ticks for which any value speaks; negative leaves it to each concept.</summary>
    public readonly long StaleTicks = staleAfter?.Ticks ?? -1;
    /// <summary>The one item that the run is about; null when it is about all that the patient has.</summary>
    public ItemSeries? Item;

    private long next = long.MaxValue;
    public UnknownCauses Causes;
    public Trace? Trace;

    /// <summary>A sample that cannot be read says nothing: the one before it goes on speaking while it is fresh.</summary>
    public bool PastFaults;
    public int Cost;

    public readonly long NextTicks => next;

    /// <summary>The first instant noted; null when none was.</summary>
    public readonly DateTimeOffset? Next => next == long.MaxValue ? null : new DateTimeOffset(next, TimeSpan.Zero);

    /// <summary>The same run seen at another instant, for conditions over a window.</summary>
    public readonly Frame At(DateTimeOffset instant) => new(State, instant, StaleAfter, FinalOnly) { Cost = Cost, PastFaults = PastFaults, Item = Item };

    /// <summary>The series of the concept with that slot, or null.</summary>
    public readonly SignalSeries? SeriesAt(int slot) => Item is null ? State.SeriesAt(slot) : ItemSeries.SeriesAt(State, Item, slot);

    /// <summary>The truth may change at that instant without a message.</summary>
    public void Note(DateTimeOffset instant) => Note(instant.UtcTicks);

    /// <param name="instant">UTC ticks.</param>
    public void Note(long instant)
    {
        if (instant > NowTicks && instant < next)
            next = instant;
    }

    public Verdict Unknown(UnknownCauses cause)
    {
        Causes |= cause;
        return Verdict.Unknown;
    }

    /// <summary>False when the limit is passed and the caller has to answer "unknown".</summary>
    public bool Pay(int samples) => (Cost += samples + 1) <= CostLimit;
}
