using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Testing;

namespace Runink.Companion.Patients;

/// <summary>One trigger in force and what it says of a patient now.</summary>
/// <param name="Verdict">true, false or unknown.</param>
public sealed record TriggerToday(
    string Id, string Name, int Version, string Severity, string Verdict, string Sentence, IReadOnlyList<string> Causes, IReadOnlyList<string> WouldChange);

/// <summary>Why a trigger has not called, or has: asked by a person, for this moment. Every look is a line in the ledger.</summary>
public sealed class ExplanationUseCases(CompanionStore store, PatientExplainer explainer, TriggerCatalog catalog, ExampleCommandHandler examples, PhiAccessLog reads)
{
    private const Permission Needed = Permission.ReadTriggers | Permission.ReadPatients;

    /// <param name="patient">Our id, an MRN, or <c>system|value</c>.</param>
    public async Task<Outcome<Explanation>> ExplainAsync(Caller caller, string triggerId, string patient, CancellationToken cancel)
    {
        if (caller.Lacks(Needed) is { } refusal)
            return refusal;
        if (catalog.Current.ById(triggerId) is null)
            return new Refusal("not-found", "No trigger with this id is in force.");
        if (await FindAsync(caller, patient, cancel) is not { } id)
            return new Refusal("not-found", "There is no such patient, or more than one.");
        await reads.NoteAsync(caller, "explanation_read", new Subject("patient", id), cancel);
        return explainer.Explain(id, triggerId) is [var (_, why)] ? why : new Refusal("not-found", "No trigger with this id is in force.");
    }

    /// <summary>Every trigger in force: those that hold first, then those that cannot be told.</summary>
    public async Task<Outcome<IReadOnlyList<TriggerToday>>> AllAsync(Caller caller, string patientId, CancellationToken cancel)
    {
        if (caller.Lacks(Needed) is { } refusal)
            return refusal;
        if (await FindAsync(caller, patientId, cancel) is not { } id)
            return new Refusal("not-found", "There is no such patient.");
        await reads.NoteAsync(caller, "explanation_read", new Subject("patient", id), cancel);
        return new Outcome<IReadOnlyList<TriggerToday>>(
        [
            .. explainer.Explain(id).OrderByDescending(one => one.Why.Verdict).ThenBy(one => one.Trigger.Name, StringComparer.OrdinalIgnoreCase)
                .Select(one => new TriggerToday(
                    one.Trigger.Id, one.Trigger.Name, one.Trigger.Version, one.Trigger.Severity.ToString().ToLowerInvariant(), one.Why.Verdict.Word(),
                    one.Why.Sentence, one.Why.Causes, one.Why.WouldChange)),
        ], null);
    }

    /// <summary>What would leave the ward as an example for those who write the trigger: nothing by which the patient is known.</summary>
    public async Task<Outcome<PatientExample>> ExampleAsync(Caller caller, string triggerId, string patientId, bool shouldFire, CancellationToken cancel) =>
        await MadeAsync(caller, triggerId, patientId, shouldFire, cancel) is var made && made.Refusal is { } refusal ? refusal : made.Value.Example;

    /// <summary>It is made anew from what is known: nothing else can be sent in its place.</summary>
    public async Task<Outcome<string>> SendExampleAsync(Caller caller, string triggerId, string patientId, bool shouldFire, string? note, CancellationToken cancel)
    {
        if (WrittenText.Note(note, "The note") is { Refusal: { } unwritable })
            return unwritable;
        var made = await MadeAsync(caller, triggerId, patientId, shouldFire, cancel);
        return made.Refusal is { } refusal ? refusal
            : await examples.SendAsync(made.Value.Trigger, made.Value.PatientId, made.Value.Example, shouldFire, WrittenText.Note(note, "The note").Value, caller.Actor, cancel);
    }

    private async Task<Outcome<(CompiledTrigger Trigger, string PatientId, PatientExample Example)>> MadeAsync(Caller caller, string triggerId, string patientId, bool shouldFire, CancellationToken cancel)
    {
        if (caller.Lacks(Needed) is { } refusal)
            return refusal;
        if (await FindAsync(caller, patientId, cancel) is not { } id)
            return new Refusal("not-found", "There is no such patient.");
        await reads.NoteAsync(caller, "explanation_read", new Subject("patient", id), cancel);
        var name = shouldFire ? "should have called, seen on a ward" : "should not have called, seen on a ward";
        return explainer.Example(id, triggerId, name, shouldFire) is var (trigger, example) ? (trigger, id, example) : new Refusal("not-found", "No trigger with this id is in force.");
    }

    private async Task<string?> FindAsync(Caller caller, string patient, CancellationToken cancel)
    {
        await using var db = store.Read();
        return await PatientQueries.Ids(db.Patients.SeenBy(db, caller), db.PatientIdentifiers, patient).Take(2).ToListAsync(cancel) is [var only] ? only : null;
    }
}
