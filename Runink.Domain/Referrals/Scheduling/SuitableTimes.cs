using System.Globalization;
using System.Text.RegularExpressions;
using Runink.Domain.Foundation;

namespace Runink.Domain.Referrals.Scheduling;

/// <summary>When a patient can come, as people write it: <c>Mon-Fri 08:00-12:00; Sat</c>. Nothing written: at any time. Times are those of the clock at the site.</summary>
public sealed partial class SuitableTimes
{
    public const int LongestText = 200;

    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    private readonly List<Stretch> stretches = [];

    private SuitableTimes()
    {
    }

    /// <summary>What cannot be read is refused with the part that is meant.</summary>
    public static Outcome<SuitableTimes> Read(string? text)
    {
        if (text?.Length > LongestText)
            return new Refusal("invalid", $"Times that suit have {LongestText} characters at most.");
        var times = new SuitableTimes();
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Written().Match(part) is not { Success: true } match)
                return new Refusal("invalid", $"“{part}”: write it like Mon-Fri 08:00-12:00, or Sat.");
            var first = Index(match.Groups["first"].Value);
            var last = match.Groups["last"] is { Success: true } to ? Index(to.Value) : first;
            var (from, until) = match.Groups["from"] is { Success: true } opens ? (Clock(opens.Value), Clock(match.Groups["until"].Value)) : (TimeSpan.Zero, TimeSpan.FromHours(24));
            if (from is null || until is null || until <= from)
                return new Refusal("invalid", $"“{part}”: the time ends after it begins, and is like 08:00.");
            times.stretches.Add(new Stretch(first, last, from.Value, until.Value));
        }

        return times;
    }

    /// <summary>Whether a visit that begins then suits.</summary>
    public bool Holds(DateTimeOffset start, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(start, zone);
        return stretches.Count == 0 || stretches.Exists(one => one.On(local.DayOfWeek) && local.TimeOfDay >= one.From && local.TimeOfDay < one.Until);
    }

    private static int Index(string day) => Array.FindIndex(Days, name => name.Equals(day, StringComparison.OrdinalIgnoreCase));

    private static TimeSpan? Clock(string text) => text == "24:00" ? TimeSpan.FromHours(24) : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToTimeSpan() : null;

    [GeneratedRegex("^(?<first>Sun|Mon|Tue|Wed|Thu|Fri|Sat)(-(?<last>Sun|Mon|Tue|Wed|Thu|Fri|Sat))?( +(?<from>[0-9]{2}:[0-9]{2}) ?- ?(?<until>[0-9]{2}:[0-9]{2}))?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Written();

    /// <param name="Last">May stand before <paramref name="First"/>: Sat-Mon.</param>
    private sealed record Stretch(int First, int Last, TimeSpan From, TimeSpan Until)
    {
        public bool On(DayOfWeek day) => First <= Last ? (int)day >= First && (int)day <= Last : (int)day >= First || (int)day <= Last;
    }
}
