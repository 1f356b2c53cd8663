namespace Runink.Companion.Triggers;

/// <param name="Kind">' ' the same, '-' only before, '+' only after.</param>
public readonly record struct DifferenceLine(char Kind, string Text);

/// <summary>The difference between two texts by lines: the longest common subsequence stays, the rest goes or comes.</summary>
public static class LineDifference
{
    public static IReadOnlyList<DifferenceLine> Between(string before, string after)
    {
        var (a, b) = (before.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), after.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
        var common = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var lines = new List<DifferenceLine>(Math.Max(a.Length, b.Length));
        var (x, y) = (0, 0);
        while (x < a.Length || y < b.Length)
        {
            if (x < a.Length && y < b.Length && a[x] == b[y])
                (x, y) = Add(lines, ' ', a[x], x + 1, y + 1);
            else if (x < a.Length && (y == b.Length || common[x + 1, y] >= common[x, y + 1]))
                (x, y) = Add(lines, '-', a[x], x + 1, y);
            else
                (x, y) = Add(lines, '+', b[y], x, y + 1);
        }

        return lines;
    }

    private static (int X, int Y) Add(List<DifferenceLine> lines, char kind, string text, int x, int y)
    {
        lines.Add(new(kind, text));
        return (x, y);
    }
}
