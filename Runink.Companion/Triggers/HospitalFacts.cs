using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Triggers;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Triggers;

/// <summary>What a check knows of this hospital: whom it can reach, what its feeds send, and what is in force.</summary>
public sealed class HospitalFacts(Directory directory, CompanionStore store, TriggerCatalog catalog, TimeProvider time)
{
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromMinutes(10);

    private volatile SignalActivity? signals;

    /// <summary>With what is known already; it never waits, so that each keystroke may ask.</summary>
    public CheckContext Now => new(HospitalNames.Of(directory), signals, catalog.Current.All);

    /// <summary>Looks at the feeds' last 30 days, unless somebody has just done so.</summary>
    public async Task<CheckContext> ReadAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (signals is not { } known || now - known.Now > LooksAgainAfter)
            signals = await RecentSignals.ReadAsync(store, now, cancel);
        return Now;
    }
}
