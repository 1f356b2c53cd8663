using Runink.Domain.Intake;
using Runink.Domain.Intake.Hl7v2;

namespace Runink.Tests.Domain.Intake.Hl7v2;

public sealed class Hl7AckTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AnAcceptanceNamesSenderAndMessage()
    {
        var ack = Hl7Ack.Accept(Message("MSH|^~\\&|ADT|HOSP|RUNINK|X|20260302||ADT^A04|C-1|T|2.3"), "ACK1", Now);

        Assert.Equal(
            "MSH|^~\\&|RUNINK|COMPANION|ADT|HOSP|20260302080000.000+0000||ACK^A04^ACK|ACK1|T|2.3||||||UNICODE UTF-8\rMSA|AA|C-1\r", ack);
    }

    [Fact]
    public void OtherDelimitersAreTranslated()
    {
        var ack = Parsed(Hl7Ack.Accept(Message("MSH#*!/?#LAB*1.2*ISO#A|B/F/^C###20260302##ORU*R01#C/F/1|x#P#2.5"), "ACK1", Now));

        Assert.Equal(Hl7Delimiters.Usual, ack.Delimiters);
        Assert.Equal(("LAB", "1.2", "ISO"), (ack.Header.Get(5), ack.Header.Get(5, 2), ack.Header.Get(5, 3)));
        Assert.Equal("A|B#^C", ack.Header.Get(6));
        Assert.Equal("R01", ack.Header.Get(9, 2));
        Assert.Equal("C#1|x", ack.Find("MSA")!.Get(2));
    }

    [Theory]
    [InlineData("123^LAB&1")]
    [InlineData("a~b")]
    [InlineData("1\\F\\2\\X41\\")]
    [InlineData(" 7 ")]
    public void TheControlIdComesBackAsItWasSent(string id)
    {
        var message = Message($"MSH|^~\\&|ADT|HOSP|||20260302||ADT^A04|{id}|P|2.5");

        Assert.Contains($"\rMSA|AA|{id}\r", Hl7Ack.Accept(message, "ACK1", Now), StringComparison.Ordinal);
        Assert.Contains($"\rMSA|AE|{id}|", Hl7Ack.Refuse(message, new MessageFault(false, null, 207, "No."), "ACK1", Now), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pid|1")]
    [InlineData("PID|1\0")]
    [InlineData("P")]
    public void WhatCannotBeReadIsRefusedWithTheNameOfItsSenderAndMessage(string rest)
    {
        var text = $"MSH|^~\\&|ADT^1|HOSP|||20260302||ADT^A04|C-1|P|2.3\r{rest}";
        Assert.False(Hl7Message.TryParse(text, out _, out var fault));

        var nak = Parsed(Hl7Ack.Refuse(Hl7Message.HeaderOf(text), fault!, "ACK1", Now));

        Assert.Equal(("ADT^1", "HOSP", "C-1", "2.3"), (nak.Header.Raw(5), nak.Header.Raw(6), nak.Find("MSA")!.Raw(2), nak.Header.Raw(12)));
    }

    [Fact]
    public void OfALongControlIdOnlyTheBeginningComesBack() =>
        Assert.True(Hl7Ack.Accept(Message($"MSH|^~\\&|A|B|||1||ADT^A04|{new string('7', 1_000_000)}|P|2.5"), "ACK1", Now).Length < 1000);

    [Theory]
    [InlineData("OBX[2]-5.1", "OBX^2^5^1^1")]
    [InlineData("OBX[12]-5", "OBX^12^5")]
    [InlineData("PID-3.1", "PID^1^3^1^1")]
    [InlineData("MSH-10", "MSH^1^10")]
    [InlineData("PID", "PID")]
    [InlineData("segment 3", "")]
    [InlineData(null, "")]
    public void ThePlaceIsAnErrorLocation(string? place, string location)
    {
        var ack = Parsed(Hl7Ack.Refuse(null, new MessageFault(false, place, 101, "Missing."), "ACK1", Now));

        Assert.Equal(location, ack.Find("ERR")!.Raw(2));
    }

    [Theory]
    [InlineData(true, "AR")]
    [InlineData(false, "AE")]
    public void ARefusalSaysWhetherToMendAndWhat(bool permanent, string code)
    {
        var ack = Parsed(Hl7Ack.Refuse(Message("MSH|^~\\&|A|B|||||ADT^A99|7|P|2.5"), new MessageFault(permanent, "MSH-9.2", 201, "No | such ^ event"), "ACK1", Now));

        Assert.Equal((code, "7", "No | such ^ event"), (ack.Find("MSA")!.Get(1), ack.Find("MSA")!.Get(2), ack.Find("MSA")!.Get(3)));
        Assert.Equal(("201", "Unsupported event code", "HL70357"), (ack.Find("ERR")!.Get(3), ack.Find("ERR")!.Get(3, 2), ack.Find("ERR")!.Get(3, 3)));
        Assert.Equal("E", ack.Find("ERR")!.Get(4));
    }

    [Fact]
    public void ControlCharactersOfTheSenderDoNotBreakTheAnswer()
    {
        var ack = Hl7Ack.Accept(Message("MSH|^~\\&|A|B|||||ADT^A04|1\\X000B1C0D\\2|P|2.5"), "ACK1", Now);

        Assert.Equal("1    2", Parsed(ack).Find("MSA")!.Get(2));
        Assert.Equal(-1, ack.IndexOfAny(['\0', '\u000b', '\u001c']));
    }

    private static Hl7Message Message(string text) => Parsed(text);

    private static Hl7Message Parsed(string text)
    {
        Assert.True(Hl7Message.TryParse(text, out var message, out var fault), fault?.Text);
        return message!;
    }
}
