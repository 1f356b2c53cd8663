using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access;

/// <param name="ProviderToken">What ends the session at the identity provider too; null where there is none.</param>
public sealed record SessionStart(Person Person, string Method, string Device, string Address, string? ProviderToken = null);

/// <summary>Sessions of people, in the store and in memory. A cookie only names one; whether it lives is decided here.</summary>
public sealed class SessionStore(CompanionStore store, StoreWriter writer, SignInOptions options, IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan SeenIsWorthNoting = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndedIsRemembered = TimeSpan.FromHours(1);
    private static readonly TimeSpan RowsAreKept = TimeSpan.FromDays(90);

    private readonly ConcurrentDictionary<string, SignInSession> known = new(StringComparer.Ordinal);
    /// <summary>Ended lately: one that was being read from the store while it ended does not come back.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> ended = new(StringComparer.Ordinal);
    private readonly IDataProtector protector = protection.CreateProtector("Runink.Companion.ProviderToken");

    /// <summary>Raised after sessions ended, on no particular thread.</summary>
    public event Action? Changed;

    public SessionLimits Limits => options.Limits;

    public async Task<SignInSession> BeginAsync(SessionStart start, CancellationToken cancel)
    {
        var (session, over) = await writer.WriteAsync(scope =>
        {
            var many = scope.Db.SignInSessions.Where(row => row.PersonId == start.Person.Id && row.EndedAt == null).OrderByDescending(row => row.LastSeenAt).ThenBy(row => row.Id).Skip(options.SessionsPerPerson - 1).ToList();
            foreach (var row in many)
                End(scope, row, "too-many", Actor.System);
            var made = new SignInSession
            {
                Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                PersonId = start.Person.Id,
                Method = start.Method,
                Device = start.Device,
                Address = start.Address,
                CreatedAt = scope.Now,
                LastSeenAt = scope.Now,
                ConfirmedAt = scope.Now,
                ProviderToken = start.ProviderToken is { } token ? protector.Protect(token) : null,
            };
            scope.Db.SignInSessions.Add(made);
            scope.Record("signed_in", new Subject("person", start.Person.Id), ActorOf(start.Person), Detail.Of(("method", start.Method), ("session", made.Id[..8]), ("device", start.Device), ("address", start.Address)));
            return (made, many.ConvertAll(row => row.Id));
        }, cancel);
        known[session.Id] = session;
        if (over.Count > 0)
            Forget(over);
        return session;
    }

    /// <summary>The session as memory has it; null when it was never looked up or has ended.</summary>
    public SignInSession? Alive(string? id) =>
        id is not null && !ended.ContainsKey(id) && known.TryGetValue(id, out var session) && SessionRules.Decide(session, Limits, time.GetUtcNow()) == SessionState.Alive ? session : null;

    /// <summary>The same, asking the store for one that this process has not seen yet.</summary>
    public async Task<SignInSession?> FindAsync(string id, CancellationToken cancel)
    {
        if (!known.ContainsKey(id))
        {
            await using var db = store.Read();
            if (await db.SignInSessions.FirstOrDefaultAsync(row => row.Id == id && row.EndedAt == null, cancel) is { } found)
                known.TryAdd(id, found);
        }

        return Alive(id);
    }

    /// <summary>Somebody is there: a key was pressed or a page asked for.</summary>
    public async Task SeenAsync(string id, CancellationToken cancel)
    {
        if (Alive(id) is not { } session || time.GetUtcNow() is var now && now - session.LastSeenAt < SeenIsWorthNoting)
            return;
        session.LastSeenAt = now;
        await writer.WriteAsync(scope =>
        {
            if (scope.Db.SignInSessions.Find(id) is { EndedAt: null } row)
                row.LastSeenAt = now;
            return true;
        }, cancel);
    }

    /// <summary>The person proved again who it is.</summary>
    public async Task ConfirmAsync(string id, Person person, string method, CancellationToken cancel)
    {
        if (Alive(id) is not { } session)
            return;
        var now = await writer.WriteAsync(scope =>
        {
            if (scope.Db.SignInSessions.Find(id) is { EndedAt: null } row)
                (row.ConfirmedAt, row.LastSeenAt) = (scope.Now, scope.Now);
            scope.Record("identity_confirmed", new Subject("person", person.Id), ActorOf(person), Detail.Of(("method", method), ("session", id[..8])));
            return scope.Now;
        }, cancel);
        (session.ConfirmedAt, session.LastSeenAt) = (now, now);
    }

    public Task<int> EndAsync(string id, string reason, Actor actor, CancellationToken cancel) => EndWhereAsync(db => db.SignInSessions.Where(row => row.Id == id), reason, actor, cancel);

    /// <param name="except">A session that goes on; null ends all.</param>
    public Task<int> EndAllAsync(string personId, string reason, string? except, Actor actor, CancellationToken cancel) =>
        EndWhereAsync(db => db.SignInSessions.Where(row => row.PersonId == personId && row.Id != except), reason, actor, cancel);

    /// <summary>The provider says that somebody has signed out there.</summary>
    /// <param name="personId">Null: whoever has the session <paramref name="sid"/> at the provider.</param>
    /// <param name="sid">The session at the provider; null ends all that the person began there.</param>
    public async Task<int> EndOfProviderAsync(string? personId, string? sid, CancellationToken cancel)
    {
        List<SignInSession> begun;
        await using (var db = store.Read())
            begun = await db.SignInSessions.Where(row => row.EndedAt == null && row.ProviderToken != null && (personId == null || row.PersonId == personId)).ToListAsync(cancel);
        var ids = begun.Where(row => sid is null || SidOf(row) == sid).Select(row => row.Id).ToList();
        return ids.Count == 0 ? 0 : await EndWhereAsync(db => db.SignInSessions.Where(row => ids.Contains(row.Id)), "signed-out-at-provider", Actor.System, cancel);
    }

    public async Task<IReadOnlyList<SignInSession>> OfAsync(string personId, CancellationToken cancel)
    {
        await using var db = store.Read();
        var rows = await db.SignInSessions.Where(row => row.PersonId == personId && row.EndedAt == null).OrderByDescending(row => row.LastSeenAt).ToListAsync(cancel);
        var now = time.GetUtcNow();
        return [.. rows.Select(row => known.GetValueOrDefault(row.Id, row)).Where(row => SessionRules.Decide(row, Limits, now) == SessionState.Alive)];
    }

    public string? ProviderTokenOf(SignInSession session)
    {
        try
        {
            return session.ProviderToken is { } kept ? protector.Unprotect(kept) : null;
        }
        catch (CryptographicException)
        {
            // The keys were lost or changed: the session ends here, and the provider is asked without the hint.
            return null;
        }
    }

    /// <summary>Writes down the end of those whose time is over, and forgets what nobody asks for any more.</summary>
    public async Task SweepAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        foreach (var (id, session) in known)
        {
            var state = SessionRules.Decide(session, Limits, now);
            if (state is SessionState.Idle or SessionState.TooOld)
                await EndAsync(id, state == SessionState.Idle ? "idle" : "too-old", Actor.System, cancel);
            else if (state == SessionState.Ended)
                known.TryRemove(id, out _);
        }

        foreach (var (id, at) in ended.Where(one => now - one.Value > EndedIsRemembered).ToList())
            ended.TryRemove(new(id, at));
        await PruneAsync(now - RowsAreKept, cancel);
        // Those of before a restart that nobody came back to.
        var (idle, old) = (now - Limits.Idle, now - Limits.Absolute);
        await EndWhereAsync(db => db.SignInSessions.Where(row => row.LastSeenAt <= idle || row.CreatedAt <= old), "idle", Actor.System, cancel);
    }

    /// <summary>What an act on people ended in the store is ended in memory too.</summary>
    public async Task ForgetEndedAsync(string personId, CancellationToken cancel)
    {
        var since = time.GetUtcNow() - EndedIsRemembered;
        await using var db = store.Read();
        Forget(await db.SignInSessions.Where(row => row.PersonId == personId && row.EndedAt > since).Select(row => row.Id).ToListAsync(cancel));
    }

    private async Task<int> EndWhereAsync(Func<CompanionDb, IQueryable<SignInSession>> which, string reason, Actor actor, CancellationToken cancel)
    {
        await using (var db = store.Read())
        {
            if (!await which(db).AnyAsync(row => row.EndedAt == null, cancel))
                return 0;
        }

        var over = await writer.WriteAsync(scope =>
        {
            var rows = which(scope.Db).Where(row => row.EndedAt == null).ToList();
            foreach (var row in rows)
                End(scope, row, reason, actor);
            return rows.Select(row => row.Id).ToList();
        }, cancel);
        Forget(over);
        return over.Count;
    }

    private static void End(WriteScope scope, SignInSession row, string reason, Actor actor)
    {
        (row.EndedAt, row.EndReason, row.ProviderToken) = (scope.Now, reason, null);
        scope.Record(reason == "signed-out" ? "signed_out" : "session_ended", new Subject("person", row.PersonId), actor, Detail.Of(("reason", reason), ("session", row.Id[..8])));
    }

    private void Forget(List<string> over)
    {
        foreach (var id in over)
        {
            ended[id] = time.GetUtcNow();
            known.TryRemove(id, out _);
        }

        Changed?.Invoke();
    }

    private async Task PruneAsync(DateTimeOffset before, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (!await db.SignInSessions.AnyAsync(row => row.EndedAt < before, cancel))
            return;
        await writer.WriteAsync(scope =>
        {
            scope.Db.SignInSessions.RemoveRange(scope.Db.SignInSessions.Where(row => row.EndedAt < before).OrderBy(row => row.EndedAt).Take(500).ToList());
            return true;
        }, cancel);
    }

    private string? SidOf(SignInSession session) =>
        ProviderTokenOf(session) is { } token && new JsonWebTokenHandler().CanReadToken(token) && new JsonWebToken(token).TryGetPayloadValue<string>("sid", out var sid) ? sid : null;

    private static Actor ActorOf(Person person) => new("person", person.Id, person.Name);
}
