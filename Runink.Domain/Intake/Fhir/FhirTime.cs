using System.Globalization;

namespace Runink.Domain.Intake.Fhir;

/// <summary>FHIR date, dateTime and instant: YYYY, YYYY-MM, YYYY-MM-DD, or with a time and an offset.</summary>
public static class FhirTime
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    private static readonly string[] Instants =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fK", "yyyy-MM-dd'T'HH:mm:ss.ffK", "yyyy-MM-dd'T'HH:mm:ss.fffK", "yyyy-MM-dd'T'HH:mm:ss.ffffK",
        "yyyy-MM-dd'T'HH:mm:ss.fffffK", "yyyy-MM-dd'T'HH:mm:ss.ffffffK", "yyyy-MM-dd'T'HH:mm:ss.fffffffK",
    ];

    public static bool IsDate(string text) => TryParseDate(text, out _);

    /// <summary>A partial date stands for its first day.</summary>
    public static bool TryParseDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <param name="zone">Used for dates, which have no offset. A time without an offset is refused, as the standard does.</param>
    public static bool TryParse(string text, TimeZoneInfo zone, out DateTimeOffset instant)
    {
        instant = default;
        if (TryParseDate(text, out var date))
        {
            var local = date.ToDateTime(TimeOnly.MinValue);
            var offset = zone.GetUtcOffset(local);
            if (local.Ticks < offset.Ticks)
                return false;
            instant = new DateTimeOffset(local, offset).ToUniversalTime();
            return true;
        }

        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return hasOffset
            && DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
    }

    /// <summary>The first instant of a date or time and the one after its last, in Unix milliseconds; null when it is none.</summary>
    public static (double Low, double High)? Range(string text)
    {
        if (text.Length == "yyyy-MM-ddTHH:mm".Length && text[10] == 'T')
            text += ":00Z";
        else if (text.Length >= "yyyy-MM-ddTHH:mm:ss".Length && !text.EndsWith('Z') && text[^6] is not ('+' or '-'))
            text += "Z";
        if (!TryParse(text, TimeZoneInfo.Utc, out var instant))
            return null;
        var low = (double)instant.ToUnixTimeMilliseconds();
        // Calendar arithmetic would leave the calendar at its last day.
        var high = text.Length switch
        {
            4 => instant.Year < 9999 ? instant.AddYears(1).ToUnixTimeMilliseconds() : low + (366d * 86_400_000),
            7 => instant.Year < 9999 ? instant.AddMonths(1).ToUnixTimeMilliseconds() : low + (31d * 86_400_000),
            10 => low + 86_400_000,
            _ => low + (text.Contains('.', StringComparison.Ordinal) ? 1 : 1000),
        };
        return (low, high);
    }

    public static string Format(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
