namespace Runink.Domain.Patients;

/// <summary>The patient page: who, where, and what was measured. Work of other slices is listed as links.</summary>
public sealed record PatientView(
    PatientCard Card, DateOnly? BirthDate, IReadOnlyList<PatientIdentifierView> Identifiers, IReadOnlyList<EncounterView> Encounters,
    IReadOnlyList<SeriesView> Series, IReadOnlyList<PatientLink> Work, IReadOnlyList<TimelineEntry> Timeline)
{
    /// <summary>The question of who this is, while it waits; null when all is clear.</summary>
    public string? IdentityReview { get; init; }
}

public sealed record PatientIdentifierView(string System, string Value, string Source);

public sealed record EncounterView(string Id, string? Type, string? Unit, string? Bed, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);

/// <summary>All stored values of one concept, oldest first.</summary>
public sealed record SeriesView(string Concept, string Label, string? Unit, IReadOnlyList<SeriesPoint> Points);

/// <param name="Number">The value in the concept's unit when it is a number; null otherwise.</param>
public sealed record SeriesPoint(DateTimeOffset At, string Value, string? Unit, decimal? Number, string Status, string MessageId);

/// <param name="Kind">escalation or referral.</param>
public sealed record PatientLink(string Kind, string Id, string Title, string Status, DateTimeOffset At);

public sealed record TimelineEntry(DateTimeOffset At, string Kind, string Text, string? Href);

public sealed record PatientListRow(PatientCard Card, EncounterCard? Encounter, DateTimeOffset LastSeenAt, int OpenEscalations);
