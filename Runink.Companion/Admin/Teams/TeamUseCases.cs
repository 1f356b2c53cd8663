using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Admin.Teams;

/// <param name="Source">admin or group:…</param>
public sealed record MemberView(string Id, string Name, bool Active, string Source);

/// <param name="ReachedAt">Where a message to it would go now; null when nobody would be reached.</param>
public sealed record TeamView(string Id, string Name, string? Address, string? Unit, string? ReachedAt, IReadOnlyList<MemberView> Members);

/// <param name="People">How many have a role on it.</param>
/// <param name="IsKnown">False: the feeds name it, and nobody has described it yet.</param>
public sealed record UnitView(string Name, string? Specialty, IReadOnlyList<string> Beds, int People, int PatientsNow, bool IsKnown);

/// <summary>Teams, units and beds, for pages and the API.</summary>
public sealed class TeamUseCases(CompanionStore store, StoreWriter writer, PeopleDirectory people, TimeProvider time)
{
    public async Task<Outcome<IReadOnlyList<TeamView>>> TeamsAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.Administer) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var teams = await db.Teams.Where(team => team.ClosedAt == null).OrderBy(team => team.Name).ToListAsync(cancel);
        var members = (await db.TeamMembers.ToListAsync(cancel)).ToLookup(member => member.TeamId, StringComparer.Ordinal);
        var addresses = await TeamAddresses.ReadAsync(db, time.GetUtcNow(), cancel);
        return new Outcome<IReadOnlyList<TeamView>>(
            [
                .. teams.Select(team => new TeamView(team.Id, team.Name, team.Address, team.Unit, addresses.GetValueOrDefault(team.Id),
                    [.. members[team.Id].Select(member => new MemberView(member.PersonId, people.NameOf(member.PersonId), people.Find(member.PersonId)?.Person.IsActive == true, member.Source)).OrderBy(member => member.Name, StringComparer.OrdinalIgnoreCase)])),
            ], null);
    }

    public Task<Outcome<Team>> SaveAsync(Caller caller, TeamDraft draft, CancellationToken cancel) => ActAsync(caller, scope => TeamCommandHandler.Save(scope, draft, "admin", caller.Actor), cancel);

    public Task<Outcome<Team>> CloseAsync(Caller caller, string id, CancellationToken cancel) => ActAsync(caller, scope => TeamCommandHandler.Close(scope, id, caller.Actor), cancel);

    /// <summary>Units that are described, and those that feeds name without.</summary>
    public async Task<Outcome<IReadOnlyList<UnitView>>> UnitsAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.Administer) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var units = await db.CareUnits.Where(unit => unit.ClosedAt == null).ToListAsync(cancel);
        var beds = (await db.Beds.OrderBy(bed => bed.Name).ToListAsync(cancel)).ToLookup(bed => bed.Unit, bed => bed.Name, StringComparer.Ordinal);
        var grants = await db.RoleGrants.Where(grant => grant.Unit != "").GroupBy(grant => grant.Unit).Select(group => new { group.Key, Count = group.Select(grant => grant.PersonId).Distinct().Count() })
            .ToDictionaryAsync(one => one.Key, one => one.Count, cancel);
        var patients = await db.Encounters.Where(row => row.EndedAt == null && !row.Cancelled && row.Unit != null).GroupBy(row => row.Unit!).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(one => one.Key, one => one.Count, cancel);
        var known = units.Select(unit => new UnitView(unit.Name, unit.Specialty, [.. beds[unit.Name]], grants.GetValueOrDefault(unit.Name), patients.GetValueOrDefault(unit.Name), true));
        var heard = patients.Keys.Except(units.Select(unit => unit.Name), StringComparer.Ordinal).Select(name => new UnitView(name, null, [], 0, patients[name], false));
        return new Outcome<IReadOnlyList<UnitView>>([.. known.Concat(heard).OrderBy(unit => unit.Name, StringComparer.OrdinalIgnoreCase)], null);
    }

    public Task<Outcome<CareUnit>> SaveUnitAsync(Caller caller, UnitDraft draft, CancellationToken cancel) => ActAsync(caller, scope => TeamCommandHandler.Save(scope, draft, caller.Actor), cancel);

    public Task<Outcome<CareUnit>> CloseUnitAsync(Caller caller, string name, CancellationToken cancel) => ActAsync(caller, scope => TeamCommandHandler.CloseUnit(scope, name, caller.Actor), cancel);

    private async Task<Outcome<T>> ActAsync<T>(Caller caller, Func<WriteScope, Outcome<T>> act, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.Administer) is { } refusal)
            return refusal;
        var done = await writer.WriteAsync(act, cancel);
        await people.RefreshAsync(cancel);
        return done;
    }
}
