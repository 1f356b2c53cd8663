using System.Text.RegularExpressions;

namespace Runink.Domain.Referrals.Rules;

/// <summary>Words of a reason that raise the priority. What is denied a few words before does not count; nothing lowers what somebody chose.</summary>
public sealed partial record PriorityWords(IReadOnlyList<string> Urgent, IReadOnlyList<string> Soon)
{
    /// <summary>Words before a phrase within which a denial reaches it.</summary>
    private const int Reach = 5;

    private static readonly HashSet<string> Denials = new(StringComparer.OrdinalIgnoreCase) { "no", "not", "denies", "denied", "without", "negative", "rule", "ruled", "never" };

    public static PriorityWords None { get; } = new([], []);

    /// <summary>The higher of what is asked and what the reason says, and the phrase that raised it; null when none did.</summary>
    public (string Priority, string? Because) Decide(string asked, string? reason)
    {
        if (asked == "urgent" || reason is null)
            return (asked, null);
        var sentences = SentenceEnd().Split(reason).Select(sentence => Word().Matches(sentence).Select(match => match.Value).ToArray()).ToList();
        if (Urgent.FirstOrDefault(phrase => sentences.Any(words => Says(words, phrase))) is { } urgent)
            return ("urgent", urgent);
        return asked != "soon" && Soon.FirstOrDefault(phrase => sentences.Any(words => Says(words, phrase))) is { } soon ? ("soon", soon) : (asked, null);
    }

    private static bool Says(string[] words, string phrase)
    {
        var wanted = Word().Matches(phrase).Select(match => match.Value).ToArray();
        for (var at = 0; wanted.Length > 0 && at + wanted.Length <= words.Length; at++)
        {
            if (words.AsSpan(at, wanted.Length).SequenceEqual(wanted, StringComparer.OrdinalIgnoreCase) && !words[Math.Max(0, at - Reach)..at].Any(Denials.Contains))
                return true;
        }

        return false;
    }

    [GeneratedRegex(@"[.;:!?\n]|\bbut\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
