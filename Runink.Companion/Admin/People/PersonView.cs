using Runink.Domain.Teams;

namespace Runink.Companion.Admin.People;

/// <param name="Source">admin, claims or group:…</param>
public sealed record RoleView(Role Role, string? Unit, string Source);

/// <param name="VerifiedAt">When the person proved that it leads there; null when nobody has yet.</param>
public sealed record ChannelView(ChannelKind Kind, string Value, DateTimeOffset? VerifiedAt = null);

public sealed record TeamRef(string Id, string Name);

/// <summary>A line of the list.</summary>
/// <param name="Unreachable">Why nothing can be sent to this person; null when it can.</param>
public sealed record PersonRow(string Id, string Login, string Name, bool Active, string? DisabledReason, bool Away, string? Deputy, IReadOnlyList<RoleView> Roles, DateTimeOffset? LastSeenAt, string? Unreachable = null);

public sealed record PeopleList(IReadOnlyList<PersonRow> Items, string? NextCursor, int Active, int Disabled);

/// <summary>Everything about one person.</summary>
/// <param name="Local">How the person signs in here; null where the identity provider does it, or no passphrase was given yet.</param>
public sealed record PersonView(
    string Id, string Login, string Name, string? About, string Origin, bool IsLinked, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, string? DisabledReason, string? DeputyId, string? DeputyName,
    DateTimeOffset? AwayFrom, DateTimeOffset? AwayUntil, IReadOnlyList<RoleView> Roles, IReadOnlyList<ChannelView> Channels, IReadOnlyList<TeamRef> Teams, LocalAccountView? Local, int Version)
{
    public bool Active => DisabledAt is null;
}

/// <param name="Passkeys">How many open the door for the person.</param>
public sealed record LocalAccountView(bool MustChange, DateTimeOffset? GivenUntil, bool HasSecondFactor, int RecoveryCodesLeft, DateTimeOffset ChangedAt, int Passkeys);

public sealed record SessionView(string Id, string Device, string Address, string Method, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, bool IsThis);
