using Runink.Companion.Triggers;

namespace Runink.Tests.Companion.Triggers;

public sealed class LineDifferenceTests
{
    [Theory]
    [InlineData("a\nb\nc", "a\nb\nc", "   ")]
    [InlineData("a\nb\nc", "a\nx\nc", " -+ ")]
    [InlineData("a\nc", "a\nb\nc", " + ")]
    [InlineData("a\nb\nc", "a\nc", " - ")]
    [InlineData("a\r\nb", "a\nb\n", "  ")]
    public void Kept_lines_stay_and_others_go_or_come(string before, string after, string kinds) =>
        Assert.Equal(kinds, string.Concat(LineDifference.Between(before, after).Select(line => line.Kind)));

    [Fact]
    public void Both_texts_can_be_read_back()
    {
        var lines = LineDifference.Between("a\nb\nc\nd", "b\nx\nd\ne");

        Assert.Equal(["a", "b", "c", "d"], lines.Where(line => line.Kind != '+').Select(line => line.Text));
        Assert.Equal(["b", "x", "d", "e"], lines.Where(line => line.Kind != '-').Select(line => line.Text));
    }
}
