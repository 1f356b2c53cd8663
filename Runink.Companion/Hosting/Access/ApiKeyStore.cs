using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access;

/// <summary>Finds the key behind a secret, makes and revokes keys. Known keys stay in memory.</summary>
public sealed class ApiKeyStore(CompanionStore store, StoreWriter writer, TimeProvider time)
{
    private static readonly TimeSpan UseIsWorthNoting = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, ApiKey> known = new(StringComparer.Ordinal);

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

        if (key.RevokedAt is not null)
            return null;
        await NoteUseAsync(key, cancel);
        return key;
    }

    public async Task<string> CreateAsync(string name, Permission scopes, Actor by, string? secret, CancellationToken cancel)
    {
        secret ??= ApiKey.NewSecret();
        await writer.WriteAsync(scope =>
        {
            var key = new ApiKey { Id = scope.Ids.Next(), Name = name, Scopes = scopes, SecretHash = ApiKey.Hash(secret), CreatedAt = scope.Now };
            scope.Db.ApiKeys.Add(key);
            scope.Record("api_key_created", new Subject("api-key", key.Id), by);
            return key.Id;
        }, cancel);
        return secret;
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
