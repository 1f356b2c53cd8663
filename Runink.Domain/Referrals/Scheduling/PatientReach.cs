namespace Runink.Domain.Referrals.Scheduling;

/// <summary>An address or number as the record has it.</summary>
/// <param name="Kind">email, or phone for what may be a mobile telephone.</param>
/// <param name="Rank">The smaller is preferred; null when that is not said.</param>
/// <param name="IsMobile">The record says that it is carried along, or for text messages.</param>
public sealed record PatientContact(string Kind, string Value, int? Rank, bool IsMobile);

/// <summary>How and in which language a patient is written to.</summary>
/// <param name="Channel">email or sms.</param>
public sealed record PatientReach(string Channel, string To, string Language)
{
    /// <summary>By what the patient prefers; else a text message to a mobile telephone, else a mail, else a text message to any telephone.</summary>
    /// <param name="language">ISO 639-1 of the record; null when it is not known.</param>
    /// <param name="canText">Whether text messages can be sent from here.</param>
    /// <returns>Null when nothing reaches the patient.</returns>
    public static PatientReach? Of(IEnumerable<PatientContact> contacts, string? language, PatientMessageOptions options, bool canText)
    {
        var spoken = language is not null && VisitTexts.Languages.Contains(language, StringComparer.Ordinal) ? language : options.Language;
        return (from contact in contacts
                let to = contact.Kind == "email" ? Mail(contact.Value) : canText ? Number(contact.Value, options.CountryCode) : null
                where to is not null
                orderby contact.Rank ?? int.MaxValue, contact.IsMobile ? 0 : contact.Kind == "email" ? 1 : 2
                select new PatientReach(contact.Kind == "email" ? "email" : "sms", to, spoken)).FirstOrDefault();
    }

    private static string? Mail(string value) => value.Trim() is var mail && mail.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == mail.LastIndexOf('@') && at < mail.Length - 3 && !mail.Any(letter => char.IsWhiteSpace(letter) || letter is ',' or ';' or '<' or '>') ? mail : null;

    /// <summary>In the one form in which every network knows it.</summary>
    private static string? Number(string value, string countryCode)
    {
        var digits = string.Concat(value.Where(char.IsAsciiDigit));
        var number = value.TrimStart() switch
        {
            ['+', ..] => "+" + digits,
            ['0', '0', ..] => "+" + digits[2..],
            _ when countryCode.Length > 0 => countryCode + digits.TrimStart('0'),
            _ => null,
        };
        return number?.Length is >= 8 and <= 16 && number[1] != '0' && !value.Any(char.IsAsciiLetter) ? number : null;
    }
}
