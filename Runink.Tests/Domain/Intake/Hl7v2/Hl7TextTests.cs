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
    [InlineData("GB18030", "gb18030", "王小明")]
    [InlineData("GB 18030", "gb18030", "王小明")]
    [InlineData("gb18030-2005", "gb18030", "王小明")]
    [InlineData("UTF-8", "utf-8", "Иванов")]
    [InlineData("UNICODE_UTF-8", "utf-8", "Иванов")]
    [InlineData("ISO-8859-1", "iso-8859-1", "Müller")]
    [InlineData("ISO8859-15", "iso-8859-15", "Œuvre 5 €")]
    [InlineData("ISO IR6", "iso-8859-1", "Muller")]
    [InlineData("8859/1", "windows-1252", "O’Brien – “Bo”")]
    public void TheDeclaredCharsetIsUsed(string declared, string written, string name)
    {
        var text = Message(declared, name);

        Assert.Equal(text, Hl7Text.Decode(Encoding(written).GetBytes(text)));
    }

    [Theory]
    [InlineData("8859/1", "utf-8", "Müller", "UTF-8")]
    [InlineData("8859/1", "windows-1252", "O’Brien", "Windows-1252")]
    [InlineData("UNICODE UTF-8", "iso-8859-1", "Müller", "8859/1")]
    [InlineData("8859/5", "utf-8", "Иванов", "UTF-8")]
    [InlineData("8859/1", "iso-8859-1", "Müller", null)]
    [InlineData("8859/5", "iso-8859-5", "Иванов", null)]
    [InlineData("8859/1", "iso-8859-1", "Muller", null)]
    [InlineData("", "iso-8859-1", "Müller", null)]
    public void WhatIsReadOtherwiseThanDeclaredIsSaid(string declared, string written, string name, string? readAs)
    {
        var text = Message(declared, name);

        var read = Hl7Text.Read(Encoding(written).GetBytes(text));

        Assert.Equal((text, null), (read.Text, read.Fault));
        Assert.Equal(readAs is not null, read.Finding is not null);
        Assert.Contains(readAs ?? "", read.Finding ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NOT A CHARSET")]
    [InlineData("8859/99")]
    [InlineData("KOI8")]
    public void AnUnknownCharsetIsRefusedByItsNameAndNotGuessed(string declared)
    {
        foreach (var name in (string[])["Muller", "Müller"])
        {
            var fault = Hl7Text.Read(System.Text.Encoding.UTF8.GetBytes(Message(declared, name))).Fault;

            Assert.Equal(("MSH-18", false), (fault?.Place, fault?.Permanent));
            Assert.Contains(declared, fault!.Text, StringComparison.Ordinal);
        }
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

    [Theory]
    [InlineData("8859/1", "Müller", false)]
    [InlineData("8859/1", "Müller „x“", false)]
    [InlineData("8859/1", "Łukasz", true)]
    [InlineData("8859/15", "Müller €", false)]
    [InlineData("GB18030", "张", false)]
    [InlineData("ISO IR87", "山", false)]
    [InlineData("UNICODE UTF-8", "Łukasz", true)]
    [InlineData("", "Müller", true)]
    [InlineData("NOBODY", "Müller", true)]
    public void What_is_encoded_is_read_as_the_same_text(string charset, string name, bool isUtf8)
    {
        var text = $"MSH|^~\\&|A|B|C|D|20260302080000||ADT^A04|1|P|2.5.1||||||{charset}\rPID|1||7^^^H^MR||{name}";

        var bytes = Hl7Text.Encode(text);

        Assert.Equal(text, Hl7Text.Decode(bytes));
        Assert.Equal(isUtf8, bytes.AsSpan().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
