namespace Runink.Domain.Patients.Matching;

/// <summary>One slip of a finger: a sign too much, too few, another, or two neighbours the wrong way round.</summary>
internal static class OneEdit
{
    /// <summary>Whether two different texts are one slip apart.</summary>
    public static bool Apart(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1 || a == b)
            return false;
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start])
            start++;
        if (a.Length == b.Length)
        {
            var swapped = start + 1 < a.Length && a[start] == b[start + 1] && a[start + 1] == b[start] && a.AsSpan(start + 2).SequenceEqual(b.AsSpan(start + 2));
            return swapped || a.AsSpan(start + 1).SequenceEqual(b.AsSpan(start + 1));
        }

        return a.Length > b.Length ? a.AsSpan(start + 1).SequenceEqual(b.AsSpan(start)) : a.AsSpan(start).SequenceEqual(b.AsSpan(start + 1));
    }
}
