using System.Globalization;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>What a FHIR client asked for with a body.</summary>
/// <param name="Type">The type in the address; null for the root, where transactions and batches go.</param>
/// <param name="Id">The id in the address of an update; null otherwise.</param>
/// <param name="IfNoneExist">The query of If-None-Exist; null when absent.</param>
/// <param name="IfMatch">The version in If-Match, as <see cref="ExpectedVersion"/> reads it; null when absent.</param>
/// <param name="RequestKey">The client's own idempotency key; null when absent.</param>
public sealed record FhirRequest(string? Type, string? Id = null, string? IfNoneExist = null, int? IfMatch = null, string? RequestKey = null)
{
    /// <summary>
    /// The version that <c>W/"3"</c> asks for; null when there is no condition. A tag that we never gave is -1, which no resource
    /// has: to ignore it would overwrite what the client wanted to protect.
    /// </summary>
    public static int? ExpectedVersion(string? ifMatch)
    {
        if (string.IsNullOrWhiteSpace(ifMatch) || ifMatch.Trim() == "*")
            return null;
        return int.TryParse(ifMatch.Trim().Trim('W', '/', '"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
    }
}

/// <param name="Location">Relative address with version of what was created or updated; null for bundles and refusals.</param>
public sealed record FhirReply(int Status, string Body, string? Location = null, int? Version = null, DateTimeOffset? LastModified = null);
