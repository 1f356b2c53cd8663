using System.Text;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>
/// Bytes to text by MSH-18 (HL7 table 0211). Senders that say nothing send UTF-8 or Latin-1; UTF-16 and UTF-32 show in the
/// first bytes, before anything can be declared.
/// </summary>
public static class Hl7Text
{
    private const int LongestHeader = 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(ReadOnlySpan<byte> raw)
    {
        if (raw.StartsWith("\uFEFF"u8))
            raw = raw[3..];
        var text = (Wide(raw) ?? Declared(DeclaredCharset(raw))) is { } encoding ? encoding.GetString(raw) : Utf8OrLatin1(raw);
        return text.Trim('\u000b', '\u001c', '\r', '\n', ' ', '\uFEFF');
    }

    private static Encoding? Wide(ReadOnlySpan<byte> raw) => raw switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [(byte)'M', 0, 0, 0, ..] => Encoding.UTF32,
        [0xFF, 0xFE, ..] or [(byte)'M', 0, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] or [0, (byte)'M', ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    /// <summary>Null for Unicode, for ASCII (whose senders often send more), for nothing and for what is not in the table.</summary>
    private static Encoding? Declared(string charset) => charset switch
    {
        "8859/1" => Encoding.Latin1,
        ['8', '8', '5', '9', '/', .. var part] => CodePagesEncodingProvider.Instance.GetEncoding($"iso-8859-{part}"),
        "ISO IR14" or "ISO IR87" or "ISO IR159" => CodePagesEncodingProvider.Instance.GetEncoding("iso-2022-jp"),
        "GB 18030-2000" => CodePagesEncodingProvider.Instance.GetEncoding("gb18030"),
        "KS X 1001" => CodePagesEncodingProvider.Instance.GetEncoding("ks_c_5601-1987"),
        "BIG-5" => CodePagesEncodingProvider.Instance.GetEncoding("big5"),
        _ => null,
    };

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
        raw = raw[..Math.Min(raw.Length, LongestHeader)].TrimStart("\u000b\r\n "u8);
        var end = raw.IndexOfAny((byte)'\r', (byte)'\n');
        var header = Encoding.Latin1.GetString(end < 0 ? raw : raw[..end]);
        if (header.Length < 8 || !header.StartsWith("MSH", StringComparison.Ordinal))
            return "";
        var fields = header.Split(header[3]);
        return fields.Length > 17 ? fields[17].Split(header[5])[0].Trim().ToUpperInvariant() : "";
    }
}
