using Runink.Domain.Delivery;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Teams;
using Runink.Domain.Teams.Rotas;
using Runink.Domain.Triggers;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Triggers;

/// <summary>What a check knows of this hospital: whom it can reach, what its feeds send, and what is in force.</summary>
public sealed class HospitalFacts(Directory directory, RegisteredEndpoints endpoints, CompanionStore store, TriggerCatalog catalog, TimeProvider time)
{
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromMinutes(10);

    private volatile SignalActivity? signals;
    private volatile KnownGaps? gaps;

    /// <summary>With what is known already; it never waits, so that each keystroke may ask.</summary>
    public CheckContext Now => new(HospitalNames.Of(directory, endpoints.Names, catalog.Policies.Keys) with { Gaps = Gaps() }, signals, catalog.Current.All);

    /// <summary>Looks at the feeds' last 30 days, unless somebody has just done so.</summary>
    public async Task<CheckContext> ReadAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (signals is not { } known || now - known.Now > LooksAgainAfter)
            signals = await RecentSignals.ReadAsync(store, now, cancel);
        return Now;
    }

    /// <summary>Looked for again when a rota or a person changed, and every few minutes.</summary>
    private IReadOnlyDictionary<string, string> Gaps()
    {
        var (known, now) = (directory.Now, time.GetUtcNow());
        if (gaps is { } before && ReferenceEquals(before.Of, known) && now - before.At < LooksAgainAfter)
            return before.Sentences;
        var found = RotaCoverage.LookAll(directory, now).Select(rota => (rota.Key, Sentence: RotaCoverage.Sentence(known.Rotas[rota.Key], rota.Value, now))).Where(rota => rota.Sentence is not null)
            .ToDictionary(rota => rota.Key, rota => rota.Sentence!, StringComparer.OrdinalIgnoreCase);
        gaps = new KnownGaps(known, now, found);
        return found;
    }

    private sealed record KnownGaps(DirectorySnapshot Of, DateTimeOffset At, IReadOnlyDictionary<string, string> Sentences);
}
