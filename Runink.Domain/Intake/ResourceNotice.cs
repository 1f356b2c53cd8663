using Hl7.Fhir.Model;
using Runink.Domain.Intake.Fhir;

namespace Runink.Domain.Intake;

/// <summary>
/// Something with an identity of its own that a message speaks of: an order, an appointment, an allergy. Whose it is, is known only
/// when the patient is found.
/// </summary>
/// <param name="Resource">Without id and owner; only what this message says of it.</param>
/// <param name="Keys">What it is called, the best first: numbers with their authority, or else what tells it from its like.</param>
/// <param name="SaidAt">When its sender said so: of two that say something of the same element, the later one counts.</param>
public sealed record ResourceNotice(Resource Resource, IReadOnlyList<string> Keys, DateTimeOffset SaidAt)
{
    private string? json;

    /// <summary>The resource as it is kept.</summary>
    public string Json => json ??= FhirWriter.ToJson(Resource);
}

/// <summary>
/// What one message said of a resource. The resource is what all of its statements say together, the later before the earlier: so it
/// ends alike in whatever order they come.
/// </summary>
public sealed class ResourceStatement
{
    public required string ResourceId { get; init; }

    public required string MessageId { get; init; }

    public required string Type { get; init; }

    public required DateTimeOffset SaidAt { get; set; }

    /// <summary>The elements that the message names, as a resource without id and owner.</summary>
    public required string Json { get; init; }
}

/// <summary>By what a resource of a patient is called in messages.</summary>
public sealed class ResourceKey
{
    public required string PatientId { get; set; }

    public required string Type { get; init; }

    /// <summary>A digest of <see cref="ResourceNotice.Keys"/>.</summary>
    public required string Key { get; init; }

    public required string ResourceId { get; set; }
}
