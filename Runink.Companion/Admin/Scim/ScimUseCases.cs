using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Admin.Scim;

/// <param name="Start">From 1, as SCIM counts.</param>
public sealed record ScimQuery(string? Filter, int Start, int Count, bool WithoutMembers = false);

/// <summary>People and groups as the hospital's identity provider keeps them here. What a group gives is said by the settings.</summary>
public sealed class ScimUseCases(CompanionStore store, StoreWriter writer, PeopleDirectory people, SessionStore sessions, GroupMeanings meanings)
{
    private const string Left = "Removed by the identity provider";

    public async Task<Outcome<JsonObject>> UsersAsync(Caller caller, ScimQuery query, string root, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.Provision) is { } refusal)
            return refusal;
        var filter = Scim.Filter(query.Filter, "userName", "externalId", "id");
        if (filter.Refusal is { } unknown)
            return unknown;
        await using var db = store.Read();
        var rows = db.People.Where(person => person.UnprovisionedAt == null);
        if (filter.Value is (var attribute, var value))
        {
            var login = value.Trim().ToLowerInvariant();
            rows = attribute switch { "userName" => rows.Where(person => person.Login == login), "externalId" => rows.Where(person => person.ExternalId == value), _ => rows.Where(person => person.Id == value) };
        }

        var total = await rows.CountAsync(cancel);
        var page = await rows.OrderBy(person => person.Id).Skip(Math.Max(query.Start, 1) - 1).Take(Math.Clamp(query.Count, 0, Scim.MostResults)).ToListAsync(cancel);
        return Scim.List(total, Math.Max(query.Start, 1), page.Select(person => Write(db, person, root)).ToList());
    }

    public async Task<Outcome<JsonObject>> UserAsync(Caller caller, string id, string root, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.Provision) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await db.People.FirstOrDefaultAsync(person => person.Id == id && person.UnprovisionedAt == null, cancel) is { } found ? Write(db, found, root) : NoUser;
    }

    public Task<Outcome<JsonObject>> CreateUserAsync(Caller caller, JsonObject body, string root, CancellationToken cancel) => ActAsync(caller, cancel, scope =>
    {
        var user = ScimUser.Read(body);
        var login = user.UserName?.Trim().ToLowerInvariant();
        // Who was removed and comes back is the same person.
        var before = scope.Db.People.FirstOrDefault(person => person.Login == login && person.UnprovisionedAt != null);
        var made = before is null
            ? PersonCommandHandler.Create(scope, user.Draft(null, []), "scim", caller.Actor)
            : PersonCommandHandler.Change(scope, before.Id, user.Draft(before, []), null, caller.Actor);
        if (made.Refusal is { } refusal)
            return refusal;
        made.Value!.UnprovisionedAt = null;
        scope.Db.SaveChanges();
        return Activate(scope, made.Value, user.Active ?? true, caller.Actor) is { } refused ? refused : Write(scope.Db, made.Value, root);
    });

    public Task<Outcome<JsonObject>> ReplaceUserAsync(Caller caller, string id, JsonObject body, int? version, string root, CancellationToken cancel) =>
        ActAsync(caller, cancel, scope => Change(scope, id, ScimUser.Read(body), version, caller.Actor, root));

    public Task<Outcome<JsonObject>> PatchUserAsync(Caller caller, string id, JsonArray operations, int? version, string root, CancellationToken cancel) => ActAsync(caller, cancel, scope =>
    {
        if (Find(scope, id) is not { } person)
            return NoUser;
        var patched = ScimUser.Patch(Write(scope.Db, person, root), operations);
        return patched.Refusal is { } refusal ? refusal : Change(scope, id, ScimUser.Read(patched.Value!), version, caller.Actor, root);
    });

    /// <summary>Takes the person's access; the name stays where work was done under it.</summary>
    public Task<Outcome<JsonObject>> DeleteUserAsync(Caller caller, string id, CancellationToken cancel) => ActAsync(caller, cancel, scope =>
    {
        if (Find(scope, id) is not { } person)
            return NoUser;
        if (Activate(scope, person, false, caller.Actor) is { } refusal)
            return refusal;
        person.UnprovisionedAt = scope.Now;
        return new JsonObject { ["id"] = id };
    });

    public async Task<Outcome<JsonObject>> GroupsAsync(Caller caller, ScimQuery query, string root, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.Provision) is { } refusal)
            return refusal;
        var filter = Scim.Filter(query.Filter, "displayName", "externalId", "id");
        if (filter.Refusal is { } unknown)
            return unknown;
        await using var db = store.Read();
        IQueryable<ProvisionedGroup> rows = db.ProvisionedGroups;
        if (filter.Value is (var attribute, var value))
            rows = attribute switch { "displayName" => rows.Where(group => group.DisplayName == value), "externalId" => rows.Where(group => group.ExternalId == value), _ => rows.Where(group => group.Id == value) };
        var total = await rows.CountAsync(cancel);
        var page = await rows.OrderBy(group => group.Id).Skip(Math.Max(query.Start, 1) - 1).Take(Math.Clamp(query.Count, 0, Scim.MostResults)).ToListAsync(cancel);
        return Scim.List(total, Math.Max(query.Start, 1), page.Select(group => Write(db, group, root, query.WithoutMembers)).ToList());
    }

    public async Task<Outcome<JsonObject>> GroupAsync(Caller caller, string id, bool withoutMembers, string root, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.Provision) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await db.ProvisionedGroups.FirstOrDefaultAsync(group => group.Id == id, cancel) is { } found ? Write(db, found, root, withoutMembers) : NoGroup;
    }

    public Task<Outcome<JsonObject>> CreateGroupAsync(Caller caller, JsonObject body, string root, CancellationToken cancel) => ActAsync(caller, cancel, scope =>
    {
        if (GroupName(body) is not { } name)
            return new Refusal("invalid", "A group has a displayName of at most 200 characters.");
        if (scope.Db.ProvisionedGroups.Any(group => group.DisplayName == name))
            return new Refusal("taken", $"There is a group {name} already.");
        var made = new ProvisionedGroup { Id = scope.Ids.Next(), DisplayName = name, ExternalId = body.Text("externalId"), CreatedAt = scope.Now };
        scope.Db.ProvisionedGroups.Add(made);
        scope.Record("group_created", new Subject("group", made.Id), caller.Actor, Detail.Of(("name", name)));
        scope.Db.SaveChanges();
        return Settle(scope, made, Members(body.Get("members")), caller.Actor, root);
    });

    public Task<Outcome<JsonObject>> ReplaceGroupAsync(Caller caller, string id, JsonObject body, string root, CancellationToken cancel) => ActAsync(caller, cancel, scope =>
    {
        if (scope.Db.ProvisionedGroups.Find(id) is not { } group)
            return NoGroup;
        (group.DisplayName, group.ExternalId) = (GroupName(body) ?? group.DisplayName, body.Text("externalId") ?? group.ExternalId);
        return Settle(scope, group, Members(body.Get("members")), caller.Actor, root);
    });

    public Task<Outcome<JsonObject>> PatchGroupAsync(Caller caller, string id, JsonArray operations, string root, CancellationToken cancel) => ActAsync(caller, cancel, scope =>
    {
        if (scope.Db.ProvisionedGroups.Find(id) is not { } group)
            return NoGroup;
        var members = scope.Db.ProvisionedMembers.Where(member => member.GroupId == id).Select(member => member.PersonId).ToHashSet(StringComparer.Ordinal);
        return ScimGroupPatch.Apply(group, members, operations) is { } refusal ? refusal : Settle(scope, group, members, caller.Actor, root);
    });

    public Task<Outcome<JsonObject>> DeleteGroupAsync(Caller caller, string id, CancellationToken cancel) => ActAsync(caller, cancel, scope =>
    {
        if (scope.Db.ProvisionedGroups.Find(id) is not { } group)
            return NoGroup;
        var done = Settle(scope, group, new HashSet<string>(StringComparer.Ordinal), caller.Actor, "");
        if (done.Refusal is not null)
            return done;
        scope.Db.ProvisionedGroups.Remove(group);
        scope.Record("group_removed", new Subject("group", id), caller.Actor, Detail.Of(("name", group.DisplayName)));
        return new JsonObject();
    });

    private static readonly Refusal NoUser = new("not-found", "There is no such user.");
    private static readonly Refusal NoGroup = new("not-found", "There is no such group.");

    private static Person? Find(WriteScope scope, string id) => scope.Db.People.Find(id) is { UnprovisionedAt: null } person ? person : null;

    private static Outcome<JsonObject> Change(WriteScope scope, string id, ScimUser user, int? version, Actor actor, string root)
    {
        if (Find(scope, id) is not { } person)
            return NoUser;
        var kept = scope.Db.ContactChannels.Where(channel => channel.PersonId == id).ToList();
        var changed = PersonCommandHandler.Change(scope, id, user.Draft(person, kept), version, actor);
        if (changed.Refusal is { } refusal)
            return refusal;
        scope.Db.SaveChanges();
        if (Activate(scope, person, user.Active ?? person.IsActive, actor) is { } refused)
            return refused;
        scope.Db.SaveChanges();
        return Write(scope.Db, person, root);
    }

    private static Refusal? Activate(WriteScope scope, Person person, bool active, Actor actor) => active == person.IsActive ? null
        : (active ? PersonCommandHandler.Enable(scope, person.Id, null, actor) : PersonCommandHandler.Disable(scope, person.Id, Left, null, actor)).Refusal;

    /// <summary>Gives to members what the group means, and takes it from who left.</summary>
    private Outcome<JsonObject> Settle(WriteScope scope, ProvisionedGroup group, IReadOnlySet<string> members, Actor actor, string root)
    {
        var before = scope.Db.ProvisionedMembers.Where(member => member.GroupId == group.Id).ToList();
        if (members.FirstOrDefault(member => Find(scope, member) is null && before.All(known => known.PersonId != member)) is { } stranger)
            return new Refusal("invalid", $"There is no user {stranger}.");
        scope.Db.ProvisionedMembers.RemoveRange(before.Where(member => !members.Contains(member.PersonId)));
        scope.Db.ProvisionedMembers.AddRange(members.Where(member => before.All(known => known.PersonId != member)).Select(member => new ProvisionedMember { GroupId = group.Id, PersonId = member }));
        group.Version++;
        scope.Db.SaveChanges();
        var source = $"group:{group.Id}";
        var roles = meanings.RolesOf([group.DisplayName]).Where(role => role.Unit is null || scope.Db.CareUnits.Any(unit => unit.Name == role.Unit)).ToList();
        foreach (var person in members.Union(before.Select(member => member.PersonId), StringComparer.Ordinal))
        {
            var granted = PersonCommandHandler.Grant(scope, person, members.Contains(person) ? roles : [], source, null, actor);
            if (granted.Refusal is { } refusal)
                return refusal;
        }

        foreach (var team in scope.Db.TeamMembers.Where(member => member.Source == source).Select(member => member.TeamId).Distinct().ToList().Union(meanings.TeamsOf(group.DisplayName), StringComparer.Ordinal))
            TeamCommandHandler.SetMembers(scope, team, meanings.TeamsOf(group.DisplayName).Contains(team, StringComparer.Ordinal) ? [.. members] : [], source);
        scope.Record("group_changed", new Subject("group", group.Id), actor, Detail.Of(("members", members.Count)));
        scope.Announce(new Change("team", group.Id));
        scope.Db.SaveChanges();
        return Write(scope.Db, group, root, false);
    }

    private async Task<Outcome<JsonObject>> ActAsync(Caller caller, CancellationToken cancel, Func<WriteScope, Outcome<JsonObject>> act)
    {
        if (caller.Lacks(Permission.Provision) is { } refusal)
            return refusal;
        try
        {
            // A refusal may come after the first rows were touched: leaving by an exception undoes them.
            var done = await writer.WriteAsync(scope => act(scope) is var outcome && outcome.Refusal is { } refused ? throw new RefusedException(refused) : outcome.Value!, cancel);
            await people.RefreshAsync(cancel);
            if (done.Text("id") is { } id)
                await sessions.ForgetEndedAsync(id, cancel);
            return done;
        }
        catch (RefusedException refused)
        {
            return refused.Refusal;
        }
    }

    private static JsonObject Write(CompanionDb db, Person person, string root)
    {
        var groups = db.ProvisionedGroups.Where(group => db.ProvisionedMembers.Any(member => member.GroupId == group.Id && member.PersonId == person.Id)).ToList();
        return ScimUser.Write(person, db.ContactChannels.Where(channel => channel.PersonId == person.Id).ToList(), groups, root);
    }

    private JsonObject Write(CompanionDb db, ProvisionedGroup group, string root, bool withoutMembers)
    {
        var json = new JsonObject { ["schemas"] = new JsonArray(Scim.GroupSchema), ["id"] = group.Id, ["displayName"] = group.DisplayName, ["meta"] = Scim.Meta("Group", group.CreatedAt, group.Version, $"{root}/Groups/{group.Id}") };
        if (group.ExternalId is { } external)
            json["externalId"] = external;
        if (!withoutMembers)
        {
            json["members"] = new JsonArray([.. db.ProvisionedMembers.Where(member => member.GroupId == group.Id).OrderBy(member => member.PersonId).AsEnumerable()
                .Select(member => (JsonNode)new JsonObject { ["value"] = member.PersonId, ["display"] = people.NameOf(member.PersonId), ["$ref"] = $"{root}/Users/{member.PersonId}" })]);
        }

        return json;
    }

    private static string? GroupName(JsonObject body) => WrittenText.Name(body.Text("displayName"), "The name").Value is { Length: > 0 } name ? name : null;

    private static HashSet<string> Members(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>().Select(member => member.Text("value")).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private sealed class RefusedException(Refusal refusal) : Exception
    {
        public Refusal Refusal { get; } = refusal;
    }
}
