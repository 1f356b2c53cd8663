using Runink.Domain.Intake;

namespace Runink.Domain.Pipeline.Resources;

/// <summary>One version of a resource, ready to be answered.</summary>
/// <param name="Version">A number for what was posted, a mark of the content for what came over other doors.</param>
/// <param name="Method">What made it: POST, PUT, PATCH or DELETE.</param>
public sealed record FhirFound(string Type, string Id, string Version, DateTimeOffset LastUpdated, string Json, bool Deleted = false, string Method = "PUT")
{
    public static FhirFound Of(FhirResource row) => new(row.Type, row.Id, Number(row.VersionId), row.LastUpdated, row.Json, row.Deleted, row.Method);

    public static FhirFound Of(FhirVersion row) => new(row.Type, row.Id, Number(row.VersionId), row.LastUpdated, row.Json, row.Deleted, row.Method);

    private static string Number(int version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What a search matched, before its content is loaded.</summary>
/// <param name="PatientId">Our patient that it belongs to.</param>
public sealed record FhirHit(string Type, string Id, DateTimeOffset LastUpdated, string? PatientId);
