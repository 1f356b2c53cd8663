using Runink.Domain.Analytics;

namespace Runink.Tests.Domain.Analytics;

public sealed class ControlLimitsTests
{
    private static readonly decimal?[] Baseline = [52, 48, 55, 50, 47, 53, 49, 51, 50, 54, 48, 52];

    [Fact]
    public void LimitsAreThoseOfThePublishedFormula()
    {
        var limits = ControlLimits.Of(Baseline, [])!;

        Assert.Equal((50.75m, 4.1818m, 39.626m, 61.874m), (limits.Mean, Math.Round(limits.MeanRange, 4), Math.Round(limits.Lower, 3), Math.Round(limits.Upper, 3)));
        Assert.Equal((12, true, false), (limits.Baseline, limits.IsTrial, limits.FromBefore));
        Assert.All(limits.Signals, signal => Assert.Equal(ControlSignal.None, signal));
    }

    [Fact]
    public void DaysAreHeldAgainstTheTimeBefore()
    {
        var limits = ControlLimits.Of([61, 57, 58, 59, 56, 60, 62], Baseline)!;

        Assert.True(limits.FromBefore);
        Assert.Equal(ControlSignal.Outside, limits.Signals[6]);
        Assert.All(limits.Signals.SkipLast(1), signal => Assert.NotEqual(ControlSignal.None, signal));
        Assert.Equal(ControlSignal.None, ControlLimits.Of([51, 57, 49], Baseline)!.Signals[1]);
    }

    [Theory]
    [InlineData(new double[] { 51, 52, 51.5, 53, 52, 51, 52 }, ControlSignal.Shift)]
    [InlineData(new double[] { 48, 49, 50, 51, 52, 53, 54 }, ControlSignal.Drift)]
    [InlineData(new double[] { 54, 53, 52, 51, 50, 49, 48 }, ControlSignal.Drift)]
    [InlineData(new double[] { 59, 52, 60 }, ControlSignal.NearLimit)]
    [InlineData(new double[] { 59, 49, 60 }, ControlSignal.None)]
    [InlineData(new double[] { 50, 61.9, 50 }, ControlSignal.Outside)]
    [InlineData(new double[] { 51, 52, 51, 53, 52, 51 }, ControlSignal.None)]
    public void EachRuleHasItsSignal(double[] days, ControlSignal signal)
    {
        var signals = ControlLimits.Of([.. days.Select(day => (decimal?)day)], Baseline)!.Signals;

        Assert.Equal(signal == ControlSignal.None ? [] : [signal], signals.Where(one => one != ControlSignal.None).Distinct());
    }

    [Fact]
    public void AFewDaysMakeNoLimitsAndDaysWithoutAValueArePassedOver()
    {
        Assert.Null(ControlLimits.Of([.. Baseline.Take(11)], []));
        var limits = ControlLimits.Of([null, .. Baseline.SelectMany(day => new[] { day, null })], [1, 2, 3])!;

        Assert.Equal((50.75m, 25, false), (limits.Mean, limits.Signals.Count, limits.FromBefore));
    }

    [Fact]
    public void TodayIsNotOverAndNotJudged()
    {
        var points = Baseline.Append(0).Select((value, at) => new KpiPoint(new DateOnly(2026, 3, 1).AddDays(at), value, 1)).ToList();

        Assert.Equal((ControlSignal.None, 50.75m), (new KpiSeries("n", "N", "", null, points).Limits!.Signals[^1], new KpiSeries("n", "N", "", null, points).Limits!.Mean));
    }
}
