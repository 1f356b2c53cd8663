using System.Globalization;
using Runink.Domain.Intake.Fhir;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>What a client wants to be answered about what it wrote.</summary>
public enum FhirReturn { Unsaid, Minimal, Representation, OperationOutcome }

/// <summary>What a FHIR client asked for.</summary>
/// <param name="Type">The type in the address; null for the root, where transactions and batches go.</param>
/// <param name="Id">The id in the address; null otherwise.</param>
/// <param name="IfNoneExist">The query of If-None-Exist, or of a conditional update, patch or delete; null when absent.</param>
/// <param name="IfMatch">The version in If-Match, as <see cref="ExpectedVersion"/> reads it; null when absent.</param>
/// <param name="RequestKey">The client's own idempotency key; null when absent.</param>
public sealed record FhirRequest(string? Type, string? Id = null, string? IfNoneExist = null, int? IfMatch = null, string? RequestKey = null)
{
    private readonly string? method;

    /// <summary>POST, PUT, PATCH or DELETE; unless said, an id makes it an update.</summary>
    public string Method
    {
        get => method ?? (Id is null ? "POST" : "PUT");
        init => method = value;
    }

    /// <summary>Address of this server with a slash at its end: what begins with it is ours. Empty when there is no address.</summary>
    public string Own { get; init; } = "";

    public FhirFormat Format { get; init; }

    /// <summary>The tag in If-Match, bare: what came over other doors has marks as versions.</summary>
    public string? Tag { get; init; }

    public FhirReturn Prefer { get; init; }

    /// <summary>Answers GET entries of bundles; null where nothing is read.</summary>
    public Func<string, CancellationToken, Task<FhirReply>>? Read { get; init; }

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
/// <param name="Body">A resource as JSON; empty when there is none.</param>
public sealed record FhirReply(int Status, string Body, string? Location = null, string? Version = null, DateTimeOffset? LastModified = null)
{
    /// <summary>True when the same submission was taken in before.</summary>
    public bool IsRepeat { get; init; }

    public static FhirReply Refuse(int status, string code, string text) => new(status, FhirOutcome.Write(code, text));

    public static FhirReply Refuse(int status, Intake.MessageFault fault, string? code = null) => new(status, FhirOutcome.Write([fault], code));
}
