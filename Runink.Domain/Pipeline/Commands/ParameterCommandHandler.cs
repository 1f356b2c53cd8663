using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Commands;

/// <param name="Unit">For whom; or <paramref name="PatientId"/>: exactly one of them.</param>
/// <param name="Value">With its unit, such as <c>4 mmol/L</c>.</param>
/// <param name="ExpiresAt">Null lets it stand until somebody ends it.</param>
public sealed record ParameterChange(
    string TriggerId, string Parameter, string? Unit, string? PatientId, string Value, string Reason, DateTimeOffset? ExpiresAt);

/// <summary>Sets and ends the numbers of triggers for units and patients; what holds by the new number is looked at at once.</summary>
public sealed class ParameterCommandHandler(CompanionStore store, StoreWriter writer, TriggerCatalog catalog, MessagePipeline pipeline)
{
    private const int LongestReason = 500;

    /// <returns>The id of the override. One that stood for the same unit or patient is ended by it.</returns>
    public async Task<Outcome<string>> SetAsync(ParameterChange change, Actor actor, CancellationToken cancel)
    {
        if (catalog.Current.ById(change.TriggerId) is not { } trigger)
            return new Refusal("not-found", "No trigger with this id is in force.");
        if (trigger.Parameters.FirstOrDefault(p => p.Name == change.Parameter) is not { } parameter)
            return new Refusal("invalid", $"{trigger.Name} has no parameter {change.Parameter}.");
        var read = parameter.Read(change.Value);
        if (read.Refusal is { } refusal)
            return refusal;
        var reason = change.Reason.Trim();
        if (reason.Length is 0 or > LongestReason)
            return new Refusal("invalid", $"Say why, in at most {LongestReason} letters.");
        if (string.IsNullOrWhiteSpace(change.Unit) == string.IsNullOrWhiteSpace(change.PatientId))
            return new Refusal("invalid", "Say for which unit or for which patient.");

        var set = await writer.WriteAsync<Outcome<string>>(scope =>
        {
            if (change.ExpiresAt <= scope.Now)
                return new Refusal("invalid", "The expiry has passed.");
            if (change.PatientId is { } patient && !scope.Db.Patients.Any(row => row.Id == patient))
                return new Refusal("not-found", "There is no such patient.");
            foreach (var older in scope.Db.ParameterOverrides.Where(row => row.TriggerId == trigger.Id && row.Parameter == parameter.Name && row.Unit == change.Unit && row.PatientId == change.PatientId && row.RemovedAt == null))
                older.Remove(actor.Name, scope.Now);
            var made = new ParameterOverride
            {
                Id = scope.Ids.Next(),
                TriggerId = trigger.Id,
                Parameter = parameter.Name,
                Unit = change.Unit,
                PatientId = change.PatientId,
                Number = read.Value.Number,
                Code = read.Value.Unit,
                Author = actor.Name,
                Reason = reason,
                At = scope.Now,
                ExpiresAt = change.ExpiresAt,
            };
            scope.Db.ParameterOverrides.Add(made);
            Note(scope, "parameter_set", made, actor);
            return made.Id;
        }, cancel);
        if (set.Ok)
            await LookAgainAsync(trigger.Id, change.Unit, change.PatientId, cancel);
        return set;
    }

    public async Task<Outcome<ParameterOverride>> EndAsync(string id, Actor actor, CancellationToken cancel)
    {
        var ended = await writer.WriteAsync<Outcome<ParameterOverride>>(scope =>
        {
            if (scope.Db.ParameterOverrides.Find(id) is not { } found)
                return new Refusal("not-found", "There is no such override.");
            if (!found.CountsAt(scope.Now))
                return new Refusal("already-done", "It has ended already.");
            found.Remove(actor.Name, scope.Now);
            Note(scope, "parameter_ended", found, actor);
            return found;
        }, cancel);
        if (ended.Value is { } one)
            await LookAgainAsync(one.TriggerId, one.Unit, one.PatientId, cancel);
        return ended;
    }

    /// <summary>Those that count now, newest first.</summary>
    /// <param name="triggerId">Null for those of every trigger.</param>
    /// <param name="patientId">Null for those of units.</param>
    public async Task<IReadOnlyList<ParameterOverride>> ReadAsync(string? triggerId, string? patientId, DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        return await db.ParameterOverrides
            .Where(row => (triggerId == null || row.TriggerId == triggerId) && row.PatientId == patientId && row.RemovedAt == null && (row.ExpiresAt == null || row.ExpiresAt > now))
            .OrderByDescending(row => row.At).ToListAsync(cancel);
    }

    private void Note(WriteScope scope, string kind, ParameterOverride row, Actor actor)
    {
        scope.Record(kind, new Subject("trigger", row.TriggerId), actor, Detail.Of(
            ("override", row.Id), ("parameter", row.Parameter), ("value", row.Setting().Shown), ("unit", row.Unit), ("patient", row.PatientId), ("reasonHash", Detail.HashOf(row.Reason))));
        scope.Announce(new Change("trigger", row.TriggerId));
        if (row.PatientId is { } patient)
            scope.Announce(new Change("patient", patient));
        // What memory holds of the settings is old now; it is read again on the next touch.
        scope.Flush();
        pipeline.Cache.Forget();
    }

    private async Task LookAgainAsync(string triggerId, string? unit, string? patientId, CancellationToken cancel)
    {
        if (patientId is null)
        {
            await OpenEncounters.EachAsync(store, writer, pipeline, (scope, loaded) =>
            {
                if (string.Equals(loaded.Open?.Unit, unit, StringComparison.OrdinalIgnoreCase))
                    Evaluate(scope, loaded, triggerId);
            }, cancel);
            return;
        }

        await writer.WriteAsync(scope =>
        {
            Evaluate(scope, pipeline.Cache.Get(scope, patientId), triggerId);
            return true;
        }, cancel);
    }

    private void Evaluate(WriteScope scope, LoadedPatient loaded, string triggerId)
    {
        if (catalog.Current.ById(triggerId) is { } trigger)
            pipeline.Triggers.Evaluate(scope, loaded, trigger, corrected: false);
        foreach (var shadow in catalog.Shadows.All.Where(shadow => Shadow.TriggerId(shadow) == triggerId))
            ShadowDispatcher.Evaluate(scope, loaded, shadow, corrected: false);
    }
}
