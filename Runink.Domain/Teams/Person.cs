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

public enum ChannelKind { Email, Phone, Pager }

/// <summary>Where a person is reached; the first of a kind is tried first.</summary>
public sealed class ContactChannel
{
    public required string PersonId { get; init; }

    public required ChannelKind Kind { get; init; }

    public required string Value { get; init; }

    public int Ordinal { get; set; }
}
