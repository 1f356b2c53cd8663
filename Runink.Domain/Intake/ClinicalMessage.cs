namespace Runink.Domain.Intake;

/// <summary>What a message says, whatever its format: about whom, where they are, what was observed.</summary>
/// <param name="Kind">ADT^A01, ORU^R01, FHIR transaction, FHIR Observation, …</param>
/// <param name="Source">Sending application and facility, or the API key that posted it.</param>
/// <param name="ControlId">The sender's own id of the message; null when it has none.</param>
public sealed record ClinicalMessage(string Kind, string Source, string? ControlId, IReadOnlyList<PatientNotice> Patients);

/// <summary>All that one message says about one patient.</summary>
public sealed record PatientNotice(
    IReadOnlyList<Identifier> Identifiers, Demographics? Demographics, EncounterNotice? Encounter, IReadOnlyList<ObservationNotice> Observations);

/// <param name="System">Assigning authority or URI; never empty.</param>
/// <param name="Type">MR, SS, VN, … (HL7 table 0203); null when the sender did not say.</param>
public sealed record Identifier(string System, string Value, string? Type);

/// <param name="Sex">female, male, other, unknown; null when not said.</param>
public sealed record Demographics(string? Family, string? Given, DateOnly? BirthDate, string? Sex, DateTimeOffset? DeceasedAt);

public enum EncounterChange { Open, Update, Close, Cancel }

/// <param name="Type">ED, inpatient, observation, outpatient, virtual, home; null when unknown.</param>
/// <param name="Visit">The sender's own number of the visit; null when it has none.</param>
public sealed record EncounterNotice(
    EncounterChange Change, Identifier? Visit, string? Type, string? Unit, string? Room, string? Bed, string? Service,
    DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, DateTimeOffset At);

/// <param name="Value">As received: number, <c>&lt;0.5</c>, code or text.</param>
/// <param name="Status">final, preliminary, corrected, entered-in-error or unknown.</param>
public sealed record ObservationNotice(
    IReadOnlyList<Coding> Codes, string Value, string? Unit, DateTimeOffset At, string Status);

public sealed record Coding(string System, string Code, string? Display);
