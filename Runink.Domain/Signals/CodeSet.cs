namespace Runink.Domain.Signals;

/// <summary>A value set: which codes and texts of a list that a feed keeps are meant by one name.</summary>
public sealed class CodeSet(IReadOnlyList<SetMember> members)
{
    /// <summary>What a patient has or takes, as one would say it; null where the name says it.</summary>
    public string? Label { get; init; }

    public IReadOnlyList<SetMember> Members => members;

    public bool Contains(string value) => Find(value) is not null;

    /// <summary>The set with another member.</summary>
    public CodeSet With(SetMember member) => new([member, .. members]);

    /// <summary>
    /// Until when a list (diagnoses, medicines, pathways) holds an entry of the set; null when it holds none. Each entry is a
    /// signal whose value is the code; one with the unit <c>ended</c> closes it. What is acute ends by itself.
    /// </summary>
    /// <param name="entries">Ascending by clinical time, none of them after <paramref name="now"/>.</param>
    public DateTimeOffset? HeldUntil(ReadOnlySpan<Sample> entries, TimeSpan freshFor, DateTimeOffset now)
    {
        var settled = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        DateTimeOffset? until = null;
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            var signal = entries[i].Signal;
            if (Find(signal.Value) is not { } member || !settled.Add(signal.Value.Replace(".", "", StringComparison.Ordinal)) || signal.Unit == "ended")
                continue;
            var end = signal.At + (member.Expires < freshFor ? member.Expires.Value : freshFor);
            // An older entry of something chronic outlives a newer one of something acute.
            if (end >= now && (until is null || end > until))
                until = end;
        }

        return until;
    }

    /// <summary>The member that holds a value longest.</summary>
    private SetMember? Find(string value)
    {
        SetMember? found = null;
        foreach (var member in members)
        {
            if (member.Holds(value) && (found is null || member.Expires is null || member.Expires > found.Expires))
                found = member;
            if (found is { Expires: null })
                return found;
        }

        return found;
    }
}
