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

    /// <returns>True when something changed.</returns>
    public bool Learn(EncounterNotice said)
    {
        var before = (Type, Unit, Bed, Service, StartedAt, EndedAt, Cancelled);
        Type = said.Type ?? Type;
        Unit = said.Unit ?? Unit;
        Bed = BedName(said) ?? Bed;
        Service = said.Service ?? Service;
        if (said.StartedAt is { } started)
            StartedAt = started;
        else if (StartedAt == default)
            StartedAt = said.At;
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
            case EncounterChange.Update when said.EndedAt is not null:
                EndedAt = said.EndedAt;
                break;
        }

        return before != (Type, Unit, Bed, Service, StartedAt, EndedAt, Cancelled);
    }

    private static string? BedName(EncounterNotice said) => (said.Room, said.Bed) switch
    {
        (null, null) => null,
        (var room, null) => room,
        (null, var bed) => bed,
        var (room, bed) => room == bed ? bed : $"{room}-{bed}",
    };
}
