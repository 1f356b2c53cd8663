namespace Runink.Domain.Teams;

/// <summary>A role that a person has, on one unit or in the whole hospital.</summary>
public sealed class RoleGrant
{
    public required string PersonId { get; init; }

    public required Role Role { get; init; }

    /// <summary>Empty: the whole hospital.</summary>
    public required string Unit { get; init; }

    /// <summary><c>admin</c> for what a person gave; <c>claims</c> and <c>group:…</c> for what a provider says and takes away again.</summary>
    public required string Source { get; init; }

    public RoleOnUnit RoleOnUnit => new(Role, Unit.Length == 0 ? null : Unit);
}

/// <param name="Unit">Null: the whole hospital.</param>
public readonly record struct RoleOnUnit(Role Role, string? Unit);
