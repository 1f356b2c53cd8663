using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;

namespace Runink.Companion.Patients;

/// <summary>Where pages and the API read a patient's context. Every read is a line in the ledger.</summary>
public sealed class PatientDesk
{
    /// <param name="id">Our id, an MRN, or <c>system|value</c>.</param>
    public Task<Outcome<PatientView>> FindAsync(Caller caller, string id, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Patients with an open encounter first, then the most recently seen; narrowed by name, MRN or birth date.</summary>
    public Task<Outcome<IReadOnlyList<PatientListRow>>> ListAsync(Caller caller, string? search, CancellationToken cancel) => throw new NotImplementedException();
}
