namespace Runink.Domain.Delivery;

/// <param name="IsFinal">Nothing follows: nobody asks again.</param>
public readonly record struct TaskWord(LaterWord Word, bool IsFinal);

/// <summary>What the status of a Task in the record system says of the message that made it, and when it is asked again.</summary>
public static class TaskReadBack
{
    /// <summary>Whoever has said nothing by then is not asked any more.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Of a referral, whose recipient takes longer to answer than whoever works off a list.</summary>
    public static readonly TimeSpan LongestOfReferral = TimeSpan.FromDays(60);

    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Slowest = TimeSpan.FromHours(1);

    /// <param name="status">Of R4's task-status; another word says nothing, and is asked again.</param>
    public static TaskWord Decide(string status) => status switch
    {
        "received" => new(LaterWord.Seen, false),
        "accepted" or "in-progress" or "on-hold" => new(LaterWord.Acknowledged, false),
        // Done there is not done here: whoever owns the work closes it.
        "completed" => new(LaterWord.Acknowledged, true),
        "rejected" or "cancelled" or "failed" or "entered-in-error" => new(LaterWord.Refused, true),
        _ => new(LaterWord.Nothing, false),
    };

    /// <summary>After a minute, then doubling up to an hour; null when it was asked long enough.</summary>
    /// <param name="looks">How often it was asked since it said something new.</param>
    /// <param name="taken">When the record system took it.</param>
    public static DateTimeOffset? Next(int looks, DateTimeOffset taken, DateTimeOffset now, bool isReferral = false)
    {
        var wait = First * Math.Pow(2, Math.Min(looks, 10));
        var next = now + (wait < Slowest ? wait : Slowest);
        return next <= taken + (isReferral ? LongestOfReferral : Longest) ? next : null;
    }
}
