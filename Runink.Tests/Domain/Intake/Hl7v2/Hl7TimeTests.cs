using System.Globalization;
using Runink.Domain.Intake.Hl7v2;

namespace Runink.Tests.Domain.Intake.Hl7v2;

public sealed class Hl7TimeTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026", "2026-01-01T00:00:00Z")]
    [InlineData("202603", "2026-03-01T00:00:00Z")]
    [InlineData("20260302", "2026-03-02T00:00:00Z")]
    [InlineData("2026030208", "2026-03-02T08:00:00Z")]
    [InlineData("202603020815", "2026-03-02T08:15:00Z")]
    [InlineData("20260302081530", "2026-03-02T08:15:30Z")]
    [InlineData("20260302081530.5", "2026-03-02T08:15:30.5Z")]
    [InlineData("20260302081530.1234", "2026-03-02T08:15:30.1234Z")]
    [InlineData("20260302081530+0530", "2026-03-02T02:45:30Z")]
    [InlineData("20260302081530.25-0800", "2026-03-02T16:15:30.25Z")]
    [InlineData("20260302-0000", "2026-03-02T00:00:00Z")]
    public void EveryPrecisionAndOffsetIsRead(string stamp, string meant) => Assert.Equal(Instant(meant), Read(stamp, TimeZoneInfo.Utc));

    [Theory]
    [InlineData("20260115120000", "2026-01-15T11:00:00Z")]
    [InlineData("20260715120000", "2026-07-15T10:00:00Z")]
    [InlineData("20260329015959", "2026-03-29T00:59:59Z")]
    [InlineData("20260329030000", "2026-03-29T01:00:00Z")]
    [InlineData("20260329023000", "2026-03-29T01:30:00Z")]
    [InlineData("20261025030000", "2026-10-25T02:00:00Z")]
    [InlineData("20261025023000+0200", "2026-10-25T00:30:00Z")]
    [InlineData("20261025023000+0100", "2026-10-25T01:30:00Z")]
    public void WithoutOffsetTheZoneOfTheSiteDecidesAlsoAroundItsChanges(string stamp, string meant) => Assert.Equal(Instant(meant), Read(stamp, Berlin));

    [Theory]
    [InlineData("")]
    [InlineData("202")]
    [InlineData("20261")]
    [InlineData("20261302")]
    [InlineData("20260230")]
    [InlineData("2026030225")]
    [InlineData("20260302081560")]
    [InlineData("202603020815301")]
    [InlineData("20260302081530.x")]
    [InlineData("20260302081530.1.2")]
    [InlineData("20260302+0575")]
    [InlineData("20260302+1500")]
    [InlineData("0000")]
    [InlineData("00010101000000+0100")]
    [InlineData("99991231235959-0100")]
    [InlineData("2026-3-2")]
    [InlineData("20260302+5")]
    [InlineData("20260302 Z")]
    [InlineData("٢٠٢٦")]
    [InlineData("today")]
    public void WhatIsNoTimeIsRefused(string stamp) => Assert.False(Hl7Time.TryParse(stamp, TimeZoneInfo.Utc, out _));

    [Fact]
    public void ManyNinesAtTheEndOfTimeDoNotOverflow() =>
        Assert.Equal(DateTimeOffset.MaxValue, Read($"99991231235959.{new string('9', 40)}", TimeZoneInfo.Utc));

    [Theory]
    [InlineData("20260302081530Z", "2026-03-02T08:15:30Z")]
    [InlineData("20260302081530+00", "2026-03-02T08:15:30Z")]
    [InlineData("20260302081530+05", "2026-03-02T03:15:30Z")]
    [InlineData("20260302081530-05:30", "2026-03-02T13:45:30Z")]
    [InlineData("2026-03-02T08:15:30Z", "2026-03-02T08:15:30Z")]
    [InlineData("2026-03-02T08:15:30.5+01:00", "2026-03-02T07:15:30.5Z")]
    [InlineData("2026-03-02 08:15", "2026-03-02T07:15:00Z")]
    [InlineData("2026-03-02", "2026-03-01T23:00:00Z")]
    public void OtherWaysToWriteAnInstantAreRead(string stamp, string meant) => Assert.Equal(Instant(meant), Read(stamp, Berlin));

    [Fact]
    public void WhatIsFormattedIsReadBack()
    {
        var instant = new DateTimeOffset(2026, 3, 2, 8, 15, 30, 125, TimeSpan.FromHours(-5));

        Assert.Equal(instant, Read(Hl7Time.Format(instant), Berlin));
    }

    [Theory]
    [InlineData("19480312", "1948-03-12")]
    [InlineData("19480312143000+0100", "1948-03-12")]
    [InlineData("194803", "1948-03-01")]
    [InlineData("1948", "1948-01-01")]
    [InlineData("19480230", null)]
    [InlineData("12/03/48", null)]
    [InlineData("", null)]
    public void DatesMayBePartial(string text, string? meant) =>
        Assert.Equal(meant, Hl7Time.TryParseDate(text, out var date) ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Read(string stamp, TimeZoneInfo zone)
    {
        Assert.True(Hl7Time.TryParse(stamp, zone, out var instant));
        Assert.Equal(TimeSpan.Zero, instant.Offset);
        return instant;
    }
}
