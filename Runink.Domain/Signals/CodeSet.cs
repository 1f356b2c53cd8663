namespace Runink.Domain.Signals;

/// <summary>Value sets and the lists that a feed keeps.</summary>
public static class CodeSet
{
    /// <summary>Whether a code belongs to a set whose members may end in <c>*</c>.</summary>
    public static bool Contains(string code, IReadOnlyList<string> members)
    {
        foreach (var member in members)
        {
            if (member.EndsWith('*') ? code.StartsWith(member.AsSpan(0, member.Length - 1), StringComparison.OrdinalIgnoreCase) : code.Equals(member, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Until when a list (diagnoses, medicines, pathways) holds an entry of the set; null when it holds none. Each entry is a
    /// signal whose value is the code; one with the unit <c>ended</c> closes it.
    /// </summary>
    /// <param name="entries">Ascending by clinical time, none of them after <paramref name="now"/>.</param>
    public static DateTimeOffset? HeldUntil(ReadOnlySpan<Sample> entries, IReadOnlyList<string> members, TimeSpan freshFor, DateTimeOffset now)
    {
        var settled = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            var signal = entries[i].Signal;
            if (Contains(signal.Value, members) && settled.Add(signal.Value) && signal.Unit != "ended" && signal.At + freshFor >= now)
                return signal.At + freshFor;
        }

        return null;
    }
}
