using Microsoft.EntityFrameworkCore;
using Runink.Domain.Contracts;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;

namespace Runink.Companion.Intake.Contracts;

/// <summary>Drafts a contract from the last week of a feed.</summary>
public sealed class ContractDraft(CompanionStore store, Vocabulary vocabulary, TimeProvider time)
{
    private const int Days = 7;

    /// <summary>What a feed brings, it brings in each of its messages: so many are enough to see it.</summary>
    private const int MostMessages = 5000;

    public async Task<Outcome<ContractSuggested>> OfAsync(string feed, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var times = await db.Messages.Where(row => row.Source == feed && row.Door != FeedHourReader.Import && row.ReceivedAt > now.AddDays(-Days)).OrderBy(row => row.ReceivedAt).Select(row => row.ReceivedAt).ToListAsync(cancel);
        if (times.Count == 0)
            return new Refusal("not-found", $"{feed} has sent nothing in the last {Days} days. Write its contract by hand.");
        // The hour that runs and the one in which it began are no whole hours.
        var hours = times.CountBy(FeedHourReader.HourOf).ToDictionary();
        var (first, running) = (FeedHourReader.HourOf(times[0]).AddHours(1), FeedHourReader.HourOf(now));
        var perHour = Enumerable.Range(0, Math.Max(0, (int)(running - first).TotalHours)).Select(at => hours.GetValueOrDefault(first.AddHours(at))).ToList();
        var pause = times.Count < 2 ? (TimeSpan?)null : times.Zip(times.Skip(1), (earlier, later) => later - earlier).Max();
        var counted = await FeedHourReader.CountAsync(db, feed, times[Math.Max(0, times.Count - MostMessages)], now.AddTicks(1), vocabulary, cancel);
        var whole = counted.Values.Aggregate(HourCounts.None, (one, more) => one.And(more));
        return new ContractSuggested(Slug(feed), ContractSuggestion.Draft(feed, whole, perHour, pause, vocabulary), whole.Messages, Days);
    }

    public static string Slug(string feed)
    {
        var slug = string.Join('-', new string([.. feed.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return slug.Length > 64 ? slug[..64].TrimEnd('-') : slug;
    }
}
