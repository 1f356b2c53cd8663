using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Teams;
using Runink.Domain.Triggers.Testing;

namespace Runink.Companion.Triggers;

/// <summary>What wards send to those who write triggers. No patient stands in it, so whoever reads triggers may read it.</summary>
public sealed class ExampleUseCases(CompanionStore store, ExampleCommandHandler work)
{
    /// <summary>Those that wait, the oldest first.</summary>
    public async Task<Outcome<IReadOnlyList<SentExample>>> ListAsync(Caller caller, string triggerId, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await db.TriggerExamples.AsNoTracking().Where(one => one.TriggerId == triggerId && one.State == ExampleState.Open).OrderBy(one => one.SentAt).ToListAsync(cancel);
    }

    /// <param name="name">Of the trigger.</param>
    public Task<Outcome<string>> SettleAsync(Caller caller, string triggerId, string name, string exampleId, bool added, CancellationToken cancel) =>
        caller.Lacks(Permission.EditTriggers) is { } refusal
            ? Task.FromResult<Outcome<string>>(refusal)
            : work.SettleAsync(triggerId, name, exampleId, added ? ExampleState.Added : ExampleState.SetAside, caller.Actor, cancel);
}
