using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>Which events have an answer: a referral its booking, a critical result somebody who read it.</summary>
internal static class Answers
{
    /// <summary>
    /// An answer with the number of an event (R1, A17) answers that one. One without a number answers the oldest event before it that
    /// is unanswered, one with another number the oldest of those without: so one answer never speaks for two, nor for what it is not about.
    /// </summary>
    public static bool[] Of(Concept happening, ReadOnlySpan<Sample> events, Concept answering, ReadOnlySpan<Sample> answers)
    {
        var answered = new bool[events.Length];
        var numbers = new string?[events.Length];
        for (var i = 0; i < events.Length; i++)
            numbers[i] = events[i].ItemOf(happening);
        foreach (var answer in answers)
        {
            if (answer.ItemOf(answering) is { } number && numbers.Contains(number, StringComparer.OrdinalIgnoreCase))
                ByNumber(events, numbers, answered, answer, number);
            else
                Oldest(events, numbers, answered, answer, happening.FreshFor, unnumbered: answer.ItemOf(answering) is not null);
        }

        return answered;
    }

    private static void ByNumber(ReadOnlySpan<Sample> events, string?[] numbers, bool[] answered, in Sample answer, string number)
    {
        for (var i = 0; i < events.Length && events[i].At <= answer.At; i++)
            answered[i] |= string.Equals(numbers[i], number, StringComparison.OrdinalIgnoreCase);
    }

    private static void Oldest(ReadOnlySpan<Sample> events, string?[] numbers, bool[] answered, in Sample answer, TimeSpan fresh, bool unnumbered)
    {
        for (var i = 0; i < events.Length && events[i].At < answer.At; i++)
        {
            if (answered[i] || (unnumbered && numbers[i] is not null) || events[i].At < answer.At - fresh)
                continue;
            answered[i] = true;
            return;
        }
    }
}
