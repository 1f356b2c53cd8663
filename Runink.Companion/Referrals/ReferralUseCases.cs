using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Work;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals;

/// <summary>Where pages and the API read the referral board and move its cards.</summary>
public sealed class ReferralUseCases(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals, PeopleDirectory people, PhiAccessLog reads, SiteOptions site, TimeProvider time)
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
        var standing = await db.Referrals.GroupBy(row => row.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancel);
        var limits = await db.WorkLimits.AsNoTracking().ToListAsync(cancel);
        await reads.NoteListAsync(caller, "board_read", new Subject("board", filter.View ?? "all"), shown.SelectMany(column => column).Select(card => card.Patient.Id), cancel);
        return new Board(
            [
                .. ReferralStates.Board.Select(info => new BoardColumn(
                    info.State, info.Title, info.Group!, WorkLimit.Of(info.State, limits), standing.GetValueOrDefault(info.State),
                    [.. shown[info.State].OrderBy(card => card.Priority == "urgent" ? 0 : 1).ThenBy(card => card.DueAt).ThenBy(card => card.Id)])),
            ],
            ReferralWorklists.All.Select(list => list.Name).Prepend("all").ToDictionary(name => name, name => BoardFilter.InView(all, name).Count(), StringComparer.Ordinal),
            [.. limits.Where(limit => limit.LaneBy.Length > 0)]);
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
            cards.Single(card => card.Id == id), referral.Reason, Allowed(db, caller, referral, now), events, ReferralWaits.Of(segments, now),
            [.. cards.Where(card => card.Id != id && ReferralStates.IsOpen(card.State))]);
    }

    /// <summary>For whom a referral can be made, narrowed by name, number or birth date.</summary>
    public async Task<Outcome<IReadOnlyList<PatientCard>>> PatientsAsync(Caller caller, string search, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.ActOnReferrals) ?? caller.Lacks(Permission.ReadPatients)) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var found = await db.Patients.Found(search).SeenBy(db, caller).OrderByDescending(row => row.LastSeenAt).Take(MostFound).ToListAsync(cancel);
        await reads.NoteListAsync(caller, "patients_listed", new Subject("patients", "list"), found.Select(row => row.Id), cancel);
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
            ? new Outcome<IReadOnlyList<ReferralAction>>(Allowed(db, caller, referral, time.GetUtcNow()), null)
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
            scope =>
            {
                if (MayAct(scope.Db, caller, id) is { } closed)
                    return closed;
                if (Taker(scope.Db, id, ref input) is { } nobody)
                    return nobody;
                return scope.Db.Referrals.Find(id) is { } referral && NeedsRoom(scope.Db, referral, action, input, scope.Now) is { } full ? full : referrals.Act(scope, id, action, input, caller.Actor);
            },
            cancel);
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

    /// <summary>Colleagues to whom a referral can be given.</summary>
    public IReadOnlyList<PersonRef> Colleagues(Caller caller) => caller.Lacks(Permission.ActOnReferrals) is not null ? [] :
    [
        .. people.Who(Permission.ActOnReferrals).Where(known => known.Person.Id != caller.Id && !known.Person.IsAway(time.GetUtcNow())).OrderBy(known => known.Person.Name, StringComparer.OrdinalIgnoreCase).Select(known => known.Person.Ref),
    ];

    /// <summary>Whom a name means that was given as an id: a deputy while that person is away. Nobody is given what they may not act on.</summary>
    internal Refusal? Taker(CompanionDb db, string id, ref ReferralInput input)
    {
        if (input.To is not { } meant)
            return null;
        if (people.TakerOf(meant.Id) is not { } taker || !taker.Permissions.HasFlag(Permission.ActOnReferrals))
            return new Refusal("invalid", "Choose a colleague who works on referrals.");
        input = input with { To = taker.Person.Ref };
        return MayAct(db, Caller.Of(taker.Person, taker.Roles, null, null), id) is null ? null : new Refusal("invalid", $"{taker.Person.Name} does not work on this patient's unit.");
    }

    /// <summary>Where an action leads is full, and nobody has said why one more goes there.</summary>
    internal static Refusal? NeedsRoom(CompanionDb db, Referral referral, string action, ReferralInput input, DateTimeOffset now, int ahead = 0) =>
        string.IsNullOrWhiteSpace(input.Reason) && input.ExpectedVersion == referral.Version && ReferralFlow.Actions(referral, now).FirstOrDefault(one => one.Name == action) is { WhyNot: null, To: { } to }
        && WorkLimitCommandHandler.Full(db, referral, to, ahead) is { } full ? new Refusal("reason-required", full) : null;

    private static IReadOnlyList<ReferralAction> Allowed(CompanionDb db, Caller caller, Referral referral, DateTimeOffset now)
    {
        var actions = ReferralFlow.Actions(referral, now);
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return [.. actions.Select(action => action with { WhyNot = refusal.Message })];
        if (referral.WorkerAt(now) is { } worker)
            actions = [.. actions.Where(action => action.Name != (worker.Id == caller.Id ? "work" : "stop-work")).Select(action => action.Name == "work" ? action with { NeedsReason = true, Label = $"Take over from {worker.Name}" } : action)];
        var full = actions.Where(action => action.WhyNot is null).Select(action => action.To).OfType<ReferralState>().Distinct().ToDictionary(to => to, to => WorkLimitCommandHandler.Full(db, referral, to));
        return [.. actions.Select(action => action.To is { } to && full.GetValueOrDefault(to) is { } words ? action with { NeedsReason = true, Full = words } : action)];
    }

    private async Task<IReadOnlyList<ReferralCard>> CardsAsync(
        CompanionDb db, Caller caller, IQueryable<Referral> rows, DateTimeOffset now, CancellationToken cancel)
    {
        var joined = await rows.Join(db.Patients, referral => referral.PatientId, patient => patient.Id, (referral, patient) => new { referral, patient })
            .ToListAsync(cancel);
        var asked = await db.RecipientChoices.Where(choice => choice.AcceptedAt == null && choice.DeclinedAt == null && rows.Any(row => row.Id == choice.ReferralId && row.RecipientId == choice.ServiceId))
            .GroupBy(choice => choice.ReferralId).Select(group => new { group.Key, At = group.Max(choice => choice.At) }).ToDictionaryAsync(one => one.Key, one => one.At, cancel);
        var tomorrow = now.AddDays(1);
        var due = (await db.CoordinationTasks.Where(task => task.State == CoordinationTaskState.Open && task.DueAt <= tomorrow && rows.Any(row => row.Id == task.ReferralId)).Select(task => task.ReferralId).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var namesAreNeeded = caller.May(Permission.ReadPatients);
        return
        [
            .. joined.Select(pair =>
            {
                var patient = pair.patient.Card(now);
                var card = pair.referral.Card(namesAreNeeded ? patient : patient.Masked(), now, asked.TryGetValue(pair.referral.Id, out var at) ? at : null, site.Zone, due.Contains(pair.referral.Id));
                // Why somebody was referred is as private as who it is.
                return namesAreNeeded ? card : card with { Reason = null };
            }),
        ];
    }
}
