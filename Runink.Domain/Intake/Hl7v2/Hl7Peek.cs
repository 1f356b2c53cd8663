using System.Text;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>What the first segment says of a message before anybody reads the rest: who must be answered, and how.</summary>
/// <param name="Type">MSH-9.1; empty when it says none.</param>
/// <param name="AcceptAck">MSH-15: when the sender wants to hear that the message is kept.</param>
/// <param name="ApplicationAck">MSH-16: when the sender wants to hear what became of it.</param>
/// <param name="IsResponse">True for what answers us: it is never answered, or two systems would acknowledge each other for ever.</param>
public readonly record struct Hl7Peek(string Type, string AcceptAck, string ApplicationAck, bool IsResponse)
{
    private const int LongestHeader = 4096;

    /// <summary>Neither MSH-15 nor MSH-16 has a value: one answer says it all (AA, AE, AR).</summary>
    public bool IsOriginalMode => AcceptAck.Length == 0 && ApplicationAck.Length == 0;

    public static Hl7Peek Of(ReadOnlySpan<byte> raw)
    {
        // Release 2 of MLLP has acknowledgements of one byte.
        if (raw is [0x06] or [0x15])
            return new Hl7Peek("ACK", "", "", true);
        var start = raw[..Math.Min(raw.Length, 16)].IndexOf("MSH"u8);
        if (start < 0 || raw.Length < start + 8)
            return new Hl7Peek("", "", "", raw.StartsWith("MSA"u8));
        var message = raw[start..];
        var end = message.IndexOfAny((byte)'\r', (byte)'\n');
        var header = message[..Math.Min(end < 0 ? message.Length : end, LongestHeader)];
        var (type, accept, application) = (Field(header, 9), Field(header, 15), Field(header, 16));
        return new Hl7Peek(type, accept, application, IsAnswer(type, message.IndexOf("\rMSA"u8) >= 0 || message.IndexOf("\nMSA"u8) >= 0));
    }

    /// <summary>ACK, the delayed acknowledgement MCF, NAK as some senders write it; of the others what carries an MSA and is no report of its own, as the answer to a referral (RRI) is.</summary>
    private static bool IsAnswer(string type, bool hasMsa) => type is "ACK" or "MCF" or "NAK" || (hasMsa && type is not ("ADT" or "ORU" or "RRI"));

    /// <summary>The first component of a field.</summary>
    private static string Field(ReadOnlySpan<byte> header, int number)
    {
        // A line that ends within MSH-2 declares nothing.
        if (header.Length < 8)
            return "";
        var (separator, component) = (header[3], header[4]);
        for (; number > 1; number--)
        {
            var next = header.IndexOf(separator);
            if (next < 0)
                return "";
            header = header[(next + 1)..];
        }

        var end = header.IndexOfAny(separator, component);
        return Encoding.Latin1.GetString(end < 0 ? header : header[..end]).Trim().ToUpperInvariant();
    }
}
