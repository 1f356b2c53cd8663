namespace Runink.Domain.Teams;

/// <summary>Half of a key pair of a person, whose other half never leaves the person's device (WebAuthn): it opens the door without a passphrase.</summary>
public sealed class Passkey
{
    public const int MostOfAPerson = 10;
    public const int LongestName = 60;

    public required string Id { get; init; }

    public required string PersonId { get; init; }

    /// <summary>What the person calls it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of <see cref="CredentialId"/>, which may be longer than an index takes.</summary>
    public required string CredentialHash { get; init; }

    /// <summary>What the device calls it, base64url.</summary>
    public required string CredentialId { get; init; }

    /// <summary>COSE, base64url.</summary>
    public required string PublicKey { get; init; }

    /// <summary>How often the device says that it has signed; always zero for one that does not count.</summary>
    public long SignCount { get; set; }

    /// <summary>It may be copied to other devices of the person, by who made the device.</summary>
    public bool IsBackupEligible { get; init; }

    public bool IsBackedUp { get; set; }

    /// <summary>How a browser reaches it, separated by spaces.</summary>
    public string Transports { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>False when the count does not go on: another device signs with a copy of this key, or did.</summary>
    public bool IsNext(long count) => count > SignCount || (count == 0 && SignCount == 0);
}
