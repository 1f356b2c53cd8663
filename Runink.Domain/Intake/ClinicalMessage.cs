namespace Runink.Domain.Intake;

/// <summary>What a message says, whatever its format: about whom, where they are, what was observed.</summary>
/// <param name="Kind">ADT^A01, ORU^R01, FHIR transaction, FHIR Observation, …</param>
/// <param name="Source">Sending application and facility, or the API key that posted it.</param>
/// <param name="ControlId">The sender's own id of the message; null when it has none.</param>
public sealed record ClinicalMessage(string Kind, string Source, string? ControlId, IReadOnlyList<PatientNotice> Patients)
{
    /// <summary>When its sender says that it was sent; null when it does not say.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Whose records are one, or are to be moved.</summary>
    public IReadOnlyList<IdentityNotice> Identities { get; init; } = [];

    /// <summary>What was kept and not understood.</summary>
    public IReadOnlyList<IntakeFinding> Findings { get; init; } = [];
}

/// <summary>All that one message says about one patient.</summary>
public sealed record PatientNotice(
    IReadOnlyList<Identifier> Identifiers, Demographics? Demographics, EncounterNotice? Encounter, IReadOnlyList<ObservationNotice> Observations)
{
    /// <summary>
    /// Said by those who keep the register of patients (ADT, a FHIR Patient of its own id): name and birth date replace what is
    /// known. Anybody else's are compared.
    /// </summary>
    public bool Registers { get; init; }

    /// <summary>What has an identity of its own: orders, appointments, documents, allergies.</summary>
    public IReadOnlyList<ResourceNotice> Resources { get; init; } = [];
}

/// <param name="System">Assigning authority or URI; never empty.</param>
/// <param name="Type">MR, SS, VN, … (HL7 table 0203); null when the sender did not say.</param>
public sealed record Identifier(string System, string Value, string? Type)
{
    /// <summary>
    /// Whether the number names one patient of its authority. Insurance, account, licence and social security numbers are shared
    /// and mistyped: they are evidence.
    /// </summary>
    public bool Identifies => Type is null or "MR" or "MRN" or "MRT" or "PI" or "PT" or "EPI" or "EN" or "U" or "FHIR"
        && !Placeholders.IsNumber(Value);
}

/// <param name="Sex">female, male, other, unknown; null when not said.</param>
public sealed record Demographics(string? Family, string? Given, DateOnly? BirthDate, string? Sex, DateTimeOffset? DeceasedAt)
{
    /// <summary>What the sender takes back (the HL7 null <c>""</c>): names of the properties.</summary>
    public IReadOnlyList<string> Cleared { get; init; } = [];

    /// <summary>The instant of birth; null when only the day was said.</summary>
    public DateTimeOffset? BornAt { get; init; }

    /// <summary>Where the person lives: it tells people of one name apart.</summary>
    public HomeAddress Home { get; init; }

    /// <summary>As it was written; null when not said.</summary>
    public string? Phone { get; init; }
}

/// <param name="Street">The first line, its number included.</param>
public readonly record struct HomeAddress(string? Street, string? City, string? State, string? Postcode);

public enum EncounterChange { Open, Update, Close, Cancel }

/// <param name="Type">ED, inpatient, observation, outpatient, virtual, home; null when unknown.</param>
/// <param name="Visit">The sender's own number of the visit; null when it has none.</param>
/// <param name="At">When what it says came about.</param>
public sealed record EncounterNotice(
    EncounterChange Change, Identifier? Visit, string? Type, string? Unit, string? Room, string? Bed, string? Service,
    DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, DateTimeOffset At)
{
    /// <summary>Said by those who admit and move patients. A result only says to which stay it belongs.</summary>
    public bool Moves { get; init; } = true;

    /// <summary>What is said of a discharge that has not come about; null when nothing is.</summary>
    public PlannedDischarge? Planned { get; init; }
}

/// <summary>A discharge that is still to come.</summary>
/// <param name="IsPending">Announced, or called off again; null when only the time is said.</param>
/// <param name="SaysEnd">Whether the time is said, be it that there is none any more.</param>
public sealed record PlannedDischarge(bool? IsPending, bool SaysEnd, DateTimeOffset? End);

/// <param name="Value">As received: number, <c>&lt;0.5</c>, code or text; empty when a result is taken back.</param>
/// <param name="Status">final, preliminary, corrected, entered-in-error or unknown.</param>
public sealed record ObservationNotice(
    IReadOnlyList<Coding> Codes, string Value, string? Unit, DateTimeOffset At, string Status)
{
    /// <summary>What this result is called, so that its correction finds it: order number, test and sub-id; null when it has no number.</summary>
    public string? Key { get; init; }

    /// <summary>When its sender brought it to this status; null when that is not said.</summary>
    public DateTimeOffset? VersionAt { get; init; }

    /// <summary>The same value in other words: the code's text, the alternate code and its text.</summary>
    public IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary>Where it stands in the message, for findings.</summary>
    public string? Place { get; init; }

    /// <summary>The reference range as its laboratory writes it; null when not said.</summary>
    public string? ReferenceRange { get; init; }

    /// <summary>What its laboratory says of it (HL7 table 0078): H, L, HH, LL, A, …</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The number of what it is about: of the order, referral, authorization or appointment; null when that is not said.</summary>
    public string? Item { get; init; }

    /// <summary>Comments, a line each; null when there are none.</summary>
    public string? Note { get; init; }

    /// <summary>What measured it; null when that is not said.</summary>
    public DeviceNotice? Device { get; init; }

    /// <summary>It follows from an admission, a diagnosis, an order: triggers read it, and nobody observed it.</summary>
    public bool IsDerived { get; init; }
}

public sealed record Coding(string System, string Code, string? Display);
