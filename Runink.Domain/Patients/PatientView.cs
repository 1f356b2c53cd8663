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

    /// <summary>When the patient died; null as far as anybody said.</summary>
    public DateTimeOffset? DeceasedAt { get; init; }

    /// <summary>Who was told of this patient's work, the newest first.</summary>
    public IReadOnlyList<ToldView> Told { get; init; } = [];

    public IReadOnlyList<ConsentView> Consents { get; init; } = [];

    /// <summary>The devices that are paired with this patient, or were lately.</summary>
    public IReadOnlyList<PatientDevice> Devices { get; init; } = [];

    /// <summary>The feeds that spoke of this patient, the latest first.</summary>
    public IReadOnlyList<PatientSource> Sources { get; init; } = [];

    /// <summary>What does not fit together, or could not be used; empty when all is clear.</summary>
    public IReadOnlyList<PatientConflict> Conflicts { get; init; } = [];
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

/// <param name="Until">Null while it is this patient's.</param>
/// <param name="IsClockOff">Whether what it measures may have another time than it says.</param>
public sealed record PatientDevice(string Id, string Number, string Name, DateTimeOffset From, DateTimeOffset? Until, DateTimeOffset LastHeardAt, string? Battery, string? Worn, bool IsClockOff);

public sealed record PatientIdentifierView(string System, string Value, string Source);

public sealed record EncounterView(string Id, string? Type, string? Unit, string? Bed, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);

/// <summary>All stored values of one concept, oldest first.</summary>
/// <param name="IsMeasured">False for lists (conditions, medicines) and events (an admission), which have places of their own on the page.</param>
public sealed record SeriesView(string Concept, string Label, string? Unit, IReadOnlyList<SeriesPoint> Points, bool IsMeasured = true)
{
    /// <summary>The numbers at which triggers in force look at this patient's value.</summary>
    public IReadOnlyList<SeriesLimit> Limits { get; init; } = [];
}

/// <param name="Relation"><c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c> or <c>&lt;=</c>.</param>
/// <param name="Number">In the unit of the series.</param>
public sealed record SeriesLimit(string Relation, decimal Number, string TriggerId, string TriggerName)
{
    public bool IsUpper => Relation[0] == '>';
}

/// <param name="Number">The value in the concept's unit when it is a number; null otherwise.</param>
/// <param name="Fault">Why triggers cannot use it, in words; null when they can.</param>
public sealed record SeriesPoint(DateTimeOffset At, string Value, string? Unit, decimal? Number, string Status, string MessageId, string? Fault = null)
{
    /// <summary>The reference range as its laboratory wrote it beside the value; null when none came.</summary>
    public string? ReferenceRange { get; init; }

    /// <summary>The gravest flag of its laboratory, by HL7 table 0078; null when none came.</summary>
    public string? AbnormalFlag { get; init; }
}

/// <param name="Kind">escalation or referral.</param>
public sealed record PatientLink(string Kind, string Id, string Title, string Status, DateTimeOffset At, bool IsOpen);

/// <summary>One thing that happened to a patient.</summary>
/// <param name="Kind">One of <see cref="TimelineKinds"/>.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Kind, string Text, string? Href)
{
    /// <summary>Its sender named a day and no hour.</summary>
    public bool IsDay { get; init; }
}

public static class TimelineKinds
{
    public const string Encounter = "encounter";
    public const string Values = "values";
    public const string Record = "record";
    public const string Escalation = "escalation";
    public const string Referral = "referral";
    public const string Told = "told";
    public const string Identity = "identity";

    public static readonly IReadOnlyList<string> All = [Encounter, Values, Record, Escalation, Referral, Told, Identity];
}

/// <summary>A message that left because of this patient.</summary>
/// <param name="Who">The role, team or person it was asked for; else the receiver.</param>
/// <param name="What">Of which work it told.</param>
/// <param name="State">How far it got, in words.</param>
/// <param name="IsUndone">It did not arrive, and nobody told the receiver otherwise.</param>
public sealed record ToldView(DateTimeOffset At, string Who, string Channel, string What, string Href, string State, bool IsUndone);

/// <summary>What the patient allowed or refused, as its sender said.</summary>
/// <param name="Text">What it is about.</param>
/// <param name="Permits">False: refused. Null when it was not said.</param>
/// <param name="Status">In the words of FHIR.</param>
/// <param name="Until">A FHIR dateTime; null without an end.</param>
public sealed record ConsentView(string Text, bool? Permits, string Status, IReadOnlyList<string> Recipients, string? Until, bool IsOver, string Resource);

/// <summary>One feed and what it said of this patient.</summary>
/// <param name="NotUnderstood">What its messages held that was kept and not understood, each sentence once.</param>
public sealed record PatientSource(string Source, string Door, int Messages, DateTimeOffset First, DateTimeOffset Last, IReadOnlyList<string> NotUnderstood);

/// <param name="Kind">identity, merge, values or unusable.</param>
/// <param name="Href">Where it is decided; null when there is no such place.</param>
public sealed record PatientConflict(string Kind, string Text, string? Href, DateTimeOffset? At);

public sealed record PatientListRow(PatientCard Card, EncounterCard? Encounter, DateTimeOffset LastSeenAt, int OpenEscalations);
