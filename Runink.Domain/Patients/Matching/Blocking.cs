using System.Text;

namespace Runink.Domain.Patients.Matching;

/// <summary>
/// Which patients are worth comparing with one: those that share a key. Each pass survives mistakes that break the others: a
/// mistyped date, a new family name, names the wrong way round, a move. The keys are texts, so that a store can hold them in a
/// table of key and patient as well as memory does.
/// </summary>
public static class Blocking
{
    /// <summary>A key that more share says nothing of anybody; comparing all of them would take too long.</summary>
    public const int LargestBlock = 2000;

    public static IEnumerable<string> Keys(MatchRecord record)
    {
        var (given, family) = (record.Given is { } first ? Soundex.Of(first) : null, record.Family is { } last ? Soundex.Of(last) : null);
        var birth = record.BirthDate;
        if (family is not null && birth is not null)
            yield return $"FY{family}{birth[..4]}";
        if (given is not null && birth is not null)
            yield return $"GD{given}{birth[4..]}";
        if (birth is not null)
            yield return $"D{birth}";
        if (given is not null && family is not null)
            yield return string.CompareOrdinal(given, family) < 0 ? $"N{given}{family}" : $"N{family}{given}";
        if (record.Postcode is { } postcode)
        {
            // Both names under one letter: they may stand in each other's place.
            foreach (var initial in new[] { record.Given, record.Family }.OfType<string>().Select(name => name[0]).Distinct())
                yield return $"P{postcode}{initial}";
            if (record.Street is not null)
                yield return $"PA{postcode}{Soundex.Of(record.Street)}";
        }

        if (record.Suburb is { } suburb)
        {
            foreach (var name in new[] { given, family }.OfType<string>().Distinct(StringComparer.Ordinal))
                yield return $"L{Soundex.Of(suburb)}{name}";
            if (record.HouseNumber is { } number)
                yield return $"LA{Soundex.Of(suburb)}{number}";
        }

        if (record.Ssn is { } ssn)
        {
            if (ssn.Length > 4)
                yield return $"S{ssn}";
            if (birth is not null)
                yield return $"SY{ssn[^4..]}{birth[..4]}";
        }

        if (record.Phone is { } phone)
            yield return $"T{phone}";
    }

    /// <summary>A key in 64 bits (FNV-1a), for an index in memory: two keys with one number only make a block larger.</summary>
    internal static ulong Hash(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var part in Encoding.UTF8.GetBytes(key))
            hash = (hash ^ part) * 1099511628211UL;
        return hash;
    }
}
