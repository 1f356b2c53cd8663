using System.Globalization;
using Runink.Domain.Analytics;

namespace Runink.Tests.Domain.Analytics;

public sealed class SlaKpisTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(new[] { 5 }, 5)]
    [InlineData(new[] { 9, 1 }, 5)]
    [InlineData(new[] { 9, 1, 2 }, 2)]
    [InlineData(new[] { 4, 1, 2, 3 }, 2.5)]
    public void TheMedianIsInTheMiddle(int[] minutes, double median) =>
        Assert.Equal(TimeSpan.FromMinutes(median), SlaKpis.MedianOf([.. minutes.Select(minute => TimeSpan.FromMinutes(minute))]));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 2)]
    [InlineData(0.9, 4.6)]
    [InlineData(1, 5)]
    public void QuantilesAreLinearBetweenNeighbours(double q, double minutes) =>
        Assert.Equal(minutes, SlaKpis.Quantile([.. new[] { 5, 3, 1, 4, 2 }.Select(minute => TimeSpan.FromMinutes(minute))], q)!.Value.TotalMinutes, 6);

    [Fact]
    public void OfNothingThereIsNoMedian() => Assert.Null(SlaKpis.MedianOf([]));

    [Theory]
    [InlineData(10, 10, true, 60, true)]
    [InlineData(10, 11, true, 60, false)]
    [InlineData(10, null, true, 10, null)]
    [InlineData(10, null, true, 11, false)]
    [InlineData(10, null, false, 60, null)]
    [InlineData(4, null, false, 60, false)]
    [InlineData(null, 3, true, 60, null)]
    public void InTimeIsAsDefined(int? due, int? acknowledged, bool isOpen, int now, bool? inTime)
    {
        // Closed rows are resolved five minutes after opening.
        var row = Row("a", null, due, acknowledged) with { IsOpen = isOpen, ResolvedAt = isOpen ? null : Now.AddMinutes(5) };

        Assert.Equal(inTime, row.InTime(Now.AddMinutes(now)));
    }

    [Fact]
    public void TheTileCountsWhatWasDueAndComparesWithThePeriodBefore()
    {
        EscalationTimes[] period = [.. Of(8, 10), .. Of(4, 11), Row("d", "ED", 120, null)];
        EscalationTimes[] before = [.. Of(6, 5), .. Of(6, 20)];

        var tiles = SlaKpis.Tiles(period, before, Now.AddMinutes(60));

        Assert.Equal(["acknowledged-in-time", "median-time-to-acknowledge", "acted-in-time", "resolved-in-time", "open-and-late"], tiles.Select(tile => tile.Name));
        Assert.Equal(("66.7 %", "8 of 12", "+16.7", true, true), (tiles[0].Value, tiles[0].Detail, tiles[0].Trend, tiles[0].TrendIsGood, tiles[0].OffTarget));
        Assert.Equal(("10 min 0 s", "−2 min 30 s", true), (tiles[1].Value, tiles[1].Trend, tiles[1].TrendIsGood));
        Assert.Equal(("0", false), (tiles[4].Value, tiles[4].OffTarget));
        Assert.Equal("1", SlaKpis.Tiles(period, before, Now.AddMinutes(121))[4].Value);
    }

    [Fact]
    public void FewCasesMakeNeitherATrendNorA90thPercentile()
    {
        var tiles = SlaKpis.Tiles([.. Of(3, 5)], [.. Of(12, 20)], Now.AddMinutes(60));

        Assert.All(tiles, tile => Assert.Null(tile.Trend));
        Assert.Equal("of 3; too few for a p90", tiles[1].Detail);
    }

    private static IEnumerable<EscalationTimes> Of(int count, int acknowledged) => Enumerable.Range(0, count).Select(n => Row($"{acknowledged}-{n}", "ED", 10, acknowledged));

    [Fact]
    public void NothingIsShownAsADashAndIsNotOffTarget()
    {
        var tiles = SlaKpis.Tiles([], [], Now);

        Assert.Equal(["–", "–", "–", "–", "0"], tiles.Select(tile => tile.Value));
        Assert.All(tiles, tile => Assert.False(tile.OffTarget));
        Assert.All(tiles, tile => Assert.Null(tile.Trend));
    }

    [Fact]
    public void DaysAndSlotsAreThoseOfTheSite()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        EscalationTimes[] rows =
        [
            Row("a", "ED", 10, 4, "2026-03-08T04:30:00Z"), Row("b", "ED", 10, 8, "2026-03-08T05:30:00Z"), Row("c", null, 10, null, "2026-03-08T07:30:00Z"),
        ];

        var heat = SlaKpis.Arrivals(rows, zone);
        Assert.Equal(["ED", "No unit"], heat.Units);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], heat.Counts[0]);
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], heat.Counts[1]);

        var series = new KpiDays(new DateOnly(2026, 3, 6), new DateOnly(2026, 3, 8), 3, zone).Series("m", "M", "min", null, rows, [Row("e", "ED", 10, 7, "2026-03-04T18:00:00Z")], row => row.OpenedAt, SlaKpis.MedianMinutes);
        Assert.Equal([null, 7, null], series.Before);
        Assert.Equal(
            [new KpiPoint(new DateOnly(2026, 3, 6), null, 0), new KpiPoint(new DateOnly(2026, 3, 7), 4, 1), new KpiPoint(new DateOnly(2026, 3, 8), 8, 1)], series.Points);
    }

    [Fact]
    public void BreachesAreGroupedWorstFirstAndLeadToTheirRows()
    {
        var table = SlaKpis.Breaches([Row("a", "ED", 10, 5), Row("b", "ICU", 10, 20), Row("c", "ICU", 10, 5), Row("d", "ED", 99, null)], Now.AddMinutes(30));

        Assert.Equal([["ICU", "Sepsis", "1", "2", "50 %"], ["ED", "Sepsis", "0", "1", "100 %"]], table.Rows);
        Assert.Equal(["?rows=acknowledged-in-time&unit=ICU", "?rows=acknowledged-in-time&unit=ED"], table.Links);
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(348, "5 min 48 s")]
    [InlineData(3600, "1 h 0 min")]
    [InlineData(180_060, "50 h 1 min")]
    public void DurationsAreSaidInWords(double seconds, string words) => Assert.Equal(words, SlaKpis.Words(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void EachStepLeadsOneDeeperUntilTheRows()
    {
        EscalationTimes[] rows =
        [
            Row("a", "ED", 10, 5) with { OwnerId = "ana", OwnerName = "Ana Ruiz" }, Row("b", "ED", 10, 20, "2026-03-02T16:00:00Z"), Row("c", "ICU", 10, 5), Row("d", null, 10, 5),
        ];
        KpiTable? Step(KpiQuery query, bool byPerson = true) => SlaKpis.Breakdown(rows, query, byPerson, Now.AddDays(1), TimeZoneInfo.Utc);

        var units = Step(new KpiQuery())!;
        Assert.Equal(["ED", "2", "50 %", "1", "12 min 30 s", "–", "–"], units.Rows[0]);
        Assert.Equal([null, "?unit=ED", "?unit=ICU"], units.Links.Order(StringComparer.Ordinal));
        Assert.Equal(["?shift=day", "?shift=evening"], Step(new KpiQuery(Unit: "ED"))!.Links);
        var owners = Step(new KpiQuery(Unit: "ED") { Shift = "day" })!;
        Assert.Contains("?rows=arrivals&person=ana", owners.Links);
        Assert.Contains("?rows=arrivals&person=nobody", owners.Links);
        Assert.Null(Step(new KpiQuery(Unit: "ED") { Shift = "day" }, byPerson: false));
        Assert.Null(Step(new KpiQuery(Unit: "ED") { Shift = "day", Person = "ana" }));
    }

    [Theory]
    [InlineData(20, 10, false, 60, true)]
    [InlineData(20, 30, false, 60, false)]
    [InlineData(20, null, true, 19, null)]
    [InlineData(20, null, true, 21, false)]
    [InlineData(null, 5, false, 60, null)]
    public void ClosingHasAClockOfItsOwn(int? due, int? closed, bool isOpen, int now, bool? inTime)
    {
        var row = Row("a", null, null, null) with { IsOpen = isOpen, ResolveDueAt = due is { } minutes ? Now.AddMinutes(minutes) : null, ResolvedAt = closed is { } at ? Now.AddMinutes(at) : null };

        Assert.Equal(inTime, row.ResolvedInTime(Now.AddMinutes(now)));
        // What its rule took back in time was closed by nobody.
        Assert.Equal(inTime == true ? null : inTime, (row with { IsRetracted = true }).ResolvedInTime(Now.AddMinutes(now)));
    }

    [Fact]
    public void MutedTimeIsNotHeldAgainstAnybody()
    {
        var muted = Row("a", "ED", 10, null) with { MutedAt = Now.AddMinutes(8) };
        var late = Row("b", "ED", 10, null) with { MutedAt = Now.AddMinutes(12) };
        var answered = Row("c", "ED", 40, 35) with { Rested = TimeSpan.FromMinutes(30) };

        Assert.Equal((null, false), (muted.InTime(Now.AddHours(2)), SlaKpis.IsLateNow(muted, Now.AddHours(2))));
        Assert.Equal((false, true), (late.InTime(Now.AddHours(2)), SlaKpis.IsLateNow(late, Now.AddHours(2))));
        Assert.Equal(TimeSpan.FromMinutes(5), answered.TimeToAcknowledge);
    }

    private static EscalationTimes Row(string id, string? unit, int? due, int? acknowledged, string opened = "2026-03-02T08:00:00Z")
    {
        var at = DateTimeOffset.Parse(opened, CultureInfo.InvariantCulture);
        return new EscalationTimes(
            id, "sepsis", "Sepsis", unit, "high", false, at, due is null ? null : at.AddMinutes(due.Value), acknowledged is null ? null : at.AddMinutes(acknowledged.Value), null, true, false);
    }
}
