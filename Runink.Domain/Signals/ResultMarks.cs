using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Runink.Domain.Signals;

/// <summary>
/// What its laboratory says beside a result: the limits between which it calls a value usual (OBX-7,
/// Observation.referenceRange) and its flags (OBX-8, HL7 table 0078; Observation.interpretation).
/// </summary>
public sealed record ResultMarks
{
    /// <summary>A hospital's laboratories have some thousands of ranges; what comes after these is made anew each time.</summary>
    private const int MostKept = 8192;

    private const char Between = '~';

    private static readonly ConcurrentDictionary<(string? Range, string? Flags), ResultMarks> Kept = new();

    /// <summary>The gravest first: of several flags the first of this order speaks.</summary>
    private static readonly FrozenDictionary<string, int> Gravity =
        new[] { "HH", "LL", "AA", ">", "<", "HU", "LU", "H", "L", "A", "R", "I", "S", "POS", "NEG", "IND", "U", "D", "B", "W", "N" }
            .Select((flag, rank) => (flag, rank)).ToFrozenDictionary(one => one.flag, one => one.rank, StringComparer.Ordinal);

    private ResultMarks(string? range, string? flags)
    {
        Range = range;
        Flags = flags;
        Limits = range is null ? null : ReferenceLimits.Read(range);
        Flag = flags?.Split(Between).OrderBy(flag => Gravity.GetValueOrDefault(flag, Gravity.Count)).First();
    }

    /// <summary>As it was written; null when none was.</summary>
    public string? Range { get; }

    /// <summary>As they were sent, in capitals, with <c>~</c> between them; null when there were none.</summary>
    public string? Flags { get; }

    /// <summary>The gravest of the flags.</summary>
    public string? Flag { get; }

    /// <summary>The range as numbers; null when none came or it cannot be read as one.</summary>
    public ReferenceLimits? Limits { get; }

    /// <summary>Null when there is neither a range nor a flag.</summary>
    public static ResultMarks? Of(string? range, IEnumerable<string> flags)
    {
        var joined = string.Join(Between, flags.Select(flag => flag.Trim().ToUpperInvariant()).Where(flag => flag.Length > 0).Distinct(StringComparer.Ordinal));
        return Known(string.IsNullOrWhiteSpace(range) ? null : range.Trim(), joined.Length == 0 ? null : joined);
    }

    /// <summary>The same that was stored.</summary>
    internal static ResultMarks? Known(string? range, string? flags)
    {
        if (range is null && flags is null)
            return null;
        if (Kept.TryGetValue((range, flags), out var known))
            return known;
        var made = new ResultMarks(range, flags);
        return Kept.Count < MostKept ? Kept.GetOrAdd((range, flags), made) : made;
    }
}
