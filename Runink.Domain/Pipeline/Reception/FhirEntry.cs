using Runink.Domain.Intake.Fhir;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>One resource of a submission on its way into the store.</summary>
internal sealed class FhirEntry(FhirNode node, string method, string path)
{
    public FhirNode Node => node;

    public string Method => method;

    /// <summary>Where it stands in what was sent, for findings.</summary>
    public string Path => path;

    public string Type { get; } = node.ResourceType!;

    public string? FullUrl { get; init; }

    /// <summary>The id asked for by an update; null when we give one.</summary>
    public string? RequestedId { get; init; }

    /// <summary>The query of a conditional create or update.</summary>
    public string? Condition { get; init; }

    public int? IfMatch { get; init; }

    public string Id { get; set; } = "";

    public int Version { get; set; } = 1;

    /// <summary>A conditional create that found what it looked for: nothing is written.</summary>
    public bool Existed { get; set; }

    public bool Created => !Existed && Version == 1;

    public string? PatientId { get; set; }

    public string Location => $"{Type}/{Id}/_history/{Version.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
