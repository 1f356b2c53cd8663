using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Runink.Domain.Foundation.Calendars;

/// <summary>Reads the calendars of a vocabulary file. Its author is an administrator, so a mistake is an exception with the place.</summary>
internal static class CalendarReader
{
    private static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly string[] Months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <exception cref="FormatException">The message says where.</exception>
    public static BusinessHours Read(string name, YamlMappingNode node)
    {
        TimeZoneInfo? zone = null;
        if (Text(node, "zone") is { } iana && !TimeZoneInfo.TryFindSystemTimeZoneById(iana, out zone))
            throw Wrong(node, $"{iana} is not a time zone known to this machine");
        var week = new Dictionary<DayOfWeek, IReadOnlyList<OpenHours>>();
        foreach (var (key, value) in Child<YamlMappingNode>(node, "open")?.Children ?? throw Wrong(node, $"{name} needs its open hours"))
        {
            foreach (var day in Days(key.ToString(), key))
                week[day] = [.. value.ToString().Split(',', StringSplitOptions.TrimEntries).Select(text => Stretch(text, value))];
        }

        var holidays = Child<YamlSequenceNode>(node, "holidays")?.Children.OfType<YamlMappingNode>().Select(Rule).ToArray() ?? [];
        return new(name, week, holidays, zone);
    }

    private static IEnumerable<DayOfWeek> Days(string text, YamlNode at)
    {
        if (text == "daily")
            return Enum.GetValues<DayOfWeek>();
        var ends = text.ToLowerInvariant().Split('-').Select(word => Array.IndexOf(Weekdays, word)).ToArray();
        if (ends.Length is 0 or > 2 || ends.Contains(-1))
            throw Wrong(at, $"{text} is not a weekday such as mon, or a run of them such as mon-fri");
        return Enumerable.Range(0, ((ends[^1] - ends[0] + 7) % 7) + 1).Select(i => (DayOfWeek)((ends[0] + i) % 7));
    }

    private static OpenHours Stretch(string text, YamlNode at)
    {
        var ends = text.Split('-', StringSplitOptions.TrimEntries);
        return ends.Length == 2 && Clock(ends[0]) is { } from && Clock(ends[1]) is { } to && from < to
            ? new(from, to)
            : throw Wrong(at, $"{text} is not a stretch of a day such as 08:00-17:00");
    }

    private static TimeSpan? Clock(string text) =>
        text == "24:00" ? TimeSpan.FromDays(1) : TimeSpan.TryParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture, out var time) ? time : null;

    private static Holiday Rule(YamlMappingNode node)
    {
        var name = Text(node, "name") ?? throw Wrong(node, "a holiday needs a name");
        int? since = Text(node, "since") is { } year ? int.Parse(year, NumberStyles.None, CultureInfo.InvariantCulture) : null;
        if (Text(node, "date") is { } date)
            return DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new SingleHoliday(name, day) : throw Wrong(node, $"{date} is not a date");
        if (Text(node, "fixed") is { } text)
        {
            // Read in a leap year, so that the 29th of February is a date.
            return DateOnly.TryParseExact("2000-" + text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date2000)
                ? new FixedHoliday(name, date2000.Month, date2000.Day, Text(node, "observed") == "true", since)
                : throw Wrong(node, $"{text} is not a month and a day such as 07-04");
        }

        var words = Text(node, "nth")?.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [var nth, { Length: >= 3 } weekday, var month] || Array.IndexOf(Weekdays, weekday[..3]) is not (>= 0 and var dayOfWeek) || Array.IndexOf(Months, month) is not (>= 0 and var place))
            throw Wrong(node, $"{name} needs date, fixed or nth, such as nth: 4th thursday november");
        var number = nth == "last" ? -1 : nth[0] - '0';
        return number is -1 or (>= 1 and <= 5) ? new NthWeekday(name, number, (DayOfWeek)dayOfWeek, place + 1, since) : throw Wrong(node, $"{nth} is not 1st to 5th or last");
    }

    private static T? Child<T>(YamlMappingNode node, string key)
        where T : YamlNode => node.Children.TryGetValue(key, out var value) ? value as T : null;

    private static string? Text(YamlMappingNode node, string key) => Child<YamlScalarNode>(node, key)?.Value;

    private static FormatException Wrong(YamlNode at, string what) => new($"Calendar, line {at.Start.Line}: {what}.");
}
