namespace Runink.Domain.Teams;

/// <summary>A group of the identity provider. What its members get is said by the settings, not by the provider.</summary>
public sealed class ProvisionedGroup
{
    public required string Id { get; init; }

    public required string DisplayName { get; set; }

    public string? ExternalId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; } = 1;
}

public sealed class ProvisionedMember
{
    public required string GroupId { get; init; }

    public required string PersonId { get; init; }
}

/// <summary>What belonging to a group, or carrying a role in a token, means here.</summary>
/// <param name="Group">The group's name or the value of the claim, upper or lower case.</param>
/// <param name="Unit">Where the role holds; null for the whole hospital.</param>
/// <param name="Team">A team that its members belong to.</param>
public sealed record GroupMeaning(string Group, Role? Role, string? Unit, string? Team)
{
    public bool IsOf(string group) => string.Equals(Group, group, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The settings' list of what groups mean.</summary>
public sealed class GroupMeanings(IReadOnlyList<GroupMeaning> all)
{
    /// <summary>Values that nobody gave a meaning to, and that name no role of ours, mean nothing.</summary>
    public IReadOnlyList<RoleOnUnit> RolesOf(IEnumerable<string> groups) =>
    [
        .. groups.SelectMany(group => all.Where(one => one.IsOf(group)).ToList() is { Count: > 0 } said
            ? said.Where(one => one.Role is not null).Select(one => new RoleOnUnit(one.Role!.Value, one.Unit))
            : Enum.TryParse<Role>(group, ignoreCase: true, out var role) && Enum.IsDefined(role) && !char.IsAsciiDigit(group[0]) ? [new RoleOnUnit(role, null)] : []).Distinct(),
    ];

    public IReadOnlyList<string> TeamsOf(string group) => [.. all.Where(one => one.IsOf(group)).Select(one => one.Team).OfType<string>().Distinct(StringComparer.Ordinal)];
}
