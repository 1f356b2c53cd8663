using FsCheck;
using FsCheck.Fluent;
using Runink.Domain.Intake.Sources;

namespace Runink.Tests.Domain.Intake.Sources;

/// <summary>Up to where a source is read: nothing that was not seen may lie before it.</summary>
public sealed class WatermarkTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void HoweverAReadingBreaksOffNothingUnseenLiesBeforeTheWatermark() => Prop.ForAll(
        Gen.Choose(0, 6).ListOf().ToArbitrary(), Gen.Choose(0, 30).ToArbitrary(), Gen.Elements(true, false).ToArbitrary(),
        (values, seen, isOrdered) =>
        {
            var rows = (isOrdered ? values.Order() : values.AsEnumerable()).ToList();
            var progress = new WatermarkProgress(null, isOrdered);
            foreach (var row in rows.Take(seen))
                progress.Saw(new Watermark(WatermarkKind.Number, row));
            // Also for a query that asks for what is greater, and not for what is greater or equal.
            return rows.Skip(seen).All(row => progress.IfBroken is not { } from || row > from.Position);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ItNeverGoesBackAndEndsAtTheGreatest() => Prop.ForAll(Gen.Choose(0, 9).ListOf().ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(), (values, start) =>
    {
        var progress = new WatermarkProgress(new Watermark(WatermarkKind.Number, start));
        foreach (var value in values)
            progress.Saw(new Watermark(WatermarkKind.Number, value));
        return progress.IfBroken!.Value.Position >= start && progress.AtEnd!.Value.Position == values.Append(start).Max();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AReadingNeverStopsBetweenEqualValues()
    {
        var progress = new WatermarkProgress(null);
        progress.Saw(new Watermark(WatermarkKind.Number, 1));
        Assert.False(progress.MayStopBefore(new Watermark(WatermarkKind.Number, 1)));
        Assert.False(progress.MayStopBefore(null));
        Assert.True(progress.MayStopBefore(new Watermark(WatermarkKind.Number, 2)));
    }

    [Fact]
    public void ARowWithoutAValueMovesNothing()
    {
        var progress = new WatermarkProgress(null);
        progress.Saw(null);
        Assert.Equal((null, null, 1), (progress.IfBroken, progress.AtEnd, progress.WithoutValue));
    }

    [Theory]
    [InlineData(WatermarkKind.Instant, "2026-03-02T08:00:00.1234567Z")]
    [InlineData(WatermarkKind.LocalTime, "2026-03-02T08:00:00.1234567")]
    [InlineData(WatermarkKind.Number, "-12345678901234567890.5")]
    public void ItsTextGivesItBack(WatermarkKind kind, string text)
    {
        Assert.Equal(text, Watermark.Parse(kind, text)!.Value.Text);
        Assert.Equal(Watermark.Parse(kind, text), Watermark.Parse(kind, Watermark.Parse(kind, text)!.Value.Text));
    }

    [Theory]
    [InlineData(WatermarkKind.Instant, "2026-03-02 08:00:00+01:00", "2026-03-02T07:00:00Z")]
    [InlineData(WatermarkKind.Instant, "2026-03-02 08:00:00", "2026-03-02T08:00:00Z")]
    [InlineData(WatermarkKind.LocalTime, "2026-03-02 08:00:00", "2026-03-02T08:00:00")]
    [InlineData(WatermarkKind.LocalTime, "2026-03-02 08:00:00+01:00", null)]
    [InlineData(WatermarkKind.Number, "2026-03-02", null)]
    [InlineData(WatermarkKind.Instant, "yesterday", null)]
    public void EachKindIsReadAsWhatItIs(WatermarkKind kind, string text, string? read) => Assert.Equal(read, Watermark.Parse(kind, text)?.Text);

    /// <summary>In the night of 25 October 2026 the clocks of Berlin show 02:00 to 03:00 twice.</summary>
    [Theory]
    [InlineData("2026-10-25T01:30:00", "2026-10-25T01:25:00")]
    [InlineData("2026-10-25T02:59:00", "2026-10-25T01:55:00")]
    [InlineData("2026-10-25T03:02:00", "2026-10-25T01:55:00")]
    [InlineData("2026-10-25T03:30:00", "2026-10-25T03:25:00")]
    [InlineData("2026-03-29T03:02:00", "2026-03-29T02:57:00")]
    public void TheHourThatAWallClockShowsTwiceIsReadFromItsBeginning(string at, string from) =>
        Assert.Equal(from, Watermark.Parse(WatermarkKind.LocalTime, at)!.Value.Back(TimeSpan.FromMinutes(5), 0, Berlin).Text);

    [Fact]
    public void OneRowFromTheFutureHidesNobodyElse()
    {
        var now = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        Assert.Equal("2026-03-02T08:00:00Z", Watermark.Parse(WatermarkKind.Instant, "2999-01-01T00:00:00Z")!.Value.NotAhead(now, Berlin).Text);
        Assert.Equal("2026-03-02T09:00:00", Watermark.Parse(WatermarkKind.LocalTime, "2999-01-01T00:00:00")!.Value.NotAhead(now, Berlin).Text);
    }
}
