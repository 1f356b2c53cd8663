using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <param name="Id">As triggers call it; letters, digits and underscores.</param>
/// <param name="Members">Ids of people; null leaves them as they are.</param>
public sealed record TeamDraft(string Id, string Name, string? Address = null, string? Unit = null, IReadOnlyList<string>? Members = null);

/// <param name="Beds">Null leaves them as they are.</param>
public sealed record UnitDraft(string Name, string? Specialty = null, IReadOnlyList<string>? Beds = null);

/// <summary>Changes of teams and units.</summary>
public static partial class TeamCommandHandler
{
    private const int MostBeds = 500;

    public static Outcome<Team> Save(WriteScope scope, TeamDraft draft, string source, Actor actor)
    {
        var name = WrittenText.Name(draft.Name, "The name");
        if (name.Refusal is { } refusal)
            return refusal;
        if (!TeamId().IsMatch(draft.Id))
            return new Refusal("invalid", "The name in triggers has small letters, digits and underscores, like charge_nurse.");
        if (string.IsNullOrEmpty(name.Value))
            return new Refusal("invalid", "A team has a name.");
        var address = draft.Address?.Trim() is { Length: > 0 } given ? given : null;
        if (address is not null && (address.Length > 128 || !Email().IsMatch(address)))
            return new Refusal("invalid", $"{address} is no e-mail address.");
        var unit = draft.Unit?.Trim() is { Length: > 0 } named ? named : null;
        if (unit is not null && !scope.Db.CareUnits.Any(known => known.Name == unit))
            return new Refusal("invalid", $"There is no unit {unit}.");
        if (draft.Members?.FirstOrDefault(member => scope.Db.People.Find(member) is null) is { } stranger)
            return new Refusal("invalid", $"There is no person {stranger}.");
        var team = scope.Db.Teams.Find(draft.Id);
        var isNew = team is null;
        if (team is null)
            scope.Db.Teams.Add(team = new Team { Id = draft.Id, Name = name.Value });
        (team.Name, team.Address, team.Unit, team.ClosedAt) = (name.Value, address, unit, null);
        if (draft.Members is not null)
            SetMembers(scope, draft.Id, draft.Members, source);
        scope.Record(isNew ? "team_created" : "team_changed", new Subject("team", team.Id), actor, Detail.Of(("address", address), ("unit", unit), ("members", draft.Members is null ? null : string.Join(", ", draft.Members))));
        scope.Announce(new Change("team", team.Id));
        return team;
    }

    public static Outcome<Team> Close(WriteScope scope, string id, Actor actor)
    {
        if (scope.Db.Teams.Find(id) is not { ClosedAt: null } team)
            return new Refusal("not-found", "There is no such team, or it is closed already.");
        team.ClosedAt = scope.Now;
        scope.Record("team_closed", new Subject("team", id), actor);
        scope.Announce(new Change("team", id));
        return team;
    }

    /// <summary>Says who one source puts into a team; a team that does not exist is left to whoever makes teams.</summary>
    public static void SetMembers(WriteScope scope, string team, IReadOnlyList<string> people, string source)
    {
        if (scope.Db.Teams.Find(team) is null)
            return;
        var before = scope.Db.TeamMembers.Where(member => member.TeamId == team && member.Source == source).ToList();
        scope.Db.TeamMembers.RemoveRange(before.Where(member => !people.Contains(member.PersonId, StringComparer.Ordinal)));
        scope.Db.TeamMembers.AddRange(people.Distinct(StringComparer.Ordinal).Where(person => before.All(member => member.PersonId != person))
            .Select(person => new TeamMember { TeamId = team, PersonId = person, Source = source }));
    }

    public static Outcome<CareUnit> Save(WriteScope scope, UnitDraft draft, Actor actor)
    {
        var name = WrittenText.Name(draft.Name, "The name");
        var specialty = WrittenText.Name(draft.Specialty, "The specialty");
        if ((name.Refusal ?? specialty.Refusal) is { } refusal)
            return refusal;
        if (string.IsNullOrEmpty(name.Value) || name.Value.Length > 100)
            return new Refusal("invalid", "A unit has a name of at most 100 characters: the one that the feeds send in PV1-3.");
        if (draft.Beds is { Count: > MostBeds } || draft.Beds?.Any(bed => bed.Trim().Length is 0 or > 60) == true)
            return new Refusal("invalid", $"A unit has at most {MostBeds} beds, each with a name of at most 60 characters.");
        var unit = scope.Db.CareUnits.Find(name.Value);
        var isNew = unit is null;
        if (unit is null)
            scope.Db.CareUnits.Add(unit = new CareUnit { Name = name.Value });
        (unit.Specialty, unit.ClosedAt) = (specialty.Value is { Length: > 0 } said ? said : null, null);
        if (draft.Beds is { } beds)
        {
            var wanted = beds.Select(bed => bed.Trim()).ToHashSet(StringComparer.Ordinal);
            var before = scope.Db.Beds.Where(bed => bed.Unit == unit.Name).ToList();
            scope.Db.Beds.RemoveRange(before.Where(bed => !wanted.Contains(bed.Name)));
            scope.Db.Beds.AddRange(wanted.Where(bed => before.All(known => known.Name != bed)).Select(bed => new Bed { Unit = unit.Name, Name = bed }));
        }

        scope.Record(isNew ? "unit_created" : "unit_changed", new Subject("unit", unit.Name), actor, Detail.Of(("specialty", unit.Specialty), ("beds", draft.Beds?.Count)));
        scope.Announce(new Change("unit", unit.Name));
        return unit;
    }

    /// <summary>A closed unit keeps its past; nobody gets a role there any more.</summary>
    public static Outcome<CareUnit> CloseUnit(WriteScope scope, string name, Actor actor)
    {
        if (scope.Db.CareUnits.Find(name) is not { ClosedAt: null } unit)
            return new Refusal("not-found", "There is no such unit, or it is closed already.");
        unit.ClosedAt = scope.Now;
        scope.Record("unit_closed", new Subject("unit", name), actor);
        scope.Announce(new Change("unit", name));
        return unit;
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{1,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex TeamId();

    [GeneratedRegex(@"^[^@\s,;<>]+@[^@\s,;<>]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Email();
}
