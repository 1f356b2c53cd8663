using System.Text;
using Runink.Domain.Intake.Hl7v2;

namespace Runink.Tests.Domain.Intake.Hl7v2;

public sealed class Hl7TextTests
{
    [Theory]
    [InlineData("8859/1", "iso-8859-1", "Müller Ærø")]
    [InlineData("8859/2", "iso-8859-2", "Žižek Łódź")]
    [InlineData("8859/5", "iso-8859-5", "Иванов")]
    [InlineData("8859/7", "iso-8859-7", "Παπαδόπουλος")]
    [InlineData("8859/9", "iso-8859-9", "Gökçe Şahin")]
    [InlineData("8859/15", "iso-8859-15", "Œuvre 5 €")]
    [InlineData("ISO IR87", "iso-2022-jp", "山田^太郎")]
    [InlineData("GB 18030-2000", "gb18030", "王小明")]
    [InlineData("KS X 1001", "ks_c_5601-1987", "김철수")]
    [InlineData("BIG-5", "big5", "陳大文")]
    [InlineData("UNICODE UTF-8", "utf-8", "Иванов 王 é")]
    [InlineData("", "utf-8", "Müller")]
    [InlineData("", "iso-8859-1", "Müller")]
    [InlineData("ASCII", "iso-8859-1", "Müller")]
    [InlineData("NOT A CHARSET", "utf-8", "Müller")]
    [InlineData("8859/99", "iso-8859-1", "Müller")]
    public void TheDeclaredCharsetIsUsed(string declared, string written, string name)
    {
        var text = Message(declared, name);

        Assert.Equal(text, Hl7Text.Decode(Encoding(written).GetBytes(text)));
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32", false)]
    [InlineData("utf-8", true)]
    public void WideTextIsKnownByItsFirstBytes(string charset, bool withMark)
    {
        var text = Message("UNICODE", "Žižek 王");
        var encoding = Encoding(charset);

        Assert.Equal(text, Hl7Text.Decode([.. withMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]));
    }

    [Fact]
    public void FrameBytesAndBlanksAroundAreDropped() =>
        Assert.Equal("MSH|^~\\&|A", Hl7Text.Decode("\u000b \r\nMSH|^~\\&|A\r\n\u001c\r"u8));

    [Fact]
    public void OnlyTheFirstRepetitionOfTheCharsetCountsForTheBytes()
    {
        var text = Message("8859/1~UNICODE UTF-8", "Müller");

        Assert.Equal(text, Hl7Text.Decode(System.Text.Encoding.Latin1.GetBytes(text)));
    }

    private static string Message(string charset, string name) =>
        $"MSH|^~\\&|ADT|HOSP|||20260302080000||ADT^A04|1|P|2.5.1||||||{charset}\rPID|1||7||{name}";

    private static Encoding Encoding(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name) ?? System.Text.Encoding.GetEncoding(name);
}
