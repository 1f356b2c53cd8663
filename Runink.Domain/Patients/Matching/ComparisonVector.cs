namespace Runink.Domain.Patients.Matching;

/// <summary>What of two persons is compared.</summary>
public enum MatchField { Given, Family, BirthDate, Sex, Postcode, Street, Suburb, State, Ssn, Phone }

/// <summary>How far two persons agree in each field, by level: 0 is full agreement.</summary>
public readonly record struct ComparisonVector(ulong Packed)
{
    /// <summary>Levels of each field, the last of them "different".</summary>
    public static readonly IReadOnlyList<int> Levels = [5, 5, 5, 2, 3, 4, 4, 2, 4, 3];

    /// <summary>Given and family name stand in each other's place; told once, at the family name.</summary>
    public const int Swapped = 4;

    private const int Bits = 4;
    private const ulong Absent = 15;

    /// <summary>Null when either does not say.</summary>
    public int? this[MatchField field] => (Packed >> ((int)field * Bits) & Absent) is var level && level == Absent ? null : (int)level;

    public static ComparisonVector Of(MatchRecord a, MatchRecord b)
    {
        var given = Name(a.Given, b.Given);
        var family = Name(a.Family, b.Family);
        // Only where both disagree as they stand may they be each other's.
        if (given is 3 or null && family is 3 or null && IsSwapped(a, b))
            (given, family) = (null, Swapped);
        ulong packed = 0;
        Put(MatchField.Given, given);
        Put(MatchField.Family, family);
        Put(MatchField.BirthDate, Dates(a.BirthDate, b.BirthDate));
        Put(MatchField.Sex, a.Sex is null || b.Sex is null ? null : a.Sex == b.Sex ? 0 : 1);
        Put(MatchField.Postcode, Code(a.Postcode, b.Postcode));
        Put(MatchField.Street, Address(a, b));
        Put(MatchField.Suburb, Name(a.Suburb, b.Suburb));
        Put(MatchField.State, a.State is null || b.State is null ? null : a.State == b.State ? 0 : 1);
        Put(MatchField.Ssn, Number(a.Ssn, b.Ssn));
        Put(MatchField.Phone, Code(a.Phone, b.Phone));
        return new(packed);

        void Put(MatchField field, int? level) => packed |= (level is { } known ? (ulong)known : Absent) << ((int)field * Bits);
    }

    /// <summary>0 equal, 1 Jaro–Winkler from 0.92, 2 from 0.85, 3 different.</summary>
    private static int? Name(string? a, string? b)
    {
        if (a is null || b is null)
            return null;
        if (a == b)
            return 0;
        var similarity = JaroWinkler.Similarity(a, b);
        return similarity >= 0.92 ? 1 : similarity >= 0.85 ? 2 : 3;
    }

    private static bool IsSwapped(MatchRecord a, MatchRecord b) =>
        (a.Given, a.Family, b.Given, b.Family) is ({ } given, { } family, { } otherGiven, { } otherFamily)
        && JaroWinkler.Similarity(given, otherFamily) >= 0.92 && JaroWinkler.Similarity(family, otherGiven) >= 0.92;

    /// <summary>0 equal, 1 day and month the wrong way round, 2 one slip, 3 the same year, 4 different.</summary>
    private static int? Dates(string? a, string? b)
    {
        if (a is null || b is null)
            return null;
        if (a == b)
            return 0;
        var sameYear = a.AsSpan(0, 4).SequenceEqual(b.AsSpan(0, 4));
        if (sameYear && a.AsSpan(4, 2).SequenceEqual(b.AsSpan(6, 2)) && a.AsSpan(6, 2).SequenceEqual(b.AsSpan(4, 2)))
            return 1;
        return OneEdit.Apart(a, b) ? 2 : sameYear ? 3 : 4;
    }

    private static int? Code(string? a, string? b) => a is null || b is null ? null : a == b ? 0 : OneEdit.Apart(a, b) ? 1 : 2;

    /// <summary>0 equal, 1 one slip, 2 the last four digits, 3 different.</summary>
    private static int? Number(string? a, string? b)
    {
        if (a is null || b is null)
            return null;
        if (a == b)
            return 0;
        if (a.Length > 4 && b.Length > 4 && OneEdit.Apart(a, b))
            return 1;
        return a.AsSpan(Math.Max(0, a.Length - 4)).SequenceEqual(b.AsSpan(Math.Max(0, b.Length - 4))) ? 2 : 3;
    }

    /// <summary>0 street and number, 1 the street nearly or with another number, 2 alike, 3 different.</summary>
    private static int? Address(MatchRecord a, MatchRecord b) => Name(a.Street, b.Street) switch
    {
        0 when a.HouseNumber == b.HouseNumber => 0,
        0 => 1,
        var level => level,
    };
}
