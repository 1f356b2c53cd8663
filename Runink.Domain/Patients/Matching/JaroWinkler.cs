namespace Runink.Domain.Patients.Matching;

/// <summary>
/// Jaro's similarity with Winkler's prefix bonus (0.1 for each of at most four equal first letters): 1 is equal, 0 nothing alike.
/// Winkler 1990, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage".
/// </summary>
public static class JaroWinkler
{
    private const int LongestPrefix = 4;
    private const double PrefixScale = 0.1;

    /// <summary>Beyond it a name is cut: marks are kept in the bits of a number.</summary>
    private const int Longest = 64;

    public static double Similarity(string a, string b)
    {
        if (a == b)
            return a.Length == 0 ? 0 : 1;
        var one = a.AsSpan(0, Math.Min(a.Length, Longest));
        var other = b.AsSpan(0, Math.Min(b.Length, Longest));
        if (one.IsEmpty || other.IsEmpty)
            return 0;
        var window = Math.Max(0, (Math.Max(one.Length, other.Length) / 2) - 1);
        ulong seenOne = 0, seenOther = 0;
        var matches = 0;
        for (var i = 0; i < one.Length; i++)
        {
            var last = Math.Min(other.Length - 1, i + window);
            for (var j = Math.Max(0, i - window); j <= last; j++)
            {
                if (one[i] != other[j] || (seenOther >> j & 1) != 0)
                    continue;
                seenOne |= 1UL << i;
                seenOther |= 1UL << j;
                matches++;
                break;
            }
        }

        if (matches == 0)
            return 0;
        var swapped = 0;
        for (var (i, j) = (0, 0); i < one.Length; i++)
        {
            if ((seenOne >> i & 1) == 0)
                continue;
            while ((seenOther >> j & 1) == 0)
                j++;
            swapped += one[i] == other[j] ? 0 : 1;
            j++;
        }

        var jaro = (((double)matches / one.Length) + ((double)matches / other.Length) + ((matches - (swapped / 2.0)) / matches)) / 3;
        var prefix = 0;
        while (prefix < LongestPrefix && prefix < one.Length && prefix < other.Length && one[prefix] == other[prefix])
            prefix++;
        return jaro + (prefix * PrefixScale * (1 - jaro));
    }
}
