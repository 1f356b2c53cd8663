using System.Globalization;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>HL7 v2 time stamps: YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ].</summary>
public static class Hl7Time
{
    /// <param name="zone">Used where the stamp has no offset.</param>
    public static bool TryParse(string text, TimeZoneInfo zone, out DateTimeOffset instant)
    {
        instant = default;
        var sign = text.IndexOfAny(['+', '-']);
        var digits = sign < 0 ? text : text[..sign];
        var fraction = digits.IndexOf('.');
        var whole = fraction < 0 ? digits : digits[..fraction];
        if (whole.Length is < 4 or > 14 || whole.Length % 2 != 0 || !whole.All(char.IsAsciiDigit))
            return false;
        if (!DateTime.TryParseExact(whole, "yyyyMMddHHmmss"[..whole.Length], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return false;
        if (fraction >= 0)
        {
            if (!decimal.TryParse($"0{digits[fraction..]}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
                return false;
            // Many nines round up to a whole second, which the last second of the calendar does not have.
            local = local.AddTicks(Math.Min((long)(seconds * TimeSpan.TicksPerSecond), TimeSpan.TicksPerSecond - 1));
        }

        TimeSpan offset;
        if (sign < 0)
            offset = zone.GetUtcOffset(local);
        else if (!TryParseOffset(text.AsSpan(sign), out offset))
            return false;
        if (local.Ticks - offset.Ticks < 0 || local.Ticks - offset.Ticks > DateTime.MaxValue.Ticks)
            return false;
        instant = new DateTimeOffset(local, offset).ToUniversalTime();
        return true;
    }

    public static bool TryParseDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text.Length >= 8 ? text[..8] : text, ["yyyyMMdd", "yyyyMM", "yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    public static string Format(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyyMMddHHmmss.fff", CultureInfo.InvariantCulture) + "+0000";

    private static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text.Length != 5
            || !int.TryParse(text.Slice(1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text.Slice(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
            return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
