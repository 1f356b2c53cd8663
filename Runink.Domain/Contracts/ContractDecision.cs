using System.Globalization;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Contracts;

/// <summary>Something that was agreed and is not so.</summary>
/// <param name="Name">What tests and people call it: <c>silence</c>, <c>volume-low</c>, <c>volume-high</c>, <c>required unit</c>, <c>unit lab.potassium</c>, <c>value …</c>, <c>code LOINC</c>, <c>cost</c>.</param>
/// <param name="Text">One sentence with its numbers, and nothing of a patient.</param>
/// <param name="At">The hour that shows it; null when it is no matter of an hour.</param>
public sealed record ContractBreach(string Name, string Text, DateTimeOffset? At)
{
    /// <summary>It is well again, and not yet for long enough.</summary>
    public bool IsMending { get; init; }
}

/// <param name="Hour">When it begins.</param>
/// <param name="IsOver">False for the one that runs.</param>
/// <param name="Heard">Whether the doors were open all the time: what does not come while they are closed is not missing.</param>
public sealed record SeenHour(DateTimeOffset Hour, HourCounts Counts, bool IsOver, bool Heard = true);

/// <summary>What is known of a feed by now.</summary>
/// <param name="Hours">The last day and the hour that runs, oldest first, without holes.</param>
/// <param name="NewestFirst">When its last messages came.</param>
/// <param name="Agreed">From when on the contract is in force: what was before is held against nothing.</param>
/// <param name="Listening">Since when the doors are open: while they were closed nobody could speak.</param>
public sealed record SeenFeed(IReadOnlyList<SeenHour> Hours, IReadOnlyList<DateTimeOffset> NewestFirst, DateTimeOffset Agreed, DateTimeOffset Listening)
{
    internal DateTimeOffset Since => Agreed > Listening ? Agreed : Listening;
}

/// <summary>
/// Which terms of a contract are broken. It depends on what was counted alone, so that it is the same after a restart; a breach ends when two hours in a
/// row that could have shown it did not, so that it does not come and go.
/// </summary>
public static class ContractDecision
{
    private const int HoursADay = 24;
    private static readonly TimeSpan LongestProof = TimeSpan.FromHours(1);

    public static IReadOnlyList<ContractBreach> Decide(FeedContract contract, SeenFeed seen, Vocabulary vocabulary, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (contract.IsPaused)
            return [];
        var judged = seen.Hours.Where(hour => hour.Hour.AddHours(1) > seen.Agreed).ToList();
        var found = new Dictionary<string, ContractBreach>(StringComparer.Ordinal);
        foreach (var check in judged.SelectMany(hour => HourJudgement.Of(contract, hour, seen.Hours, vocabulary, zone)).GroupBy(one => one.Name, StringComparer.Ordinal))
        {
            var over = check.Where(one => one.Hour.IsOver).OrderByDescending(one => one.Hour.Hour).Take(2).ToList();
            var running = check.LastOrDefault(one => !one.Hour.IsOver && one.Problem is not null);
            if ((running ?? over.Find(one => one.Problem is not null)) is not { } bad)
                continue;
            found[check.Key] = new ContractBreach(check.Key, bad.Problem!, bad.Hour.Hour) { IsMending = running is null && over[0].Problem is null };
        }

        return [.. Silence(contract, seen, now), .. found.Values.OrderBy(one => one.Name, StringComparer.Ordinal), .. Cost(contract, seen.Hours)];
    }

    /// <summary>The terms that one hour breaks, whatever the others say.</summary>
    public static IReadOnlyList<string> Broken(FeedContract contract, SeenHour hour, IReadOnlyList<SeenHour> all, Vocabulary vocabulary, TimeZoneInfo zone) =>
        [.. HourJudgement.Of(contract, hour, all, vocabulary, zone).Where(one => one.Problem is not null).Select(one => one.Name)];

    /// <summary>The same for one hour that is over and stands alone, as the examples in a contract have it.</summary>
    public static IReadOnlyList<ContractBreach> Of(FeedContract contract, ContractTest test, Vocabulary vocabulary)
    {
        var hour = new SeenHour(new DateTimeOffset(test.At, TimeSpan.Zero), test.Hour, IsOver: true);
        var breaches = HourJudgement.Of(contract, hour, [hour], vocabulary, TimeZoneInfo.Utc).Where(one => one.Problem is not null).Select(one => new ContractBreach(one.Name, one.Problem!, hour.Hour));
        var silence = contract.Silence is { } limit && test.Silent > limit ? new[] { new ContractBreach("silence", "", null) } : [];
        return [.. silence, .. breaches, .. Cost(contract, [hour])];
    }

    private static IEnumerable<ContractBreach> Silence(FeedContract contract, SeenFeed seen, DateTimeOffset now)
    {
        if (contract.Silence is not { } limit)
            yield break;
        var last = seen.NewestFirst.Count > 0 ? seen.NewestFirst[0] : (DateTimeOffset?)null;
        var since = last is { } at && at > seen.Since ? at : seen.Since;
        if (now - since > limit)
        {
            yield return new ContractBreach("silence", string.Create(CultureInfo.InvariantCulture, $"No message for {DurationText.Words(now - (last ?? since))}; agreed is one at least every {DurationText.Words(limit)}."), last);
            yield break;
        }

        // It must have spoken for a while before the silence counts as over.
        var proof = limit < LongestProof ? limit : LongestProof;
        foreach (var (later, earlier) in seen.NewestFirst.Zip(seen.NewestFirst.Skip(1)))
        {
            if (now - later > proof)
                yield break;
            if (later - (earlier > seen.Since ? earlier : seen.Since) > limit)
            {
                yield return new ContractBreach("silence", string.Create(CultureInfo.InvariantCulture, $"It said nothing for {DurationText.Words(later - earlier)} and speaks again."), later) { IsMending = true };
                yield break;
            }
        }
    }

    private static IEnumerable<ContractBreach> Cost(FeedContract contract, IReadOnlyList<SeenHour> hours)
    {
        foreach (var (limit, what, count) in new (int? Limit, string What, Func<HourCounts, int> Count)[] { (contract.MessagesADay, "messages", one => one.Messages), (contract.ValuesADay, "values", one => one.Values) })
        {
            if (limit is not { } most)
                continue;
            // The day up to now, and up to the two hours before: it ends when all of them are within the limit.
            var sums = Enumerable.Range(0, 3).Select(back => hours.SkipLast(back).TakeLast(HoursADay).Sum(hour => (long)count(hour.Counts))).ToList();
            if (sums.FindIndex(sum => sum > most) is var at and >= 0)
                yield return new ContractBreach("cost", string.Create(CultureInfo.InvariantCulture, $"{sums[at]:N0} {what} in a day; agreed are {most:N0} at most."), hours.Count > at ? hours[^(at + 1)].Hour : null) { IsMending = at > 0 };
        }
    }
}
