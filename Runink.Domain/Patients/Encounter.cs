using Runink.Domain.Intake;

namespace Runink.Domain.Patients;

/// <summary>A stay or a visit. Open until a discharge or a cancellation arrives.</summary>
public sealed class Encounter
{
    private static readonly TimeSpan PreparedAhead = TimeSpan.FromDays(1);

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

    /// <summary>When the record system expects the patient to go; null when it does not say.</summary>
    public DateTimeOffset? ExpectedEndAt { get; private set; }

    /// <summary>When that was said last.</summary>
    public DateTimeOffset ExpectedSaidAt { get; private set; }

    /// <summary>The discharge was announced and not called off.</summary>
    public bool IsDischargePending { get; private set; }

    public DateTimeOffset PendingSaidAt { get; private set; }

    /// <summary>From when on the discharge is prepared: once it is announced, or a day before it is expected; null when neither is said.</summary>
    public DateTimeOffset? PrepareFrom { get; private set; }

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
        var planned = LearnPlanned(said);
        var places = said.Moves && said.At >= MovedAt;
        var first = StartedAt == default;
        Type = Place(said.Type, Type);
        Unit = Place(said.Unit, Unit);
        Bed = Place(BedName(said), Bed);
        Service = Place(said.Service, Service);
        if (said.StartedAt is { } started && (places || first))
            StartedAt = started;
        else if (first || (said.Moves && said.StartedAt is null && said.At < StartedAt))
            StartedAt = said.At;
        if (said.Moves)
            Change(said);
        if (places)
            MovedAt = said.At;
        return planned || before != (Type, Unit, Bed, Service, StartedAt, EndedAt, Cancelled, MovedAt, ChangedAt);

        string? Place(string? now, string? known) => places ? now ?? known : known ?? now;
    }

    /// <summary>Takes in what was said of a discharge to come. The later word counts, in whatever order they arrive.</summary>
    /// <returns>True when something changed.</returns>
    public bool LearnPlanned(EncounterNotice said)
    {
        if (said.Planned is not { } planned)
            return false;
        var before = (ExpectedEndAt, ExpectedSaidAt, IsDischargePending, PendingSaidAt);
        if (planned.SaysEnd && said.At >= ExpectedSaidAt)
            (ExpectedEndAt, ExpectedSaidAt) = (planned.End, said.At);
        if (planned.IsPending is { } pending && said.At >= PendingSaidAt)
            (IsDischargePending, PendingSaidAt) = (pending, said.At);
        var ahead = ExpectedEndAt - PreparedAhead;
        PrepareFrom = IsDischargePending && !(ahead < PendingSaidAt) ? PendingSaidAt : ahead;
        return before != (ExpectedEndAt, ExpectedSaidAt, IsDischargePending, PendingSaidAt);
    }

    private void Change(EncounterNotice said)
    {
        var changes = said.Change != EncounterChange.Update || said.EndedAt is not null;
        if (!changes || said.At < ChangedAt)
            return;
        EndedAt = said.Change is EncounterChange.Open or EncounterChange.Cancel ? null : said.EndedAt ?? said.At;
        Cancelled = said.Change == EncounterChange.Cancel;
        ChangedAt = said.At;
    }

    /// <summary>The stay belongs to another record from now on, and may have another number there.</summary>
    public Encounter MovedTo(string patientId, string? visit) => new()
    {
        Id = Id, PatientId = patientId, Visit = visit, Type = Type, Unit = Unit, Bed = Bed, Service = Service, StartedAt = StartedAt, EndedAt = EndedAt,
        Cancelled = Cancelled, MovedAt = MovedAt, ChangedAt = ChangedAt, ExpectedEndAt = ExpectedEndAt, ExpectedSaidAt = ExpectedSaidAt,
        IsDischargePending = IsDischargePending, PendingSaidAt = PendingSaidAt, PrepareFrom = PrepareFrom,
    };

    private static string? BedName(EncounterNotice said) => (said.Room, said.Bed) switch
    {
        (null, null) => null,
        (var room, null) => room,
        (null, var bed) => bed,
        var (room, bed) => room == bed ? bed : $"{room}-{bed}",
    };
}
