using Runink.Domain.Intake.Sources;

namespace Runink.Tests.Domain.Intake.Sources;

/// <summary>When a source is asked, and when somebody is told.</summary>
public sealed class SourceScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly SourceSchedule Often = new(TimeSpan.FromMinutes(5), null, null, TimeZoneInfo.Utc);
    private static readonly SourceProblem Away = new(SourceFault.Temporary, "It cannot be reached.");

    [Fact]
    public void PausesGrowAndStayWithinTheirBounds()
    {
        var before = TimeSpan.Zero;
        for (var failures = 1; failures < 60; failures++)
        {
            var (least, most) = (SourceSchedule.AfterFailure(failures, Away, 0, Now) - Now, SourceSchedule.AfterFailure(failures, Away, 1, Now) - Now);
            Assert.InRange(least, TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(12));
            Assert.InRange(most, least, TimeSpan.FromMinutes(18));
            Assert.True(least >= before);
            before = least;
        }
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(1, 5)]
    [InlineData(86400, 3600)]
    public void WhatTheServerWishesIsGrantedUpToAnHour(int asked, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), SourceSchedule.AfterFailure(1, Away with { RetryAfter = TimeSpan.FromSeconds(asked) }, 0.5, Now) - Now);

    [Fact]
    public void OnceADayIsByTheClockOfTheZone()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var daily = Often with { DailyAt = new TimeOnly(2, 30), Zone = berlin };
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 1, 30, 0, TimeSpan.Zero), daily.AfterSuccess(false, Now));
        // 02:30 is skipped in the night of 29 March.
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), daily.AfterSuccess(false, new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero)));
        Assert.Equal(Now, daily.AfterSuccess(true, Now));
    }

    [Fact]
    public void WhatMayPassByItselfIsToldWhenItLastsAndTheRestAtOnce()
    {
        var state = new SourceState { Name = "s" };
        state.Failed(Away, Now, Now);
        Assert.Null(Often.Concern(state, Now));
        state.Failed(Away, Now, Now);
        state.Failed(Away, Now, Now);
        Assert.Equal(SourceFault.Temporary, Often.Concern(state, Now)!.Fault);
        foreach (var fault in (SourceFault[])[SourceFault.Refused, SourceFault.Changed, SourceFault.Gone, SourceFault.HalfAnswer, SourceFault.NotUnderstood])
        {
            var other = new SourceState { Name = "s" };
            other.Failed(new SourceProblem(fault, "So."), Now, Now);
            Assert.Equal(fault, Often.Concern(other, Now)!.Fault);
        }
    }

    [Fact]
    public void ASilenceIsToldAfterItsPatienceAndEndsWithTheNextRow()
    {
        var state = new SourceState { Name = "s" };
        var watched = Often with { QuietAfter = TimeSpan.FromHours(2) };
        state.Succeeded(new PullResult(0, 0, 0, false, null), Now, Now);
        Assert.Null(watched.Concern(state, Now.AddHours(2)));
        Assert.Equal(SourceFault.Silent, watched.Concern(state, Now.AddHours(2.1))!.Fault);
        state.Counted(1, 0, Now.AddHours(3));
        Assert.Null(watched.Concern(state, Now.AddHours(4)));
        state.Pause(true, Now);
        Assert.Null(watched.Concern(state, Now.AddDays(9)));
    }

    [Fact]
    public void TheWatermarkNeverMovesBackButForAReplay()
    {
        var state = new SourceState { Name = "s" };
        state.Advance(Watermark.Of(Now));
        state.Advance(Watermark.Of(Now.AddHours(-1)));
        Assert.Equal("2026-03-02T08:00:00Z", state.Watermark);
        Assert.Null(state.Since(WatermarkKind.Number));
        state.ReplayFrom(Watermark.Of(Now.AddHours(-1)), Now);
        Assert.Equal(("2026-03-02T07:00:00Z", 1, true), (state.Watermark, state.Generation, state.TakesRefusedAgain));
    }

    [Theory]
    [InlineData("id int8, value text", null)]
    [InlineData("ID int8, value text, more bool", null)]
    [InlineData("id int8", "The column value is not there any more; it has id.")]
    [InlineData("id text, value text", "The column id was int8 and is text.")]
    [InlineData("id int8, id int8, value text", "The column id is there twice: give one of them another name.")]
    public void ATableThatLooksOtherwiseIsNoticed(string now, string? problem)
    {
        static IReadOnlyList<SourceColumn> Columns(string text) => [.. text.Split(", ").Select(one => new SourceColumn(one.Split(' ')[0], one.Split(' ')[1]))];
        string[] needed = ["id", "value"];
        Assert.Equal(problem, ColumnDrift.Find(Columns(now), needed, ColumnDrift.Write(Columns("id int8, value text"), needed))?.Words);
    }
}
