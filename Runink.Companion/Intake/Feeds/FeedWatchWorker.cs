using Microsoft.EntityFrameworkCore;
using Runink.Companion.Intake.Contracts;
using Runink.Companion.Shared.Live;
using Runink.Domain.Contracts;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Intake.Feeds;

/// <summary>A feed that says nothing for longer than its pauses last is work for somebody, and no longer once it speaks.</summary>
public sealed class FeedWatchWorker(CompanionStore store, StoreWriter writer, FeedReader feeds, FeedProfileDrafts drafts, FeedContracts contracts, ContractWatch watch, TimeProvider time, ILogger<FeedWatchWorker> log)
    : PeriodicWorker(Every, time, log)
{
    public const string Kind = "feed-quiet";
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    public override async Task LookAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await drafts.ForgetSamplesAsync(cancel);
        var seen = await feeds.LatelyAsync(Every, cancel);
        await watch.LookAsync(now, cancel);
        await using var db = store.Read();
        var open = await db.OperationalTasks.Where(task => task.ClosedAt == null && task.Kind == Kind).Select(task => task.Key).ToListAsync(cancel);
        var silent = seen.Where(feed => feed.Concern == FeedConcern.Silent && contracts.SilenceOf(feed.Source) is null).ToDictionary(Key, StringComparer.Ordinal);
        foreach (var (key, feed) in silent)
            await writer.WriteAsync(scope => Raise(scope, key, feed), cancel);
        foreach (var key in open.Where(key => !silent.ContainsKey(key)))
            await writer.WriteAsync(scope => Settle(scope, key, seen.FirstOrDefault(feed => Key(feed) == key) is not { } feed ? null : contracts.SilenceOf(feed.Source) is not null ? "Its contract says now how long it may be silent." : feed.Concern == FeedConcern.Gone ? "It has been silent for so long that nobody waits for it any more." : null), cancel);
    }

    private static string Key(FeedView feed) => $"{feed.Source} {feed.Door}";

    private static bool Raise(WriteScope scope, string key, FeedView feed)
    {
        OperationalTasks.Raise(scope, Kind, key, "high", $"{feed.Source} has gone quiet", $"{char.ToUpperInvariant(feed.Silence![0])}{feed.Silence[1..]}. {feed.Advice}", "/admin/feeds");
        return true;
    }

    private static bool Settle(WriteScope scope, string key, string? why)
    {
        OperationalTasks.Settle(scope, Kind, key, why ?? "It speaks again.");
        return true;
    }
}
