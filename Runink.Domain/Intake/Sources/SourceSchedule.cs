using Runink.Domain.Foundation;

namespace Runink.Domain.Intake.Sources;

/// <summary>When a source is asked, and when its silence or its failures are somebody's work. Decisions only.</summary>
/// <param name="DailyAt">Once a day at this time of the zone instead.</param>
/// <param name="QuietAfter">So long nothing new may come; null: that says nothing.</param>
public sealed record SourceSchedule(TimeSpan Every, TimeOnly? DailyAt, TimeSpan? QuietAfter, TimeZoneInfo Zone)
{
    /// <summary>What may pass by itself is told after so many pulls in a row, or so long.</summary>
    public const int Patience = 3;

    private static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    public bool IsDue(SourceState state, DateTimeOffset now) => !state.IsPaused && (state.NextPullAt is not { } next || next <= now);

    public DateTimeOffset AfterSuccess(bool hasMore, DateTimeOffset now)
    {
        if (hasMore)
            return now;
        if (DailyAt is not { } at)
            return now + Every;
        var today = LocalTimes.Day(now, Zone);
        var next = LocalTimes.At(today.ToDateTime(at), Zone);
        return next > now ? next : LocalTimes.At(today.AddDays(1).ToDateTime(at), Zone);
    }

    /// <param name="failures">In a row, with this one.</param>
    /// <param name="jitter">0 to 1: sources that failed together do not come back together.</param>
    public static DateTimeOffset AfterFailure(int failures, SourceProblem problem, double jitter, DateTimeOffset now)
    {
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(Math.Max(failures, 1) - 1, 20)));
        pause *= 0.8 + (0.4 * jitter);
        var wish = problem.RetryAfter is { } asked ? asked < LongestWish ? asked : LongestWish : TimeSpan.Zero;
        return now + (wish > pause ? wish : pause);
    }

    /// <summary>What is wrong enough for a person; null when nothing is.</summary>
    public SourceProblem? Concern(SourceState state, DateTimeOffset now)
    {
        if (state.IsPaused)
            return null;
        if (state is { Fault: { } fault, Problem: { } words })
        {
            var isOver = state.Failures < Patience && !(state.LastSuccessAt is { } good && now - good > Later(LongestPatience, DailyAt is null ? 3 * Every : TimeSpan.FromHours(25)));
            return fault == SourceFault.Temporary && isOver ? null : new SourceProblem(fault, words);
        }

        return QuietAfter is { } patience && state.LastRowAt is { } last && now - last > patience
            ? new SourceProblem(SourceFault.Silent, $"It answers, and has had nothing new since {last:yyyy-MM-dd HH:mm} UTC.")
            : null;
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
