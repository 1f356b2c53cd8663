using Microsoft.EntityFrameworkCore;
using Runink.Domain.Contracts;
using Runink.Domain.Intake;
using Runink.Domain.Signals;

namespace Runink.Domain.Store.Reading;

/// <summary>
/// Counts what a feed sent out of what is stored of it: intake pays nothing for it, a message that is sent twice is stored once, and what was counted before
/// the program ended is counted the same afterwards.
/// </summary>
public static class FeedHourReader
{
    /// <summary>Old messages that somebody brings in say nothing of how the feed is now.</summary>
    public const string Import = "import";

    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <returns>By the hours that brought something.</returns>
    public static async Task<IReadOnlyDictionary<DateTimeOffset, HourCounts>> CountAsync(CompanionDb db, string source, DateTimeOffset from, DateTimeOffset until, Vocabulary vocabulary, CancellationToken cancel)
    {
        var hours = new Dictionary<DateTimeOffset, HourCounting>();
        var messages = db.Messages.Where(row => row.Source == source && row.Door != Import && row.ReceivedAt >= from && row.ReceivedAt < until);
        await foreach (var message in messages.Select(row => new { row.ReceivedAt, HasControlId = row.ControlId != null, HasSent = row.SentAt != null, row.Findings }).AsAsyncEnumerable().WithCancellation(cancel))
            Of(message.ReceivedAt).Message(message.HasControlId, message.HasSent, IsTimeWrong(message.Findings));
        var batches = from batch in db.SignalBatches
                      join message in messages on batch.MessageId equals message.Id
                      orderby batch.MessageId
                      select new { message.ReceivedAt, batch.MessageId, batch.PatientId, batch.EncounterId, batch.RecordedAt, batch.Data };
        string? last = null;
        await foreach (var row in batches.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var batch = new SignalBatch { MessageId = row.MessageId, PatientId = row.PatientId, EncounterId = row.EncounterId, RecordedAt = row.RecordedAt, Data = row.Data };
            Of(row.ReceivedAt).Values(row.MessageId != last, row.EncounterId is not null, batch.Signals());
            last = row.MessageId;
        }

        return hours.ToDictionary(hour => hour.Key, hour => hour.Value.Done());

        HourCounting Of(DateTimeOffset at)
        {
            var hour = HourOf(at);
            if (!hours.TryGetValue(hour, out var counting))
                hours.Add(hour, counting = new HourCounting(vocabulary));
            return counting;
        }
    }

    private static bool IsTimeWrong(string? findings) => findings is not null
        && (findings.Contains($"\"{IntakeFinding.TimeUnreadable}\"", StringComparison.Ordinal) || findings.Contains($"\"{IntakeFinding.TimeAhead}\"", StringComparison.Ordinal));
}
