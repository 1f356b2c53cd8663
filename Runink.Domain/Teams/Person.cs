namespace Runink.Domain.Teams;

/// <summary>
/// Somebody who works here, or worked here: whoever leaves is disabled and never deleted, so that the past keeps its names.
/// </summary>
public sealed class Person
{
    public required string Id { get; init; }

    /// <summary>What the person signs in with; lower case, one of its kind.</summary>
    public required string Login { get; set; }

    public required string Name { get; set; }

    /// <summary>One line: what this person does here.</summary>
    public string? About { get; set; }

    /// <summary>Who this is at the identity provider (its <c>sub</c>, or what the settings name instead). Once known it decides, not the login.</summary>
    public string? Subject { get; set; }

    /// <summary>What the provisioning system calls this person.</summary>
    public string? ExternalId { get; set; }

    /// <summary>Where the row came from first: <c>admin</c>, <c>csv</c>, <c>scim</c>, <c>provider</c>, <c>command-line</c>, <c>sample</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>When the provisioning system said that this person is gone; it may send the person again.</summary>
    public DateTimeOffset? UnprovisionedAt { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    public string? DisabledReason { get; set; }

    /// <summary>Who takes what is handed to this person from <see cref="AwayFrom"/> until <see cref="AwayUntil"/>.</summary>
    public string? DeputyId { get; set; }

    public DateTimeOffset? AwayFrom { get; set; }

    public DateTimeOffset? AwayUntil { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; } = 1;

    public bool IsActive => DisabledAt is null;

    public PersonRef Ref => new(Id, Name);

    public bool IsAway(DateTimeOffset now) => AwayFrom is { } from && from <= now && (AwayUntil is null || now < AwayUntil);
}

/// <summary>Phone and pager are for people who call; the others are written to by this program.</summary>
public enum ChannelKind { Email, Phone, Pager, Sms, Browser }

/// <summary>Where a person is reached; the first that fits is used.</summary>
public sealed class ContactChannel
{
    public required string PersonId { get; init; }

    public required ChannelKind Kind { get; init; }

    public required string Value { get; init; }

    public int Ordinal { get; set; }

    /// <summary>When the person typed in what was sent there.</summary>
    public DateTimeOffset? VerifiedAt { get; set; }

    /// <summary>Added by the person: whoever sends lists of people does not take it away.</summary>
    public bool IsOwn { get; set; }

    /// <summary>With <see cref="QuietUntil"/>: by the clock of the hospital; nothing but the critical is sent meanwhile.</summary>
    public TimeOnly? QuietFrom { get; set; }

    public TimeOnly? QuietUntil { get; set; }

    /// <summary>What is less severe is not sent here; null takes everything.</summary>
    public string? MinSeverity { get; set; }

    /// <summary>The way out of the product; null where only people call.</summary>
    public string? Channel => Kind switch
    {
        ChannelKind.Email => "email",
        ChannelKind.Sms => "sms",
        ChannelKind.Browser => "browser",
        ChannelKind.Phone or ChannelKind.Pager => null,
    };

    public bool IsQuiet(TimeOnly clock) => QuietFrom is { } from && QuietUntil is { } until && from != until && clock.IsBetween(from, until);
}

/// <summary>A code that was sent to a channel, to be typed in by whom the channel is said to reach.</summary>
public sealed class ChannelProof
{
    public const int MostAttempts = 5;

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public required string PersonId { get; init; }

    public required ChannelKind Kind { get; init; }

    public required string Value { get; init; }

    public required string CodeHash { get; set; }

    public required DateTimeOffset SentAt { get; set; }

    public int Attempts { get; set; }

    public bool IsOver(DateTimeOffset now) => now >= SentAt + Lifetime || Attempts >= MostAttempts;
}
