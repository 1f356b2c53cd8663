using System.Collections.Frozen;
using System.Globalization;

namespace Runink.Domain.Intake;

/// <summary>What people type where they do not know: such names, numbers and dates say nothing about anybody.</summary>
public static class Placeholders
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "UNKNOWN", "UNK", "UNKN", "UNNAMED", "TRAUMA", "EMERGENCY", "DOE", "JOHNDOE", "JANEDOE", "NEWBORN", "BABY", "BABYBOY", "BABYGIRL", "BABYOF", "BABYMALE", "BABYFEMALE", "BOY", "GIRL", "BB", "BG", "TWIN", "TWINA", "TWINB",
        "TEST", "TESTPATIENT", "ZTEST", "ZZTEST", "ZZZTEST", "DUMMY", "PATIENT", "ANONYMOUS", "ANON", "NONAME", "NOFIRSTNAME", "NOLASTNAME", "NFN", "NLN", "NMN", "X", "XX", "XXX", "ZZ", "ZZZ", "N/A", "NA", "NONE", "NOTAVAILABLE",
        "NOTKNOWN", "UNIDENTIFIED", "INFANT", "MALE", "FEMALE", "DONOTUSE",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Homeless = new[] { "HOMELESS", "NFA", "NOFIXEDABODE", "NOFIXEDADDRESS", "NOADDRESS", "UNDOMICILED" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Dates = new[] { "19000101", "19010101", "18991231", "17530101", "19700101", "20991231" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Of advertisements and of the Social Security Administration's own leaflets: given to thousands.</summary>
    private static readonly FrozenSet<string> KnownSsn = new[] { "219099999", "457555462", "111223333", "001010001", "012345678" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True when a name is missing or stands for one that is not known.</summary>
    public static bool IsName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return true;
        var words = name.Split([' ', '-', ',', '.', '/'], StringSplitOptions.RemoveEmptyEntries);
        return words.All(word => Names.Contains(word) || word.All(char.IsAsciiDigit))
            || string.Concat(words) is var whole && (Names.Contains(whole) || whole.StartsWith("babyboy", StringComparison.OrdinalIgnoreCase) || whole.StartsWith("babygirl", StringComparison.OrdinalIgnoreCase) || IsOneSign(whole, 3));
    }

    /// <summary>True for 000-00-0000, 999999999, 123456789 and other numbers that nobody has.</summary>
    public static bool IsNumber(string value)
    {
        var digits = string.Concat(value.Where(char.IsLetterOrDigit));
        if (digits.Length == 0 || Names.Contains(value.Trim()))
            return true;
        return IsOneSign(digits, 4) || digits is "123456789" or "987654321" or "123121234" or "078051120";
    }

    /// <summary>
    /// True for a social security number that nobody has: area 000, 666 or 900 and up, group 00, serial 0000 (Social Security
    /// Administration, randomisation of 2011), and what is no number of anybody.
    /// </summary>
    public static bool IsSsn(string value)
    {
        var digits = string.Concat(value.Where(char.IsAsciiDigit));
        if (digits.Length < 4 || IsNumber(digits) || KnownSsn.Contains(digits))
            return true;
        return digits.Length == 9 && (digits[..3] is "000" or "666" || digits[0] == '9' || digits[3..5] == "00" || digits[5..] == "0000");
    }

    public static bool IsPhone(string value) =>
        string.Concat(value.Where(char.IsAsciiDigit)) is var digits && (digits.Length < 6 || IsOneSign(digits[^6..], 6) || digits.EndsWith("5550100", StringComparison.Ordinal) || digits.EndsWith("1234567", StringComparison.Ordinal));

    /// <summary>True for the address of somebody who has none or does not say.</summary>
    public static bool IsAddress(string text) =>
        string.Concat(text.Where(char.IsLetterOrDigit)) is var whole && (whole.Length == 0 || IsName(whole) || Homeless.Contains(whole));

    /// <summary>True for 00000, 99999 and the like.</summary>
    public static bool IsPostcode(string text) => string.Concat(text.Where(char.IsLetterOrDigit)) is var whole && (whole.Length < 3 || whole.All(sign => sign == whole[0]) || Names.Contains(whole));

    /// <summary>True for the first days of epochs.</summary>
    public static bool IsBirthDate(DateOnly date) => (date.Year, date.Month, date.Day) is (1900, 1, 1) or (1899, 12, 30) or (1800, 1, 1) or (9999, 12, 31) or ( <= 1800, _, _);

    /// <summary>As above, and what clocks say that were never set: those who have such a date are told apart by the rest.</summary>
    /// <param name="date">yyyyMMdd, which may be no day of the calendar.</param>
    public static bool IsBirthDate(string date) =>
        Dates.Contains(date) || IsOneSign(date, 8) || (DateOnly.TryParseExact(date, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && IsBirthDate(day));

    private static bool IsOneSign(string text, int least) => text.Length >= least && text.All(sign => sign == text[0]);
}
