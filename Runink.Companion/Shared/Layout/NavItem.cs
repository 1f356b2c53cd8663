using Runink.Companion.Hosting.Access;
using Runink.Domain.Teams;

namespace Runink.Companion.Shared.Layout;

/// <summary>An entry of the main navigation; each slice brings its own.</summary>
/// <param name="Icon">Name of a symbol in icons/icons.svg.</param>
/// <param name="Key">The second key after <c>g</c> that goes there; null for none.</param>
/// <param name="Badge">Counts what waits there for this caller; null for no badge.</param>
public sealed record NavItem(
    string Href, string Label, string Icon, int Order, string? Key, Permission Needs,
    Func<Caller, CancellationToken, Task<NavBadge>>? Badge = null);

/// <param name="Urgent">Painted as something that waits for somebody now.</param>
public readonly record struct NavBadge(int Count, bool Urgent);

/// <summary>Answers the search box for one kind of thing.</summary>
public sealed record SearchSource(
    string Title, int Order, Permission Needs, Func<Caller, string, CancellationToken, Task<IReadOnlyList<SearchHit>>> Find);

public sealed record SearchHit(string Href, string Title, string Detail);
