using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Tests.Domain.Triggers;

public class DurationTextTests
{
    [Theory]
    [InlineData("30m", 30)]
    [InlineData("1h30m", 90)]
    [InlineData("1h 30 min", 90)]
    [InlineData(" 2 days ", 2880)]
    [InlineData("1.5h", 90)]
    [InlineData("0", 0)]
    public void It_reads_what_people_write(string text, double minutes) => Assert.Equal(TimeSpan.FromMinutes(minutes), DurationText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("h")]
    [InlineData("1h30")]
    [InlineData("1h-30m")]
    [InlineData("1.2.3h")]
    [InlineData("20a")]
    [InlineData("6a6a")]
    [InlineData("99999999999999999999d")]
    public void It_guesses_nothing(string text) => Assert.Null(DurationText.Parse(text));

    [Theory]
    [InlineData("wher", "where")]
    [InlineData("wen", "when")]
    [InlineData("lactate", "lab.lactate")]
    [InlineData("zzzz", null)]
    public void The_nearest_name_is_the_one_that_was_meant(string written, string? meant) =>
        Assert.Equal(meant, Nearest.Of(written, ["when", "where", "lab.lactate", "lab.potassium"]));
}
