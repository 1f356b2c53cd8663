namespace Runink.Domain.Patients;

/// <summary>One name by which a feed knows a patient, and the message that told us.</summary>
public sealed class PatientIdentifier
{
    public required string System { get; init; }

    public required string Value { get; init; }

    public required string PatientId { get; init; }

    /// <summary>HL7 table 0203; empty when the sender did not say.</summary>
    public required string Type { get; init; }

    /// <summary>Whether it names one patient of its system; others may share it and are evidence.</summary>
    public required bool Identifies { get; init; }

    public required string SourceMessage { get; init; }
}
