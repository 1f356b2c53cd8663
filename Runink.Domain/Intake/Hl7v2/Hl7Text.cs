using System.Buffers;
using System.Text;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>A message's bytes as text.</summary>
/// <param name="Finding">What was read otherwise than it was declared; null when all is as declared.</param>
/// <param name="Fault">Why the text must not be used: its charset is not known here.</param>
public readonly record struct Hl7Decoded(string Text, string? Finding, MessageFault? Fault);

/// <summary>
/// Bytes to text by MSH-18 (HL7 table 0211). Senders that say nothing send UTF-8 or Latin-1; UTF-16 and UTF-32 show in the
/// first bytes, before anything can be declared. A name that nobody knows is refused: a guess would misspell people.
/// </summary>
public static class Hl7Text
{
    private const int LongestHeader = 1024;

    private static readonly SearchValues<byte> C1 = SearchValues.Create([.. Enumerable.Range(0x80, 0x20).Select(value => (byte)value)]);

    public static string Decode(ReadOnlySpan<byte> raw) => Read(raw).Text;

    public static Hl7Decoded Read(ReadOnlySpan<byte> raw)
    {
        if (raw.StartsWith("\uFEFF"u8))
            raw = raw[3..];
        if (Wide(raw) is { } wide)
            return new Hl7Decoded(Trim(wide.GetString(raw)), null, null);
        var name = DeclaredCharset(raw);
        if (Ascii.IsValid(raw) && !raw.Contains((byte)0x1B))
            return new Hl7Decoded(Trim(Encoding.ASCII.GetString(raw)), null, IsKnown(name) ? null : Unknown(name));
        return Squeeze(name) switch
        {
            "" or "ASCII" or "USASCII" or "ISOIR6" => Undeclared(raw, null),
            "UNICODE" or "UTF8" or "UNICODEUTF8" => Undeclared(raw, "UTF-8"),
            "88591" or "ISO88591" or "ISOIR100" or "LATIN1" => Latin1(raw, name),
            _ when Declared(name) is { } encoding => OtherThanUtf8(raw, encoding, name),
            _ => Undeclared(raw, null) with { Fault = Unknown(name) },
        };
    }

    /// <summary>
    /// The bytes that are read as this text again: in the charset that it declares where that has all its letters, else in UTF-8, which
    /// a reader tells by the bytes. For texts that people mended.
    /// </summary>
    public static byte[] Encode(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var name = DeclaredCharset(utf8);
        Encoding?[] declared = Squeeze(name) is "88591" or "ISO88591" or "ISOIR100" or "LATIN1" ? [Encoding.Latin1, Page("windows-1252")] : [Declared(name)];
        foreach (var encoding in declared.OfType<Encoding>())
        {
            var bytes = encoding.GetBytes(text);
            if (Read(bytes) is { Fault: null } read && read.Text == Trim(text))
                return bytes;
        }

        return utf8;
    }

