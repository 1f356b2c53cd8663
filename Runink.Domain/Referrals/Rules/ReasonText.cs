using System.Text.RegularExpressions;

namespace Runink.Domain.Referrals.Rules;

/// <summary>The reason of a referral, asked whether it says something. What is denied a few words before, in the same sentence, is not said.</summary>
public sealed partial class ReasonText(string text)
{
    /// <summary>Words before a phrase within which a denial reaches it.</summary>
    private const int Reach = 5;

    private static readonly HashSet<string> Denials = new(StringComparer.OrdinalIgnoreCase) { "no", "not", "denies", "denied", "without", "negative", "rule", "ruled", "never" };

    private readonly List<string[]> sentences = [.. SentenceEnd().Split(text).Select(Words)];

    public bool Says(string phrase)
    {
        var wanted = Words(phrase);
        return wanted.Length > 0 && sentences.Exists(words => Says(words, wanted));
    }

    private static bool Says(string[] words, string[] wanted)
    {
        for (var at = 0; at + wanted.Length <= words.Length; at++)
        {
            if (words.AsSpan(at, wanted.Length).SequenceEqual(wanted, StringComparer.OrdinalIgnoreCase) && !words[Math.Max(0, at - Reach)..at].Any(Denials.Contains))
                return true;
        }

        return false;
    }

    private static string[] Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"[.;:!?\n]|\bbut\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
