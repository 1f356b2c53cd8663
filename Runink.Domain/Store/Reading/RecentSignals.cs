using Microsoft.EntityFrameworkCore;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Domain.Store.Reading;

/// <summary>Which names the feeds have sent lately.</summary>
public static class RecentSignals
{
    /// <summary>Reads each batch of the last 30 days once: a question for a person who waits, not for every keystroke.</summary>
    public static async Task<SignalActivity> ReadAsync(CompanionStore store, DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        var since = now - SignalActivity.Silence;
        var newest = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await foreach (var batch in db.SignalBatches.Where(batch => batch.RecordedAt >= since).AsAsyncEnumerable().WithCancellation(cancel))
        {
            // The databases read JSON each in a way of its own; the names in it are ours.
            foreach (var concept in SignalBatch.Concepts(batch.Data))
            {
                if (!newest.TryGetValue(concept, out var at) || at < batch.RecordedAt)
                    newest[concept] = batch.RecordedAt;
            }
        }

        return new SignalActivity(now, newest);
    }
}
