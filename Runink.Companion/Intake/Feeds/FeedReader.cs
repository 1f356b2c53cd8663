using Microsoft.EntityFrameworkCore;
using Runink.Companion.Intake.Contracts;
using Runink.Domain.Contracts;
using Runink.Domain.Intake;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;

namespace Runink.Companion.Intake.Feeds;

/// <summary>One message of a feed, without its content.</summary>
/// <param name="Findings">JSON, as it is stored; null when all was understood.</param>
internal sealed record FeedMessage(string Id, string Door, string Kind, string? ControlId, DateTimeOffset ReceivedAt, DateTimeOffset? SentAt, string? Findings);

/// <summary>What the store says about one sender at one door.</summary>
/// <param name="Day">Its messages of the last day, newest first; <see cref="FeedReader.MostMessages"/> at most.</param>
/// <param name="Last">Its last messages, whenever they came, newest first.</param>
/// <param name="Waiting">Its refused messages that wait in quarantine.</param>
internal sealed record FeedRecord(string Source, string Door, IReadOnlyList<FeedMessage> Day, IReadOnlyList<FeedMessage> Last, int Waiting);

/// <summary>
/// Reads feeds out of the messages they sent. However many those are, it looks at a day and at so many of each: what a feed does
/// wrong, it does in each of its messages.
/// </summary>
public sealed class FeedReader(CompanionStore store, FeedContracts contracts, ContractWatch watch, TimeProvider time) : IDisposable
{
    public const int MostMessages = 5000;

    private const int MostFeeds = 200;
    private const int LastMessages = 200;
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    /// <summary>While we were away nobody could speak to us: no silence begins before this.</summary>
    private readonly DateTimeOffset started = time.GetUtcNow();

    private readonly SemaphoreSlim one = new(1, 1);
    private (DateTimeOffset At, IReadOnlyList<FeedView> Feeds)? latest;

    /// <summary>All feeds as they are now, those that need somebody first.</summary>
    public async Task<IReadOnlyList<FeedView>> ReadAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var waiting = (await db.Quarantine.Where(row => row.Status == QuarantineStatus.Waiting)
                .GroupBy(row => new { row.Source, row.Door }).Select(group => new { group.Key.Source, group.Key.Door, Count = group.Count() }).ToListAsync(cancel))
            .ToDictionary(group => (group.Source, group.Door), group => group.Count);
        var records = new List<FeedRecord>();
        await foreach (var source in SourcesAsync(db, cancel))
            records.AddRange(await RecordsAsync(db, source, now, waiting, cancel));
        records.AddRange(waiting.Where(row => !records.Exists(record => (record.Source, record.Door) == row.Key)).OrderByDescending(row => row.Value).Take(MostFeeds)
            .Select(row => new FeedRecord(row.Key.Source, row.Key.Door, [], [], row.Value)));
        var all = new List<FeedView>();
        foreach (var feed in records.Select(record => FeedMeasure.Of(record, started, now, contracts.SilenceOf(record.Source))))
            all.Add(Beside(feed, feed.Door == FeedHourReader.Import ? null : await watch.OfAsync(feed.Source, cancel)));
        IReadOnlyList<FeedView> feeds = [.. all.OrderByDescending(feed => feed.Concern).ThenBy(feed => feed.Source, StringComparer.OrdinalIgnoreCase)];
        latest = (now, feeds);
        return feeds;
    }

    /// <summary>The feeds as they were not longer ago than <paramref name="age"/>: for what is asked often and need not be exact.</summary>
    public async Task<IReadOnlyList<FeedView>> LatelyAsync(TimeSpan age, CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            return latest is { } known && time.GetUtcNow() - known.At < age ? known.Feeds : await ReadAsync(cancel);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>The messages of a feed that had something to say, newest first, as long as somebody reads on.</summary>
    internal async IAsyncEnumerable<FeedMessage> RemarkedAsync(string source, string? door, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var db = store.Read();
        var messages = Of(db, source).Where(message => message.ReceivedAt > time.GetUtcNow() - Period && message.Findings != null);
        if (door is not null)
            messages = messages.Where(message => message.Door == door);
        await foreach (var message in Narrow(messages.OrderByDescending(message => message.ReceivedAt).Take(MostMessages)).AsAsyncEnumerable().WithCancellation(cancel))
            yield return message;
    }

    public void Dispose() => one.Dispose();

    private static FeedView Beside(FeedView feed, ContractStanding? standing)
    {
        if (standing is null)
            return feed;
        var isBroken = standing.Breaches.Any(one => !one.IsMending) && feed.Concern < FeedConcern.Broken;
        return feed with { Contract = ContractWords.Of(standing), Concern = isBroken ? FeedConcern.Broken : feed.Concern, Advice = isBroken ? FeedWords.Advice(FeedConcern.Broken, 0, []) : feed.Advice };
    }

    private static async Task<IReadOnlyList<FeedRecord>> RecordsAsync(
        CompanionDb db, string source, DateTimeOffset now, Dictionary<(string, string), int> waiting, CancellationToken cancel)
    {
        var since = now - Period;
        var day = await Narrow(Of(db, source).Where(message => message.ReceivedAt > since).OrderByDescending(message => message.ReceivedAt).Take(MostMessages)).ToListAsync(cancel);
        // A feed that says little, or nothing any more, is known by what it said before.
        var last = day.Count >= LastMessages ? day : await Narrow(Of(db, source).OrderByDescending(message => message.ReceivedAt).Take(LastMessages)).ToListAsync(cancel);
        return [.. last.Select(message => message.Door).Union(day.Select(message => message.Door)).Select(door => new FeedRecord(
            source, door, [.. day.Where(message => message.Door == door)], [.. last.Where(message => message.Door == door).Take(LastMessages)],
            waiting.GetValueOrDefault((source, door))))];
    }

    private static IQueryable<StoredMessage> Of(CompanionDb db, string source) => db.Messages.Where(message => message.Source == source);

    private static IQueryable<FeedMessage> Narrow(IQueryable<StoredMessage> messages) => messages.Select(message =>
        new FeedMessage(message.Id, message.Door, message.Kind, message.ControlId, message.ReceivedAt, message.SentAt, message.Findings));

    /// <summary>From one sender's name to the next in the index: to ask for all distinct ones would read it whole.</summary>
    private static async IAsyncEnumerable<string> SourcesAsync(CompanionDb db, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        string? last = "";
        for (var count = 0; count < MostFeeds; count++)
        {
            var after = last;
            last = await db.Messages.Where(message => string.Compare(message.Source, after) > 0).OrderBy(message => message.Source).Select(message => message.Source).FirstOrDefaultAsync(cancel);
            if (last is null)
                yield break;
            yield return last;
        }
    }
}
