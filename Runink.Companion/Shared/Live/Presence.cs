using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Shared.Live;

/// <summary>
/// Who has which work open at this moment, so that two do not start the same. Kept in memory only; it ends with the page that entered,
/// and rests while that page is not connected: a closed laptop looks at nothing.
/// </summary>
public sealed class Presence(ChangeFeed feed)
{
    public const string Kind = "presence";

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<Visit>> visits = new(StringComparer.Ordinal);

    /// <summary>From now until it is disposed the person has this open. Only for work that the person may see.</summary>
    public IDisposable Enter(string id, PersonRef person, ThisCircuit page)
    {
        var visit = new Visit(this, id, person, page);
        lock (gate)
        {
            if (!visits.TryGetValue(id, out var here))
                visits[id] = here = [];
            here.Add(visit);
        }

        feed.Publish([new Change(Kind, id)]);
        return visit;
    }

    /// <summary>The others who have it open, each once. To be shown beside work that the caller was shown.</summary>
    public IReadOnlyList<PersonRef> Others(string id, string me)
    {
        lock (gate)
            return visits.TryGetValue(id, out var here) ? [.. here.Where(visit => visit.Page.IsConnected).Select(visit => visit.Person).Where(person => person.Id != me).DistinctBy(person => person.Id)] : [];
    }

    /// <summary>"Luis Moreno has this open"; null when nobody else has.</summary>
    public string? Words(string id, string me) => Others(id, me) switch
    {
        [] => null,
        [var one] => $"{one.Name} has this open",
        [var one, var two] => $"{one.Name} and {two.Name} have this open",
        var more => $"{more[0].Name} and {more.Count - 1} others have this open",
    };

    /// <summary>The page has lost its connection, or has it again.</summary>
    public void Connection(ThisCircuit page)
    {
        Change[] changes;
        lock (gate)
            changes = [.. visits.Where(work => work.Value.Exists(visit => visit.Page == page)).Select(work => new Change(Kind, work.Key))];
        feed.Publish(changes);
    }

    private void Leave(Visit visit)
    {
        lock (gate)
        {
            if (!visits.TryGetValue(visit.Id, out var here) || !here.Remove(visit))
                return;
            if (here.Count == 0)
                visits.Remove(visit.Id);
        }

        feed.Publish([new Change(Kind, visit.Id)]);
    }

    private sealed class Visit(Presence all, string id, PersonRef person, ThisCircuit page) : IDisposable
    {
        public string Id => id;

        public PersonRef Person => person;

        public ThisCircuit Page => page;

        public void Dispose() => all.Leave(this);
    }
}
