using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Admin;

/// <param name="State">ok, degraded or down; <paramref name="Detail"/> says in words what that means.</param>
public sealed record HealthRow(string Name, string State, string Detail);

public sealed record ApiKeyRow(string Id, string Name, string Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

public sealed record AdminView(IReadOnlyList<HealthRow> Health, IReadOnlyList<ApiKeyRow> Keys);

/// <summary>Health and keys: everything that an administrator needs, and no patient.</summary>
public sealed class AdminUseCases(CompanionStore store, HealthCheckService health, ApiKeyStore keys, CallerAccess access)
{
    public async Task<Outcome<AdminView>> ViewAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.Administer) is { } refusal)
            return refusal;
        var report = await health.CheckHealthAsync(cancel);
        await using var db = store.Read();
        var stored = await db.ApiKeys.OrderBy(key => key.Id).ToListAsync(cancel);
        return new AdminView(
            [.. report.Entries.Select(entry => new HealthRow(entry.Key, State(entry.Value.Status), entry.Value.Description ?? ""))],
            [.. stored.Select(Row)]);
    }

    /// <summary>The secret is answered once and never again.</summary>
    public async Task<Outcome<string>> CreateKeyAsync(Caller caller, string name, string scopes, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.Administer) ?? access.Unconfirmed(caller)) is { } refusal)
            return refusal;
        var named = WrittenText.Name(name, "The name");
        if (named.Refusal is { } unwritable)
            return unwritable;
        if (string.IsNullOrEmpty(named.Value))
            return new Refusal("invalid", "Give the key a name that says who uses it.");
        if (Scopes.Parse(scopes) is not { } parsed)
            return new Refusal("invalid", $"Scopes are {Scopes.Known}.");
        return new Outcome<string>(await keys.CreateAsync(named.Value, parsed, caller.Actor, null, cancel), null);
    }

    public async Task<Outcome<ApiKeyRow>> RevokeKeyAsync(Caller caller, string id, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.Administer) ?? access.Unconfirmed(caller)) is { } refusal)
            return refusal;
        var outcome = await keys.RevokeAsync(id, caller.Actor, cancel);
        return outcome.Value is { } key ? Row(key) : outcome.Refusal!;
    }

    private static string State(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        HealthStatus.Unhealthy => "down",
    };

    private static ApiKeyRow Row(ApiKey key) => new(key.Id, key.Name, Scopes.Write(key.Scopes), key.CreatedAt, key.LastUsedAt, key.RevokedAt);
}
