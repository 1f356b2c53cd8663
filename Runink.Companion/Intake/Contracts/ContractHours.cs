using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Contracts;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Intake.Contracts;

/// <summary>The last day of a feed, hour by hour. An hour that is over is counted once and kept; the one that runs is counted each time.</summary>
public sealed class ContractHours(CompanionStore store, StoreWriter writer, Vocabulary vocabulary, TimeProvider time)
{
    public const int Hours = 24;

    /// <summary>A message may be on its way into the store for a while after it came.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    /// <summary>Since when the doors are open, as far as this program knows.</summary>
    public DateTimeOffset Started { get; } = time.GetUtcNow();

    /// <returns>Oldest first, without holes; the last is the one that runs.</returns>
    public async Task<IReadOnlyList<SeenHour>> ReadAsync(string source, DateTimeOffset now, CancellationToken cancel)
    {
        var running = FeedHourReader.HourOf(now);
        var first = running.AddHours(-Hours);
        await using var db = store.Read();
        var kept = await db.FeedHours.AsNoTracking().Where(row => row.Source == source && row.Hour >= first && row.IsOver).ToDictionaryAsync(row => row.Hour, cancel);
        var all = Enumerable.Range(0, Hours + 1).Select(at => first.AddHours(at)).ToList();
        var from = all.Find(hour => !kept.ContainsKey(hour));
        var counted = await FeedHourReader.CountAsync(db, source, from, running.AddHours(1), vocabulary, cancel);
        return
        [
            .. all.Select(hour => kept.TryGetValue(hour, out var row)
                ? new SeenHour(hour, Read(row.Counts), IsOver: true, row.IsHeard)
                : new SeenHour(hour, counted.GetValueOrDefault(hour) ?? HourCounts.None, hour.AddHours(1) + Late <= now, Started <= hour)),
        ];
    }

    /// <summary>Keeps the hours that nothing can come into any more.</summary>
    public async Task KeepAsync(string source, IReadOnlyList<SeenHour> hours, CancellationToken cancel)
    {
        var over = hours.Where(hour => hour.IsOver).Select(hour => hour.Hour).ToList();
        await using var db = store.Read();
        var known = (await db.FeedHours.Where(row => row.Source == source && over.Contains(row.Hour)).Select(row => row.Hour).ToListAsync(cancel)).ToHashSet();
        var fresh = hours.Where(hour => hour.IsOver && !known.Contains(hour.Hour)).ToList();
        if (fresh.Count == 0)
            return;
        await writer.WriteAsync(scope =>
        {
            foreach (var hour in fresh.Where(hour => scope.Db.FeedHours.Find(source, hour.Hour) is null))
                scope.Db.FeedHours.Add(new FeedHour { Source = source, Hour = hour.Hour, Counts = JsonSerializer.Serialize(hour.Counts), IsOver = true, IsHeard = hour.Heard });
            return true;
        }, cancel);
    }

    private static HourCounts Read(string json) => JsonSerializer.Deserialize<HourCounts>(json) ?? HourCounts.None;
}
