using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations;

/// <summary>Where pages and the API read the worklist and act on it.</summary>
public sealed class EscalationUseCases(CompanionStore store, StoreWriter writer, EscalationCommandHandler work, PatientExplainer explainer, PhiAccessLog reads, PeopleDirectory people, TimeProvider time)
{
    private const int MostRows = 500;

    public async Task<Outcome<WorklistPage>> ListAsync(Caller caller, WorklistQuery query, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist) is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var failed = db.Outbox.Where(message => message.Status == OutboxStatus.Failed).Select(message => message.EscalationId);
        if (db.Escalations.SeenBy(caller).InView(query.View, caller.Id, caller.Unit, failed, Asked(db, caller.Id).Select(request => request.EscalationId), now) is not { } rows)
            return new Refusal("invalid", $"There is no view {query.View}.");
        if (!TryNarrow(query, caller, db, ref rows, out var problem))
            return problem!;
        var skip = int.TryParse(query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : 0;
        var limit = Math.Clamp(query.Limit, 1, MostRows);
        if (rows.InOrder(query.Order) is not { } ordered)
            return new Refusal("invalid", $"There is no order {query.Order}.");
        var (page, patients) = query.ByPatient
            ? await ByPatientAsync(rows, rows.ByPatient(query.Order)!.Skip(skip).Take(limit + 1), limit, cancel)
            : (await ordered.Skip(skip).Take(limit + 1).ToListAsync(cancel), null);
        var items = await RowsAsync(db, caller, query.ByPatient ? page : page.Take(limit).ToList(), now, cancel);
        await reads.NoteListAsync(caller, "worklist_read", new Subject("worklist", query.View ?? "all"), items.Select(row => row.Patient.Id), cancel);
        return new WorklistPage(
            items, (patients?.Count ?? page.Count) > limit ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null,
            await CountsAsync(db, caller, failed, now, cancel),
            await db.Encounters.Where(row => row.EndedAt == null && !row.Cancelled && row.Unit != null).Select(row => row.Unit!).Distinct().OrderBy(unit => unit).ToListAsync(cancel))
        {
            Episodes = patients?.Take(limit).ToDictionary(work => work.PatientId, work => work.Count, StringComparer.Ordinal) ?? WorklistPage.Empty.Episodes,
        };
    }

    /// <summary>How many rows such a list has for this caller; null when there is no such list.</summary>
    public async Task<int?> CountAsync(Caller caller, WorklistQuery query, CancellationToken cancel)
    {
        await using var db = store.Read();
        var failed = db.Outbox.Where(message => message.Status == OutboxStatus.Failed).Select(message => message.EscalationId);
        return !caller.May(Permission.ReadWorklist) || db.Escalations.SeenBy(caller).InView(query.View, caller.Id, caller.Unit, failed, Asked(db, caller.Id).Select(request => request.EscalationId), time.GetUtcNow()) is not { } rows || !TryNarrow(query, caller, db, ref rows, out _)
            ? null
            : await rows.CountAsync(cancel);
    }

    /// <summary>Two bounded questions: which patients come first, and what each of them has.</summary>
    private static async Task<(List<Escalation> Rows, IReadOnlyList<PatientWork> Patients)> ByPatientAsync(
        IQueryable<Escalation> rows, IQueryable<PatientWork> wanted, int limit, CancellationToken cancel)
    {
        var patients = await wanted.ToListAsync(cancel);
        var ids = patients.Take(limit).Select(work => work.PatientId).ToList();
        var found = await rows.Where(row => ids.Contains(row.PatientId)).InOrder("urgency")!.Take(2 * MostRows).ToListAsync(cancel);
        var ofPatient = found.ToLookup(row => row.PatientId, StringComparer.Ordinal);
        return ([.. ids.SelectMany(id => ofPatient[id])], patients);
    }

