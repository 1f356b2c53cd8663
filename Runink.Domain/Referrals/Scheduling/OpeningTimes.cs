using System.Globalization;
using System.Text.RegularExpressions;
using Runink.Domain.Foundation;

namespace Runink.Domain.Referrals.Scheduling;

/// <summary>
/// The calendar of a service as people write it: <c>Mon-Fri 08:00-12:00 every 30; Tue 14:00-16:00 every 20; not 2026-12-25</c>. Times are those of the
/// clock at the site; minutes that no clock shows because it is put forward are no slots.
/// </summary>
public sealed partial class OpeningTimes
{
    public const int LongestText = 500;

    /// <summary>How far ahead slots are made.</summary>
    public const int DaysAhead = 28;

    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    private readonly List<Session> sessions = [];
    private readonly List<(DateOnly From, DateOnly Until)> closed = [];

    private OpeningTimes()
    {
    }

    /// <summary>What cannot be read is refused with the part that is meant.</summary>
    public static Outcome<OpeningTimes> Read(string? text)
    {
        var times = new OpeningTimes();
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (times.Take(part) is { } fault)
                return new Refusal("invalid", $"“{part}”: {fault}");
        }

        return times;
    }

    /// <summary>The slots of some days, in the order of their beginning.</summary>
    public IReadOnlyList<(DateTimeOffset StartsAt, DateTimeOffset EndsAt)> Slots(DateOnly first, int days, TimeZoneInfo zone)
    {
        var found = new SortedDictionary<DateTimeOffset, DateTimeOffset>();
        for (var day = first; day < first.AddDays(days); day = day.AddDays(1))
        {
            if (closed.Exists(one => day >= one.From && day <= one.Until))
                continue;
            foreach (var session in sessions.Where(one => one.On(day.DayOfWeek)))
            {
                for (var at = session.From; at + session.Length <= session.Until; at += session.Length)
                {
                    var local = day.ToDateTime(TimeOnly.MinValue) + at;
                    if (!zone.IsInvalidTime(local) && new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime() is var start)
                        found.TryAdd(start, start + session.Length);
                }
            }
        }

        return [.. found.Select(pair => (pair.Key, pair.Value))];
    }

    private string? Take(string part)
    {
        if (Closed().Match(part) is { Success: true } away)
        {
            if (Day(away.Groups["from"].Value) is not { } from || Day(away.Groups["until"] is { Success: true } end ? end.Value : away.Groups["from"].Value) is not { } until || until < from)
                return "that is no day, or the days stand the wrong way round.";
            closed.Add((from, until));
            return null;
        }

        if (Open().Match(part) is not { Success: true } match)
            return "write it like Mon-Fri 08:00-12:00 every 30, or not 2026-12-25.";
        var (first, last) = (Index(match.Groups["first"].Value), match.Groups["last"] is { Success: true } to ? Index(to.Value) : Index(match.Groups["first"].Value));
        if (Clock(match.Groups["from"].Value) is not { } opens || Clock(match.Groups["until"].Value) is not { } closes || closes <= opens)
            return "it closes after it opens, at times like 08:00.";
        var minutes = int.Parse(match.Groups["minutes"].Value, CultureInfo.InvariantCulture);
        if (minutes is < 5 or > 480)
            return "a slot has 5 to 480 minutes.";
        sessions.Add(new Session(first, last, opens, closes, TimeSpan.FromMinutes(minutes)));
        return null;
    }

    private static int Index(string day) => Array.FindIndex(Days, name => name.Equals(day, StringComparison.OrdinalIgnoreCase));

    private static TimeSpan? Clock(string text) => text == "24:00" ? TimeSpan.FromHours(24) : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToTimeSpan() : null;

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    [GeneratedRegex("^(?<first>Sun|Mon|Tue|Wed|Thu|Fri|Sat)(-(?<last>Sun|Mon|Tue|Wed|Thu|Fri|Sat))? +(?<from>[0-9]{2}:[0-9]{2}) ?- ?(?<until>[0-9]{2}:[0-9]{2}) +every +(?<minutes>[0-9]{1,3})( ?min)?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Open();

    [GeneratedRegex("^not +(?<from>[0-9-]{10})( +to +(?<until>[0-9-]{10}))?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Closed();

    /// <param name="Last">May stand before <paramref name="First"/>: Sat-Mon.</param>
    private sealed record Session(int First, int Last, TimeSpan From, TimeSpan Until, TimeSpan Length)
    {
        public bool On(DayOfWeek day) => First <= Last ? (int)day >= First && (int)day <= Last : (int)day >= First || (int)day <= Last;
    }
}
