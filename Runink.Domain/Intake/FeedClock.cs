namespace Runink.Domain.Intake;

/// <summary>What a feed's clock says beside ours.</summary>
public static class FeedClock
{
    /// <summary>A clock that is this far ahead is wrong: nothing arrives before it is sent.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <summary>Messages may wait a while on their way before their feed is said to be slow.</summary>
    public static readonly TimeSpan Behind = TimeSpan.FromMinutes(5);

    /// <summary>So many of the last messages are asked; a clock that was set right is right again after half of them.</summary>
    public const int LastMessages = 20;

    /// <summary>
    /// The median time from sending to arrival, negative when the feed's clock is ahead of ours. Null when none of the messages says
    /// when it was sent.
    /// </summary>
    /// <param name="newestFirst">When its last messages came, and when they say that they were sent.</param>
    public static TimeSpan? Delay(IEnumerable<(DateTimeOffset ReceivedAt, DateTimeOffset? SentAt)> newestFirst)
    {
        var delays = newestFirst.Where(message => message.SentAt is not null).Take(LastMessages)
            .Select(message => message.ReceivedAt - message.SentAt!.Value).Order().ToList();
        return delays.Count == 0 ? null : delays[delays.Count / 2];
    }
}
