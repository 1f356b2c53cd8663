using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access;

/// <param name="Secret">Shown once.</param>
public sealed record MadeKey(ApiKey Key, string Secret);

/// <param name="Old">Goes on until its <see cref="ApiKey.ExpiresAt"/>.</param>
public sealed record RotatedKey(ApiKey Old, MadeKey New);

/// <summary>Finds the key behind a secret; makes, rotates and revokes keys. Known keys stay in memory.</summary>
public sealed class ApiKeyStore(CompanionStore store, StoreWriter writer, ApiKeyOptions options, TimeProvider time)
{
    private static readonly TimeSpan UseIsWorthNoting = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, ApiKey> known = new(StringComparer.Ordinal);

    /// <summary>The key with this secret, whatever its state; null when there is none.</summary>
    public async Task<ApiKey?> FindAsync(string secret, CancellationToken cancel)
    {
        if (!secret.StartsWith(ApiKey.Prefix, StringComparison.Ordinal))
            return null;
        var hash = ApiKey.Hash(secret);
        if (!known.TryGetValue(hash, out var key))
        {
            await using var db = store.Read();
            key = await db.ApiKeys.FirstOrDefaultAsync(candidate => candidate.SecretHash == hash, cancel);
            if (key is null)
                return null;
            known[hash] = key;
        }

        if (key.Decide(time.GetUtcNow()) == ApiKeyState.Live)
            await NoteUseAsync(key, cancel);
        return key;
    }

    /// <param name="lifetime">Null: as long as the settings allow.</param>
    public async Task<Outcome<MadeKey>> CreateAsync(string name, Permission scopes, TimeSpan? lifetime, Actor by, CancellationToken cancel) =>
        Unfit(lifetime) is { } refusal ? refusal : await writer.WriteAsync(scope => Make(scope, name, scopes, lifetime, null, by), cancel);

    /// <summary>Makes a key in the place of another, which goes on for a while so that the sender can change over.</summary>
    /// <param name="overlap">Null: as the settings say. The old key never lives longer than it would have.</param>
    public async Task<Outcome<RotatedKey>> RotateAsync(string id, TimeSpan? overlap, TimeSpan? lifetime, Actor by, CancellationToken cancel)
    {
        var together = overlap ?? options.Overlap;
        if (Unfit(lifetime) is { } refusal)
            return refusal;
        if (together < TimeSpan.Zero || together > TimeSpan.FromDays(30))
            return new Refusal("invalid", "The old key may go on for 0 to 720 hours.");
        var outcome = await writer.WriteAsync<Outcome<RotatedKey>>(scope =>
        {
            if (scope.Db.ApiKeys.Find(id) is not { RevokedAt: null } old)
                return new Refusal("not-found", "There is no such key, or it is revoked.");
            if (old.ReplacedBy is not null)
                return new Refusal("already-done", "This key was rotated already; rotate the one that took its place.");
            var made = Make(scope, old.Name, old.Scopes, lifetime, id, by);
            old.ReplacedBy = made.Key.Id;
            if (old.ExpiresAt > scope.Now + together)
                old.ExpiresAt = scope.Now + together;
            scope.Record("api_key_rotated", new Subject("api-key", id), by, Detail.Of(("to", made.Key.Id), ("endsAt", old.ExpiresAt)));
            return new RotatedKey(old, made);
        }, cancel);
        known.Clear();
        return outcome;
    }

    public async Task<Outcome<ApiKey>> RevokeAsync(string id, Actor by, CancellationToken cancel)
    {
        var outcome = await writer.WriteAsync<Outcome<ApiKey>>(scope =>
        {
            if (scope.Db.ApiKeys.Find(id) is not { RevokedAt: null } key)
                return new Refusal("not-found", "There is no such key, or it is revoked already.");
            key.RevokedAt = scope.Now;
            scope.Record("api_key_revoked", new Subject("api-key", id), by);
            return key;
        }, cancel);
        known.Clear();
        return outcome;
    }

    /// <summary>The one key that is meant by its id, or by a name that only one key has which is neither revoked nor rotated.</summary>
    public async Task<Outcome<ApiKey>> NamedAsync(string nameOrId, CancellationToken cancel)
    {
        await using var db = store.Read();
        var found = await db.ApiKeys.Where(key => key.Id == nameOrId || (key.Name == nameOrId && key.RevokedAt == null && key.ReplacedBy == null)).Take(2).ToListAsync(cancel);
        return found switch
        {
            [var only] => only,
            [] => new Refusal("not-found", $"There is no key {nameOrId} that could be meant."),
            _ => new Refusal("invalid", $"More than one key is called {nameOrId}. Say its id, which the admin page shows."),
        };
    }

    /// <summary>Looks again at the keys in memory: a verb may have rotated or revoked one from another process.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        if (known.IsEmpty)
            return;
        await using var db = store.Read();
        var stored = (await db.ApiKeys.ToListAsync(cancel)).ToDictionary(key => key.SecretHash, StringComparer.Ordinal);
        foreach (var (hash, before) in known)
        {
            if (!stored.TryGetValue(hash, out var key))
                known.TryRemove(hash, out _);
            else if ((key.RevokedAt, key.ExpiresAt, key.ReplacedBy) != (before.RevokedAt, before.ExpiresAt, before.ReplacedBy))
                known.TryUpdate(hash, key, before);
        }
    }

    private Refusal? Unfit(TimeSpan? lifetime) => lifetime is { } asked && (asked <= TimeSpan.Zero || asked > options.Longest)
        ? new Refusal("invalid", $"A key lives at least a moment and at most {options.MaxDays} days (ApiKeys:MaxDays).")
        : null;

    private MadeKey Make(WriteScope scope, string name, Permission scopes, TimeSpan? lifetime, string? replaces, Actor by)
    {
        var secret = ApiKey.NewSecret();
        var key = new ApiKey
        {
            Id = scope.Ids.Next(), Name = name, Scopes = scopes, SecretHash = ApiKey.Hash(secret), CreatedAt = scope.Now, ExpiresAt = scope.Now + (lifetime ?? options.Longest),
        };
        scope.Db.ApiKeys.Add(key);
        scope.Record("api_key_created", new Subject("api-key", key.Id), by, Detail.Of(("scopes", Scopes.Write(scopes)), ("expiresAt", key.ExpiresAt), ("replaces", replaces)));
        return new MadeKey(key, secret);
    }

    private async Task NoteUseAsync(ApiKey key, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (key.LastUsedAt is { } last && now - last < UseIsWorthNoting)
            return;
        var before = key.LastUsedAt;
        key.LastUsedAt = now;
        try
        {
            await writer.WriteAsync(scope =>
            {
                if (scope.Db.ApiKeys.Find(key.Id) is { } stored)
                    stored.LastUsedAt = now;
                return true;
            }, cancel);
        }
        catch (StoreUnavailableException)
        {
            // A key that is known opens the door also while its use cannot be noted; the next use notes it.
            key.LastUsedAt = before;
        }
    }
}
