using System.Globalization;
using Runink.Domain.Intake.Hl7v2;

namespace Runink.Domain.Mapping;

/// <summary>How the times of a column are written.</summary>
/// <param name="IsTime">All values are times in one and the same way.</param>
/// <param name="Formats">In which all can be read; more than one: nobody can tell which is meant. Empty: as ISO 8601 or HL7 have it.</param>
/// <param name="HasClock">They say more than a day.</param>
/// <param name="HasOffset">They say their zone themselves.</param>
public sealed record TimeWriting(bool IsTime, IReadOnlyList<string> Formats, bool HasClock, bool HasOffset)
{
    private static readonly TimeWriting None = new(false, [], false, false);

    private static readonly string[] Days = ["d.M.yyyy", "M.d.yyyy", "d/M/yyyy", "M/d/yyyy", "d-M-yyyy", "M-d-yyyy", "yyyy/M/d", "d MMM yyyy", "d-MMM-yyyy", "MMM d yyyy", "MMM d, yyyy"];

    private static readonly string[] Clocks = ["", " H:mm", " H:mm:ss", " h:mm tt", " h:mm:ss tt", ", H:mm", ", H:mm:ss", "'T'H:mm", "'T'H:mm:ss"];

    private static readonly string[] Known = [.. Days.SelectMany(day => Clocks.Select(clock => day + clock))];

    /// <summary>Days and months could be the other way round as well: a person says which.</summary>
    public bool IsAmbiguous => Formats.Count > 1;

    public static TimeWriting Of(IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return None;
        if (values.All(IsStandard))
            return new TimeWriting(true, [], values.Any(value => value.Length > 10 || value is { Length: > 8 } && value.All(char.IsAsciiDigit)), values.All(value => Hl7Time.Offset(value) is not null));
        var fits = Known.Where(format => values.All(value => DateTime.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))).ToList();
        return fits.Count == 0 ? None : new TimeWriting(true, fits, fits[0].Contains('m', StringComparison.Ordinal), false);
    }

    /// <summary>The same with day and month exchanged; itself where they cannot be.</summary>
    public static string Exchanged(string format) => format.Length > 3 && format[1] is '.' or '/' or '-' && format[0] is 'd' or 'M' && format[2] is 'd' or 'M'
        ? $"{format[2]}{format[1]}{format[0]}{format[3..]}"
        : format;

    /// <summary>As a person says it: "day before month".</summary>
    public static string Spoken(string format) => format switch
    {
        ['d', '.' or '/' or '-', 'M', ..] => "day before month",
        ['M', '.' or '/' or '-', 'd', ..] => "month before day",
        _ => format,
    };

    /// <summary>An instant in the way in which a value of the sample is written: what an example shows instead of a patient's.</summary>
    public string Write(DateTime at) => Formats is [var format, ..] ? at.ToString(format, CultureInfo.InvariantCulture)
        : at.ToString(HasClock ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd", CultureInfo.InvariantCulture) + (HasClock && HasOffset ? "Z" : "");

    /// <summary>Four or six digits may be anything: only what has a day is a time here.</summary>
    private static bool IsStandard(string value) =>
        value.Length >= 8 && (value[4] == '-' || value.Take(8).All(char.IsAsciiDigit) && value[..2] is "19" or "20")
        && Hl7Time.TryParse(value.Length > 10 && value[10] == ' ' ? $"{value[..10]}T{value[11..]}" : value, TimeZoneInfo.Utc, out _);
}