    /// <summary>UTF-16 and UTF-32 by their first bytes; null for everything whose header is readable as ASCII.</summary>
    internal static Encoding? Wide(ReadOnlySpan<byte> raw) => raw switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [(byte)'M' or (byte)'B' or (byte)'F', 0, 0, 0, ..] => Encoding.UTF32,
        [0xFF, 0xFE, ..] or [(byte)'M' or (byte)'B' or (byte)'F', 0, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] or [0, (byte)'M' or (byte)'B' or (byte)'F', ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    private static Hl7Decoded Undeclared(ReadOnlySpan<byte> raw, string? declared)
    {
        if (TryUtf8(raw) is { } text)
            return new Hl7Decoded(text, null, null);
        var read = Windows(raw, out var isWindows);
        return new Hl7Decoded(read, declared is null ? null : $"Declared {declared}, read as {(isWindows ? "Windows-1252" : "8859/1")}: the bytes are no UTF-8.", null);
    }

    /// <summary>
    /// The most frequent lie: 8859/1 is what an engine writes by default, whatever it sends. Valid multi-byte UTF-8 is practically never
    /// Latin-1 by chance, and 0x80–0x9F are control characters there, but quotes, dashes and the euro sign in Windows-1252.
    /// </summary>
    private static Hl7Decoded Latin1(ReadOnlySpan<byte> raw, string name)
    {
        if (TryUtf8(raw) is { } text)
            return new Hl7Decoded(text, $"Declared {name}, read as UTF-8, which the bytes are.", null);
        var read = Windows(raw, out var isWindows);
        return new Hl7Decoded(read, isWindows ? $"Declared {name}, read as Windows-1252: it has characters that {name} has not." : null, null);
    }

    /// <summary>The other parts of 8859 hide UTF-8 as Latin-1 does; of East Asian charsets the bytes alone cannot tell.</summary>
    private static Hl7Decoded OtherThanUtf8(ReadOnlySpan<byte> raw, Encoding encoding, string name) =>
        encoding.IsSingleByte && raw.IndexOfAny(C1) >= 0 && TryUtf8(raw) is { } text
            ? new Hl7Decoded(text, $"Declared {name}, read as UTF-8, which the bytes are.", null)
            : new Hl7Decoded(Trim(encoding.GetString(raw)), null, null);

    private static string Windows(ReadOnlySpan<byte> raw, out bool isWindows)
    {
        isWindows = raw.IndexOfAny(C1) >= 0;
        return Trim((isWindows ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.Latin1).GetString(raw));
    }

    private static bool IsKnown(string name) =>
        Squeeze(name) is "" or "ASCII" or "USASCII" or "ISOIR6" or "UNICODE" or "UTF8" or "UNICODEUTF8" or "88591" or "ISO88591" or "ISOIR100" or "LATIN1" || Declared(name) is not null;

    /// <summary>Table 0211 and the spellings in which senders write its names. Null for a name that is in neither.</summary>
    private static Encoding? Declared(string name) => Squeeze(name) switch
    {
        ['8', '8', '5', '9', .. { Length: 1 or 2 } part] when part.All(char.IsAsciiDigit) => Page($"iso-8859-{part}"),
        ['I', 'S', 'O', '8', '8', '5', '9', .. { Length: 1 or 2 } part] when part.All(char.IsAsciiDigit) => Page($"iso-8859-{part}"),
        "ISOIR14" or "ISOIR87" or "ISOIR159" or "ISO2022JP" => Page("iso-2022-jp"),
        "GB18030" or "GB180302000" or "GB180302005" or "GB180302022" => Page("gb18030"),
        "GBK" or "GB2312" or "CP936" => Page("gb18030"),
        "KSX1001" or "KSC5601" or "EUCKR" => Page("ks_c_5601-1987"),
        "CNS116431992" or "BIG5" => Page("big5"),
        "WINDOWS1252" or "CP1252" => Page("windows-1252"),
        "WINDOWS1250" or "CP1250" => Page("windows-1250"),
        "WINDOWS1251" or "CP1251" => Page("windows-1251"),
        _ => null,
    };

    /// <summary>The sets of Windows and of the usual platforms; null where there is no such part.</summary>
    private static Encoding? Page(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name);

    private static MessageFault Unknown(string name) =>
        new(false, "MSH-18", 103, $"The charset {(name.Length > 40 ? name[..40] : name)} is not known here (HL7 table 0211).");

    private static string? TryUtf8(ReadOnlySpan<byte> raw) =>
        System.Text.Unicode.Utf8.IsValid(raw) ? Trim(Encoding.UTF8.GetString(raw)) : null;

    private static string Trim(string text) => text.Trim('\u000b', '\u001c', '\r', '\n', ' ', '\uFEFF');

    private static string Squeeze(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit));

    private static string DeclaredCharset(ReadOnlySpan<byte> raw)
    {
        raw = raw[..Math.Min(raw.Length, LongestHeader)].TrimStart("\u000b\r\n "u8);
        var end = raw.IndexOfAny((byte)'\r', (byte)'\n');
        var header = Encoding.Latin1.GetString(end < 0 ? raw : raw[..end]);
        if (header.Length < 8 || !header.StartsWith("MSH", StringComparison.Ordinal))
            return "";
        var fields = header.Split(header[3]);
        return fields.Length > 17 ? fields[17].Split(header[5])[0].Trim().ToUpperInvariant() : "";
    }
}
