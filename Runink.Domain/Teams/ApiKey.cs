using System.Security.Cryptography;
using System.Text;

namespace Runink.Domain.Teams;

public enum ApiKeyState { Live, Expired, Revoked }

/// <summary>A machine's way in. The secret is shown once; only its SHA-256 is kept.</summary>
public sealed class ApiKey
{
    public const string Prefix = "rk_";

    /// <summary>From then on people are told that the end is near.</summary>
    public static readonly TimeSpan EndIsNear = TimeSpan.FromDays(14);

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string SecretHash { get; init; }

    public required Permission Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The first instant at which it opens nothing any more.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The key that was made in its place; while both live, the sender has time to change over.</summary>
    public string? ReplacedBy { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public ApiKeyState Decide(DateTimeOffset now) =>
        RevokedAt is not null ? ApiKeyState.Revoked : ExpiresAt <= now ? ApiKeyState.Expired : ApiKeyState.Live;

    /// <summary>True for a key that lives, ends soon, and whose successor is not made yet.</summary>
    public bool NeedsRotation(DateTimeOffset now) => Decide(now) == ApiKeyState.Live && ReplacedBy is null && ExpiresAt - now <= EndIsNear;

    /// <summary>256 random bits, so a plain hash is enough: there is nothing to guess.</summary>
    public static string NewSecret() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
