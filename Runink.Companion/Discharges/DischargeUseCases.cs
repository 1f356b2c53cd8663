using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Discharges;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Discharges;

/// <summary>Where pages and the API read and change what is to be done before patients go.</summary>
public sealed class DischargeUseCases(CompanionStore store, StoreWriter writer, PhiAccessLog reads, PeopleDirectory people, TimeProvider time)
{
    private const int MostRows = 500;

    public static IReadOnlyList<string> Views { get; } = ["open", "left", "mine", "closed"];

    /// <param name="view">open (the usual: being prepared, ready, and left with something open), left, mine (an item is the caller's) or closed.</param>
    public async Task<Outcome<IReadOnlyList<DischargeView>>> ListAsync(Caller caller, string? view, string? unit, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist) is { } refusal)
            return refusal;
        if (view is { Length: > 0 } && !Views.Contains(view))
            return new Refusal("invalid", $"There is no view {view}; there are {string.Join(", ", Views)}.");
        await using var db = store.Read();
        var stays = db.Encounters.Where(stay => !stay.Cancelled);
        if (unit is { Length: > 0 })
            stays = stays.Where(stay => stay.Unit == unit);
        var closed = view == "closed";
        var found =
            from plan in db.DischargePlans
            join stay in stays on plan.EncounterId equals stay.Id
            join patient in db.Patients.SeenBy(db, caller, Permission.ReadWorklist) on stay.PatientId equals patient.Id
            where closed == (plan.ClosedAt != null || (plan.OpenItems == 0 && stay.EndedAt != null))
            where view != "left" || stay.EndedAt != null
            select new { plan, stay, patient };
        // Who has gone comes first, then who goes first; of what is closed the newest.
        var ordered = closed ? found.OrderByDescending(row => row.plan.BegunAt) : found.OrderBy(row => row.stay.EndedAt == null).ThenBy(row => (row.plan.ExpectedAt ?? row.stay.ExpectedEndAt) == null).ThenBy(row => row.plan.ExpectedAt ?? row.stay.ExpectedEndAt).ThenBy(row => row.plan.BegunAt);
        var rows = await ordered.Take(MostRows).ToListAsync(cancel);
        await reads.NoteListAsync(caller, "discharges_read", new Subject("discharge", view ?? "open"), rows.Select(row => row.patient.Id), cancel);
        return rows.Select(row => View(caller, row.plan, row.stay, row.patient))
            .Where(row => view != "mine" || row.Items.Any(item => !item.IsSettled && item.Owner?.Id == caller.Id)).ToList();
    }

    /// <summary>Who is here as an inpatient and whose discharge nobody has begun, the longest stay first.</summary>
    /// <param name="id">Of one stay; null for all.</param>
    public async Task<IReadOnlyList<StayView>> NotBegunAsync(Caller caller, string? unit, string? id, CancellationToken cancel)
    {
        if (!caller.May(Permission.ActOnEscalations))
            return [];
        await using var db = store.Read();
        var stays = db.Encounters.Where(stay => !stay.Cancelled && stay.EndedAt == null && (stay.Type == "inpatient" || stay.Type == "observation"));
        if (unit is { Length: > 0 })
            stays = stays.Where(stay => stay.Unit == unit);
        if (id is not null)
            stays = stays.Where(stay => stay.Id == id);
        var rows = await (
            from stay in stays
            join patient in db.Patients.SeenBy(db, caller, Permission.ActOnEscalations) on stay.PatientId equals patient.Id
            where !db.DischargePlans.Any(plan => plan.EncounterId == stay.Id)
            orderby stay.StartedAt
            select new { stay, patient }).Take(MostRows).ToListAsync(cancel);
        return [.. rows.Select(row => new StayView(row.stay.Id, Card(caller, row.patient), row.stay.Card, row.stay.StartedAt))];
    }

    public async Task<Outcome<DischargeView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var row = await (
            from plan in db.DischargePlans
            join stay in db.Encounters on plan.EncounterId equals stay.Id
            join patient in db.Patients.SeenBy(db, caller, Permission.ReadWorklist) on stay.PatientId equals patient.Id
            where plan.EncounterId == id
            select new { plan, stay, patient }).FirstOrDefaultAsync(cancel);
        if (row is null)
            return new Refusal("not-found", "There is no such discharge, or it was not begun.");
        await reads.NoteAsync(caller, "discharge_read", new Subject("discharge", id), cancel, row.patient.Id);
        return View(caller, row.plan, row.stay, row.patient);
    }

    public async Task<Outcome<DischargeView>> BeginAsync(Caller caller, string id, DateTimeOffset? expectedAt, CancellationToken cancel)
    {
        if (await MayNotAsync(caller, id, cancel) is { } refusal)
            return refusal;
        var begun = await writer.WriteAsync(scope => DischargeCommandHandler.Begin(scope, id, expectedAt, caller.Actor), cancel);
        return begun.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    public async Task<Outcome<DischargeView>> ActAsync(Caller caller, string id, DischargeCommand command, int? expectedVersion, CancellationToken cancel)
    {
        if (await MayNotAsync(caller, id, cancel) is { } refusal)
            return refusal;
        if (Written(command) is { Refusal: { } unwritable })
            return unwritable;
        command = Written(command).Value!;
        var colleague = command is DischargeCommand.AssignItem { To: { } asked } ? (await ColleaguesOnAsync(caller, id, cancel)).FirstOrDefault(person => person.Id == asked) : null;
        var done = await writer.WriteAsync(scope => DischargeCommandHandler.Act(scope, id, command, colleague, expectedVersion, caller.Actor), cancel);
        return done.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    /// <summary>Whom an item of this discharge can be given to.</summary>
    public async Task<IReadOnlyList<PersonRef>> ColleaguesOnAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!caller.May(Permission.ActOnEscalations))
            return [];
        await using var db = store.Read();
        var unit = await db.Encounters.Where(stay => stay.Id == id).Select(stay => stay.Unit).FirstOrDefaultAsync(cancel);
        return people.WhoOn(Permission.ActOnEscalations, unit);
    }

    /// <param name="unit">Empty for every unit that has none of its own.</param>
    public async Task<Outcome<DischargeChecklistView>> ChecklistAsync(Caller caller, string unit, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await db.DischargeChecklists.FirstOrDefaultAsync(row => row.Unit == unit, cancel) is { } kept
            ? new DischargeChecklistView(unit, kept.Texts, kept.Version, kept.ChangedBy, kept.ChangedAt)
            : new DischargeChecklistView(unit, (await db.DischargeChecklists.FirstOrDefaultAsync(row => row.Unit == "", cancel))?.Texts ?? DischargeChecklist.Usual, 0, null, null);
    }

    public async Task<Outcome<DischargeChecklistView>> SaveChecklistAsync(Caller caller, string unit, IReadOnlyList<string> items, int? expectedVersion, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.EditTriggers) is { } refusal)
            return refusal;
        if (unit.Length > 0 && !people.Units.Contains(unit, StringComparer.Ordinal))
            return new Refusal("invalid", $"There is no unit {unit}.");
        var read = DischargeChecklist.Read(items);
        if (read.Refusal is { } wrong)
            return wrong;
        if (read.Value!.Select(item => WrittenText.Note(item, "An item").Refusal).FirstOrDefault(one => one is not null) is { } unwritable)
            return unwritable;
        var saved = await writer.WriteAsync(scope => DischargeCommandHandler.Save(scope, unit, read.Value!, expectedVersion, caller.Actor), cancel);
        return saved.Refusal is { } refused ? refused : await ChecklistAsync(caller, unit, cancel);
    }

    private async Task<Refusal?> MayNotAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnEscalations) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await db.Encounters.AnyAsync(stay => stay.Id == id && db.Patients.SeenBy(db, caller, Permission.ActOnEscalations).Any(patient => patient.Id == stay.PatientId), cancel)
            ? null
            : new Refusal("not-found", "There is no such stay.");
    }

    private static Outcome<DischargeCommand> Written(DischargeCommand command)
    {
        var text = command switch
        {
            DischargeCommand.Check one => WrittenText.Note(one.Evidence, "What shows it"),
            DischargeCommand.WaiveItem one => WrittenText.Note(one.Reason, "The reason"),
            DischargeCommand.AddItem one => WrittenText.Note(one.Text, "The item"),
            DischargeCommand.Close one => WrittenText.Note(one.Reason, "The reason"),
            _ => new Outcome<string?>(null, null),
        };
        if (text.Refusal is { } refusal)
            return refusal;
        return command switch
        {
            DischargeCommand.Check one => one with { Evidence = text.Value },
            DischargeCommand.WaiveItem one => one with { Reason = text.Value ?? "" },
            DischargeCommand.AddItem one => one with { Text = text.Value ?? "" },
            DischargeCommand.Close one => one with { Reason = text.Value ?? "" },
            _ => command,
        };
    }

    private DischargeView View(Caller caller, DischargePlan plan, Encounter stay, Patient patient) => new(
        stay.Id, Card(caller, patient), stay.Card, plan.State(stay), plan.ExpectedAt ?? stay.ExpectedEndAt, stay.ExpectedEndAt, stay.EndedAt, plan.Items, plan.BegunAt, plan.BegunBy, plan.ClosedAt, plan.ClosedReason, plan.Version);

    private PatientCard Card(Caller caller, Patient patient) => patient.Card(time.GetUtcNow()) is var card && caller.May(Permission.ReadPatients) ? card : card.Masked();
}
