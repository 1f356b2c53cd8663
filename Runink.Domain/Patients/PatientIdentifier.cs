namespace Runink.Domain.Patients;

/// <summary>One name by which a feed knows a patient, and the message that told us.</summary>
public sealed class PatientIdentifier
{
    public required string System { get; init; }

    public required string Value { get; init; }

    public required string PatientId { get; init; }

    public string? Type { get; init; }

    public required string SourceMessage { get; init; }
}
