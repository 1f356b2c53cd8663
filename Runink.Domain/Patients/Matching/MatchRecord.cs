using Runink.Domain.Intake;

namespace Runink.Domain.Patients.Matching;

/// <summary>What is compared of a person. Everything may be missing; a placeholder is missing too.</summary>
public sealed class MatchRecord
{
    private MatchRecord(string id) => Id = id;

    public string Id { get; }

    /// <summary>Letters alone.</summary>
    public string? Given { get; private init; }

    public string? Family { get; private init; }

    /// <summary>yyyyMMdd as it was sent, which may be no day of the calendar: a mistyped date still resembles the right one.</summary>
    public string? BirthDate { get; private init; }

    /// <summary>m or f; anything else tells nobody apart.</summary>
    public char? Sex { get; private init; }

    public string? Postcode { get; private init; }

    public string? HouseNumber { get; private init; }

    public string? Street { get; private init; }

    public string? Suburb { get; private init; }

    public string? State { get; private init; }

    /// <summary>Digits; all of them or the last four.</summary>
    public string? Ssn { get; private init; }

    /// <summary>The last eight digits: what remains when country and area are written or not.</summary>
    public string? Phone { get; private init; }

    /// <param name="birthDate">yyyyMMdd, with or without hyphens.</param>
    /// <param name="street">First line of the address, its number first or last.</param>
    public static MatchRecord Of(
        string id, string? given = null, string? family = null, string? birthDate = null, string? sex = null, string? postcode = null, string? street = null, string? suburb = null, string? state = null, string? ssn = null, string? phone = null)
    {
        var line = Kept(street, MatchText.Signs, _ => false);
        var number = line is null ? null : string.Concat(street!.Trim().TakeWhile(sign => sign is not (' ' or ',')).Where(char.IsLetterOrDigit)) is { Length: > 0 } first && char.IsAsciiDigit(first[0]) ? first.ToLowerInvariant() : null;
        return new(id)
        {
            Given = Kept(given, MatchText.Letters, Placeholders.IsName),
            Family = Kept(family, MatchText.Letters, Placeholders.IsName),
            BirthDate = Kept(birthDate, MatchText.Digits, date => date.Length != 8 || Placeholders.IsBirthDate(date)),
            Sex = sex?.Trim() is { Length: > 0 } said && char.ToLowerInvariant(said[0]) is 'm' or 'f' ? char.ToLowerInvariant(sex.Trim()[0]) : null,
            Postcode = Kept(postcode, MatchText.Signs, code => code.Length < 3 || code.All(sign => sign == code[0])),
            HouseNumber = number,
            Street = line is null ? null : line[(number?.Length ?? 0)..] is { Length: > 0 } name ? name : null,
            Suburb = Kept(suburb, MatchText.Letters, Placeholders.IsName),
            State = Kept(state, MatchText.Letters, _ => false),
            Ssn = Kept(ssn, MatchText.Digits, Placeholders.IsSsn),
            Phone = Kept(phone, MatchText.Digits, Placeholders.IsPhone) is { } digits ? digits[^Math.Min(8, digits.Length)..] : null,
        };
    }

    private static string? Kept(string? text, Func<string, string> form, Func<string, bool> isPlaceholder) =>
        text is not null && form(text) is { Length: > 0 } kept && !isPlaceholder(kept) ? kept : null;
}
