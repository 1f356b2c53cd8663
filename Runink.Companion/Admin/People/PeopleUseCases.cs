using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Access.SignIn;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Admin.People;

/// <param name="State">active, disabled, or null for all.</param>
public sealed record PeopleQuery(string? Text = null, string? State = null, Role? Role = null, string? Unit = null, int Limit = 100, string? Cursor = null);

/// <summary>Where pages and the API read people and change them.</summary>
public sealed class PeopleUseCases(CompanionStore store, StoreWriter writer, PeopleDirectory people, SessionStore sessions, CallerAccess access, SignInKind kind, Directory directory, TimeProvider time)
{
    private const int MostRows = 500;

    public bool HasLocalAccounts => kind == SignInKind.LocalAccounts;

    public async Task<Outcome<PeopleList>> ListAsync(Caller caller, PeopleQuery query, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.Administer) is { } refusal)
            return refusal;
        await using var db = store.Read();
        IQueryable<Person> rows = db.People;
        if (query.Text?.Trim() is { Length: > 0 } text)
        {
            var typed = TextSearch.Containing(text);
            rows = rows.Where(person => TextSearch.Like(person.Login, typed) || TextSearch.Like(person.Name, typed));
        }

        if (query.Role is { } role)
            rows = rows.Where(person => db.RoleGrants.Any(grant => grant.PersonId == person.Id && grant.Role == role));
        if (query.Unit is { Length: > 0 } unit)
            rows = rows.Where(person => db.RoleGrants.Any(grant => grant.PersonId == person.Id && grant.Unit == unit));
        var (active, disabled) = (await rows.CountAsync(person => person.DisabledAt == null, cancel), await rows.CountAsync(person => person.DisabledAt != null, cancel));
        rows = query.State switch
        {
            "active" => rows.Where(person => person.DisabledAt == null),
            "disabled" => rows.Where(person => person.DisabledAt != null),
            _ => rows,
        };
        var skip = int.TryParse(query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : 0;
        var limit = Math.Clamp(query.Limit, 1, MostRows);
        var page = await rows.OrderBy(person => person.Name).ThenBy(person => person.Id).Skip(skip).Take(limit + 1).ToListAsync(cancel);
        var ids = page.Take(limit).Select(person => person.Id).ToList();
        var grants = (await db.RoleGrants.Where(grant => ids.Contains(grant.PersonId)).ToListAsync(cancel)).ToLookup(grant => grant.PersonId, StringComparer.Ordinal);
        var seen = await db.SignInSessions.Where(session => ids.Contains(session.PersonId)).GroupBy(session => session.PersonId)
            .Select(group => new { group.Key, Last = group.Max(session => session.LastSeenAt) }).ToDictionaryAsync(one => one.Key, one => one.Last, cancel);
        var now = time.GetUtcNow();
        return new PeopleList(
            [
                .. page.Take(limit).Select(person => new PersonRow(
                    person.Id, person.Login, person.Name, person.IsActive, person.DisabledReason, person.IsAway(now), person.DeputyId is { } deputy ? people.NameOf(deputy) : null, Roles(grants[person.Id]),
                    seen.TryGetValue(person.Id, out var last) ? last : null, person.IsActive ? directory.WhyUnreachable(person.Id) : null)),
            ],
            page.Count > limit ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null, active, disabled);
    }

    public async Task<Outcome<PersonView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.Administer) is { } refusal)
            return refusal;
        return await ViewAsync(id, cancel) is { } view ? view : new Refusal("not-found", "There is no such person.");
    }

    public Task<Outcome<PersonView>> CreateAsync(Caller caller, PersonDraft draft, CancellationToken cancel) =>
        ActAsync(caller, isDangerous: false, scope => PersonCommandHandler.Create(scope, draft, "admin", caller.Actor), cancel);

    public Task<Outcome<PersonView>> ChangeAsync(Caller caller, string id, PersonDraft draft, int? version, CancellationToken cancel) =>
        ActAsync(caller, isDangerous: false, scope => PersonCommandHandler.Change(scope, id, draft, version, caller.Actor), cancel);

    /// <summary>Sets the roles that administrators gave; those of the identity provider are its own.</summary>
    public Task<Outcome<PersonView>> GrantAsync(Caller caller, string id, IReadOnlyList<RoleOnUnit> roles, int? version, CancellationToken cancel) =>
        ActAsync(caller, isDangerous: true, scope => PersonCommandHandler.Grant(scope, id, roles, "admin", version, caller.Actor), cancel);

    public Task<Outcome<PersonView>> SetLeaveAsync(Caller caller, string id, Leave leave, int? version, CancellationToken cancel) =>
        ActAsync(caller, isDangerous: false, scope => PersonCommandHandler.SetLeave(scope, id, leave, version, caller.Actor), cancel);

    public Task<Outcome<PersonView>> DisableAsync(Caller caller, string id, string reason, int? version, CancellationToken cancel) =>
        ActAsync(caller, isDangerous: true, scope => PersonCommandHandler.Disable(scope, id, reason, version, caller.Actor), cancel);

    public Task<Outcome<PersonView>> EnableAsync(Caller caller, string id, int? version, CancellationToken cancel) =>
        ActAsync(caller, isDangerous: true, scope => PersonCommandHandler.Enable(scope, id, version, caller.Actor), cancel);

    /// <summary>A passphrase that opens the door once; answered once and never again. Ends the person's sessions.</summary>
    public async Task<Outcome<string>> GivePassphraseAsync(Caller caller, string id, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.Administer) ?? access.Unconfirmed(caller)) is { } refusal)
            return refusal;
        if (!HasLocalAccounts)
            return new Refusal("not-allowed-now", "Passphrases are for local accounts, and here somebody else checks who people are.");
        var given = await writer.WriteAsync(scope => LocalAccounts.Give(scope, id, caller.Actor), cancel);
        await sessions.ForgetEndedAsync(id, cancel);
        return given;
    }

    public async Task<Outcome<IReadOnlyList<SessionView>>> SessionsAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Id != id && caller.Lacks(Permission.Administer) is { } refusal)
            return refusal;
        return new Outcome<IReadOnlyList<SessionView>>(
            [.. (await sessions.OfAsync(id, cancel)).Select(row => new SessionView(row.Id[..8], row.Device, row.Address, row.Method, row.CreatedAt, row.LastSeenAt, row.Id == caller.SessionId))], null);
    }

    /// <summary>Ends sessions of a person: one by its short name, or all but the one that asks.</summary>
    /// <returns>How many ended.</returns>
    public async Task<Outcome<int>> EndSessionsAsync(Caller caller, string id, string? session, CancellationToken cancel)
    {
        if (caller.Id != id && caller.Lacks(Permission.Administer) is { } refusal)
            return refusal;
        if (session is null)
            return await sessions.EndAllAsync(id, "signed-out-elsewhere", caller.SessionId, caller.Actor, cancel);
        return (await sessions.OfAsync(id, cancel)).FirstOrDefault(row => row.Id.StartsWith(session, StringComparison.Ordinal) && session.Length >= 8) is { } found
            ? await sessions.EndAsync(found.Id, "signed-out-elsewhere", caller.Actor, cancel)
            : new Refusal("not-found", "That session has ended already.");
    }

    private async Task<Outcome<PersonView>> ActAsync(Caller caller, bool isDangerous, Func<WriteScope, Outcome<Person>> act, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.Administer) ?? (isDangerous ? access.Unconfirmed(caller) : null)) is { } refusal)
            return refusal;
        var done = await writer.WriteAsync(act, cancel);
        if (done.Refusal is { } refused)
            return refused;
        await people.RefreshAsync(cancel);
        await sessions.ForgetEndedAsync(done.Value!.Id, cancel);
        return (await ViewAsync(done.Value.Id, cancel))!;
    }

    private async Task<PersonView?> ViewAsync(string id, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await db.People.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } person)
            return null;
        var grants = await db.RoleGrants.Where(grant => grant.PersonId == id).ToListAsync(cancel);
        var channels = await db.ContactChannels.Where(channel => channel.PersonId == id).OrderBy(channel => channel.Ordinal).ToListAsync(cancel);
        var teams = await db.Teams.Where(team => team.ClosedAt == null && db.TeamMembers.Any(member => member.TeamId == team.Id && member.PersonId == id)).OrderBy(team => team.Name).ToListAsync(cancel);
        var local = HasLocalAccounts ? await db.LocalCredentials.FirstOrDefaultAsync(row => row.PersonId == id, cancel) : null;
        return new PersonView(
            person.Id, person.Login, person.Name, person.About, person.Origin, person.Subject is not null, person.CreatedAt, person.DisabledAt, person.DisabledReason, person.DeputyId,
            person.DeputyId is { } deputy ? people.NameOf(deputy) : null, person.AwayFrom, person.AwayUntil, Roles(grants), [.. channels.Select(channel => new ChannelView(channel.Kind, channel.Value, channel.VerifiedAt))],
            [.. teams.Select(team => new TeamRef(team.Id, team.Name))],
            local is null ? null : new LocalAccountView(local.MustChange, local.GivenUntil, local.TotpSecret is not null, local.RecoveryCodesLeft, local.ChangedAt, await db.Passkeys.CountAsync(row => row.PersonId == id, cancel)), person.Version);
    }

    private static IReadOnlyList<RoleView> Roles(IEnumerable<RoleGrant> grants) =>
        [.. grants.OrderBy(grant => grant.Role).ThenBy(grant => grant.Unit, StringComparer.Ordinal).Select(grant => new RoleView(grant.Role, grant.RoleOnUnit.Unit, grant.Source))];
}
