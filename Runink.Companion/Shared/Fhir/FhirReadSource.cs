using Runink.Companion.Hosting.Access;
using Runink.Domain.Pipeline.Reception;

namespace Runink.Companion.Shared.Fhir;

/// <summary>A resource type that a feature makes of its own rows: it is read and searched over the FHIR door, and written by nobody.</summary>
public sealed record FhirReadSource(
    string Type,
    Func<Caller, string, CancellationToken, Task<FhirReply>> ReadAsync,
    Func<Caller, FhirAskedFor, CancellationToken, Task<FhirReply>> SearchAsync);

/// <param name="Parameters">As they stand in the address.</param>
/// <param name="Own">Address of this server, with a slash at its end.</param>
public sealed record FhirAskedFor(IReadOnlyList<KeyValuePair<string, string>> Parameters, string Own);
