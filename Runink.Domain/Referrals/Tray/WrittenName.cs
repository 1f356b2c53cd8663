using System.Text.RegularExpressions;

namespace Runink.Domain.Referrals.Tray;

/// <summary>A name as a letter has it: "Hall, Ann" or "Mrs Ann B. Hall (67 F)".</summary>
public sealed partial record WrittenName(string? Given, string? Family)
{
    private static readonly HashSet<string> Titles = new(StringComparer.OrdinalIgnoreCase) { "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "md" };

    public static WrittenName Of(string text)
    {
        var clean = Beyond().Replace(text, "").Trim();
        if (clean.Split(',', 2) is [var family, var given])
            return new(Words(given).FirstOrDefault(), string.Join(' ', Words(family)) is { Length: > 0 } name ? name : null);
        return Words(clean) switch
        {
            [] => new(null, null),
            [var one] => new(null, one),
            var several => new(several[0], several[^1]),
        };
    }

    private static List<string> Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('.')).Where(word => word.Length > 0 && !Titles.Contains(word))];

    /// <summary>What comes behind a bracket, a digit or a dash is no name.</summary>
    [GeneratedRegex(@"\s*([(\[0-9]| [-–] ).*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Beyond();
}
