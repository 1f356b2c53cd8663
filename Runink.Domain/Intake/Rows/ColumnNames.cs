using System.Globalization;

namespace Runink.Domain.Intake.Rows;

/// <summary>Names by which the columns of a file are told apart, whatever its header looks like.</summary>
public static class ColumnNames
{
    /// <summary>What has no name is called by its place, what is there twice gets a number.</summary>
    public static IReadOnlyList<string> Distinct(IReadOnlyList<string> header)
    {
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var names = new List<string>(header.Count);
        foreach (var (at, given) in header.Index())
        {
            var name = given.Trim() is { Length: > 0 } there ? there : ByPlace(at);
            var count = seen[name] = seen.GetValueOrDefault(name) + 1;
            while (count > 1 && seen.ContainsKey(Numbered(name, count)))
                count++;
            names.Add(count == 1 ? name : Numbered(name, count));
            if (count > 1)
                seen[names[^1]] = 1;
        }

        return names;
    }

    /// <summary>Of a file without a header.</summary>
    public static IReadOnlyList<string> Places(int count) => [.. Enumerable.Range(0, count).Select(ByPlace)];

    private static string ByPlace(int at) => string.Create(CultureInfo.InvariantCulture, $"column {at + 1}");

    private static string Numbered(string name, int count) => string.Create(CultureInfo.InvariantCulture, $"{name} ({count})");
}
