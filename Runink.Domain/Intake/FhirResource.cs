namespace Runink.Domain.Intake;

/// <summary>A FHIR resource as it stands now, with the id and version that we gave it.</summary>
public sealed class FhirResource
{
    public required string Type { get; init; }

    public required string Id { get; init; }

    public required int VersionId { get; set; }

    public required DateTimeOffset LastUpdated { get; set; }

    /// <summary>Our patient that it belongs to; null when it belongs to none.</summary>
    public string? PatientId { get; set; }

    /// <summary>Reads answer "gone"; the row and its versions stay.</summary>
    public bool Deleted { get; set; }

    /// <summary>POST, PUT, PATCH or DELETE: what made this version.</summary>
    public required string Method { get; set; }

    /// <summary>Empty when deleted.</summary>
    public required string Json { get; set; }

    public required string MessageId { get; set; }
}

/// <summary>What a FHIR resource was before: one row for each version that another has followed.</summary>
public sealed class FhirVersion
{
    public required string Type { get; init; }

    public required string Id { get; init; }

    public required int VersionId { get; init; }

    public required DateTimeOffset LastUpdated { get; init; }

    public string? PatientId { get; init; }

    public bool Deleted { get; init; }

    public required string Method { get; init; }

    public required string Json { get; init; }

    public required string MessageId { get; init; }
}

/// <summary>A submission whose resources are kept but not all indexed yet: what is left to do if the program ends in between.</summary>
public sealed class FhirUnindexed
{
    public required string MessageId { get; init; }
}

/// <summary>
/// One value of one search parameter of one posted resource. What stands in the columns depends on the kind of the parameter:
/// <see cref="Fhir.Searching.FhirIndexer"/>.
/// </summary>
public sealed class FhirIndexEntry
{
    /// <summary>Longer texts are cut to this many characters, in the index and in a search alike: a key of an index is short everywhere.</summary>
    public const int LongestText = 400;

    public required string Type { get; init; }

    public required string ResourceId { get; init; }

    /// <summary>Counts the values of the resource.</summary>
    public required int Ordinal { get; init; }

    public required string Parameter { get; init; }

    public required string System { get; init; }

    public required string Text { get; init; }

    public double? Low { get; init; }

    public double? High { get; init; }
}
