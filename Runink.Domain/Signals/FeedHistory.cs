using System.Collections.Concurrent;

namespace Runink.Domain.Signals;

/// <summary>Since when this hospital has been sent a list at all. Until then an empty list says nothing: nobody can claim that a patient takes nothing.</summary>
/// <param name="first">When a concept was first recorded, of any patient; null while it never was. Asked once for each.</param>
public sealed class FeedHistory(Func<string, DateTimeOffset?> first)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> since = new(StringComparer.Ordinal);

    public bool HasSent(string concept, DateTimeOffset by) =>
        since.GetOrAdd(concept, name => first(name) ?? DateTimeOffset.MaxValue) <= by;

    /// <summary>Null while it never came.</summary>
    public DateTimeOffset? Since(string concept) => HasSent(concept, DateTimeOffset.MaxValue.AddTicks(-1)) ? since[concept] : null;

    /// <summary>A concept came now.</summary>
    public void Note(string concept, DateTimeOffset at)
    {
        if (!HasSent(concept, at))
            since[concept] = at;
    }
}
