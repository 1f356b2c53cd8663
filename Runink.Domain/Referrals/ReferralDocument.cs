using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Runink.Domain.Referrals;

/// <summary>A document that belongs to a referral, as it came.</summary>
public sealed class ReferralDocument
{
    public const int LargestBytes = 10 * 1024 * 1024;

    public const int MostOfOne = 40;

    public required string Id { get; init; }

    public required string ReferralId { get; init; }

    public required string Name { get; init; }

    /// <summary>What its first bytes say it is, whatever its name says.</summary>
    public required string ContentType { get; init; }

    public required int Bytes { get; init; }

    /// <summary>Of the content, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public required byte[] Content { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string FromName { get; init; }

    /// <summary>The item of the dossier that somebody said it is; null when nobody did.</summary>
    public string? Item { get; init; }

    /// <summary>It came from a partner, as an answer.</summary>
    public required bool IsReport { get; init; }

    /// <summary>What kinds of files are kept; null for what is none of them.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> content) => content switch
    {
        [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => "application/pdf",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0x49, 0x49, 0x2A, 0x00, ..] or [0x4D, 0x4D, 0x00, 0x2A, ..] => "image/tiff",
        _ => IsText(content) ? (Begins(content, "<?xml"u8) ? "application/xml" : "text/plain") : null,
    };

    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static bool IsText(ReadOnlySpan<byte> content) => content.Length > 0 && !content.Contains((byte)0) && Utf8.IsValid(content);

    private static bool Begins(ReadOnlySpan<byte> content, ReadOnlySpan<byte> with) => (content.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content).StartsWith(with);
}
