using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Scheduling;

/// <param name="Owner">Who took it, else who owns the referral.</param>
/// <param name="Patient">A name, or initials for whom names are not needed.</param>
public sealed record CoordinationTaskView(
    string Id, string ReferralId, string Kind, string Text, DateTimeOffset? DueAt, PersonRef? Owner, string Patient, string Service, DateTimeOffset? VisitAt, DateTimeOffset CreatedAt, string CreatedBy, CoordinationTaskState State, string? Reason, DateTimeOffset? EndedAt, string? EndedBy);

/// <param name="NoMessages">The patient wants to be called instead.</param>
public sealed record CoordinationTasksView(IReadOnlyList<CoordinationTaskView> Items, bool NoMessages);

/// <summary>What people do for patients of referrals, mostly before a visit.</summary>
public sealed class CoordinationTaskUseCases(CompanionStore store, StoreWriter writer, PhiAccessLog reads, TimeProvider time)
{
    private const int MostShown = 500;

    public async Task<Outcome<CoordinationTasksView>> FindAsync(Caller caller, string referral, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await ReferralUseCases.ClosedAsync(db, caller, referral, cancel) is { } refusal)
            return refusal;
        var patient = await db.Referrals.Where(row => row.Id == referral).Select(row => row.PatientId).FirstAsync(cancel);
        var items = await ReadAsync(db, caller, db.CoordinationTasks.Where(task => task.ReferralId == referral), cancel);
        await reads.NoteAsync(caller, "referral_read", new Subject("referral", referral), cancel, patient);
        return new CoordinationTasksView(items, PatientContacts.WantsNoMessages(db, patient));
    }

    /// <summary>What is open, the first due first.</summary>
    public async Task<Outcome<IReadOnlyList<CoordinationTaskView>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadReferrals) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var items = await ReadAsync(db, caller, db.CoordinationTasks.Where(task => task.State == CoordinationTaskState.Open), cancel);
        var ids = items.Select(item => item.ReferralId).ToList();
        await reads.NoteListAsync(caller, "coordination_tasks_read", new Subject("coordination-tasks", "all"), await db.Referrals.Where(row => ids.Contains(row.Id)).Select(row => row.PatientId).Distinct().ToListAsync(cancel), cancel);
        return new Outcome<IReadOnlyList<CoordinationTaskView>>(items, null);
    }

    public Task<Outcome<CoordinationTasksView>> AddAsync(Caller caller, string referral, string kind, string text, DateTimeOffset? due, CancellationToken cancel) =>
        WrittenText.Note(text, "What is needed") is { Refusal: { } unwritable } ? Task.FromResult<Outcome<CoordinationTasksView>>(unwritable) : DoAsync(caller, referral, scope => CoordinationTaskCommandHandler.Add(scope, referral, kind, text, due, caller.Actor), cancel);

    public Task<Outcome<CoordinationTasksView>> ActAsync(Caller caller, string referral, string task, string action, string? reason, CancellationToken cancel) =>
        WrittenText.Note(reason, "The reason") is { Refusal: { } unwritable } ? Task.FromResult<Outcome<CoordinationTasksView>>(unwritable) : DoAsync(caller, referral, scope => CoordinationTaskCommandHandler.Act(scope, referral, task, action, WrittenText.Note(reason, "The reason").Value, caller.Actor), cancel);

    public Task<Outcome<CoordinationTasksView>> PreferAsync(Caller caller, string referral, bool noMessages, CancellationToken cancel) =>
        DoAsync(caller, referral, scope => CoordinationTaskCommandHandler.Prefer(scope, referral, noMessages, caller.Actor), cancel);

    private async Task<Outcome<CoordinationTasksView>> DoAsync(Caller caller, string referral, Func<WriteScope, Outcome<string>> act, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var done = await writer.WriteAsync(scope => ReferralUseCases.MayAct(scope.Db, caller, referral) ?? act(scope), cancel);
        return done.Refusal is { } refused ? refused : await FindAsync(caller, referral, cancel);
    }

    private async Task<IReadOnlyList<CoordinationTaskView>> ReadAsync(CompanionDb db, Caller caller, IQueryable<CoordinationTask> tasks, CancellationToken cancel)
    {
        var rows = await tasks.AsNoTracking().Join(db.Referrals.SeenBy(db, caller), task => task.ReferralId, referral => referral.Id, (task, referral) => new { task, referral })
            .Join(db.Patients, one => one.referral.PatientId, patient => patient.Id, (one, patient) => new { one.task, one.referral, patient })
            .OrderBy(one => one.task.State != CoordinationTaskState.Open).ThenBy(one => one.task.DueAt == null).ThenBy(one => one.task.DueAt).ThenBy(one => one.task.Id).Take(MostShown).ToListAsync(cancel);
        var (now, named) = (time.GetUtcNow(), caller.May(Permission.ReadPatients));
        return
        [
            .. from one in rows
               let card = one.patient.Card(now)
               select new CoordinationTaskView(
                   one.task.Id, one.referral.Id, one.task.Kind, one.task.Text, one.task.DueAt, one.task.OwnerId is null ? one.referral.Owner : new PersonRef(one.task.OwnerId, one.task.OwnerName!), named ? card.Name : card.Initials, one.referral.Service,
                   one.referral.VisitAt, one.task.CreatedAt, one.task.CreatedBy, one.task.State, one.task.Reason, one.task.EndedAt, one.task.EndedBy),
        ];
    }
}
