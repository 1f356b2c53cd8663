namespace Runink.Domain.Intake;

/// <summary>A FHIR resource as it was posted, with the id and version that we gave it.</summary>
public sealed class FhirResource
{
    public required string Type { get; init; }

    public required string Id { get; init; }

    public required int VersionId { get; set; }

    public required DateTimeOffset LastUpdated { get; set; }

    /// <summary>Our patient that it belongs to; null when it belongs to none.</summary>
    public string? PatientId { get; set; }

    public required string Json { get; set; }

    public required string MessageId { get; set; }
}
