using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.Retention;

/// <summary>What was, or would be, removed of one kind.</summary>
/// <param name="Before">What came before is old.</param>
/// <param name="From">When the oldest of them came; null when there is none.</param>
/// <param name="To">When the newest of them came.</param>
public sealed record RetentionResult(string Kind, int Days, DateTimeOffset Before, long Count, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>
/// Removes what is older than the hospital keeps it, a few rows at a time and only while the writer has nothing else to do. The
/// ledger is told before what will go and afterwards what went, and keeps both for ever.
/// </summary>
public sealed class Retention(CompanionStore store, StoreWriter writer, RetentionOptions options, TimeProvider time)
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>What would go now.</summary>
    public async Task<IReadOnlyList<RetentionResult>> PlanAsync(CancellationToken cancel)
    {
        var plan = new List<RetentionResult>();
        foreach (var kind in RetentionKind.All.Where(kind => kind.Days(options) > 0))
        {
            var before = Before(kind);
            await using var db = store.Read();
            var old = kind.Old(db, DateTimeOffset.MinValue, before);
            // Somebody else may remove between two looks: what is gone by then is not planned.
            var first = await old.FirstOrDefaultAsync(cancel);
            var count = first is null ? 0 : await old.LongCountAsync(cancel);
            var last = count == 0 ? null : await old.Skip((int)Math.Min(count - 1, int.MaxValue)).FirstOrDefaultAsync(cancel);
            plan.Add(last is null
                ? new RetentionResult(kind.Name, kind.Days(options), before, 0, null, null)
                : new RetentionResult(kind.Name, kind.Days(options), before, count, first!.At, last.At));
        }

        return plan;
    }

    /// <summary>Removes it, and answers what went.</summary>
    public async Task<IReadOnlyList<RetentionResult>> RunAsync(CancellationToken cancel)
    {
        var done = new List<RetentionResult>();
        foreach (var planned in (await PlanAsync(cancel)).Where(kind => kind.Count > 0))
        {
            await NoteAsync("retention_planned", planned, cancel);
            var removed = planned with { Count = 0, From = null, To = null };
            while (true)
            {
                var rows = await RemoveAsync(planned.Kind, removed.To ?? planned.From!.Value, planned.Before, cancel);
                if (rows.Count == 0)
                    break;
                removed = removed with { Count = removed.Count + rows.Count, From = removed.From ?? rows[0].At, To = rows[^1].At };
                if (rows.Count < AtOnce)
                    break;
                do
                {
                    await Task.Delay(Pause, time, cancel);
                }
                while (writer.Queue.Waiting > 0);
            }

            await NoteAsync("retention_removed", removed, cancel);
            done.Add(removed);
        }

        return done;
    }

    /// <summary>Looked for where they go: work that was opened meanwhile keeps its rows.</summary>
    private Task<List<OldRow>> RemoveAsync(string name, DateTimeOffset from, DateTimeOffset before, CancellationToken cancel) => writer.WriteAsync(scope =>
    {
        var kind = KindOf(name);
        var rows = kind.Old(scope.Db, from, before).Take(AtOnce).ToList();
        if (rows.Count > 0)
            kind.Remove(scope.Db, [.. rows.Select(row => row.Key)]);
        return rows;
    }, cancel);

    private Task<bool> NoteAsync(string what, RetentionResult result, CancellationToken cancel) => writer.WriteAsync(scope =>
    {
        scope.Record(what, new Subject("retention", result.Kind), Actor.System, Detail.Of(
            ("days", result.Days), ("before", Text(result.Before)), ("count", result.Count), ("from", Text(result.From)), ("to", Text(result.To))));
        return true;
    }, cancel);

    private DateTimeOffset Before(RetentionKind kind) => time.GetUtcNow() - TimeSpan.FromDays(kind.Days(options));

    private static RetentionKind KindOf(string name) => RetentionKind.All.Single(kind => kind.Name == name);

    private static string? Text(DateTimeOffset? at) => at?.ToString("O", CultureInfo.InvariantCulture);
}

/// <summary>Starts it once a day, when the hospital is quiet.</summary>
public sealed partial class RetentionWorker(Retention retention, RetentionOptions options, SiteOptions site, TimeProvider time, ILogger<RetentionWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Until(options.Start, TimeZoneInfo.ConvertTime(time.GetUtcNow(), site.Zone)), time, stoppingToken);
            foreach (var removed in await retention.RunAsync(stoppingToken))
                LogRemoved(removed.Count, removed.Kind, removed.Days);
        }
    }

    /// <summary>How long from now to the next such time of day.</summary>
    public static TimeSpan Until(TimeOnly start, DateTimeOffset now) =>
        start.ToTimeSpan() - now.TimeOfDay is var left && left > TimeSpan.Zero ? left : left + TimeSpan.FromDays(1);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} {Kind} older than {Days} days were removed")]
    private partial void LogRemoved(long count, string kind, int days);
}
