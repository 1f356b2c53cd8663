using Runink.Domain.Foundation;

namespace Runink.Tests.Domain.Foundation;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("Müller 王 👩‍⚕️ عربى", "Müller 王 👩‍⚕️ عربى", "Müller 王 👩‍⚕️ عربى")]
    [InlineData("a\0b\u0001c\u007Fd\u0085e\u009F", "a b c d e ", "a b c d e ")]
    [InlineData("one\r\ntwo\rthree\n\tfour", "one\ntwo three\n\tfour", "one two three  four")]
    [InlineData("gpj.\u202Eexe\u202C \u2066x\u2069", "gpj.exe x", "gpj.exe x")]
    [InlineData("x\u2028y", "x\u2028y", "x y")]
    public void ControlCharactersBecomeSpacesAndOverridesGo(string text, string plain, string line) =>
        Assert.Equal((plain, line), (PlainText.Of(text), PlainText.Line(text)));

    [Fact]
    public void HalvesOfSurrogatePairsAreReplacedAndPairsAreNot() =>
        Assert.Equal("\uFFFDa\uFFFD👍\uFFFD", PlainText.Of("\uD83Da\uDC4D👍\uD83D"));

    [Fact]
    public void NoCharacterIsLeftThatEndsALineOrAStore()
    {
        var all = string.Concat(Enumerable.Range(0, 0x10000).Select(code => (char)code));

        Assert.DoesNotContain(PlainText.Of(all), letter => char.IsControl(letter) && letter is not ('\n' or '\t'));
        Assert.DoesNotContain(PlainText.Line(all), char.IsControl);
    }
}
