using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What is known of a person, as written by whoever keeps it.</summary>
/// <param name="Channels">Null leaves them as they are.</param>
/// <param name="IsWhole">The channels are all that there should be. Otherwise those that the person added stay.</param>
public sealed record PersonDraft(
    string Login, string Name, string? About = null, IReadOnlyList<(ChannelKind Kind, string Value)>? Channels = null, string? ExternalId = null, string? Subject = null, bool IsWhole = false);

/// <param name="DeputyId">Null: nobody stands in.</param>
/// <param name="From">Null: not away.</param>
public sealed record Leave(string? DeputyId, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>Changes of people: each is a fact, and none deletes anybody.</summary>
public static partial class PersonCommandHandler
{
    public const string Announced = "person";

    public static Outcome<Person> Create(WriteScope scope, PersonDraft draft, string origin, Actor actor, string? id = null)
    {
        if (Written(draft) is var written && written.Refusal is { } refusal)
            return refusal;
        draft = written.Value!;
        if (scope.Db.People.Any(other => other.Login == draft.Login))
            return new Refusal("taken", $"{draft.Login} is somebody's login already.");
        var person = new Person
        {
            Id = id ?? scope.Ids.Next(), Login = draft.Login, Name = draft.Name, About = draft.About, ExternalId = draft.ExternalId, Subject = draft.Subject, Origin = origin, CreatedAt = scope.Now,
        };
        scope.Db.People.Add(person);
        Reach(scope, person.Id, draft.Channels, draft.IsWhole);
        Tell(scope, "person_created", person, actor, ("origin", origin), ("login", person.Login));
        return person;
    }

    public static Outcome<Person> Change(WriteScope scope, string id, PersonDraft draft, int? expected, Actor actor)
    {
        if (Find(scope, id, expected) is var found && found.Refusal is { } refusal)
            return refusal;
        if (Written(draft) is var written && written.Refusal is { } unwritable)
            return unwritable;
        draft = written.Value!;
        var person = found.Value!;
        if (scope.Db.People.Any(other => other.Login == draft.Login && other.Id != id))
            return new Refusal("taken", $"{draft.Login} is somebody's login already.");
        var before = (person.Login, person.Name);
        (person.Login, person.Name, person.About) = (draft.Login, draft.Name, draft.About);
        person.ExternalId = draft.ExternalId ?? person.ExternalId;
        person.Subject = draft.Subject ?? person.Subject;
        Reach(scope, id, draft.Channels, draft.IsWhole);
        person.Version++;
        Tell(scope, "person_changed", person, actor, ("loginBefore", before.Login == person.Login ? null : before.Login), ("nameBefore", before.Name == person.Name ? null : before.Name));
        return person;
    }

    /// <summary>Sets what one source says of a person's roles; what others say stays.</summary>
    public static Outcome<Person> Grant(WriteScope scope, string id, IReadOnlyList<RoleOnUnit> roles, string source, int? expected, Actor actor)
    {
        if (Find(scope, id, expected) is var found && found.Refusal is { } refusal)
            return refusal;
        var person = found.Value!;
        var wanted = roles.Select(role => new RoleOnUnit(role.Role, string.IsNullOrWhiteSpace(role.Unit) ? null : role.Unit.Trim())).ToHashSet();
        var units = wanted.Select(role => role.Unit).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (units.FirstOrDefault(unit => !scope.Db.CareUnits.Any(known => known.Name == unit)) is { } unknown)
            return new Refusal("invalid", $"There is no unit {unknown}.");
        var before = scope.Db.RoleGrants.Where(grant => grant.PersonId == id).ToList();
        var own = before.Where(grant => grant.Source == source).ToList();
        if (own.Select(grant => grant.RoleOnUnit).ToHashSet().SetEquals(wanted))
            return person;
        var isAdministrator = before.Any(grant => grant.Role == Role.Administrator);
        var remains = wanted.Any(role => role.Role == Role.Administrator) || before.Except(own).Any(grant => grant.Role == Role.Administrator);
        if (isAdministrator && !remains && IsLastAdministrator(scope, id))
            return LastOne;
        scope.Db.RoleGrants.RemoveRange(own.Where(grant => !wanted.Contains(grant.RoleOnUnit)));
        scope.Db.RoleGrants.AddRange(wanted.Where(role => own.All(grant => grant.RoleOnUnit != role))
            .Select(role => new RoleGrant { PersonId = id, Role = role.Role, Unit = role.Unit ?? "", Source = source }));
        person.Version++;
        Tell(scope, "roles_changed", person, actor, ("source", source), ("before", Words(own.Select(grant => grant.RoleOnUnit))), ("after", Words(wanted)));
        return person;
    }

    public static Outcome<Person> Disable(WriteScope scope, string id, string reason, int? expected, Actor actor)
    {
        if (Find(scope, id, expected) is var found && found.Refusal is { } refusal)
            return refusal;
        var why = WrittenText.Note(reason, "The reason");
        if (why.Refusal is { } unwritable)
            return unwritable;
        if (string.IsNullOrEmpty(why.Value))
            return new Refusal("invalid", "Say why: the reason stands beside the name.");
        var person = found.Value!;
        if (!person.IsActive)
            return new Refusal("already-done", $"{person.Name} is disabled already.");
        if (actor is { Kind: "person" } && actor.Id == id)
            return new Refusal("not-allowed-now", "Nobody disables themselves. Ask another administrator.");
        if (scope.Db.RoleGrants.Any(grant => grant.PersonId == id && grant.Role == Role.Administrator) && IsLastAdministrator(scope, id))
            return LastOne;
        (person.DisabledAt, person.DisabledReason) = (scope.Now, why.Value);
        person.Version++;
        foreach (var session in scope.Db.SignInSessions.Where(session => session.PersonId == id && session.EndedAt == null).ToList())
            (session.EndedAt, session.EndReason) = (scope.Now, "disabled");
        Tell(scope, "person_disabled", person, actor, ("reason", why.Value));
        return person;
    }

    public static Outcome<Person> Enable(WriteScope scope, string id, int? expected, Actor actor)
    {
        if (Find(scope, id, expected) is var found && found.Refusal is { } refusal)
            return refusal;
        var person = found.Value!;
        if (person.IsActive)
            return new Refusal("already-done", $"{person.Name} is active already.");
        (person.DisabledAt, person.DisabledReason) = (null, null);
        person.Version++;
        Tell(scope, "person_enabled", person, actor);
        return person;
    }

    public static Outcome<Person> SetLeave(WriteScope scope, string id, Leave leave, int? expected, Actor actor)
    {
        if (Find(scope, id, expected) is var found && found.Refusal is { } refusal)
            return refusal;
        if (leave is { From: { } from, Until: { } until } && until <= from)
            return new Refusal("invalid", "The leave ends before it begins.");
        if (leave.From is null && leave.Until is not null)
            return new Refusal("invalid", "Say from when the leave is.");
        if (leave.DeputyId == id || (leave.DeputyId is { } deputy && scope.Db.People.Find(deputy) is not { DisabledAt: null }))
            return new Refusal("invalid", "A deputy is somebody else, and active.");
        var person = found.Value!;
        (person.DeputyId, person.AwayFrom, person.AwayUntil) = (leave.DeputyId, leave.From, leave.Until);
        person.Version++;
        Tell(scope, "leave_set", person, actor, ("deputy", leave.DeputyId), ("from", leave.From), ("until", leave.Until));
        return person;
    }

    /// <summary>The provider's own name for a person that was known by login before.</summary>
    public static void Link(WriteScope scope, Person person, string subject, Actor actor)
    {
        person.Subject = subject;
        person.Version++;
        Tell(scope, "person_linked", person, actor, ("subjectHash", Detail.HashOf(subject)));
    }

    private static readonly Refusal LastOne = new("not-allowed-now", "This is the last administrator: give somebody else the role first.");

    private static bool IsLastAdministrator(WriteScope scope, string id) => !scope.Db.RoleGrants.Any(grant =>
        grant.Role == Role.Administrator && grant.PersonId != id && scope.Db.People.Any(person => person.Id == grant.PersonId && person.DisabledAt == null));

    private static Outcome<Person> Find(WriteScope scope, string id, int? expected) => scope.Db.People.Find(id) switch
    {
        null => new Refusal("not-found", "There is no such person."),
        var person when expected is { } version && version != person.Version => new Refusal("stale-version", $"{person.Name} was changed meanwhile."),
        var person => person,
    };

    private static Outcome<PersonDraft> Written(PersonDraft draft)
    {
        var name = WrittenText.Name(draft.Name, "The name");
        var about = WrittenText.Name(draft.About, "The line about the person");
        if ((name.Refusal ?? about.Refusal) is { } refusal)
            return refusal;
        if (string.IsNullOrEmpty(name.Value))
            return new Refusal("invalid", "A person has a name.");
        var login = draft.Login.Trim().ToLowerInvariant();
        if (!Login().IsMatch(login))
            return new Refusal("invalid", "A login has letters, digits and . _ - @ +, at most 128, and begins with a letter or digit.");
        if ((draft.Channels ?? []).FirstOrDefault(channel => !IsChannel(channel.Kind, channel.Value.Trim())) is { Value: { } odd })
            return new Refusal("invalid", $"{odd} is no address or number that can be reached.");
        return draft with { Login = login, Name = name.Value, About = about.Value is { Length: > 0 } line ? line : null };
    }

    private static void Reach(WriteScope scope, string id, IReadOnlyList<(ChannelKind Kind, string Value)>? channels, bool isWhole)
    {
        if (channels is null)
            return;
        var wanted = channels.Select(channel => (channel.Kind, Value: channel.Value.Trim())).Where(channel => channel.Value.Length > 0).Distinct().ToList();
        var before = scope.Db.ContactChannels.Where(channel => channel.PersonId == id).OrderBy(channel => channel.Ordinal).ToList();
        if (isWhole)
            // Which browsers show messages is known to their person alone.
            wanted = [.. wanted, .. before.Where(channel => channel.Kind == ChannelKind.Browser).Select(channel => (channel.Kind, channel.Value))];
        else
            // What the person added stays, and the person's own order of things; what is new comes behind it.
            wanted = [.. before.Where(channel => channel.IsOwn || wanted.Contains((channel.Kind, channel.Value))).Select(channel => (channel.Kind, channel.Value)).Concat(wanted).Distinct()];
        scope.Db.ContactChannels.RemoveRange(before.Where(channel => !wanted.Contains((channel.Kind, channel.Value))));
        for (var i = 0; i < wanted.Count; i++)
        {
            var (kind, value) = wanted[i];
            if (before.Find(channel => channel.Kind == kind && channel.Value == value) is { } kept)
                kept.Ordinal = i;
            else
                scope.Db.ContactChannels.Add(new ContactChannel { PersonId = id, Kind = kind, Value = value, Ordinal = i });
        }
    }

    private static bool IsChannel(ChannelKind kind, string value) => value.Length == 0 || ContactCommandHandler.IsAddress(kind, value);

    private static string Words(IEnumerable<RoleOnUnit> roles) =>
        string.Join("; ", roles.OrderBy(role => role.Role).ThenBy(role => role.Unit, StringComparer.Ordinal).Select(role => role.Unit is null ? $"{role.Role}" : $"{role.Role} on {role.Unit}"));

    private static void Tell(WriteScope scope, string kind, Person person, Actor actor, params ReadOnlySpan<(string, object?)> detail)
    {
        scope.Record(kind, new Subject("person", person.Id), actor, Detail.Of(detail));
        scope.Announce(new Change(Announced, person.Id));
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._@+-]{0,127}$", RegexOptions.NonBacktracking)]
    private static partial Regex Login();
}
