using System.Globalization;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>
/// HL7 v2 time stamps: YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]. Senders also write Z, +ZZ, +ZZ:ZZ and ISO 8601; all of
/// these can mean one instant only.
/// </summary>
public static class Hl7Time
{
    /// <param name="zone">Used where the stamp has no offset.</param>
    public static bool TryParse(string text, TimeZoneInfo zone, out DateTimeOffset instant) => TryParse(text, zone.GetUtcOffset, out instant);

    /// <param name="offsetAt">The offset of a local time where the stamp has none.</param>
    internal static bool TryParse(string text, Func<DateTime, TimeSpan> offsetAt, out DateTimeOffset instant)
    {
        instant = default;
        text = Compact(text.Trim());
        var sign = text.IndexOfAny(['+', '-', 'Z']);
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
            offset = offsetAt(local);
        else if (!TryParseOffset(text.AsSpan(sign), out offset))
            return false;
        if (local.Ticks - offset.Ticks < 0 || local.Ticks - offset.Ticks > DateTime.MaxValue.Ticks)
            return false;
        instant = new DateTimeOffset(local, offset).ToUniversalTime();
        return true;
    }

    public static bool TryParseDate(string text, out DateOnly date)
    {
        text = Compact(text.Trim());
        return DateOnly.TryParseExact(text.Length >= 8 ? text[..8] : text, ["yyyyMMdd", "yyyyMM", "yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    /// <summary>Whether a stamp says a minute. Midnight does not: many programs write it behind a mere day.</summary>
    internal static bool SaysTime(string text)
    {
        text = Compact(text.Trim());
        var digits = text.AsSpan().IndexOfAnyExcept("0123456789") is >= 0 and var end ? text.AsSpan(0, end) : text;
        return digits.Length >= 12 && digits[8..].ContainsAnyExcept('0');
    }

    public static string Format(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyyMMddHHmmss.fff", CultureInfo.InvariantCulture) + "+0000";

    /// <summary>The offset that a stamp carries; null when it has none.</summary>
    internal static TimeSpan? Offset(string text)
    {
        text = Compact(text.Trim());
        var sign = text.IndexOfAny(['+', '-', 'Z']);
        return sign >= 0 && TryParseOffset(text.AsSpan(sign), out var offset) ? offset : null;
    }

    /// <summary>2026-03-02T08:00:00 becomes 20260302080000; what is no such date stays as it is.</summary>
    private static string Compact(string text)
    {
        if (text.Length < 7 || text[4] != '-' || !char.IsAsciiDigit(text[5]) || (text.Length > 7 && text[7] != '-'))
            return text;
        var date = text.Length >= 10 ? text[..10] : text;
        var time = text.Length > 10 ? text[11..] : "";
        var sign = time.IndexOfAny(['+', '-', 'Z']);
        return date.Replace("-", "", StringComparison.Ordinal) + (sign < 0 ? time : time[..sign]).Replace(":", "", StringComparison.Ordinal) + (sign < 0 ? "" : time[sign..]);
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is "Z")
            return true;
        if (text.Length == 6 && text[3] == ':')
            text = string.Concat(text[..3], text[4..]);
        if (text.Length is not (3 or 5)
            || !int.TryParse(text.Slice(1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text.Length == 5 ? text.Slice(3, 2) : "00", NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
            return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
