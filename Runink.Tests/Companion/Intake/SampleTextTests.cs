using System.Text;
using Runink.Companion.Intake.Mapping;

namespace Runink.Tests.Companion.Intake;

/// <summary>Samples as people have them: other signs, other encodings, broken lines. What cannot be told is asked.</summary>
public sealed class SampleTextTests
{
    [Theory]
    [InlineData("a;b\n1,5;2,5\n3,5;4,5\n", "a b")]
    [InlineData("a\tb\tc\n1\t2\t3\n", "a b c")]
    [InlineData("a|b\n1|2\n", "a b")]
    [InlineData("a,b\n\"1,5\",\"2\n3\"\n", "a b")]
    public void SignsAreTold(string text, string columns) => Assert.Equal(columns, string.Join(' ', new SampleText(text).Read().Value!.Columns));

    [Theory]
    [InlineData("", "There is nothing in it")]
    [InlineData("just words\nand more of them\n", "Choose the sign")]
    [InlineData("MSH|^~\\&|LAB\r", "HL7 v2")]
    [InlineData("{\"resourceType\":\"Patient\"}", "FHIR")]
    [InlineData("{broken", "no object that can be read")]
    public void WhatIsNoTableIsRefusedInWords(string text, string words) => Assert.Contains(words, new SampleText(text).Read().Refusal!.Message, StringComparison.Ordinal);

    [Fact]
    public void AShortLineIsARejectAndTheOthersStay()
    {
        var sample = new SampleText("mrn,value\n7,1\n8\n9,2\n10,3\n11,4\n12,5\n").Read().Value!;
        Assert.Equal((5, 3), (sample.Rows.Count, Assert.Single(sample.Rejects).Line));
        Assert.Equal("The line has 1 fields and the header 2.", sample.Rejects[0].Reason);
    }

    [Fact]
    public void AnEncodingThatBytesDoNotTellIsAsked()
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("Größe;Wert\n");
        Assert.Contains("Choose the encoding", SampleText.Decode(bytes, null).Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal("Größe;Wert\n", SampleText.Decode(bytes, "windows-1252").Value);
        Assert.Equal("Größe", SampleText.Decode([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Größe")], null).Value);
        Assert.Equal("Größe", SampleText.Decode([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("Größe")], null).Value);
        Assert.Contains("1 MiB", SampleText.Decode(new byte[SampleText.MostBytes + 1], null).Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("no text", SampleText.Decode([65, 0, 66, 0], null).Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ListsOfObjectsAndObjectsALine()
    {
        Assert.Equal(2, new SampleText("{\"page\":1,\"rows\":[{\"a\":1},{\"a\":2}]}").Read().Value!.Rows.Count);
        var lines = new SampleText("{\"a\":1,\"b\":{\"c\":2}}\n\nno\n{\"a\":3}\n").Read().Value!;
        Assert.Equal((2, 3), (lines.Rows.Count, Assert.Single(lines.Rejects).Line));
        Assert.Equal(["a", "b.c"], lines.Columns);
    }
}
