using Hl7.Fhir.Model;
using Runink.Domain.Intake;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>One resource of a submission on its way into the store.</summary>
/// <param name="path">Where it stands in what was sent, for findings.</param>
internal sealed class FhirEntry(string method, string type, string path)
{
    public string Method => method;

    public string Type => type;

    public string Path => path;

    /// <summary>Null for a deletion, and for a patch until it is applied.</summary>
    public Resource? Resource { get; set; }

    /// <summary>The JSON Patch document; null otherwise.</summary>
    public string? Patch { get; init; }

    public string? FullUrl { get; init; }

    /// <summary>The id in the address; null when we give one or a condition finds it.</summary>
    public string? RequestedId { get; init; }

    /// <summary>The query of a conditional interaction.</summary>
    public string? Condition { get; init; }

    public int? IfMatch { get; init; }

    /// <summary>What If-Match says, bare.</summary>
    public string? Tag { get; init; }

    public string Id { get; set; } = "";

    /// <summary>The resource as it stands in the store; null when there is none.</summary>
    public FhirResource? Previous { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>A conditional create that found what it looked for, or a deletion of nothing: nothing is written.</summary>
    public bool Existed { get; set; }

    public bool IsDeletion => method == "DELETE";

    public bool Created => !Existed && !IsDeletion && Previous is null or { Deleted: true };

    public string Json { get; set; } = "";

    public IReadOnlyList<FhirIndexEntry> Index { get; set; } = [];

    /// <summary>The id in <c>Patient/id</c> of the one it belongs to, as FHIR clients know it.</summary>
    public string? Subject { get; set; }

    /// <summary>Our patient that it belongs to.</summary>
    public string? PatientId { get; set; }

    public string Location => $"{Type}/{Id}/_history/{Version.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
