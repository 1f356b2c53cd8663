using System.Globalization;

namespace Runink.Domain.Triggers.Lexing;

/// <summary>Lengths of time as they are written in triggers: <c>30m</c>, <c>4h</c>, <c>2 days</c>, <c>365d</c>.</summary>
internal static class DurationText
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>The length of one such unit, or null; <c>m</c> is a minute here.</summary>
    public static TimeSpan? Unit(string word) => word.ToLowerInvariant() switch
    {
        "s" or "sec" or "secs" or "second" or "seconds" => TimeSpan.FromSeconds(1),
        "m" or "min" or "mins" or "minute" or "minutes" => TimeSpan.FromMinutes(1),
        "h" or "hr" or "hrs" or "hour" or "hours" => TimeSpan.FromHours(1),
        "d" or "day" or "days" => TimeSpan.FromDays(1),
        "w" or "wk" or "week" or "weeks" => TimeSpan.FromDays(7),
        "mo" or "month" or "months" => TimeSpan.FromDays(30.4375),
        "a" or "y" or "yr" or "year" or "years" => TimeSpan.FromDays(365.25),
        _ => null,
    };

    /// <summary>Null when it is not a length of time, or longer than ten years.</summary>
    public static TimeSpan? Of(decimal number, string unit) =>
        Unit(unit) is { } one && number >= 0 && number <= (decimal)(Longest / one) ? TimeSpan.FromTicks((long)(number * one.Ticks)) : null;

    /// <summary>One length or several in a row, such as <c>1h30m</c>; null when it is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        if (rest is "0")
            return TimeSpan.Zero;
        var whole = TimeSpan.Zero;
        var parts = 0;
        for (; !rest.IsEmpty && parts < 8; parts++)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return null;
            rest = rest[digits..].TrimStart();
            var letters = rest.IndexOfAny("0123456789 ");
            var unit = rest[..(letters < 0 ? rest.Length : letters)];
            if (Of(number, unit.ToString()) is not { } length || whole + length > Longest)
                return null;
            whole += length;
            rest = rest[unit.Length..].TrimStart();
        }

        return rest.IsEmpty && parts > 0 ? whole : null;
    }

    /// <summary>A window as clinicians say it: 48 h rather than 2 d, 7 d rather than 168 h.</summary>
    public static string Window(TimeSpan length) =>
        length <= TimeSpan.FromHours(72) && length > TimeSpan.Zero && length.Ticks % TimeSpan.TicksPerHour == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours} h")
            : Words(length);

    /// <summary>In words, the two largest parts: <c>2 h 30 min</c>.</summary>
    public static string Words(TimeSpan length)
    {
        if (length < TimeSpan.Zero)
            return "-" + Words(-length);
        var parts = new List<string>(4);
        Part((int)length.TotalDays, "d");
        Part(length.Hours, "h");
        Part(length.Minutes, "min");
        if (length < TimeSpan.FromMinutes(10))
            Part(length.Seconds, "s");
        return parts.Count == 0 ? "0 min" : string.Join(' ', parts.Take(2));

        void Part(int number, string unit)
        {
            if (number > 0)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{number} {unit}"));
        }
    }
}
