using Microsoft.EntityFrameworkCore;
using Runink.Companion.Shared.Live;
using Runink.Domain.Analytics;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Companion.Triggers;

/// <summary>
/// A rule that stops firing looks like a quiet ward. Once an hour each trigger's silence is held against its own past; where that is no chance any more,
/// somebody is asked to look: a code of the feed may have changed, or a sensor may be off. A version that is new has no past: it is given the firings that
/// it would have had before it came into force, so that a rule that never fires at all is noticed too.
/// </summary>
public sealed class QuietTriggerWorker(CompanionStore store, StoreWriter writer, TriggerCatalog catalog, TriggerReplay replay, TimeProvider time, ILogger<QuietTriggerWorker> log)
    : PeriodicWorker(TimeSpan.FromHours(1), time, log)
{
    public const string Kind = "trigger-quiet";

    private readonly Dictionary<(string Id, int Version), IReadOnlyList<DateTimeOffset>> before = [];

    public override async Task LookAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var from = now - QuietDecision.Window * 2;
        await using var db = store.Read();
        var firings = (await db.Escalations.Where(row => row.OpenedAt >= from && !row.IsUnknown).OrderBy(row => row.OpenedAt).Select(row => new { row.TriggerId, row.OpenedAt }).ToListAsync(cancel))
            .ToLookup(row => row.TriggerId, row => row.OpenedAt, StringComparer.Ordinal);
        var inForce = await db.TriggerVersions.Where(version => version.Status == TriggerVersionStatus.Published).ToDictionaryAsync(version => (version.TriggerId, version.Version), version => version.At, cancel);
        var open = await db.OperationalTasks.Where(task => task.ClosedAt == null && task.Kind == Kind).Select(task => task.Key).ToListAsync(cancel);
        foreach (var trigger in catalog.Current.All)
        {
            if (!inForce.TryGetValue((trigger.Id, trigger.Version), out var since))
                continue;
            IReadOnlyList<DateTimeOffset> own = [.. await BeforeAsync(trigger, since, now, cancel), .. firings[trigger.Id].Where(at => at >= since)];
            var decision = QuietDecision.Decide(own, own.Count > 0 ? own[0] : now, now);
            if (decision.IsQuiet)
                await writer.WriteAsync(scope => Raise(scope, trigger, own[^1], decision.Expected), cancel);
            else if (open.Contains(trigger.Id))
                await writer.WriteAsync(scope => Settle(scope, trigger.Id, "It fires again."), cancel);
        }

        foreach (var forgotten in before.Keys.Where(key => !inForce.ContainsKey(key)).ToList())
            before.Remove(forgotten);
        foreach (var gone in open.Where(id => catalog.Current.ById(id) is null))
            await writer.WriteAsync(scope => Settle(scope, gone, "The trigger is no longer in force."), cancel);
    }

    /// <summary>When a version that is younger than the window would have fired in the window before it; asked once.</summary>
    private async Task<IReadOnlyList<DateTimeOffset>> BeforeAsync(CompiledTrigger trigger, DateTimeOffset since, DateTimeOffset now, CancellationToken cancel)
    {
        if (now - since > QuietDecision.Window)
            return [];
        if (!before.TryGetValue((trigger.Id, trigger.Version), out var known))
            before[(trigger.Id, trigger.Version)] = known = await replay.FiringsAsync(trigger, new BacktestQuery(since - QuietDecision.Window, since), cancel);
        return known;
    }

    private static bool Raise(WriteScope scope, CompiledTrigger trigger, DateTimeOffset last, double expected)
    {
        OperationalTasks.Raise(
            scope, Kind, trigger.Id, trigger.Severity is TriggerSeverity.Critical or TriggerSeverity.High ? "high" : "moderate", $"{trigger.Name} has gone quiet",
            $"It fired last, or would have, on {last:yyyy-MM-dd HH:mm} UTC; at its usual rate about {expected:0} firings were to be expected since. Look whether its feeds still send the codes that it reads.",
            $"/triggers/{Uri.EscapeDataString(trigger.Id)}");
        return true;
    }

    private static bool Settle(WriteScope scope, string trigger, string why)
    {
        OperationalTasks.Settle(scope, Kind, trigger, why);
        return true;
    }
}
