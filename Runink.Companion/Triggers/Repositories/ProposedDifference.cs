namespace Runink.Companion.Triggers.Repositories;

/// <summary>What differs between two texts, as a patch has it.</summary>
internal static class ProposedDifference
{
    private const int Around = 3;

    /// <summary>More lines than this are compared by nobody, and cost too much.</summary>
    private const int MostLines = 3000;

    public static IReadOnlyList<string> Of(string before, string after)
    {
        if (before.Length == 0)
            return [.. after.TrimEnd('\n').Split('\n').Select(line => $"+{line.TrimEnd('\r')}")];
        if (before.Count(letter => letter == '\n') > MostLines || after.Count(letter => letter == '\n') > MostLines)
            return ["  (It is too long to be compared by lines here; the files of the branch show it.)"];
        var lines = LineDifference.Between(before, after);
        var shown = new List<string>();
        var last = -1;
        for (var at = 0; at < lines.Count; at++)
        {
            var isNear = Enumerable.Range(Math.Max(0, at - Around), Math.Min(lines.Count - 1, at + Around) - Math.Max(0, at - Around) + 1).Any(near => lines[near].Kind != ' ');
            if (!isNear)
                continue;
            if (at > last + 1)
                shown.Add("@@");
            shown.Add($"{lines[at].Kind}{lines[at].Text}");
            last = at;
        }

        return shown;
    }

    /// <summary>What may be the number of somebody, with the line in which it first stands.</summary>
    public static Dictionary<string, int> Numbers(string text)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (at, line) in text.Split('\n').Index())
        {
            foreach (var word in line.Split(line.Where(letter => !char.IsLetterOrDigit(letter) && letter != '-').Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries))
            {
                if (word.Length is >= 5 and <= 64 && word.Any(char.IsDigit))
                    found.TryAdd(word, at + 1);
            }
        }

        return found;
    }
}
