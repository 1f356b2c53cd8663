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
/// somebody is asked to look: a code of the feed may have changed, or a sensor may be off.
/// </summary>
public sealed class QuietTriggerWorker(CompanionStore store, StoreWriter writer, TriggerCatalog catalog, TimeProvider time, ILogger<QuietTriggerWorker> log)
    : PeriodicWorker(TimeSpan.FromHours(1), time, log)
{
    public const string Kind = "trigger-quiet";

    public override async Task LookAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - QuietDecision.Window * 2;
        await using var db = store.Read();
        var firings = (await db.Escalations.Where(row => row.OpenedAt >= since && !row.IsUnknown).OrderBy(row => row.OpenedAt).Select(row => new { row.TriggerId, row.OpenedAt }).ToListAsync(cancel))
            .ToLookup(row => row.TriggerId, row => row.OpenedAt, StringComparer.Ordinal);
        var open = await db.OperationalTasks.Where(task => task.ClosedAt == null && task.Kind == Kind).Select(task => task.Key).ToListAsync(cancel);
        foreach (var trigger in catalog.Current.All)
        {
            var own = firings[trigger.Id].ToList();
            var decision = QuietDecision.Decide(own, own.Count > 0 ? own[0] : now, now);
            if (decision.IsQuiet)
                await writer.WriteAsync(scope => Raise(scope, trigger, own[^1], decision.Expected), cancel);
            else if (open.Contains(trigger.Id))
                await writer.WriteAsync(scope => Settle(scope, trigger.Id, "It fires again."), cancel);
        }

        foreach (var gone in open.Where(id => catalog.Current.ById(id) is null))
            await writer.WriteAsync(scope => Settle(scope, gone, "The trigger is no longer in force."), cancel);
    }

    private static bool Raise(WriteScope scope, CompiledTrigger trigger, DateTimeOffset last, double expected)
    {
        OperationalTasks.Raise(
            scope, Kind, trigger.Id, trigger.Severity is TriggerSeverity.Critical or TriggerSeverity.High ? "high" : "moderate", $"{trigger.Name} has gone quiet",
            $"It fired last on {last:yyyy-MM-dd HH:mm} UTC; at its usual rate about {expected:0} firings were to be expected since. Look whether its feeds still send the codes that it reads.",
            $"/triggers/{Uri.EscapeDataString(trigger.Id)}");
        return true;
    }

    private static bool Settle(WriteScope scope, string trigger, string why)
    {
        OperationalTasks.Settle(scope, Kind, trigger, why);
        return true;
    }
}
