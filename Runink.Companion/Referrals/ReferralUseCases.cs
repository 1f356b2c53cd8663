using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals;

/// <summary>Where pages and the API read the referral board and move its cards.</summary>
public sealed class ReferralUseCases(CompanionStore store, StoreWriter writer, PhiAccessLog reads, TimeProvider time)
{
    private static readonly ReferralState[] OnBoard = [.. ReferralStates.Board.Select(info => info.State)];

    /// <param name="view">all, exceptions, overdue, returned.</param>
    public async Task<Outcome<Board>> BoardAsync(Caller caller, string? view, string? service, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadReferrals) is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var all = await CardsAsync(db, caller, db.Referrals.SeenBy(db, caller).Where(row => OnBoard.Contains(row.State)), now, cancel);
        var shown = InView(all, view).Where(card => string.IsNullOrEmpty(service) || card.Service == service).ToLookup(card => card.State);
        await reads.NoteAsync(caller, "board_read", new Subject("board", view ?? "all"), cancel);
        return new Board(
            [
                .. ReferralStates.Board.Select(info => new BoardColumn(
                    info.State, info.Title, info.Group!, info.Limit,
                    [.. shown[info.State].OrderBy(card => card.Priority == "urgent" ? 0 : 1).ThenBy(card => card.DueAt).ThenBy(card => card.Id)])),
            ],
            new Dictionary<string, int>(StringComparer.Ordinal)
            {
                ["all"] = all.Count,
                ["exceptions"] = InView(all, "exceptions").Count(),
                ["overdue"] = InView(all, "overdue").Count(),
                ["returned"] = InView(all, "returned").Count(),
            });
    }

    public async Task<Outcome<ReferralView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadReferrals) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.Referrals.SeenBy(db, caller).FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        var card = (await CardsAsync(db, caller, db.Referrals.Where(row => row.Id == id), time.GetUtcNow(), cancel))[0];
        var events = await db.ReferralEvents.Where(one => one.ReferralId == id).OrderBy(one => one.Id)
            .Select(one => new ReferralEvent(one.At, one.Kind, one.ActorName, one.From, one.To, one.Text)).ToListAsync(cancel);
        await reads.NoteAsync(caller, "referral_read", new Subject("referral", id), cancel, referral.PatientId);
        return new ReferralView(card, referral.Reason, Allowed(caller, referral), events);
    }

    public async Task<Outcome<IReadOnlyList<ReferralAction>>> ActionsAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadReferrals) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await db.Referrals.SeenBy(db, caller).FirstOrDefaultAsync(row => row.Id == id, cancel) is { } referral
            ? new Outcome<IReadOnlyList<ReferralAction>>(Allowed(caller, referral), null)
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
            // What is seen because of an emergency only is not moved: whoever owned it would see the patient for ever.
            scope => caller.UnitsFor(Permission.ActOnReferrals) is null || scope.Db.Referrals.SeenBy(scope.Db, caller with { Opened = [] }, Permission.ActOnReferrals).Any(row => row.Id == id)
                ? ReferralCommandHandler.Act(scope, id, action, input, caller.Actor)
                : new Refusal("not-found", "There is no such referral."), cancel);
        if (done.Refusal is { } refused)
            return refused;
        await using var db = store.Read();
        return (await CardsAsync(db, caller, db.Referrals.Where(row => row.Id == id), time.GetUtcNow(), cancel))[0];
    }

    private static IReadOnlyList<ReferralAction> Allowed(Caller caller, Referral referral)
    {
        var actions = ReferralFlow.Actions(referral);
        return caller.Lacks(Permission.ActOnReferrals) is { } refusal
            ? [.. actions.Select(action => action with { WhyNot = refusal.Message })]
            : actions;
    }

    private static IEnumerable<ReferralCard> InView(IReadOnlyList<ReferralCard> cards, string? view) => view switch
    {
        "exceptions" => cards.Where(card => card.Exceptions.Count > 0),
        "overdue" => cards.Where(card => card.Exceptions.Contains("Overdue")),
        "returned" => cards.Where(card => card.State == ReferralState.Reroute),
        _ => cards,
    };

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
