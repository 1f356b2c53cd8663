using System.Text;
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
        Assert.Equal([One, Two], Split($"{before}{One}\r{Two}{after}"));
        Assert.Equal([One, Two], Split($"{before}{One}\r{Two}{after}".Replace("\r", "\r\n", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("FHS|^~\\&\rFTS|0\r")]
    public void NothingIsNoMessage(string text) => Assert.Empty(Split(text));

    [Fact]
    public void TextBeforeTheFirstHeaderIsNotSwallowed() => Assert.Equal(["noise", Two], Split($"noise\r{Two}"));

    [Fact]
    public void EachMessageKeepsTheBytesOfItsOwnCharset()
    {
        byte[] latin = [.. Encoding.Latin1.GetBytes("MSH|^~\\&|A|B|||1||ADT^A04|1|P|2.5||||||8859/1\rPID|1||7||Müller")];
        byte[] greek = [.. CodePagesEncodingProvider.Instance.GetEncoding("iso-8859-7")!.GetBytes("MSH|^~\\&|A|B|||1||ADT^A04|2|P|2.5||||||8859/7\rPID|1||8||Παπαδόπουλος")];

        var found = Hl7Batch.Of((byte[])[.. "BHS|^~\\&\r"u8, .. latin, 0x0D, .. greek, .. "\rBTS|2\r"u8]).Messages;

        Assert.Equal([latin, greek], found.Select(message => message.ToArray()));
        Assert.Contains("Παπαδόπουλος", Hl7Text.Decode(found[1].Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void AWideBatchIsCutIntoWideMessages(string charset)
    {
        var wide = Encoding.GetEncoding(charset);

        Assert.Equal([One, Two], Hl7Batch.Of(wide.GetBytes($"BHS|^~\\&\r{One}\r{Two}\rBTS|2\r")).Messages.Select(message => Hl7Text.Decode(message.Span)));
    }

    [Fact]
    public void ABatchOfAnswersNamesTheOneItAnswersAndSaysWhatItMissed()
    {
        var batch = Hl7Batch.Of(Encoding.UTF8.GetBytes($"FHS|^~\\&|LAB|HOSP|||1||||F1\rBHS|^~\\&|LAB^1&2|HOSP|||1||||B1\r{One}\r{Two}\rBTS|3\rFTS|1\r"));

        var answer = batch.Answer(["MSH|a\rMSA|AA|1\r", "MSH|b\rMSA|AA|2\r"], "ID", DateTimeOffset.UnixEpoch).Split('\r');

        Assert.Equal("FHS|^~\\&|RUNINK|COMPANION|LAB^1&2|HOSP|19700101000000.000+0000||||ID|B1", answer[0]);
        Assert.StartsWith("BHS|", answer[1], StringComparison.Ordinal);
        Assert.Equal(["MSH|a", "MSA|AA|1", "MSH|b", "MSA|AA|2", "BTS|2|2 messages were found; the batch says 3.", "FTS|1", ""], answer[2..]);
    }

    [Theory]
    [InlineData("MSH|^~\\&|A\rPID|1", true)]
    [InlineData("MSH|^~\\&|A\rPID|1\nMSH|^~\\&|B", false)]
    [InlineData("BHS|^~\\&|A\rBTS|0", false)]
    [InlineData("\r\nMSH|^~\\&|A", false)]
    public void OneMessageAloneIsNotCut(string text, bool isSingle) => Assert.Equal(isSingle, Hl7Batch.IsSingle(Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<string> Split(string text) =>
        Hl7Batch.Of(Encoding.UTF8.GetBytes(text)).Messages.Select(message => Encoding.UTF8.GetString(message.Span).Replace("\r\n", "\r", StringComparison.Ordinal));

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
