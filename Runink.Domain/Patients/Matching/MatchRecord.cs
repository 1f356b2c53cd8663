using System.Globalization;
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
        var line = Kept(street, MatchText.Signs, Placeholders.IsAddress);
        var number = line is null ? null : string.Concat(street!.Trim().TakeWhile(sign => sign is not (' ' or ',')).Where(char.IsLetterOrDigit)) is { Length: > 0 } first && char.IsAsciiDigit(first[0]) ? first.ToLowerInvariant() : null;
        return new(id)
        {
            Given = Kept(given, MatchText.Letters, Placeholders.IsName),
            Family = Kept(family, MatchText.Letters, Placeholders.IsName),
            BirthDate = Kept(birthDate, MatchText.Digits, date => date.Length != 8 || Placeholders.IsBirthDate(date)),
            Sex = sex?.Trim() is { Length: > 0 } said && char.ToLowerInvariant(said[0]) is 'm' or 'f' ? char.ToLowerInvariant(sex.Trim()[0]) : null,
            Postcode = Kept(postcode, MatchText.Signs, Placeholders.IsPostcode),
            HouseNumber = number,
            Street = line is null ? null : line[(number?.Length ?? 0)..] is { Length: > 0 } name ? name : null,
            Suburb = Kept(suburb, MatchText.Letters, Placeholders.IsName),
            State = Kept(state, MatchText.Letters, _ => false),
            Ssn = Kept(ssn, MatchText.Digits, Placeholders.IsSsn),
            Phone = Kept(phone, MatchText.Digits, Placeholders.IsPhone) is { } digits ? digits[^Math.Min(8, digits.Length)..] : null,
        };
    }

    /// <summary>The first given name alone: middle names are said by one program and left out by the next.</summary>
    public static MatchRecord Of(Patient patient) => Of(
        patient.Id, patient.Given?.Split(' ', 2)[0], patient.Family, patient.BirthDate?.ToString("yyyyMMdd", CultureInfo.InvariantCulture), patient.Sex,
        patient.Postcode, patient.Street, patient.City, patient.State, patient.SsnEnding, patient.Phone);

    /// <summary>Newborns and unknown people have no name of their own yet: they are like many, and nothing can be told of them.</summary>
    public bool IsNamed => Given is not null && Family is not null;

    /// <summary>The same record, its texts shared with others that say the same: of a million patients few have a name of their own.</summary>
    public MatchRecord Sharing(Dictionary<string, string> texts)
    {
        return new(Id)
        {
            Given = Shared(Given), Family = Shared(Family), BirthDate = Shared(BirthDate), Sex = Sex, Postcode = Shared(Postcode), HouseNumber = Shared(HouseNumber),
            Street = Shared(Street), Suburb = Shared(Suburb), State = Shared(State), Ssn = Shared(Ssn), Phone = Phone,
        };

        string? Shared(string? text) => text is null || texts.TryAdd(text, text) ? text : texts[text];
    }

    private static string? Kept(string? text, Func<string, string> form, Func<string, bool> isPlaceholder) =>
        text is not null && form(text) is { Length: > 0 } kept && !isPlaceholder(kept) ? kept : null;
}
