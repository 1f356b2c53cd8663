using Runink.Domain.Foundation;
using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Binding;

/// <summary>What may stand in has_condition(), on_medication(), on_pathway(), in_cohort() and consent().</summary>
internal static class ListNames
{
    /// <param name="bare">Written without quotes: then it is meant to be a name, not what a feed sends.</param>
    /// <returns>What is wrong with the word, with the nearest that would be right; null when nothing is.</returns>
    public static (string Message, string? Near)? Misspelt(Vocabulary vocabulary, Function function, string word, bool bare)
    {
        var codes = function.Name is "has_condition" or "on_medication";
        var known = codes ? Sets(vocabulary, function.Name) : vocabulary.Listed.GetValueOrDefault(function.AlsoReads[0], []);
        if (known.Contains(word, StringComparer.OrdinalIgnoreCase) || (codes && SetMember.LooksLikeCode(word)))
            return null;
        var near = Nearest.Of(word, known);
        // Pathways, cohorts and consents are the hospital's: one that is near nothing may well be one that only its feed knows.
        if (near is null && !(codes && bare))
            return null;
        return ($"{word} is not {Kind(function.Name)}.{(near is null ? " A code or the words of a feed stand in quotes." : $" Did you mean {near}?")}", near);
    }

    private static IReadOnlyCollection<string> Sets(Vocabulary vocabulary, string function) => function == "on_medication"
        ? [.. vocabulary.Sets.Keys, .. vocabulary.Sets.Values.SelectMany(set => set.Members).Where(member => member.System == "TEXT").Select(member => member.Code.ToLowerInvariant()).Distinct(StringComparer.Ordinal)]
        : [.. vocabulary.Sets.Keys];

    private static string Kind(string function) => function switch
    {
        "has_condition" => "a set of conditions",
        "on_medication" => "a set of medicines or one of their names",
        "on_pathway" => "a pathway that is known",
        "in_cohort" => "a cohort that is known",
        _ => "a purpose of consent that is known",
    };
}
