using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;

namespace Runink.Companion.Patients;

/// <param name="Set">What counts for this patient now.</param>
/// <param name="Settable">What may be set, by trigger.</param>
public sealed record LimitsView(IReadOnlyList<OverrideView> Set, IReadOnlyList<SettableNumber> Settable);

/// <param name="Declared">With its unit, such as <c>3 mmol/L</c>.</param>
public sealed record SettableNumber(string TriggerId, string TriggerName, string Parameter, string Declared);

/// <summary>Numbers of triggers that are otherwise for one patient. Every look is a line in the ledger, every change too.</summary>
public sealed class LimitsUseCases(CompanionStore store, ParameterCommandHandler work, TriggerCatalog catalog, PhiAccessLog reads, TimeProvider time)
{
    private const Permission ToRead = Permission.ReadPatients | Permission.ReadTriggers;
    private const Permission ToSet = ToRead | Permission.ActOnEscalations;

    /// <param name="patient">Our id, an MRN, or <c>system|value</c>.</param>
    public async Task<Outcome<LimitsView>> FindAsync(Caller caller, string patient, CancellationToken cancel)
    {
        if (caller.Lacks(ToRead) is { } refusal)
            return refusal;
        if (await IdAsync(caller, patient, cancel) is not { } id)
            return new Refusal("not-found", "There is no such patient, or more than one.");
        var set = await work.ReadAsync(null, id, time.GetUtcNow(), cancel);
        await reads.NoteAsync(caller, "patient_read", new Subject("patient", id), cancel);
        return new LimitsView(
            [.. set.Select(row => OverrideView.Of(row, catalog.Current.ById(row.TriggerId)))],
            [.. catalog.Current.All.SelectMany(t => t.Parameters.Where(p => p.Overridable), (t, p) => new SettableNumber(t.Id, t.Name, p.Name, p.Shown)).OrderBy(n => n.TriggerName, StringComparer.OrdinalIgnoreCase)]);
    }

    public async Task<Outcome<LimitsView>> SetAsync(
        Caller caller, string patient, string trigger, string parameter, string value, string reason, DateTimeOffset? expiresAt, CancellationToken cancel)
    {
        if (caller.Lacks(ToSet) is { } refusal)
            return refusal;
        if (await IdAsync(caller, patient, cancel) is not { } id)
            return new Refusal("not-found", "There is no such patient, or more than one.");
        var (number, why) = (WrittenText.Name(value, "The value"), WrittenText.Note(reason, "The reason"));
        if ((number.Refusal ?? why.Refusal) is { } unwritable)
            return unwritable;
        var set = await work.SetAsync(new ParameterChange(trigger, parameter, null, id, number.Value ?? "", why.Value ?? "", expiresAt), caller.Actor, cancel);
        return set.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    public async Task<Outcome<LimitsView>> EndAsync(Caller caller, string patient, string overrideId, CancellationToken cancel)
    {
        if (caller.Lacks(ToSet) is { } refusal)
            return refusal;
        if (await IdAsync(caller, patient, cancel) is not { } id || !(await work.ReadAsync(null, id, time.GetUtcNow(), cancel)).Any(row => row.Id == overrideId))
            return new Refusal("not-found", "The patient has no such override.");
        var ended = await work.EndAsync(overrideId, caller.Actor, cancel);
        return ended.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    private async Task<string?> IdAsync(Caller caller, string patient, CancellationToken cancel)
    {
        await using var db = store.Read();
        return await PatientQueries.Ids(db.Patients.SeenBy(db, caller), db.PatientIdentifiers, patient).Take(2).ToListAsync(cancel) is [var only] ? only : null;
    }
}
