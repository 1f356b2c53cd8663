namespace Runink.Domain.Foundation;

/// <summary>"Did you mean": the nearest of the names that would have been right.</summary>
public static class Nearest
{
    /// <returns>Null when none is near enough to be meant.</returns>
    public static string? Of(string written, IEnumerable<string> known)
    {
        if (written.Length > 80)
            return null;
        var text = written.ToLowerInvariant();
        var limit = Math.Max(1, text.Length / 3);
        return known
            .Select(name => (name, distance: Distance(text, name.ToLowerInvariant(), limit)))
            .Where(candidate => candidate.distance <= limit)
            .OrderBy(candidate => candidate.distance).ThenByDescending(candidate => Common(text, candidate.name)).ThenBy(candidate => candidate.name.Length).ThenBy(candidate => candidate.name, StringComparer.Ordinal)
            .Select(candidate => candidate.name)
            .FirstOrDefault();
    }

    /// <summary>
    /// Whether what is written can only be a slip of the pen: one letter of a word left out, put in or changed with its neighbour. A short
    /// word or another letter may well be another thing: PaO₂ is not PaCO₂.
    /// </summary>
    public static bool IsSlip(string written, string name)
    {
        var (a, b) = (Last(written), Last(name));
        if (a == b)
            return true;
        if (Math.Min(a.Length, b.Length) < 5)
            return false;
        var at = 0;
        while (at < Math.Min(a.Length, b.Length) && a[at] == b[at])
            at++;
        if (a.Length == b.Length)
            return at + 1 < a.Length && a[at] == b[at + 1] && a[at + 1] == b[at] && a[(at + 2)..] == b[(at + 2)..];
        var (longer, shorter) = a.Length > b.Length ? (a, b) : (b, a);
        return !char.IsAsciiDigit(longer[at]) && longer[(at + 1)..] == shorter[at..];
    }

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant();

    /// <summary>How many letters two begin with alike, or end with: a letter left out is likelier than another word.</summary>
    private static int Common(string text, string name)
    {
        var start = 0;
        while (start < text.Length && start < name.Length && text[start] == char.ToLowerInvariant(name[start]))
            start++;
        var end = 0;
        while (end < text.Length - start && end < name.Length - start && text[^(end + 1)] == char.ToLowerInvariant(name[^(end + 1)]))
            end++;
        return start + end;
    }

    /// <summary>Insertions, deletions, changes and swaps of neighbours.</summary>
    private static int Distance(string a, string b, int limit)
    {
        // The last part alone is often what was meant: lactate for lab.lactate.
        if (b.EndsWith("." + a, StringComparison.Ordinal))
            return 1;
        if (Math.Abs(a.Length - b.Length) > limit)
            return int.MaxValue;
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
