using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Hosting.Access;

public sealed record KnownPerson(Person Person, IReadOnlyList<RoleOnUnit> Roles)
{
    public Permission Permissions { get; } = Roles.Aggregate(Permission.None, (all, role) => all | RolePermissions.Of(role));

    /// <summary>Whether the person may do this on a unit; on any, when nobody knows the unit.</summary>
    public bool May(Permission permission, string? unit) => Roles.Any(role => (RolePermissions.Of(role) & permission) == permission && (unit is null || role.Unit is null || role.Unit == unit));
}

/// <summary>
/// People as they are now, in memory: every command asks who may do what, and a list shows a name beside each row. Read again after each
/// change, and now and then, for changes that another program made.
/// </summary>
public sealed partial class PeopleDirectory : IDisposable
{
    private readonly CompanionStore store;
    private readonly Directory addresses;
    private readonly Vocabulary vocabulary;
    private readonly SiteOptions site;
    private readonly TimeProvider time;
    private readonly ILogger<PeopleDirectory> log;
    private readonly SemaphoreSlim reading = new(1, 1);
    private readonly IDisposable watch;
    private volatile Snapshot now = new(new Dictionary<string, KnownPerson>(StringComparer.Ordinal), []);

    public PeopleDirectory(CompanionStore store, StoreWriter writer, ChangeFeed feed, Directory addresses, Vocabulary vocabulary, SiteOptions site, TimeProvider time, ILogger<PeopleDirectory> log)
    {
        (this.store, this.addresses, this.vocabulary, this.site, this.time, this.log) = (store, addresses, vocabulary, site, time, log);
        watch = feed.Subscribe(changes =>
        {
            if (changes.Any(change => change.Kind is "person" or "team" or "unit" or "rota"))
                _ = Task.Run(TryRefreshAsync);
        });
        writer.CachesInvalid += () => _ = Task.Run(TryRefreshAsync);
    }

    /// <summary>Raised after it was read again, on no particular thread.</summary>
    public event Action? Changed;

    public IReadOnlyCollection<KnownPerson> All => now.People.Values;

    /// <summary>Names of units that are open, in order.</summary>
    public IReadOnlyList<string> Units => now.Units;

    public KnownPerson? Find(string? id) => id is not null && now.People.TryGetValue(id, out var known) ? known : null;

    /// <summary>People who may do this on a unit, by name; on any unit, when nobody knows which.</summary>
    public IReadOnlyList<PersonRef> WhoOn(Permission permission, string? unit) =>
        [.. Who(permission).Where(known => known.May(permission, unit)).Select(known => known.Person.Ref).OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase)];

    public KnownPerson? BySubject(string subject) => now.People.Values.FirstOrDefault(known => string.Equals(known.Person.Subject, subject, StringComparison.Ordinal));

    public KnownPerson? ByLogin(string login) => now.People.Values.FirstOrDefault(known => string.Equals(known.Person.Login, login.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>The name, also of who has left; the id of who was never here.</summary>
    public string NameOf(string id) => Find(id)?.Person.Name ?? id;

    /// <summary>Active people with the permission.</summary>
    public IEnumerable<KnownPerson> Who(Permission permission) => now.People.Values.Where(known => known.Person.IsActive && known.Permissions.HasFlag(permission));

    /// <summary>Who takes what is given to this person now: a deputy while the person is away, and the deputy's while that one is too.</summary>
    public KnownPerson? TakerOf(string id)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var known = Find(id); known is { Person.IsActive: true } && seen.Add(known.Person.Id); known = Find(known.Person.DeputyId))
        {
            if (!known.Person.IsAway(time.GetUtcNow()))
                return known;
        }

        return null;
    }

    public async Task RefreshAsync(CancellationToken cancel)
    {
        await reading.WaitAsync(cancel);
        try
        {
            await using var db = store.Read();
            var grants = (await db.RoleGrants.ToListAsync(cancel)).ToLookup(grant => grant.PersonId, grant => grant.RoleOnUnit, StringComparer.Ordinal);
            var people = (await db.People.ToListAsync(cancel)).ToDictionary(person => person.Id, person => new KnownPerson(person, [.. grants[person.Id].Distinct()]), StringComparer.Ordinal);
            now = new Snapshot(people, await db.CareUnits.Where(unit => unit.ClosedAt == null).OrderBy(unit => unit.Name).Select(unit => unit.Name).ToListAsync(cancel));
            var at = time.GetUtcNow();
            addresses.Know(await DirectoryReader.ReadAsync(db, vocabulary.Calendars, site.Zone, addresses.Sends, at, cancel));
            addresses.Know(WithRotas(await TeamAddresses.ReadAsync(db, at, cancel), at));
        }
        finally
        {
            reading.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Names that only a rota has are mailed to whoever is on call.</summary>
    private Dictionary<string, string> WithRotas(IReadOnlyDictionary<string, string> teams, DateTimeOffset at)
    {
        var all = new Dictionary<string, string>(teams, StringComparer.OrdinalIgnoreCase);
        foreach (var rota in addresses.Now.Rotas.Keys.Where(rota => !all.ContainsKey(rota)))
        {
            var mails = addresses.Reach($"on_call(\"{rota}\")", Severities.Critical, at).Recipients.Where(one => one.Channel == "email").Select(one => one.Address).ToList();
            if (mails.Count > 0)
                all[rota] = string.Join(", ", mails);
        }

        return all;
    }

    public void Dispose()
    {
        watch.Dispose();
        reading.Dispose();
    }

    private async Task TryRefreshAsync()
    {
        try
        {
            await RefreshAsync(CancellationToken.None);
        }
        catch (Exception away) when (StoreFailure.IsAway(away) || away is ObjectDisposedException)
        {
            LogAway(away);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "People could not be read again; those known before still count")]
    private partial void LogAway(Exception problem);

    private sealed record Snapshot(Dictionary<string, KnownPerson> People, IReadOnlyList<string> Units);
}
