using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations;

/// <summary>Where pages and the API read the worklist and act on it.</summary>
public sealed class EscalationDesk
{
    public Task<WorklistPage> ListAsync(Caller caller, WorklistQuery query, CancellationToken cancel) => throw new NotImplementedException();

    public Task<Outcome<EscalationView>> FindAsync(Caller caller, string id, CancellationToken cancel) => throw new NotImplementedException();

    public Task<Outcome<EscalationRow>> ActAsync(Caller caller, string id, EscalationCommand command, int? expectedVersion, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>People to whom work can be handed over.</summary>
    public Task<IReadOnlyList<PersonRef>> ColleaguesAsync(Caller caller, CancellationToken cancel) => throw new NotImplementedException();
}
