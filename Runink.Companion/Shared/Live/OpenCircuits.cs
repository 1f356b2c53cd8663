using System.Collections.Concurrent;

namespace Runink.Companion.Shared.Live;

/// <summary>The pages that are open, by person: how many, and which of them was touched longest ago.</summary>
public sealed class OpenCircuits(CircuitLimitOptions limits)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<ThisCircuit>> byPerson = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> connections = new(StringComparer.Ordinal);
    private int connected;

    /// <summary>Live connections of all people together.</summary>
    public int Connected => Volatile.Read(ref connected);

    public bool IsFull => Connected >= limits.Most;

    /// <summary>Lets one more live connection in; false when there are too many.</summary>
    /// <remarks>A browser that was asked to make room may need a moment; one that does not is held here at twice the number.</remarks>
    public bool TryConnect(string person)
    {
        if (Interlocked.Increment(ref connected) > limits.Most)
        {
            Interlocked.Decrement(ref connected);
            return false;
        }

        if (connections.AddOrUpdate(person, 1, (_, count) => count + 1) <= 2 * limits.MostOfPerson)
            return true;
        Disconnect(person);
        return false;
    }

    public void Disconnect(string person)
    {
        Interlocked.Decrement(ref connected);
        if (connections.AddOrUpdate(person, 0, (_, count) => count - 1) <= 0)
            connections.TryRemove(new(person, 0));
    }

    /// <summary>Notes a page; those of the same person that are too many, touched longest ago first, are asked to make room.</summary>
    public void Opened(string person, ThisCircuit page)
    {
        List<ThisCircuit> over;
        lock (gate)
        {
            if (!byPerson.TryGetValue(person, out var pages))
                byPerson[person] = pages = [];
            pages.Add(page);
            over = [.. pages.Where(other => other != page).OrderBy(other => other.TouchedAt).Take(pages.Count - limits.MostOfPerson)];
            foreach (var left in over)
                pages.Remove(left);
        }

        foreach (var left in over)
            left.MakeRoom();
    }

    public void Closed(string person, ThisCircuit page)
    {
        lock (gate)
        {
            if (byPerson.TryGetValue(person, out var pages) && pages.Remove(page) && pages.Count == 0)
                byPerson.Remove(person);
        }
    }
}
