using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;

namespace Runink.Companion.Triggers;

/// <param name="Units">Overrides of units that count now. Those of patients stand with the patients.</param>
/// <param name="UnitsWithPatients">Units that have patients now.</param>
public sealed record ParametersView(IReadOnlyList<TriggerParameter> Declared, IReadOnlyList<OverrideView> Units, IReadOnlyList<string> UnitsWithPatients);

/// <summary>Numbers of a trigger that a unit has otherwise.</summary>
public sealed class ParameterUseCases(CompanionStore store, ParameterCommandHandler work, TriggerCatalog catalog, TimeProvider time)
{
    public async Task<Outcome<ParametersView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        var trigger = catalog.Current.ById(id);
        await using var db = store.Read();
        return new ParametersView(
            trigger?.Parameters ?? [],
            [.. (await work.ReadAsync(id, null, time.GetUtcNow(), cancel)).Select(row => OverrideView.Of(row, trigger))],
            await db.Encounters.Where(row => row.EndedAt == null && !row.Cancelled && row.Unit != null).Select(row => row.Unit!).Distinct().OrderBy(unit => unit).ToListAsync(cancel));
    }

    public async Task<Outcome<ParametersView>> SetAsync(
        Caller caller, string id, string parameter, string unit, string value, string reason, DateTimeOffset? expiresAt, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.PublishTriggers) is { } refusal)
            return refusal;
        var (place, number, why) = (WrittenText.Name(unit, "The unit"), WrittenText.Name(value, "The value"), WrittenText.Note(reason, "The reason"));
        if ((place.Refusal ?? number.Refusal ?? why.Refusal) is { } unwritable)
            return unwritable;
        var set = await work.SetAsync(new ParameterChange(id, parameter, place.Value ?? "", null, number.Value ?? "", why.Value ?? "", expiresAt), caller.Actor, cancel);
        return set.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    public async Task<Outcome<ParametersView>> EndAsync(Caller caller, string id, string overrideId, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.PublishTriggers) is { } refusal)
            return refusal;
        var units = await work.ReadAsync(id, null, time.GetUtcNow(), cancel);
        if (!units.Any(row => row.Id == overrideId))
            return new Refusal("not-found", "No unit has this override of the trigger.");
        var ended = await work.EndAsync(overrideId, caller.Actor, cancel);
        return ended.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }
}
