namespace Runink.Domain.Teams;

/// <summary>People with the times at which they are here: who takes what belongs to somebody at an instant.</summary>
public sealed class Staff(IEnumerable<Person> people)
{
    private readonly Dictionary<string, Person> byId = people.ToDictionary(person => person.Id, StringComparer.Ordinal);

    public static Staff Nobody { get; } = new([]);

    public IReadOnlyCollection<Person> All => byId.Values;

    public Person? Find(string? id) => id is null ? null : byId.GetValueOrDefault(id);

    public string NameOf(string id) => Find(id)?.Name ?? id;

    /// <summary>The person, the deputy while that person is away, and the deputy's while that one is too; null when nobody is left.</summary>
    public Person? TakerOf(string id, DateTimeOffset at)
    {
        // As many steps as there are people: a circle of deputies ends.
        var taker = Find(id);
        for (var steps = byId.Count; steps > 0 && taker is not null && IsHere(taker, at); steps--, taker = Find(taker.DeputyId))
        {
            if (!taker.IsAway(at))
                return taker;
        }

        return null;
    }

    /// <summary>Why nobody takes what belongs to this person.</summary>
    public string WhyNobody(string id, DateTimeOffset at) => Find(id) switch
    {
        null => $"{id} is nobody who works here",
        var person when !IsHere(person, at) => $"{person.Name} does not work here any more",
        var person => $"{person.Name} is away and nobody stands in",
    };

    /// <summary>Instants between the two at which somebody goes or comes back.</summary>
    internal IEnumerable<DateTimeOffset> Edges(DateTimeOffset from, DateTimeOffset until) =>
        byId.Values.SelectMany(person => new[] { person.AwayFrom, person.AwayUntil, person.DisabledAt }).OfType<DateTimeOffset>().Where(at => at > from && at < until);

    private static bool IsHere(Person person, DateTimeOffset at) => person.DisabledAt is not { } gone || at < gone;
}
