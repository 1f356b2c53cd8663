using Runink.Domain.Analytics;

namespace Runink.Tests.Domain.Analytics;

public sealed class KpiTileTests
{
    private static readonly KpiTile InTime = new("in-time", "In time", KpiMeasure.Percent, 93.26m, "", "", 1) { MoreIsBetter = true, TargetAmount = 95, Before = 90 };

    [Fact]
    public void ATileSaysWhatItIsAgainstWhat()
    {
        Assert.Equal(("93.3 %", "95 %", "+3.3", true, true), (InTime.Value, InTime.Target, InTime.Trend, InTime.TrendIsGood, InTime.OffTarget));
        var waits = InTime with { Measure = KpiMeasure.Duration, Amount = 348, TargetAmount = 600, Before = 300, MoreIsBetter = false };
        Assert.Equal(("5 min 48 s", "+48 s", false, false), (waits.Value, waits.Trend, waits.TrendIsGood, waits.OffTarget));
        Assert.Equal(("1,234", "−1"), ((InTime with { Measure = KpiMeasure.Count, Amount = 1234 }).Value, (InTime with { Measure = KpiMeasure.Count, Amount = 89 }).Trend));
    }

    [Fact]
    public void NothingCountedIsNeitherGoodNorBad()
    {
        var nothing = InTime with { Amount = null };

        Assert.Equal(("–", null, null, false), (nothing.Value, nothing.Trend, nothing.TrendIsGood, nothing.OffTarget));
        Assert.Null((InTime with { Before = InTime.Amount }).TrendIsGood);
        Assert.False((InTime with { MoreIsBetter = null }).OffTarget);
    }

    [Fact]
    public void TheNewestTargetHoldsAndAUnitsOwnComesFirst()
    {
        KpiTarget[] targets = [Target("1", null, 90), Target("2", null, 92), Target("3", "ICU", 99), Target("4", "ED", 80), Target("5", "ED", null)];

        Assert.Equal((92m, true), (KpiTarget.Judge(InTime, targets, null).TargetAmount, KpiTarget.Judge(InTime, targets, null).TargetNote!.Contains("agreed", StringComparison.Ordinal)));
        Assert.Equal(99, KpiTarget.Judge(InTime, targets, "ICU").TargetAmount);
        Assert.Equal(92, KpiTarget.Judge(InTime, targets, "ED").TargetAmount);
        Assert.Equal(95, KpiTarget.Judge(InTime with { Name = "other" }, targets, null).TargetAmount);
        Assert.Equal(95, KpiTarget.Judge(InTime, [Target("1", null, 90), Target("2", null, null)], null).TargetAmount);
    }

    [Theory]
    [InlineData(8, 40, .1050, .3476)]
    [InlineData(0, 12, 0, .2425)]
    [InlineData(342, 823, .3824, .4495)]
    public void WilsonIsAsPublished(int part, int whole, double low, double high)
    {
        var interval = new Proportion(part, whole).Interval();

        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Theory]
    [InlineData(29, 29, false)]
    [InlineData(15, 30, false)]
    [InlineData(29, 30, true)]
    [InlineData(342, 823, true)]
    public void APercentageNeedsEnoughToSay(int part, int whole, bool isReliable) => Assert.Equal(isReliable, new Proportion(part, whole).IsReliable);

    [Theory]
    [InlineData("2026-03-02T06:59:00Z", "night")]
    [InlineData("2026-03-02T07:00:00Z", "day")]
    [InlineData("2026-03-02T15:00:00Z", "evening")]
    [InlineData("2026-03-02T23:00:00Z", "night")]
    public void ShiftsBeginByTheSitesClocks(string at, string shift) =>
        Assert.Equal(shift, Runink.Domain.Foundation.DayShift.Of(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.Utc));

    private static KpiTarget Target(string id, string? unit, decimal? amount) => new() { Id = id, Kpi = "in-time", Unit = unit, Amount = amount, Reason = "agreed", SetById = "n", SetByName = "Nora", SetAt = default };
}
