using System.Globalization;
using System.Text;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>Messages that came together: a batch (FHS/BHS … BTS/FTS), a file, or several messages in one frame.</summary>
/// <param name="Messages">The bytes of each, in their order; each says its own charset.</param>
/// <param name="Header">The BHS segment, else the FHS segment, as it stands; null when there was none.</param>
/// <param name="IsFile">True when it began with FHS.</param>
/// <param name="Count">What BTS-1 says how many there are; null when it says nothing.</param>
public sealed record Hl7Batch(IReadOnlyList<ReadOnlyMemory<byte>> Messages, string? Header, bool IsFile, int? Count)
{
    private static readonly string[] Envelope = ["FHS", "BHS", "BTS", "FTS"];

    /// <summary>True when the bytes are one message and nothing else, as nearly all are: then nothing needs to be cut.</summary>
    public static bool IsSingle(ReadOnlySpan<byte> raw) =>
        raw.StartsWith("MSH"u8) && raw.Length > 3 && raw[3] != 0 && raw.IndexOf("\rMSH"u8) < 0 && raw.IndexOf("\nMSH"u8) < 0 && raw.IndexOf("\rBTS"u8) < 0 && raw.IndexOf("\nBTS"u8) < 0;

    /// <summary>Cuts bytes at their MSH segments. All charsets of HL7 table 0211 keep CR, LF and capital letters as they are, but for the wide ones.</summary>
    public static Hl7Batch Of(ReadOnlyMemory<byte> raw)
    {
        if (Hl7Text.Wide(raw.Span) is { } wide)
        {
            var inUtf8 = Of(Encoding.UTF8.GetBytes(wide.GetString(raw.Span).Trim('\uFEFF')));
            return inUtf8 with { Messages = [.. inUtf8.Messages.Select(message => (ReadOnlyMemory<byte>)wide.GetBytes(Encoding.UTF8.GetString(message.Span)))] };
        }

        var messages = new List<ReadOnlyMemory<byte>>();
        string? header = null;
        var isFile = false;
        int? count = null;
        var (start, end) = (-1, 0);
        for (var at = raw.Span.StartsWith("\uFEFF"u8) ? 3 : 0; at < raw.Length;)
        {
            var length = raw.Span[at..].IndexOfAny((byte)'\r', (byte)'\n');
            var next = length < 0 ? raw.Length : at + length + 1;
            var line = raw.Span[at..(length < 0 ? raw.Length : at + length)];
            var content = line.Trim("\u000b\u001c "u8);
            if (content.IsEmpty)
            {
                at = next;
                continue;
            }

            var name = Encoding.Latin1.GetString(content[..Math.Min(3, content.Length)]);
            if (name == "MSH" || Envelope.Contains(name, StringComparer.Ordinal))
            {
                Add(start, end);
                start = -1;
            }

            if (name is "FHS" or "BHS")
                (header, isFile) = (Encoding.UTF8.GetString(content), isFile || name == "FHS");
            else if (name == "BTS")
                count = (count ?? 0) + Number(content);
            else if (name != "FTS" && start < 0)
                start = at + line.IndexOfAnyExcept("\u000b\u001c "u8);
            end = at + line.Length;
            at = next;
        }

        Add(start, end);
        return new Hl7Batch(messages, header, isFile, count);

        void Add(int from, int to)
        {
            if (from >= 0)
                messages.Add(raw[from..to].TrimEnd("\u000b\u001c "u8));
        }
    }

    /// <summary>The answers to a batch as a batch of their own (HL7 v2, chapter 2.10.3): it names the one that it answers.</summary>
    public string Answer(IReadOnlyList<string> answers, string id, DateTimeOffset now)
    {
        var sent = Header is { Length: > 8 } ? Header.Split(Header[3]) : [];
        string Sent(int field) => field - 1 < sent.Length ? Hl7Ack.Echo(sent[field - 1], new Hl7Delimiters(Header![3], Header[4], Header[5], Header[6], Header[7])) : "";
        var rest = $"|^~\\&|RUNINK|COMPANION|{Sent(3)}|{Sent(4)}|{Hl7Time.Format(now)}||||{id}|{Sent(11)}\r";
        var comment = Count is { } said && said != Messages.Count ? $"|{Messages.Count.ToString(CultureInfo.InvariantCulture)} messages were found; the batch says {said.ToString(CultureInfo.InvariantCulture)}." : "";
        return (IsFile ? $"FHS{rest}" : "") + $"BHS{rest}" + string.Concat(answers)
            + $"BTS|{answers.Count.ToString(CultureInfo.InvariantCulture)}{comment}\r" + (IsFile ? "FTS|1\r" : "");
    }

    private static int Number(ReadOnlySpan<byte> trailer)
    {
        var digits = trailer.Length > 4 ? trailer[4..] : [];
        var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
