namespace Runink.Domain.Intake;

/// <summary>What people type where they do not know: such names, numbers and dates say nothing about anybody.</summary>
public static class Placeholders
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "UNKNOWN", "UNK", "UNNAMED", "TRAUMA", "DOE", "NEWBORN", "BABY", "BABYBOY", "BABYGIRL", "BOY", "GIRL", "BB", "BG", "TEST", "PATIENT", "ANONYMOUS",
        "NONAME", "NFN", "NLN", "NMN", "X", "XX", "XXX", "ZZZ", "N/A", "NA", "NONE", "UNIDENTIFIED", "INFANT", "MALE", "FEMALE",
    };

    /// <summary>True when a name is missing or stands for one that is not known.</summary>
    public static bool IsName(string? name) =>
        string.IsNullOrWhiteSpace(name)
        || name.Split([' ', '-', ',', '.', '/'], StringSplitOptions.RemoveEmptyEntries).All(word => Names.Contains(word) || word.All(char.IsAsciiDigit));

    /// <summary>True for 000-00-0000, 999999999, 123456789 and other numbers that nobody has.</summary>
    public static bool IsNumber(string value)
    {
        var digits = value.Where(char.IsLetterOrDigit).ToArray();
        if (digits.Length == 0 || Names.Contains(value))
            return true;
        return digits.Length >= 4 && (digits.Distinct().Count() == 1 || new string(digits) is "123456789" or "987654321" or "123121234" or "078051120");
    }

    /// <summary>True for the first days of epochs.</summary>
    public static bool IsBirthDate(DateOnly date) => (date.Year, date.Month, date.Day) is (1900, 1, 1) or (1899, 12, 30) or (1800, 1, 1) or (9999, 12, 31) or ( <= 1800, _, _);
}
