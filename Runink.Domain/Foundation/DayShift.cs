namespace Runink.Domain.Foundation;

/// <summary>The three shifts of a day by the site's clocks: day 07–15, evening 15–23 and night 23–07.</summary>
public static class DayShift
{
    public static IReadOnlyList<string> Names { get; } = ["day", "evening", "night"];

    public static string Of(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).Hour switch { >= 7 and < 15 => "day", >= 15 and < 23 => "evening", _ => "night" };

    public static string Hours(string name) => name switch { "day" => "07–15", "evening" => "15–23", _ => "23–07" };
}
