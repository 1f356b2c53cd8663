using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;

namespace Runink.Companion.Admin;

/// <param name="State">ok, degraded or down; <paramref name="Detail"/> says in words what that means.</param>
public sealed record HealthRow(string Name, string State, string Detail);

public sealed record PersonRow(string Id, string Name, string Role, string? Unit);

public sealed record ApiKeyRow(string Id, string Name, string Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

public sealed record AdminView(IReadOnlyList<HealthRow> Health, IReadOnlyList<PersonRow> People, IReadOnlyList<ApiKeyRow> Keys);

public sealed class AdminDesk
{
    public Task<Outcome<AdminView>> ViewAsync(Caller caller, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The secret is answered once and never again.</summary>
    public Task<Outcome<string>> CreateKeyAsync(Caller caller, string name, string scopes, CancellationToken cancel) => throw new NotImplementedException();

    public Task<Outcome<ApiKeyRow>> RevokeKeyAsync(Caller caller, string id, CancellationToken cancel) => throw new NotImplementedException();
}
