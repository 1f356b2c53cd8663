using Microsoft.EntityFrameworkCore;
using Runink.Domain.Triggers;

namespace Runink.Domain.Store.Reading;

/// <summary>Which names the feeds have sent lately.</summary>
public static class RecentSignals
{
    /// <summary>Reads each batch of the last 30 days once: a question for a person who waits, not for every keystroke.</summary>
    public static async Task<SignalActivity> ReadAsync(CompanionStore store, DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        var since = (now - SignalActivity.Silence).UtcTicks;
        var newest = await db.Database.SqlQuery<Row>(
            $"""
            SELECT json_extract(signal.value, '$[0]') AS Concept, MAX(batch.RecordedAt) AS Ticks
            FROM SignalBatches AS batch, json_each(batch.Data) AS signal
            WHERE batch.RecordedAt >= {since} GROUP BY 1
            """).ToListAsync(cancel);
        return new SignalActivity(now, newest.ToDictionary(row => row.Concept, row => new DateTimeOffset(row.Ticks, TimeSpan.Zero), StringComparer.Ordinal));
    }

    private sealed record Row(string Concept, long Ticks);
}
