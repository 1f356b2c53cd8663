using Runink.Companion.Shared.Controls;

namespace Runink.Tests.Companion.Shared;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"so\"", "\"say \"\"so\"\"\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-cmd", "'-cmd")]
    [InlineData("-2.5", "-2.5")]
    public void A_cell_is_quoted_and_cannot_become_a_formula(string cell, string written) =>
        Assert.Equal($"c\r\n{written}\r\n", CsvText.Of(["c"], [[cell]]));
}
