using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Work;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals;

/// <summary>Where pages and the API read the referral board and move its cards.</summary>
public sealed class ReferralUseCases(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals, PhiAccessLog reads, TimeProvider time)
{
    private const int MostFound = 20;

    private static readonly ReferralState[] OnBoard = [.. ReferralStates.Board.Select(info => info.State)];

    public async Task<Outcome<Board>> BoardAsync(Caller caller, BoardFilter filter, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadReferrals) is { } refusal)
            return refusal;
        if (filter.Fault is { } fault)
            return new Refusal("invalid", fault);
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var all = await CardsAsync(db, caller, db.Referrals.SeenBy(db, caller).Where(row => OnBoard.Contains(row.State)), now, cancel);
        var shown = filter.Narrow(all, caller).ToLookup(card => card.State);
        await reads.NoteAsync(caller, "board_read", new Subject("board", filter.View ?? "all"), cancel);
        return new Board(
            [
                .. ReferralStates.Board.Select(info => new BoardColumn(
                    info.State, info.Title, info.Group!, info.Limit,
                    [.. shown[info.State].OrderBy(card => card.Priority == "urgent" ? 0 : 1).ThenBy(card => card.DueAt).ThenBy(card => card.Id)])),
            ],
            new Dictionary<string, int>(StringComparer.Ordinal)
            {
                ["all"] = all.Count,
                ["exceptions"] = BoardFilter.InView(all, "exceptions").Count(),
                ["overdue"] = BoardFilter.InView(all, "overdue").Count(),
                ["returned"] = BoardFilter.InView(all, "returned").Count(),
            });
    }

    /// <summary>How many cards such a board has for this caller; null when there is no such board.</summary>
    public async Task<int?> CountAsync(Caller caller, BoardFilter filter, CancellationToken cancel)
    {
        if (!caller.May(Permission.ReadReferrals) || filter.Fault is not null)
            return null;
        await using var db = store.Read();
        return filter.Narrow(await CardsAsync(db, caller, db.Referrals.SeenBy(db, caller).Where(row => OnBoard.Contains(row.State)), time.GetUtcNow(), cancel), caller).Count();
    }

    public async Task<Outcome<ReferralView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadReferrals) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.Referrals.SeenBy(db, caller).FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        var now = time.GetUtcNow();
        var cards = await CardsAsync(db, caller, db.Referrals.Where(row => row.Id == id || (row.PatientId == referral.PatientId && row.Service == referral.Service)), now, cancel);
        var events = await db.ReferralEvents.Where(one => one.ReferralId == id).OrderBy(one => one.Id)
            .Select(one => new ReferralEvent(one.At, one.Kind, one.ActorName, one.From, one.To, one.Text, one.Date)).ToListAsync(cancel);
        var segments = await db.ReferralSegments.Where(one => one.ReferralId == id).OrderBy(one => one.Ordinal).ToListAsync(cancel);
        await reads.NoteAsync(caller, "referral_read", new Subject("referral", id), cancel, referral.PatientId);
        return new ReferralView(
            cards.Single(card => card.Id == id), referral.Reason, Allowed(caller, referral, now), events, ReferralWaits.Of(segments, now),
            [.. cards.Where(card => card.Id != id && ReferralStates.IsOpen(card.State))]);
    }

    /// <summary>For whom a referral can be made, narrowed by name, number or birth date.</summary>
    public async Task<Outcome<IReadOnlyList<PatientCard>>> PatientsAsync(Caller caller, string search, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.ActOnReferrals) ?? caller.Lacks(Permission.ReadPatients)) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var found = await db.Patients.Found(search).SeenBy(db, caller).OrderByDescending(row => row.LastSeenAt).Take(MostFound).ToListAsync(cancel);
        await reads.NoteAsync(caller, "patients_listed", new Subject("patients", "list"), cancel);
        return new Outcome<IReadOnlyList<PatientCard>>([.. found.Select(row => row.Card(time.GetUtcNow()))], null);
    }

    /// <summary>The patient a new referral is for, by our id.</summary>
    public async Task<Outcome<PatientCard>> PatientAsync(Caller caller, string id, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.ActOnReferrals) ?? caller.Lacks(Permission.ReadPatients)) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await db.Patients.SeenBy(db, caller).FirstOrDefaultAsync(row => row.Id == id && row.MergedInto == null, cancel) is { } patient
            ? patient.Card(time.GetUtcNow())
            : new Refusal("not-found", "There is no such patient.");
    }

    /// <summary>Services that were asked for before, most often first.</summary>
    public async Task<IReadOnlyList<string>> ServicesAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadReferrals) is not null)
            return [];
        await using var db = store.Read();
        return await db.Referrals.GroupBy(row => row.Service).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).Select(group => group.Key).Take(MostFound).ToListAsync(cancel);
    }

    public async Task<Outcome<ReferralCard>> OpenAsync(Caller caller, ReferralDraft draft, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var (reason, service) = (WrittenText.Note(draft.Reason, "The reason"), WrittenText.Note(draft.Service, "The service"));
        if ((reason.Refusal ?? service.Refusal) is { } unwritable)
            return unwritable;
        draft = draft with { Reason = reason.Value ?? "", Service = service.Value ?? "" };
        var done = await writer.WriteAsync(
            scope => scope.Db.Patients.SeenBy(scope.Db, caller with { Opened = [] }, Permission.ActOnReferrals).Any(row => row.Id == draft.PatientId && row.MergedInto == null)
                ? referrals.Open(scope, draft, caller.Actor)
                : new Refusal("not-found", "There is no such patient."), cancel);
        if (done.Refusal is { } refused)
            return refused;
        await using var db = store.Read();
        return (await CardsAsync(db, caller, db.Referrals.Where(row => row.Id == done.Value), time.GetUtcNow(), cancel))[0];
    }

    public async Task<Outcome<IReadOnlyList<ReferralAction>>> ActionsAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadReferrals) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await db.Referrals.SeenBy(db, caller).FirstOrDefaultAsync(row => row.Id == id, cancel) is { } referral
            ? new Outcome<IReadOnlyList<ReferralAction>>(Allowed(caller, referral, time.GetUtcNow()), null)
            : new Refusal("not-found", "There is no such referral.");
    }

    public async Task<Outcome<ReferralCard>> ActAsync(Caller caller, string id, string action, ReferralInput input, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var (reason, note) = (WrittenText.Note(input.Reason, "The reason"), WrittenText.Note(input.Note, "The note"));
        if ((reason.Refusal ?? note.Refusal) is { } unwritable)
            return unwritable;
        input = input with { Reason = reason.Value, Note = note.Value };
        var done = await writer.WriteAsync(
            scope => MayAct(scope.Db, caller, id) ?? referrals.Act(scope, id, action, input, caller.Actor), cancel);
        if (done.Refusal is { } refused)
            return refused;
        await using var db = store.Read();
        return (await CardsAsync(db, caller, db.Referrals.Where(row => row.Id == id), time.GetUtcNow(), cancel))[0];
    }

    /// <summary>What is seen because of an emergency only is not moved: whoever owned it would see the patient for ever.</summary>
    internal static Refusal? MayAct(CompanionDb db, Caller caller, string id) =>
        caller.UnitsFor(Permission.ActOnReferrals) is null || db.Referrals.SeenBy(db, caller with { Opened = [] }, Permission.ActOnReferrals).Any(row => row.Id == id)
            ? null
            : new Refusal("not-found", "There is no such referral.");

    internal static async Task<Refusal?> ClosedAsync(CompanionDb db, Caller caller, string referral, CancellationToken cancel) =>
        caller.Lacks(Permission.ReadReferrals) ?? (await db.Referrals.SeenBy(db, caller).AnyAsync(row => row.Id == referral, cancel) ? null : new Refusal("not-found", "There is no such referral."));

    private static IReadOnlyList<ReferralAction> Allowed(Caller caller, Referral referral, DateTimeOffset now)
    {
        var actions = ReferralFlow.Actions(referral, now);
        return caller.Lacks(Permission.ActOnReferrals) is { } refusal
            ? [.. actions.Select(action => action with { WhyNot = refusal.Message })]
            : actions;
    }

    private static async Task<IReadOnlyList<ReferralCard>> CardsAsync(
        CompanionDb db, Caller caller, IQueryable<Referral> rows, DateTimeOffset now, CancellationToken cancel)
    {
        var joined = await rows.Join(db.Patients, referral => referral.PatientId, patient => patient.Id, (referral, patient) => new { referral, patient })
            .ToListAsync(cancel);
        var namesAreNeeded = caller.May(Permission.ReadPatients);
        return
        [
            .. joined.Select(pair =>
            {
                var card = pair.patient.Card(now);
                // Why somebody was referred is as private as who it is.
                return namesAreNeeded ? pair.referral.Card(card, now) : pair.referral.Card(card.Masked(), now) with { Reason = null };
            }),
        ];
    }
}
