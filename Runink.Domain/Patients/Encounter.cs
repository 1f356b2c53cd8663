using Runink.Domain.Intake;

namespace Runink.Domain.Patients;

/// <summary>A stay or a visit. Open until a discharge or a cancellation arrives.</summary>
public sealed class Encounter
{
    public required string Id { get; init; }

    public required string PatientId { get; init; }

    /// <summary>The sender's number of the visit as <c>system|value</c>; null when it has none.</summary>
    public string? Visit { get; init; }

    public string? Type { get; private set; }

    public string? Unit { get; private set; }

    public string? Bed { get; private set; }

    public string? Service { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public bool Cancelled { get; private set; }

    public bool IsOpen => EndedAt is null && !Cancelled;

    public EncounterCard Card => new(Id, Type, Unit, Bed);

    /// <summary>When the newest event that placed the patient came about.</summary>
    public DateTimeOffset MovedAt { get; private set; }

    /// <summary>When the newest event that opened, closed or cancelled the stay came about.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>
    /// Takes in what was said of the stay. What came about earlier than what is known fills gaps and moves nobody back, so that
    /// events end alike in any order; a result's mention of the place moves nobody at all.
    /// </summary>
    /// <returns>True when something changed.</returns>
    public bool Learn(EncounterNotice said)
    {
        var before = (Type, Unit, Bed, Service, StartedAt, EndedAt, Cancelled, MovedAt, ChangedAt);
        var places = said.Moves && said.At >= MovedAt;
        var first = StartedAt == default;
        Type = Place(said.Type, Type);
        Unit = Place(said.Unit, Unit);
        Bed = Place(BedName(said), Bed);
        Service = Place(said.Service, Service);
        if (said.StartedAt is { } started && (places || first))
            StartedAt = started;
        else if (StartedAt == default || (said is { Change: EncounterChange.Open, Moves: true } && said.At < StartedAt))
            StartedAt = said.At;
        if (said.Moves)
            Change(said);
        if (places)
            MovedAt = said.At;
        return before != (Type, Unit, Bed, Service, StartedAt, EndedAt, Cancelled, MovedAt, ChangedAt);

        string? Place(string? now, string? known) => places ? now ?? known : known ?? now;
    }

    private void Change(EncounterNotice said)
    {
        var changes = said.Change != EncounterChange.Update || said.EndedAt is not null;
        if (!changes || said.At < ChangedAt)
            return;
        switch (said.Change)
        {
            case EncounterChange.Open:
                (EndedAt, Cancelled) = (null, false);
                break;
            case EncounterChange.Close:
                EndedAt = said.EndedAt ?? said.At;
                break;
            case EncounterChange.Cancel:
                Cancelled = true;
                break;
            case EncounterChange.Update:
                EndedAt = said.EndedAt;
                break;
        }

        ChangedAt = said.At;
    }

    /// <summary>The stay belongs to another record from now on, and may have another number there.</summary>
    public Encounter MovedTo(string patientId, string? visit) => new()
    {
        Id = Id, PatientId = patientId, Visit = visit, Type = Type, Unit = Unit, Bed = Bed, Service = Service, StartedAt = StartedAt, EndedAt = EndedAt,
        Cancelled = Cancelled, MovedAt = MovedAt, ChangedAt = ChangedAt,
    };

    private static string? BedName(EncounterNotice said) => (said.Room, said.Bed) switch
    {
        (null, null) => null,
        (var room, null) => room,
        (null, var bed) => bed,
        var (room, bed) => room == bed ? bed : $"{room}-{bed}",
    };
}
