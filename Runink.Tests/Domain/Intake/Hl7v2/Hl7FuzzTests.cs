using System.Text;
using Runink.Domain.Intake.Hl7v2;
using Runink.Tests.Harness;

namespace Runink.Tests.Domain.Intake.Hl7v2;

/// <summary>Promise: any bytes are answered with AA, AE or AR; never an exception, never a hang.</summary>
public sealed class Hl7FuzzTests
{
    private static readonly Hl7Reader Reader = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(
        "MSH|^~\\&|LAB|HOSP|||20260302080000.5+0100||ORU^R01|C1|P|2.5.1||||||8859/1\rEVN||20260302\rPID|1||7^^^HOSP^MR~8||Ruiz^Ana||19480312|F\r"
        + "PV1|1|I|ICU^2^B||||||||||||||||V1|||||||||||||||||||||||||20260301\rOBR|1|||P|||20260302\rOBX|1|NM|2524-7^x^LN||3.4|mmol/L|||||F|||20260302\r"
        + "OBX|2|SN|1^y^L||>^100\rNTE|1||a\\F\\b\\X41\\\r");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomBytesAreAnswered(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Answer(bytes);
            Answer([.. "MSH|^~\\&|"u8, .. bytes]);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void MutationsOfAValidMessageAreAnswered(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 3_000; round++)
            Answer(Mutation.Of(Valid, random, "|^~\\&\r\n\"+-.9\0"u8));
    }

    [Fact]
    public void EveryPrefixIsAnswered()
    {
        for (var length = 0; length <= Valid.Length; length++)
            Answer(Valid[..length]);
    }

    [Theory]
    [InlineData('|')]
    [InlineData('^')]
    [InlineData('~')]
    [InlineData('\\')]
    [InlineData('&')]
    [InlineData('\r')]
    [InlineData('A')]
    [InlineData('\u000b')]
    public void HugeFieldsAreAnsweredInLinearTime(char letter)
    {
        var huge = new string(letter, 500_000);
        Answer(Encoding.UTF8.GetBytes($"MSH|^~\\&|{huge}"));
        Answer(Encoding.UTF8.GetBytes($"MSH|^~\\&|A|B|||20260302||ADT^A01|{huge}|P|2.5\rPID|1||{huge}"));
        Answer(Encoding.UTF8.GetBytes($"MSH|^~\\&|A|B|||20260302||ADT^A01|1|P|2.5\rPID|1||7{huge}||{huge}\rPV1|{huge}|{huge}"));
        Answer(Encoding.UTF8.GetBytes($"MSH|^~\\&|A|B|||20260302||ORU^R01|1|P|2.5\rPID|1||7\rOBX|1|SN|X||{huge}"));
    }

    private static void Answer(byte[] bytes)
    {
        var ack = Hl7Message.TryParse(Hl7Text.Decode(bytes), out var message, out var fault) && Reader.Read(message!, Now) is var reading && (fault = reading.Fault) is null
            ? Hl7Ack.Accept(message!, "ACK1", Now)
            : Hl7Ack.Refuse(message ?? Hl7Message.HeaderOf(Hl7Text.Decode(bytes)), fault!, "ACK1", Now);

        Assert.True(Hl7Message.TryParse(ack, out var answer, out var broken), $"{broken?.Text} in the answer to {Convert.ToHexString(bytes.AsSpan(0, Math.Min(400, bytes.Length)))}");
        Assert.Equal(fault is null ? "AA" : fault.Permanent ? "AR" : "AE", answer!.Find("MSA")!.Get(1));
        Assert.Equal(fault is null, answer.Find("ERR") is null);
        if (message is not null)
            Assert.NotEmpty(Hl7Reader.DeduplicationKey(message));
        Assert.All(Hl7Batch.Of(bytes).Messages.Take(50), one => Assert.NotEqual(0, one.Length));
        _ = Hl7Peek.Of(bytes);
    }
}
