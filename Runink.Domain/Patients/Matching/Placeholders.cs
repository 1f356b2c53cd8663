using System.Collections.Frozen;

namespace Runink.Domain.Patients.Matching;

/// <summary>
/// What registration types where it knows nothing. None of it says who somebody is: two persons without a number do not have the
/// same number.
/// </summary>
public static class Placeholders
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "unknown", "unk", "unkn", "test", "testpatient", "zztest", "zzztest", "ztest", "patient", "dummy", "none", "noname", "nofirstname", "nolastname", "na", "notavailable", "notknown", "unidentified",
        "anonymous", "anon", "baby", "babyboy", "babygirl", "babyof", "bb", "bg", "newborn", "infant", "boy", "girl", "male", "female", "babymale", "babyfemale", "twin", "twina", "twinb", "johndoe", "janedoe", "doe", "trauma", "emergency", "x", "xx", "xxx", "xxxx", "zz", "zzz", "deceased", "donotuse",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Dates = new[] { "19000101", "18000101", "19010101", "18991230", "18991231", "17530101", "19700101", "99991231", "20991231", "11111111", "00010101" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Of advertisements and of the Social Security Administration's own leaflets: given to thousands.</summary>
    private static readonly FrozenSet<string> KnownSsn = new[] { "123456789", "987654321", "078051120", "219099999", "457555462", "111223333", "123121234", "999999999", "001010001", "012345678" }.ToFrozenSet(StringComparer.Ordinal);

    /// <param name="name">As it came, or already in letters alone.</param>
    public static bool IsName(string name) => MatchText.Letters(name) is var letters && (letters.Length == 0 || Names.Contains(letters) || letters.StartsWith("babyboy", StringComparison.Ordinal) || letters.StartsWith("babygirl", StringComparison.Ordinal) || IsOneSign(letters, 3));

    /// <param name="date">yyyyMMdd. A first of January 1970 is what a clock that was never set says; those who have it are matched by the rest.</param>
    public static bool IsBirthDate(string date) => Dates.Contains(date) || IsOneSign(date, 8);

    public static bool IsBirthDate(DateOnly date) => IsBirthDate(date.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>
    /// 000-00-0000, 999999999, 123-45-6789 and, of nine digits, what was never issued: area 000, 666 or 900 and up, group 00, serial
    /// 0000 (Social Security Administration, randomisation of 2011).
    /// </summary>
    public static bool IsSsn(string number)
    {
        var digits = MatchText.Digits(number);
        if (digits.Length < 4 || IsOneSign(digits, 4) || KnownSsn.Contains(digits))
            return true;
        return digits.Length == 9 && (digits[..3] is "000" or "666" || digits[0] == '9' || digits[3..5] == "00" || digits[5..] == "0000");
    }

    /// <summary>A number of any kind that stands where there is none: all noughts, all nines, one to nine, or words that say so.</summary>
    public static bool IsIdentifier(string value)
    {
        var trimmed = value.Trim();
        var signs = trimmed.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return signs.Length == 0 || (signs.Length >= 5 && (IsOneSign(signs, 5) || signs is "123456789" or "987654321" or "1234567890" or "0123456789"))
            || (!signs.Any(char.IsAsciiDigit) && Names.Contains(MatchText.Letters(signs))) || (signs.Length > 1 && signs.All(sign => sign == '0'));
    }

    public static bool IsPhone(string number) => MatchText.Digits(number) is var digits && (digits.Length < 6 || IsOneSign(digits[^6..], 6) || digits.EndsWith("5550100", StringComparison.Ordinal) || digits.EndsWith("1234567", StringComparison.Ordinal));

    private static bool IsOneSign(string text, int least) => text.Length >= least && text.All(sign => sign == text[0]);
}
