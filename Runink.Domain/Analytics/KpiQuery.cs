using Runink.Domain.Foundation;

namespace Runink.Domain.Analytics;

/// <param name="Days">Length of the period that ends now.</param>
/// <param name="Day">Narrows the rows behind a chart to one local day; null for the whole period.</param>
/// <param name="Slot">Narrows them to a two-hour slot of the local day, 0 to 11; null for all hours.</param>
public sealed record KpiQuery(int Days = 14, string? Unit = null, DateOnly? Day = null, int? Slot = null)
{
    public const int LongestPeriod = 366;

    /// <summary>day, evening or night: the shift in which the work was opened; null for all.</summary>
    public string? Shift { get; init; }

    /// <summary>Whose work it is or was last, by id; <see cref="Nobody"/> for what nobody owned; null for everybody's.</summary>
    public string? Person { get; init; }

    /// <summary><c>before</c>: the period of the same length before it. <c>year</c>: 52 weeks earlier, so that weekdays meet weekdays.</summary>
    public string Compare { get; init; } = "before";

    public const string Nobody = "nobody";

    /// <summary>How far back the period lies that it is compared with.</summary>
    public int DaysBack => Compare == "year" ? 364 : Days;

    /// <summary>The time that it is compared with, for people.</summary>
    public string ComparedWith => Compare == "year" ? $"the {Days} days 52 weeks earlier" : Days == 1 ? "the day before" : $"the {Days} days before";

    /// <summary>What of it cannot be answered; null when all can.</summary>
    public Refusal? Refused() => this switch
    {
        { Days: < 1 or > LongestPeriod } => new("invalid", $"A period is 1 to {LongestPeriod} days."),
        { Slot: < 0 or > 11 } => new("invalid", "A slot is one of the twelve of two hours, 0 to 11."),
        { Shift: { } shift } when !DayShift.Names.Contains(shift) => new("invalid", $"A shift is {string.Join(", ", DayShift.Names)}."),
        { Compare: not ("before" or "year") } => new("invalid", "It is compared with the period before or with the year before: before, year."),
        { Compare: "year", Days: > 364 } => new("invalid", "A period of more than 364 days overlaps the year before it."),
        _ => null,
    };
}
