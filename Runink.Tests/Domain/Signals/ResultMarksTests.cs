using Runink.Domain.Signals;

namespace Runink.Tests.Domain.Signals;

public class ResultMarksTests
{
    [Theory]
    [InlineData("3.5-5.1", "3.5", "5.1", null)]
    [InlineData("3,5 – 5,1 mmol/L", "3.5", "5.1", "mmol/L")]
    [InlineData("(135 - 145)", "135", "145", null)]
    [InlineData("[0.70;1.05] mmol/L", null, null, null)]
    [InlineData("[0.70;1.05]", "0.70", "1.05", null)]
    [InlineData("-2 to 2", "-2", "2", null)]
    [InlineData("-5--2", "-5", "-2", null)]
    [InlineData("4.0-10.0 10*9/L", "4.0", "10.0", "10*9/L")]
    [InlineData("0.0..0.4{ratio}", "0.0", "0.4", "{ratio}")]
    [InlineData("< 0.04 ug/L", null, "0.04", "ug/L")]
    [InlineData("<=5", null, "5", null)]
    [InlineData("≥60", "60", null, null)]
    [InlineData("> 90 mL/min", "90", null, "mL/min")]
    [InlineData("150,000-400,000", null, null, null)]
    [InlineData("0,150-0,400", "0.150", "0.400", null)]
    [InlineData("5.1-3.5", null, null, null)]
    [InlineData("M: 13.5-17.5; F: 12-15.5", null, null, null)]
    [InlineData("Negative", null, null, null)]
    [InlineData("", null, null, null)]
    [InlineData("5", null, null, null)]
    public void A_reference_range_is_read_as_it_is_written_or_not_at_all(string text, string? low, string? high, string? unit)
    {
        var limits = ReferenceLimits.Read(text);
        Assert.Equal((low, high, unit), (Plain(limits?.Low), Plain(limits?.High), limits?.Unit));
        Assert.Equal(low is null && high is null, limits is null);
    }

    [Theory]
    [InlineData("H", "H")]
    [InlineData("a,hh", "HH")]
    [InlineData("N,abc", "N")]
    [InlineData(" , ", null)]
    [InlineData("L,LL,L", "LL")]
    public void Of_several_flags_the_gravest_speaks(string sent, string? speaks) =>
        Assert.Equal(speaks, ResultMarks.Of("1-2", sent.Split(','))?.Flag);

    [Fact]
    public void What_says_nothing_is_nothing() => Assert.Null(ResultMarks.Of("  ", [" "]));

    [Theory]
    [InlineData(null, null)]
    [InlineData("3.5-5.1", null)]
    [InlineData(null, "HH~A")]
    [InlineData("\"quoted\" 3-5", "H")]
    public void A_batch_keeps_them_with_and_without_key_and_version(string? range, string? flags)
    {
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        Signal plain = new("lab.potassium", "5.2", "mmol/L", at, at, SignalStatus.Final, "m") { Marks = ResultMarks.Of(range, flags?.Split('~') ?? []) };
        Signal[] signals = [plain, plain with { Key = ResultKey.Of("k") }, plain with { VersionAt = at }, plain with { Key = ResultKey.Of("k"), VersionAt = at }];
        var batch = new SignalBatch { MessageId = "m", PatientId = "p", RecordedAt = at, Data = SignalBatch.Write(signals) };
        Assert.Equal(signals, batch.Signals());
    }

    private static string? Plain(decimal? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
