using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>Which events have an answer: a referral its booking, a critical result somebody who read it.</summary>
internal static class Answers
{
    /// <summary>
    /// An answer with the number of an event (R1, A17) answers that one. One without answers the oldest event before it that has none:
    /// so one answer never speaks for two.
    /// </summary>
    public static bool[] Of(ReadOnlySpan<Sample> events, ReadOnlySpan<Sample> answers, TimeSpan fresh)
    {
        var answered = new bool[events.Length];
        foreach (var answer in answers)
        {
            var value = answer.Signal.Value.Trim();
            if (IsNumber(value) && Numbered(events, value))
                ByNumber(events, answered, answer, value);
            else
                Oldest(events, answered, answer, fresh);
        }

        return answered;
    }

    private static bool IsNumber(string value) => value.Any(char.IsAsciiDigit);

    private static bool Numbered(ReadOnlySpan<Sample> events, string value)
    {
        foreach (var one in events)
        {
            if (Same(one, value))
                return true;
        }

        return false;
    }

    private static void ByNumber(ReadOnlySpan<Sample> events, bool[] answered, in Sample answer, string value)
    {
        for (var i = 0; i < events.Length && events[i].At <= answer.At; i++)
            answered[i] |= Same(events[i], value);
    }

    private static void Oldest(ReadOnlySpan<Sample> events, bool[] answered, in Sample answer, TimeSpan fresh)
    {
        for (var i = 0; i < events.Length && events[i].At < answer.At; i++)
        {
            if (answered[i] || events[i].At < answer.At - fresh)
                continue;
            answered[i] = true;
            return;
        }
    }

    private static bool Same(in Sample one, string value) => one.Signal.Value.AsSpan().Trim().Equals(value, StringComparison.OrdinalIgnoreCase);
}
