using System.Security.Cryptography;
using System.Text;

namespace Runink.Domain.Teams;

/// <summary>A machine's way in. The secret is shown once; only its SHA-256 is kept.</summary>
public sealed class ApiKey
{
    public const string Prefix = "rk_";

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string SecretHash { get; init; }

    public required Permission Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>256 random bits, so a plain hash is enough: there is nothing to guess.</summary>
    public static string NewSecret() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
