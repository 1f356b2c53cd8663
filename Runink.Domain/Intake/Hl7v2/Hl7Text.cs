using System.Text;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>Bytes to text by MSH-18 (HL7 table 0211); senders that say nothing send UTF-8 or Latin-1.</summary>
public static class Hl7Text
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(ReadOnlySpan<byte> raw)
    {
        if (raw.StartsWith("\uFEFF"u8))
            raw = raw[3..];
        var text = DeclaredCharset(raw) switch
        {
            "8859/1" or "8859/15" => Encoding.Latin1.GetString(raw),
            "UNICODE" or "UNICODE UTF-16" when raw.Length > 1 && raw[1] == 0 => Encoding.Unicode.GetString(raw),
            _ => Utf8OrLatin1(raw),
        };
        return text.Trim('\u000b', '\u001c', '\r', '\n', ' ');
    }

    private static string Utf8OrLatin1(ReadOnlySpan<byte> raw)
    {
        try
        {
            return StrictUtf8.GetString(raw);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(raw);
        }
    }

    private static string DeclaredCharset(ReadOnlySpan<byte> raw)
    {
        var end = raw.IndexOfAny((byte)'\r', (byte)'\n');
        var header = Encoding.Latin1.GetString(end < 0 ? raw[..Math.Min(raw.Length, 1024)] : raw[..end]);
        if (header.Length < 8 || !header.StartsWith("MSH", StringComparison.Ordinal))
            return "";
        var fields = header.Split(header[3]);
        return fields.Length > 17 ? fields[17].Split(header[5])[0].Trim().ToUpperInvariant() : "";
    }
}
