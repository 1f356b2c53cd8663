using System.Globalization;
using Runink.Domain.Foundation.Calendars;
using Runink.Domain.Signals;

namespace Runink.Tests.Domain.Foundation.Calendars;

public class BusinessCalendarTests
{
    private static BusinessCalendar In(string zone, string name = "us-federal") =>
        Vocabulary.Shipped.Calendars[name].In(TimeZoneInfo.FindSystemTimeZoneById(zone));

    /// <summary>With an offset, as a wall clock with its zone would show it.</summary>
    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("America/New_York", "2026-03-02T08:00-05:00", "2026-03-02T17:00-05:00", 9)]
    [InlineData("America/New_York", "2026-03-02T06:00-05:00", "2026-03-02T20:00-05:00", 9)]
    [InlineData("America/New_York", "2026-03-06T16:00-05:00", "2026-03-09T09:00-04:00", 2)]
    [InlineData("Europe/Berlin", "2026-03-27T16:00+01:00", "2026-03-30T09:00+02:00", 2)]
    [InlineData("Europe/Berlin", "2026-10-23T16:00+02:00", "2026-10-26T09:00+01:00", 2)]
    [InlineData("Asia/Kolkata", "2026-03-02T08:00+05:30", "2026-03-03T08:30+05:30", 9.5)]
    [InlineData("America/New_York", "2026-03-07T10:00-05:00", "2026-03-08T20:00-04:00", 0)]
    [InlineData("America/New_York", "2024-02-28T08:00-05:00", "2024-03-01T08:00-05:00", 18)]
    [InlineData("America/New_York", "2026-03-03T09:00-05:00", "2026-03-03T08:00-05:00", -1)]
    public void Only_working_time_passes(string zone, string from, string to, double hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), In(zone).Elapsed(At(from), At(to)));

    [Theory]
    [InlineData("America/New_York", "2026-03-08T00:00-05:00", "2026-03-09T00:00-04:00", 23)]
    [InlineData("America/New_York", "2026-11-01T00:00-04:00", "2026-11-02T00:00-05:00", 25)]
    [InlineData("Europe/Berlin", "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00", 23)]
    [InlineData("Europe/Berlin", "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00", 25)]
    [InlineData("Asia/Kolkata", "2026-03-29T00:00+05:30", "2026-03-30T00:00+05:30", 24)]
    public void Round_the_clock_counts_the_hours_that_a_day_really_has(string zone, string from, string to, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), In(zone, "round-the-clock").Elapsed(At(from), At(to)));

    [Theory]
    [InlineData("2026-11-25T15:00-05:00", "2026-12-01T15:00-05:00")]
    [InlineData("2026-11-24T08:00-05:00", "2026-11-27T17:00-05:00")]
    [InlineData("2026-11-26T12:00-05:00", "2026-12-01T17:00-05:00")]
    public void Three_business_days_go_round_Thanksgiving(string from, string due)
    {
        var calendar = In("America/New_York");
        Assert.Equal(At(due), calendar.Add(At(from), TimeSpan.FromHours(27)));
        Assert.Equal(TimeSpan.FromHours(27), calendar.Elapsed(At(from), At(due)));
    }

    [Theory]
    [InlineData("2026-01-01", "New Year's Day")]
    [InlineData("2021-12-31", "New Year's Day")]
    [InlineData("2023-01-02", "New Year's Day")]
    [InlineData("2026-01-19", "Birthday of Martin Luther King, Jr.")]
    [InlineData("2026-02-16", "Washington's Birthday")]
    [InlineData("2026-05-25", "Memorial Day")]
    [InlineData("2026-06-19", "Juneteenth National Independence Day")]
    [InlineData("2022-06-20", "Juneteenth National Independence Day")]
    [InlineData("2020-06-19", null)]
    [InlineData("2026-07-03", "Independence Day")]
    [InlineData("2021-07-05", "Independence Day")]
    [InlineData("2026-07-06", null)]
    [InlineData("2026-09-07", "Labor Day")]
    [InlineData("2026-10-12", "Columbus Day")]
    [InlineData("2026-11-11", "Veterans Day")]
    [InlineData("2023-11-10", "Veterans Day")]
    [InlineData("2026-11-26", "Thanksgiving Day")]
    [InlineData("2026-11-27", null)]
    [InlineData("2026-12-25", "Christmas Day")]
    [InlineData("2022-12-26", "Christmas Day")]
    [InlineData("2026-12-31", null)]
    public void The_federal_holidays_are_kept_on_their_day_or_the_observed_one(string day, string? name) =>
        Assert.Equal(name, Vocabulary.Shipped.Calendars["us-federal"].HolidayOn(DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("us-federal", "2026-03-02T07:59-05:00", "2026-03-02T08:00-05:00", false)]
    [InlineData("us-federal", "2026-03-02T08:00-05:00", "2026-03-02T17:00-05:00", true)]
    [InlineData("us-federal", "2026-03-02T17:00-05:00", "2026-03-03T08:00-05:00", false)]
    [InlineData("us-federal", "2026-11-25T17:00-05:00", "2026-11-27T08:00-05:00", false)]
    [InlineData("weekdays", "2026-03-03T12:00-05:00", "2026-03-07T00:00-05:00", true)]
    [InlineData("weekdays", "2026-03-07T12:00-05:00", "2026-03-09T00:00-04:00", false)]
    [InlineData("weekdays", "2026-03-05T00:00-05:00", "2026-03-07T00:00-05:00", true)]
    public void It_says_when_it_opens_or_closes_next(string name, string instant, string edge, bool open)
    {
        var calendar = In("America/New_York", name);
        Assert.Equal(At(edge), calendar.NextEdge(At(instant)));
        Assert.Equal(open, calendar.IsOpen(At(instant)));
    }

    [Fact]
    public void Round_the_clock_has_no_edge() => Assert.Null(In("America/New_York", "round-the-clock").NextEdge(At("2026-03-02T07:59-05:00")));

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Europe/Berlin")]
    [InlineData("Asia/Kolkata")]
    [InlineData("Australia/Lord_Howe")]
    public void What_was_added_has_elapsed(string zone)
    {
        var dice = new Random(7);
        foreach (var name in new[] { "us-federal", "weekdays", "round-the-clock" })
        {
            var calendar = In(zone, name);
            for (var i = 0; i < 200; i++)
            {
                var from = At("2024-01-01T00:00Z").AddMinutes(dice.Next(3 * 365 * 24 * 60));
                var length = TimeSpan.FromMinutes(dice.Next(1, 20_000));
                var due = calendar.Add(from, length)!.Value;
                Assert.Equal(length, calendar.Elapsed(from, due));
                Assert.True(calendar.Elapsed(from, due.AddMilliseconds(-1)) < length, $"{zone} {name} {from:O} {length}: {due:O} is not the first instant.");
                if (calendar.NextEdge(from) is { } edge)
                    Assert.True(edge > from && calendar.IsOpen(from) != calendar.IsOpen(edge) && calendar.IsOpen(from) == calendar.IsOpen(edge.AddMilliseconds(-1)), $"{zone} {name} {from:O}: {edge:O}");
            }
        }
    }

    [Fact]
    public void A_site_names_its_own_calendar_with_zone_lunch_and_a_leap_day()
    {
        var site = Vocabulary.Shipped.Extend("calendars:\n  clinic:\n    zone: Europe/Berlin\n    open: {mon-thu: \"08:00-12:00, 13:00-16:00\", fri: \"08:00-12:00\"}\n    holidays: [{name: Leap day, fixed: 02-29}, {name: Works outing, date: 2026-06-12}]\n");
        var calendar = site.Calendars["clinic"].In(TimeZoneInfo.Utc);
        Assert.Equal(TimeSpan.FromHours(7), calendar.Elapsed(At("2026-06-11T00:00+02:00"), At("2026-06-13T00:00+02:00")));
        Assert.Equal(At("2026-06-11T13:00+02:00"), calendar.NextEdge(At("2026-06-11T12:00+02:00")));
        Assert.Equal(TimeSpan.Zero, calendar.Elapsed(At("2024-02-29T00:00+01:00"), At("2024-03-01T00:00+01:00")));
        Assert.Equal(TimeSpan.FromHours(4), calendar.Elapsed(At("2025-02-28T00:00+01:00"), At("2025-03-01T00:00+01:00")));
        Assert.Contains("us-federal", site.Calendars.Keys);
    }

    [Theory]
    [InlineData("{open: {mon: \"17:00-08:00\"}}")]
    [InlineData("{open: {montag: \"08:00-17:00\"}}")]
    [InlineData("{holidays: []}")]
    [InlineData("{zone: Mars/Olympus, open: {mon: \"08:00-17:00\"}}")]
    [InlineData("{open: {mon: \"08:00-17:00\"}, holidays: [{name: x, nth: 6th monday may}]}")]
    [InlineData("{open: {mon: \"08:00-17:00\"}, holidays: [{name: x, fixed: 02-30}]}")]
    public void A_mistake_says_its_line(string calendar) =>
        Assert.Contains("line 2", Assert.Throws<FormatException>(() => Vocabulary.Shipped.Extend($"calendars:\n  x: {calendar}\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_calendar_that_never_opens_never_ends()
    {
        var never = Vocabulary.Shipped.Extend("calendars:\n  x: {open: {sun: \"08:00-09:00\"}, holidays: [{name: every, nth: 1st sunday may}]}\n").Calendars["x"] with { Week = new Dictionary<DayOfWeek, IReadOnlyList<OpenHours>>() };
        Assert.Null(never.In(TimeZoneInfo.Utc).Add(At("2026-03-02T00:00Z"), TimeSpan.FromHours(1)));
        Assert.Null(never.In(TimeZoneInfo.Utc).NextEdge(At("2026-03-02T00:00Z")));
    }
}
