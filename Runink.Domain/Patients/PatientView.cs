namespace Runink.Domain.Patients;

/// <summary>The patient page: who, where, and what was measured. Work of other slices is listed as links.</summary>
public sealed record PatientView(
    PatientCard Card, DateOnly? BirthDate, IReadOnlyList<PatientIdentifierView> Identifiers, IReadOnlyList<EncounterView> Encounters,
    IReadOnlyList<SeriesView> Series, IReadOnlyList<PatientLink> Work, IReadOnlyList<TimelineEntry> Timeline)
{
    /// <summary>The question of who this is, while it waits; null when all is clear.</summary>
    public string? IdentityReview { get; init; }

    /// <summary>Allergies, conditions, medicines, appointments and their like; groups without an entry are left out.</summary>
    public IReadOnlyList<RecordGroup> Record { get; init; } = [];
}

/// <param name="More">How many entries there are beside those that are listed.</param>
public sealed record RecordGroup(string Title, IReadOnlyList<RecordEntry> Entries, int More);

/// <summary>One allergy, appointment, order, … as its sender told it.</summary>
/// <param name="Text">What it is.</param>
/// <param name="Detail">What matters beside it: the reaction, the dose, the place; null when nothing is said.</param>
/// <param name="Status">In the words of FHIR; null when nobody has said.</param>
/// <param name="When">A FHIR date or dateTime, as precise as it was said; null when it was not.</param>
/// <param name="IsOver">It ended, was stopped, cancelled or kept.</param>
/// <param name="Resource">Type/id, at <c>/fhir</c>.</param>
public sealed record RecordEntry(string Text, string? Detail, string? Status, string? When, bool IsOver, string Resource);

public sealed record PatientIdentifierView(string System, string Value, string Source);

public sealed record EncounterView(string Id, string? Type, string? Unit, string? Bed, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);

/// <summary>All stored values of one concept, oldest first.</summary>
/// <param name="IsMeasured">False for lists (conditions, medicines) and events (an admission), which have places of their own on the page.</param>
public sealed record SeriesView(string Concept, string Label, string? Unit, IReadOnlyList<SeriesPoint> Points, bool IsMeasured = true);

/// <param name="Number">The value in the concept's unit when it is a number; null otherwise.</param>
public sealed record SeriesPoint(DateTimeOffset At, string Value, string? Unit, decimal? Number, string Status, string MessageId);

/// <param name="Kind">escalation or referral.</param>
public sealed record PatientLink(string Kind, string Id, string Title, string Status, DateTimeOffset At);

public sealed record TimelineEntry(DateTimeOffset At, string Kind, string Text, string? Href);

public sealed record PatientListRow(PatientCard Card, EncounterCard? Encounter, DateTimeOffset LastSeenAt, int OpenEscalations);
