using Runink.Companion.Hosting.Access;
using Runink.Domain.Pipeline.Reception;

namespace Runink.Companion.Shared.Fhir;

/// <summary>A resource type that a feature makes of its own rows: it is read and searched over the FHIR door, and written by nobody.</summary>
public sealed record FhirReadSource(
    string Type,
    Func<Caller, string, CancellationToken, Task<FhirReply>> ReadAsync,
    Func<Caller, FhirAskedFor, CancellationToken, Task<FhirReply>> SearchAsync)
{
    /// <summary>
    /// The <c>_source</c> of its resources where others of the type are kept too: a search that names it is answered from here, and an id from
    /// here when it is one. Null when the type is made by the feature alone.
    /// </summary>
    public string? Beside { get; init; }

    /// <summary>By name with its <c>$</c>; which addresses lead there stands in the table of routes.</summary>
    public IReadOnlyDictionary<string, FhirOperation> Operations { get; init; } = new Dictionary<string, FhirOperation>(StringComparer.Ordinal);
}

/// <param name="id">Of the one that is asked; null when all of the type are.</param>
public delegate Task<FhirReply> FhirOperation(Caller caller, string? id, FhirAskedFor asked, CancellationToken cancel);

/// <summary>A resource type that a feature takes in itself: what is sent to its address reaches it, and it stands in no bundle.</summary>
public sealed record FhirWriteSource(string Type, Func<Caller, FhirRequest, byte[], CancellationToken, Task<FhirReply>> WriteAsync);

/// <param name="Parameters">As they stand in the address.</param>
/// <param name="Own">Address of this server, with a slash at its end.</param>
public sealed record FhirAskedFor(IReadOnlyList<KeyValuePair<string, string>> Parameters, string Own)
{
    public List<string> All(string name) => [.. Parameters.Where(pair => pair.Key == name && pair.Value.Length > 0).Select(pair => pair.Value)];

    /// <summary>The first parameter that is none of these.</summary>
    public string? Unknown(params string[] known) => Parameters.Select(pair => pair.Key).FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal));
}
