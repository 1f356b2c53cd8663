namespace Runink.Domain.Store.Journey;

/// <summary>What a FHIR client asked for with a body.</summary>
/// <param name="Type">The type in the address; null for the root, where transactions and batches go.</param>
/// <param name="Id">The id in the address of an update; null otherwise.</param>
/// <param name="IfNoneExist">The query of If-None-Exist; null when absent.</param>
/// <param name="IfMatch">The version in If-Match; null when absent.</param>
/// <param name="RequestKey">The client's own idempotency key; null when absent.</param>
public sealed record FhirRequest(string? Type, string? Id = null, string? IfNoneExist = null, int? IfMatch = null, string? RequestKey = null);

/// <param name="Location">Relative address with version of what was created or updated; null for bundles and refusals.</param>
public sealed record FhirReply(int Status, string Body, string? Location = null, int? Version = null, DateTimeOffset? LastModified = null);
