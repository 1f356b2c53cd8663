using Runink.Domain.Intake.Hl7v2;

namespace Runink.Tests.Domain.Intake.Hl7v2;

public sealed class Hl7BatchTests
{
    private const string One = "MSH|^~\\&|LAB|HOSP|||20260302080000||ORU^R01|1|P|2.5\rPID|1||7\rOBX|1|NM|X||1";
    private const string Two = "MSH|^~\\&|LAB|HOSP|||20260302080000||ORU^R01|2|P|2.5\rPID|1||8";

    [Theory]
    [InlineData("FHS|^~\\&\rBHS|^~\\&\r", "\rBTS|2\rFTS|1\r")]
    [InlineData("", "")]
    [InlineData("\u000b", "\u001c\r")]
    [InlineData("\n\n", "\n\n")]
    public void AFileIsCutIntoItsMessages(string before, string after)
    {
        Assert.Equal([One, Two], Hl7Batch.Split($"{before}{One}\r{Two}{after}"));
        Assert.Equal([One, Two], Hl7Batch.Split($"{before}{One}\r{Two}{after}".Replace("\r", "\r\n", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("FHS|^~\\&\rFTS|0\r")]
    public void NothingIsNoMessage(string text) => Assert.Empty(Hl7Batch.Split(text));

    [Fact]
    public void TextBeforeTheFirstHeaderIsNotSwallowed() => Assert.Equal(["noise", Two], Hl7Batch.Split($"noise\r{Two}"));

    [Fact]
    public void TheSameMessageHasTheSameKeyThoughItWasSentLater() =>
        Assert.Equal(Key(One), Key(One.Replace("20260302080000", "20260302090000", StringComparison.Ordinal).Replace("\r", "\r\n", StringComparison.Ordinal)));

    [Theory]
    [InlineData("|1|NM|X||1", "|1|NM|X||2")]
    [InlineData("R01|1|P", "R01|2|P")]
    [InlineData("LAB", "LAB2")]
    [InlineData("HOSP", "CLINIC")]
    [InlineData("ORU^R01", "ORU^R30")]
    public void AnotherMessageHasAnotherKey(string part, string other) => Assert.NotEqual(Key(One), Key(One.Replace(part, other, StringComparison.Ordinal)));

    [Fact]
    public void TextCannotMoveFromOneSegmentToTheNextUnseen() =>
        Assert.NotEqual(Key($"{Two}\rNTE|1\rNTE|2"), Key($"{Two}\rNTE|1NTE|2"));

    private static string Key(string text)
    {
        Assert.True(Hl7Message.TryParse(text, out var message, out _));
        return Hl7Reader.DeduplicationKey(message!);
    }
}
