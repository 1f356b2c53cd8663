namespace Runink.Domain.Intake;

/// <summary>How often a feed speaks, by its own last messages.</summary>
/// <param name="Usual">The median of the times between its messages.</param>
/// <param name="Patience">A silence longer than this is none of its pauses.</param>
public readonly record struct FeedRhythm(TimeSpan Usual, TimeSpan Patience)
{
    /// <summary>Of fewer nobody can tell how often they come.</summary>
    public const int FewestMessages = 5;

    private const int TimesTheUsual = 10;
    private const int TimesALongPause = 3;
    private const double LongPauses = 0.95;
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(15);

    /// <param name="newestFirst">When its last messages came.</param>
    /// <returns>Null when there are too few to tell.</returns>
    public static FeedRhythm? Of(IReadOnlyList<DateTimeOffset> newestFirst)
    {
        if (newestFirst.Count < FewestMessages)
            return null;
        var gaps = newestFirst.Zip(newestFirst.Skip(1), (later, earlier) => later - earlier).Order().ToList();
        var usual = gaps[gaps.Count / 2];
        // A feed that sends a heap every hour has short gaps nearly always, and is not silent between two heaps.
        var pause = gaps[Math.Min(gaps.Count - 1, (int)(gaps.Count * LongPauses))];
        return new FeedRhythm(usual, new[] { LeastPatience, TimesTheUsual * usual, TimesALongPause * pause }.Max());
    }
}
