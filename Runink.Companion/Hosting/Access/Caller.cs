using System.Security.Claims;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access;

/// <summary>Who asks, through whichever door: a signed-in person or an API key.</summary>
public sealed record Caller(string Kind, string Id, string Name, Role? Role, string? Unit, Permission Permissions)
{
    public const string RoleClaim = "runink:role";
    public const string UnitClaim = "runink:unit";
    public const string ScopesClaim = "runink:scopes";

    public static readonly Caller Nobody = new("nobody", "nobody", "Nobody", null, null, Permission.None);

    public Actor Actor => new(Kind, Id, Name);

    public PersonRef Person => new(Id, Name);

    public bool May(Permission permission) => (Permissions & permission) == permission;

    /// <summary>The refusal to answer with when the permission is missing; null when the caller may.</summary>
    public Refusal? Lacks(Permission permission) => May(permission)
        ? null
        : new Refusal("forbidden", $"{(Role is { } role ? $"The role {role}" : "This key")} may not do this.");

    public static Caller From(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true } || principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
            return Nobody;
        var name = principal.Identity.Name ?? id;
        if (Enum.TryParse<Permission>(principal.FindFirstValue(ScopesClaim), out var scopes))
            return new Caller("key", id, name, null, null, scopes);
        return Enum.TryParse<Role>(principal.FindFirstValue(RoleClaim), out var role)
            ? new Caller("person", id, name, role, principal.FindFirstValue(UnitClaim), RolePermissions.Of(role))
            : Nobody;
    }
}
