using System.Globalization;
using System.Security.Claims;
using Runink.Companion.Hosting.Access.BreakGlass;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access;

/// <summary>Who asks, through whichever door: a signed-in person or an API key.</summary>
/// <param name="Role">The first of the person's roles; its work is where the person begins.</param>
/// <param name="Unit">The first unit on which the person has a role.</param>
/// <param name="Permissions">Of all roles together.</param>
public sealed record Caller(string Kind, string Id, string Name, Role? Role, string? Unit, Permission Permissions)
{
    public const string RoleClaim = "runink:role";
    public const string ScopesClaim = "runink:scopes";
    public const string SessionClaim = "runink:session";
    public const string OpenedClaim = "runink:opened";
    public const string ConfirmedClaim = "runink:confirmed";

    public static readonly Caller Nobody = new("nobody", "nobody", "Nobody", null, null, Permission.None);

    /// <summary>All roles; empty for a key.</summary>
    public IReadOnlyList<RoleOnUnit> Roles { get; init; } = [];

    /// <summary>Patients of other units whom the caller may see for a while, because of an emergency.</summary>
    public IReadOnlyList<OpenedPatient> Opened { get; init; } = [];

    public string? SessionId { get; init; }

    /// <summary>When the person last proved who it is; null for who has no such moment.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    public List<string> OpenedIds => [.. Opened.Select(patient => patient.PatientId)];

    public Actor Actor => new(Kind, Id, Name);

    public PersonRef Person => new(Id, Name);

    public bool May(Permission permission) => (Permissions & permission) == permission;

    /// <summary>The patient's name, or the initials for those whose work needs no names.</summary>
    public string NameOf(Patient patient) => May(Permission.ReadPatients) ? patient.Name : PatientCard.InitialsOf(patient.Name);

    /// <summary>The refusal to answer with when the permission is missing; null when the caller may.</summary>
    public Refusal? Lacks(Permission permission) => May(permission)
        ? null
        : new Refusal("forbidden", $"{(Role is { } role ? $"The role {role}" : Kind == "key" ? "This key" : "Nobody who is not signed in")} may not do this.");

    /// <summary>The units on which the caller has this permission; null for all of them.</summary>
    public IReadOnlyList<string>? UnitsFor(Permission permission)
    {
        var giving = Roles.Where(role => (RolePermissions.Of(role) & permission) == permission).ToList();
        return giving.Count == 0 || giving.Any(role => role.Unit is null) ? null : [.. giving.Select(role => role.Unit!).Distinct(StringComparer.Ordinal)];
    }

    public static Caller Of(Person person, IReadOnlyList<RoleOnUnit> roles, string? sessionId, DateTimeOffset? confirmedAt)
    {
        var ordered = roles.OrderBy(role => role.Role).ThenBy(role => role.Unit, StringComparer.Ordinal).ToList();
        return new Caller(
            "person", person.Id, person.Name, ordered.Count == 0 ? null : ordered[0].Role, ordered.FirstOrDefault(role => role.Unit is not null).Unit,
            ordered.Aggregate(Permission.None, (all, role) => all | RolePermissions.Of(role)))
        { Roles = ordered, SessionId = sessionId, ConfirmedAt = confirmedAt };
    }

    public static Caller From(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true } || principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
            return Nobody;
        var name = principal.Identity.Name ?? id;
        if (Enum.TryParse<Permission>(principal.FindFirstValue(ScopesClaim), out var scopes))
            return new Caller("key", id, name, null, null, scopes);
        var roles = principal.FindAll(RoleClaim).Select(claim => Read(claim.Value)).OfType<RoleOnUnit>().ToList();
        var confirmed = long.TryParse(principal.FindFirstValue(ConfirmedClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : (DateTimeOffset?)null;
        return Of(new Person { Id = id, Login = id, Name = name, Origin = "", CreatedAt = default }, roles, principal.FindFirstValue(SessionClaim), confirmed) with
        {
            Opened = [.. principal.FindAll(OpenedClaim).Select(claim => OpenedPatient.Read(claim.Value)).OfType<OpenedPatient>()],
        };
    }

    public ClaimsPrincipal Principal(string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, Id),
            new Claim(ClaimTypes.Name, Name),
            .. Roles.Select(role => new Claim(RoleClaim, $"{role.Role}/{role.Unit}")),
            .. Opened.Select(patient => new Claim(OpenedClaim, patient.ToString())),
            .. SessionId is { } session ? [new Claim(SessionClaim, session)] : Array.Empty<Claim>(),
            .. ConfirmedAt is { } at ? [new Claim(ConfirmedClaim, at.UtcTicks.ToString(CultureInfo.InvariantCulture))] : Array.Empty<Claim>(),
        ],
        scheme));

    private static RoleOnUnit? Read(string text) =>
        text.Split('/', 2) is [var name, var unit] && Enum.TryParse<Role>(name, out var role) ? new RoleOnUnit(role, unit.Length == 0 ? null : unit) : null;
}
