using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Admin;

/// <param name="State">ok, degraded or down; <paramref name="Detail"/> says in words what that means.</param>
public sealed record HealthRow(string Name, string State, string Detail);

/// <param name="State">live, ending (within 14 days, and nobody made its successor), expired or revoked.</param>
/// <param name="IsReplaced">Its successor is made; it goes on until it ends.</param>
public sealed record ApiKeyRow(
    string Id, string Name, string Scopes, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt, string State, bool IsReplaced);

/// <param name="Secret">Answered once and never again.</param>
/// <param name="OldEndsAt">When the key in whose place this one was made ends.</param>
public sealed record NewKey(string Secret, DateTimeOffset ExpiresAt, DateTimeOffset? OldEndsAt = null);

public sealed record AdminView(IReadOnlyList<HealthRow> Health, IReadOnlyList<ApiKeyRow> Keys);

/// <summary>Health and keys: everything that an administrator needs, and no patient.</summary>
public sealed class AdminUseCases(CompanionStore store, HealthCheckService health, ApiKeyStore keys, ApiKeyOptions keyOptions, CallerAccess access, TimeProvider time)
{
    /// <summary>How long a key may live, and how long an old one goes on beside the new one.</summary>
    public ApiKeyOptions KeyOptions => keyOptions;

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

    /// <param name="days">How long it lives; null: as long as the settings allow.</param>
    public async Task<Outcome<NewKey>> CreateKeyAsync(Caller caller, string name, string scopes, int? days, CancellationToken cancel)
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
        var made = await keys.CreateAsync(named.Value, parsed, Lifetime(days), caller.Actor, cancel);
        return made.Value is { } key ? new NewKey(key.Secret, key.Key.ExpiresAt) : made.Refusal!;
    }

    /// <param name="hours">How long the old key goes on; null: as the settings say.</param>
    public async Task<Outcome<NewKey>> RotateKeyAsync(Caller caller, string id, int? hours, int? days, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.Administer) ?? access.Unconfirmed(caller)) is { } refusal)
            return refusal;
        var rotated = await keys.RotateAsync(id, hours is { } together ? TimeSpan.FromHours(together) : null, Lifetime(days), caller.Actor, cancel);
        return rotated.Value is { } pair ? new NewKey(pair.New.Secret, pair.New.Key.ExpiresAt, pair.Old.ExpiresAt) : rotated.Refusal!;
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

    private static TimeSpan? Lifetime(int? days) => days is { } number ? TimeSpan.FromDays(number) : null;

    private ApiKeyRow Row(ApiKey key)
    {
        var now = time.GetUtcNow();
        var state = key.Decide(now) switch
        {
            ApiKeyState.Live => key.NeedsRotation(now) ? "ending" : "live",
            ApiKeyState.Expired => "expired",
            ApiKeyState.Revoked => "revoked",
        };
        return new(key.Id, key.Name, Scopes.Write(key.Scopes), key.CreatedAt, key.ExpiresAt, key.LastUsedAt, key.RevokedAt, state, key.ReplacedBy is not null);
    }
}