    public async Task<Outcome<EscalationView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist) is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        await using var db = store.Read();
        if (await db.Escalations.SeenBy(caller).FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } escalation)
            return new Refusal("not-found", "There is no such escalation.");
        var row = (await RowsAsync(db, caller, [escalation], now, cancel))[0];
        var ids = escalation.SourceIds();
        var sources = await db.Messages.Where(message => ids.Contains(message.Id))
            .Select(message => new SourceMessage(message.Id, message.Kind, message.Source, message.ReceivedAt, message.ControlId)).ToListAsync(cancel);
        var events = await db.EscalationEvents.Where(one => one.EscalationId == id).OrderBy(one => one.Id)
            .Select(one => new EscalationEvent(one.At, one.Kind, one.ActorName, one.Text)).ToListAsync(cancel);
        await reads.NoteAsync(caller, "escalation_read", new Subject("escalation", id), cancel, escalation.PatientId);
        if (await db.Outbox.AnyAsync(message => message.EscalationId == id && message.RecipientId == caller.Id && message.AcceptedAt != null && message.SeenAt == null, cancel))
            await writer.WriteAsync(scope => Seen(scope, id, caller), cancel);
        if (await Asked(db, caller.Id).Where(request => request.Kind == EscalationRequestKind.Mention).AnyAsync(request => request.EscalationId == id, cancel))
            await writer.WriteAsync(scope => Read(scope, id, caller), cancel);
        return new EscalationView(
            row, escalation.Explanation, sources, await EscalationLadders.ReadAsync(db, escalation, cancel), escalation.ChecklistItems, events);
    }

    private static IQueryable<EscalationRequest> Asked(CompanionDb db, string personId) => db.EscalationRequests.Where(request => request.PersonId == personId && request.SettledAt == null);

    private static bool Read(WriteScope scope, string id, Caller caller)
    {
        EscalationRequests.SettleMention(scope, id, caller.Id);
        return true;
    }

    private static bool Seen(WriteScope scope, string id, Caller caller)
    {
        OutboxReceipts.Seen(scope, id, caller.Actor);
        return true;
    }

    /// <summary>Makes the explanation again from the kept text of the trigger and the kept signals.</summary>
    public async Task<Outcome<RerunExplanation>> RerunAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (!await db.Escalations.SeenBy(caller).AnyAsync(row => row.Id == id, cancel))
            return new Refusal("not-found", "There is no such escalation.");
        await reads.NoteAsync(caller, "explanation_rerun", new Subject("escalation", id), cancel);
        return await Task.Run(() => explainer.Rerun(id), cancel);
    }

    public async Task<Outcome<EscalationRow>> ActAsync(
        Caller caller, string id, EscalationCommand command, int? expectedVersion, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnEscalations) is { } refusal)
            return refusal;
        if (Written(command) is { Refusal: { } unwritable })
            return unwritable;
        command = Written(command).Value!;
        // What is handed to somebody who is away goes to the deputy.
        var colleague = command is EscalationCommand.HandOver handOver && people.TakerOf(handOver.To) is { } taker && taker.Permissions.HasFlag(Permission.ActOnEscalations)
            ? taker.Person.Ref
            : null;
        if (command is EscalationCommand.AssignItem { To: { } asked })
            colleague = (await ColleaguesOnAsync(caller, id, cancel)).FirstOrDefault(person => person.Id == asked);
        if (command is EscalationCommand.Comment comment)
            command = comment with { Mentioned = Mentions.In(comment.Text, await ColleaguesOnAsync(caller, id, cancel)) };
        var done = await writer.WriteAsync(
            scope => Unreachable(scope.Db, caller, id, command, colleague) ?? work.Act(scope, id, command, caller.Actor, colleague, expectedVersion), cancel);
        if (done.Refusal is { } refused)
            return refused;
        await using var db = store.Read();
        var escalation = await db.Escalations.FirstAsync(row => row.Id == id, cancel);
        return (await RowsAsync(db, caller, [escalation], time.GetUtcNow(), cancel))[0];
    }

    /// <summary>Why the caller may not do this to this escalation, which may lie on another unit; null when it may.</summary>
    private static Refusal? Unreachable(CompanionDb db, Caller caller, string id, EscalationCommand command, PersonRef? colleague)
    {
        if (caller.UnitsFor(Permission.ActOnEscalations) is null)
            return null;
        if (!db.Escalations.SeenBy(caller, Permission.ActOnEscalations).Any(row => row.Id == id))
            return new Refusal("not-found", "There is no such escalation.");
        // Whoever owned the work of a patient who was opened in an emergency would see the patient for ever.
        var isOthers = command is EscalationCommand.Comment or EscalationCommand.Escalate || command is EscalationCommand.HandOver or EscalationCommand.Decline;
        return isOthers || caller.Opened.Count == 0 || db.Escalations.SeenBy(caller with { Opened = [] }, Permission.ActOnEscalations).Any(row => row.Id == id) ? null
            : new Refusal("not-allowed-now", "This patient is open to you for a while only: comment, escalate or hand over; the work is taken by those of the unit.");
    }

    /// <summary>The command with its text as it is kept.</summary>
    private static Outcome<EscalationCommand> Written(EscalationCommand command)
    {
        var text = command switch
        {
            EscalationCommand.Comment one => WrittenText.Note(one.Text, "The comment"),
            EscalationCommand.HandOver one => WrittenText.Note(one.Note, "The note"),
            EscalationCommand.Snooze one => WrittenText.Note(one.Reason, "The reason"),
            EscalationCommand.Escalate one => WrittenText.Note(one.Reason, "The reason"),
            EscalationCommand.Resolve one => WrittenText.Note(one.Reason, "The reason"),
            EscalationCommand.Reopen one => WrittenText.Note(one.Reason, "The reason"),
            EscalationCommand.Accept one => WrittenText.Note(one.ReadBack, "What you read back"),
            EscalationCommand.Decline one => WrittenText.Note(one.Reason, "The reason"),
            EscalationCommand.SetPriority one => WrittenText.Note(one.Reason, "The reason"),
            EscalationCommand.Check one => WrittenText.Note(one.Evidence, "What shows it"),
            EscalationCommand.WaiveItem one => WrittenText.Note(one.Reason, "The reason"),
            _ => new Outcome<string?>(null, null),
        };
        if (text.Refusal is { } refusal)
            return refusal;
        return command switch
        {
            EscalationCommand.Comment one => one with { Text = text.Value ?? "" },
            EscalationCommand.HandOver one => one with { Note = text.Value },
            EscalationCommand.Snooze one => one with { Reason = text.Value ?? "" },
            EscalationCommand.Escalate one => one with { Reason = text.Value },
            EscalationCommand.Resolve one => one with { Reason = text.Value ?? "" },
            EscalationCommand.Reopen one => one with { Reason = text.Value },
            EscalationCommand.Accept one => one with { ReadBack = text.Value },
            EscalationCommand.Decline one => one with { Reason = text.Value ?? "" },
            EscalationCommand.SetPriority one => one with { Reason = text.Value ?? "" },
            EscalationCommand.Check one => one with { Evidence = text.Value },
            EscalationCommand.WaiveItem one => one with { Reason = text.Value ?? "" },
            _ => command,
        };
    }

    /// <summary>People who are here and to whom work can be handed over.</summary>
    public Task<IReadOnlyList<PersonRef>> ColleaguesAsync(Caller caller, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<PersonRef>>(
        [
            .. people.Who(Permission.ActOnEscalations).Where(known => known.Person.Id != caller.Id && !known.Person.IsAway(time.GetUtcNow()))
                .OrderBy(known => known.Person.Name, StringComparer.OrdinalIgnoreCase).Select(known => known.Person.Ref),
        ]);

    /// <summary>People who may see this escalation and act on it: whom a comment can call, and whom an item can be given to.</summary>
    public async Task<IReadOnlyList<PersonRef>> ColleaguesOnAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!caller.May(Permission.ActOnEscalations))
            return [];
        await using var db = store.Read();
        var unit = await db.Escalations.Where(row => row.Id == id).Select(row => row.Unit).FirstOrDefaultAsync(cancel);
        return people.WhoOn(Permission.ActOnEscalations, unit);
    }

    private static bool TryNarrow(WorklistQuery query, Caller caller, CompanionDb db, ref IQueryable<Escalation> rows, out Refusal? problem)
    {
        problem = null;
        if (query.Status is { Length: > 0 } status)
        {
            if (!Enum.TryParse<EscalationStatus>(status, ignoreCase: true, out var wanted))
            {
                problem = new Refusal("invalid", $"There is no status {status}.");
                return false;
            }

            // A status asked for by name is shown whether the view holds open work or not.
            rows = (query.View is null or "" or "all" ? db.Escalations.SeenBy(caller) : rows).Where(row => row.Status == wanted);
        }

        if (query.Unit is { Length: > 0 } unit)
            rows = rows.Where(row => row.Unit == unit);
        if (query.Trigger is { Length: > 0 } trigger)
            rows = rows.Where(row => row.TriggerId == trigger);
        if (query.Owner is { Length: > 0 } owner)
        {
            var id = owner == "me" ? caller.Id : owner;
            rows = owner == "none" ? rows.Where(row => row.OwnerId == null) : rows.Where(row => row.OwnerId == id);
        }

        if (query.Patient is { Length: > 0 } patient)
        {
            // Whoever does not see who a patient is could otherwise find out by asking.
            if (caller.Lacks(Permission.ReadPatients) is { } refusal)
            {
                problem = refusal;
                return false;
            }

            var ids = PatientQueries.Matching(db.PatientIdentifiers, patient);
            rows = rows.Where(row => row.PatientId == patient || ids.Contains(row.PatientId));
        }

        return true;
    }

    private static async Task<IReadOnlyList<EscalationRow>> RowsAsync(
        CompanionDb db, Caller caller, List<Escalation> escalations, DateTimeOffset now, CancellationToken cancel)
    {
        var patientIds = escalations.Select(row => row.PatientId).Distinct().ToList();
        var encounterIds = escalations.Select(row => row.EncounterId).OfType<string>().Distinct().ToList();
        var patients = await db.Patients.Where(patient => patientIds.Contains(patient.Id)).ToDictionaryAsync(patient => patient.Id, cancel);
        var encounters = await db.Encounters.Where(encounter => encounterIds.Contains(encounter.Id)).ToDictionaryAsync(encounter => encounter.Id, cancel);
        var namesAreNeeded = caller.May(Permission.ReadPatients);
        return
        [
            .. escalations.Select(escalation =>
            {
                var card = patients[escalation.PatientId].Card(now);
                return escalation.Row(
                    namesAreNeeded ? card : card.Masked(),
                    escalation.EncounterId is { } id && encounters.TryGetValue(id, out var encounter) ? encounter.Card : null, now);
            }),
        ];
    }

    private static async Task<IReadOnlyDictionary<string, int>> CountsAsync(
        CompanionDb db, Caller caller, IQueryable<string?> failed, DateTimeOffset now, CancellationToken cancel)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var view in EscalationQueries.Views)
            counts[view] = await db.Escalations.SeenBy(caller).InView(view, caller.Id, caller.Unit, failed, Asked(db, caller.Id).Select(request => request.EscalationId), now)!.CountAsync(cancel);
        return counts;
    }
}
