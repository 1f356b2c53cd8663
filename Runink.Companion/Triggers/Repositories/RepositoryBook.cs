using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Runink.Companion.Hosting;
using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Triggers.Repositories;

/// <param name="Folder">Where the copy of it is kept; it may be thrown away, and is fetched again.</param>
public sealed record NamedRepository(string Name, RepositoryOptions Options, string Folder)
{
    public OutsidePlace Place => new($"The repository {Name}", Options.Address, Options.AllowPrivate, Options.Authorities, Options.Timeout);
}

/// <summary>What came over the door for pushes since the program began and was turned away.</summary>
public sealed record TurnedAway(DateTimeOffset At, string Why);

/// <summary>The repositories that the settings name.</summary>
public sealed class RepositoryBook(IOptionsMonitor<Dictionary<string, RepositoryOptions>> options, DataDirectory data, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TurnedAway> turnedAway = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = new(StringComparer.Ordinal);

    public IReadOnlyList<NamedRepository> All =>
        [.. options.CurrentValue.Select(one => new NamedRepository(one.Key, one.Value, Path.Combine(data.Path, "repositories", $"{one.Key}.git"))).OrderBy(one => one.Name, StringComparer.Ordinal)];

    public NamedRepository? Find(string name) => All.FirstOrDefault(one => one.Name == name);

    public TurnedAway? AwayOf(string name) => turnedAway.GetValueOrDefault(name);

    public void Turn(string name, string why) => turnedAway[name] = new TurnedAway(time.GetUtcNow(), why);

    /// <summary>The copy of one repository is worked on by one at a time.</summary>
    public SemaphoreSlim TurnOf(string name) => turns.GetOrAdd(name, _ => new SemaphoreSlim(1, 1));
}
