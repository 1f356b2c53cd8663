namespace Runink.Domain.Teams;

/// <summary>Who is called together: a team, a function or a rota that a trigger names.</summary>
public sealed class Team
{
    /// <summary>As written in triggers: <c>charge_nurse</c>.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Where the team is reached; without one its members are.</summary>
    public string? Address { get; set; }

    public string? Unit { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }
}

public sealed class TeamMember
{
    public required string TeamId { get; init; }

    public required string PersonId { get; init; }

    /// <summary>As in <see cref="RoleGrant.Source"/>.</summary>
    public required string Source { get; init; }
}
