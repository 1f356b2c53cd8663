using System.Security.Cryptography;
using System.Text;

namespace Runink.Domain.Referrals;

/// <summary>
/// One link, one referral: whoever holds it sees that referral and answers it, without an account, until it ends. Only a hash of what the link
/// contains is kept.
/// </summary>
public sealed class PartnerLink
{
    public const int MostDays = 30;

    private const int TokenBytes = 32;

    public required string Id { get; init; }

    public required string ReferralId { get; init; }

    /// <summary>SHA-256 of the token, in hexadecimal digits.</summary>
    public required string TokenHash { get; init; }

    /// <summary>To whom it is given, as people call them.</summary>
    public required string Recipient { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public DateTimeOffset? FirstSeenAt { get; private set; }

    public DateTimeOffset? LastSeenAt { get; private set; }

    public bool IsOpen(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    public void Seen(DateTimeOffset now) => (FirstSeenAt, LastSeenAt) = (FirstSeenAt ?? now, now);

    /// <returns>A token that nobody guesses, 43 characters that stand in an address as they are.</returns>
    public static string NewToken() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
