using System.Threading.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access.BreakGlass;

/// <summary>
/// A patient of another unit is opened in an emergency: with a reason, for this patient only, for a short time; those who review the unit are told at once, and one
/// of them says afterwards whether it was justified.
/// </summary>
public sealed class BreakGlassUseCases(
    CompanionStore store, StoreWriter writer, OpenedPatients opened, PeopleDirectory people, BreakGlassOptions options, SiteOptions site, PhiAccessLog reads, TimeProvider time) : IDisposable
{
    private const int MostRows = 200;

    /// <summary>Found or not: else it would be a way to search other units.</summary>
    private readonly PartitionedRateLimiter<string> asked = PartitionedRateLimiter.Create<string, string>(person => RateLimitPartition.GetSlidingWindowLimiter(
        person, _ => new SlidingWindowRateLimiterOptions { PermitLimit = options.MostAnHour, Window = TimeSpan.FromHours(1), SegmentsPerWindow = 12, AutoReplenishment = false }));

    public int MaxMinutes => options.MaxMinutes;

    /// <summary>Whether there is anything that this caller does not see and could open so.</summary>
    public static bool MayOpen(Caller caller) => caller.Kind == "person" && caller.May(Permission.ReadPatients) && caller.UnitsFor(Permission.ReadPatients) is not null;

    /// <param name="patient">Our id, an MRN, or <c>system|value</c>.</param>
    public async Task<Outcome<BreakGlassView>> OpenAsync(Caller caller, string patient, BreakGlassBody body, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadPatients) is { } refusal)
            return refusal;
        if (!MayOpen(caller))
            return new Refusal("not-allowed-now", "There is nothing to open: a role in the whole hospital sees all patients, and a key is nobody who could answer for it.");
        if (body.ReasonCode is null || !BreakGlassGrant.Reasons.ContainsKey(body.ReasonCode))
            return new Refusal("invalid", $"The reason code is one of {string.Join(", ", BreakGlassGrant.Reasons.Keys)}.");
        var reason = WrittenText.Note(body.Reason, "The reason");
        if (reason.Refusal is { } unwritable)
            return unwritable;
        if (reason.Value is not { Length: >= BreakGlassGrant.ShortestReason and <= BreakGlassGrant.LongestReason } why)
            return new Refusal("invalid", $"Say why in {BreakGlassGrant.ShortestReason} to {BreakGlassGrant.LongestReason} characters.");
        if (body.Minutes is { } minutes && (minutes < 1 || minutes > options.MaxMinutes))
            return new Refusal("invalid", $"It lasts 1 to {options.MaxMinutes} minutes.");
        using (var lease = asked.AttemptAcquire(caller.Id))
        {
            if (!lease.IsAcquired)
                return new Refusal("too-many-requests", $"More than {options.MostAnHour} patients in an hour are not opened. Call your supervisor.");
        }

        var outcome = await writer.WriteAsync<Outcome<BreakGlassGrant>>(scope =>
        {
            var found = PatientQueries.Ids(scope.Db.Patients, scope.Db.PatientIdentifiers, patient).Take(2).ToList();
            var standing = found is [var only] ? scope.Db.Patients.Where(row => row.Id == only).Select(row => row.MergedInto ?? row.Id).First() : null;
            if (standing is null)
            {
                scope.Record("break_glass_refused", new Subject("person", caller.Id), caller.Actor, Detail.Of(("why", found.Count == 0 ? "no-such-patient" : "ambiguous"), ("reasonCode", body.ReasonCode)));
                return new Refusal("not-found", found.Count == 0 ? "There is no such patient." : "More than one patient has this number. Say system|value.");
            }

            if (scope.Db.Patients.SeenBy(scope.Db, caller).Any(row => row.Id == standing))
                return new Refusal("already-done", "You see this patient already.");
            var unit = scope.Db.Encounters.Where(stay => stay.PatientId == standing && !stay.Cancelled && stay.Unit != null)
                .OrderBy(stay => stay.EndedAt != null).ThenByDescending(stay => stay.StartedAt).Select(stay => stay.Unit).FirstOrDefault();
            var supervisors = Reviewers(unit).Where(known => known.Person.Id != caller.Id).Select(known => known.Person.Id).ToList();
            var addresses = scope.Db.ContactChannels.Where(channel => channel.Kind == ChannelKind.Email && supervisors.Contains(channel.PersonId)).OrderBy(channel => channel.Ordinal).ToList()
                .DistinctBy(channel => channel.PersonId).Select(channel => channel.Value).ToList();
            return BreakGlassCommandHandler.Open(
                scope, new BreakGlassRequest(caller.Person, standing, unit, body.ReasonCode, why, TimeSpan.FromMinutes(body.Minutes ?? options.MaxMinutes), addresses), site, caller.Actor);
        }, cancel);
        return await AnsweredAsync(caller, outcome, cancel);
    }

    public async Task<Outcome<BreakGlassView>> EndAsync(Caller caller, string patient, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadPatients) is { } refusal)
            return refusal;
        var outcome = await writer.WriteAsync<Outcome<BreakGlassGrant>>(scope =>
        {
            var (me, now) = (caller.Id, scope.Now);
            var open = scope.Db.BreakGlassGrants.Where(grant => grant.PersonId == me && grant.EndedAt == null && grant.EndsAt > now);
            var named = PatientQueries.Matching(scope.Db.PatientIdentifiers, patient);
            if (open.FirstOrDefault(grant => grant.PatientId == patient || named.Contains(grant.PatientId)) is not { } grant)
                return new Refusal("not-found", "You have opened no such patient.");
            BreakGlassCommandHandler.End(scope, grant, "by-hand", caller.Actor);
            return grant;
        }, cancel);
        return await AnsweredAsync(caller, outcome, cancel);
    }

    /// <summary>What was opened on the units that the caller reviews, what waits first; for whoever reviews none, what the caller opened.</summary>
    /// <param name="state">open, waiting, overdue, reviewed; null for all.</param>
    public async Task<Outcome<IReadOnlyList<BreakGlassView>>> ListAsync(Caller caller, string? state, CancellationToken cancel)
    {
        if (!caller.May(Permission.ReviewAccess) && caller.Lacks(Permission.ReadPatients) is { } refusal)
            return refusal;
        if (state is not (null or "" or "open" or "waiting" or "overdue" or "reviewed"))
            return new Refusal("invalid", "States are open, waiting, overdue and reviewed.");
        var now = time.GetUtcNow();
        var late = now - BreakGlassGrant.ReviewWithin;
        await using var db = store.Read();
        var rows = Visible(db, caller);
        rows = state switch
        {
            "open" => rows.Where(grant => grant.EndedAt == null && grant.EndsAt > now),
            "waiting" => rows.Where(grant => grant.Verdict == BreakGlassVerdict.Waiting),
            "overdue" => rows.Where(grant => grant.Verdict == BreakGlassVerdict.Waiting && grant.OpenedAt < late),
            "reviewed" => rows.Where(grant => grant.Verdict != BreakGlassVerdict.Waiting),
            _ => rows,
        };
        var found = await rows.OrderBy(grant => grant.Verdict != BreakGlassVerdict.Waiting).ThenByDescending(grant => grant.OpenedAt).Take(MostRows).ToListAsync(cancel);
        await reads.NoteAsync(caller, "break_glass_listed", new Subject("break-glass", "list"), cancel);
        return new Outcome<IReadOnlyList<BreakGlassView>>(await ViewsAsync(db, caller, found, cancel), null);
    }

    public async Task<Outcome<BreakGlassView>> ReviewAsync(Caller caller, string id, BreakGlassReviewBody body, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReviewAccess) is { } refusal)
            return refusal;
        if (caller.Kind != "person")
            return new Refusal("forbidden", "A person says whether it was justified, not a key.");
        var note = WrittenText.Note(body.Note, "The note");
        if (note.Refusal is { } unwritable)
            return unwritable;
        if (body.Justified is not { } justified)
            return new Refusal("invalid", "Say whether it was justified.");
        if (!justified && string.IsNullOrEmpty(note.Value))
            return new Refusal("invalid", "Say why it was not justified.");
        var outcome = await writer.WriteAsync(
            scope => Visible(scope.Db, caller).Any(grant => grant.Id == id) ? BreakGlassCommandHandler.Review(scope, id, justified, note.Value, caller.Actor) : new Refusal("not-found", "There is no such opening."), cancel);
        return await AnsweredAsync(caller, outcome, cancel);
    }

    /// <summary>How many wait for this reviewer; urgent while one is open or overdue.</summary>
    public async Task<(int Waiting, bool Urgent)> CountAsync(Caller caller, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var late = now - BreakGlassGrant.ReviewWithin;
        var me = caller.Id;
        await using var db = store.Read();
        var waiting = Visible(db, caller).Where(grant => grant.Verdict == BreakGlassVerdict.Waiting && grant.PersonId != me);
        return (await waiting.CountAsync(cancel), await waiting.AnyAsync(grant => (grant.EndedAt == null && grant.EndsAt > now) || grant.OpenedAt < late, cancel));
    }

    public void Dispose() => asked.Dispose();

    private IEnumerable<KnownPerson> Reviewers(string? unit) => people.Who(Permission.ReviewAccess)
        .Where(known => known.Roles.Any(role => RolePermissions.Of(role).HasFlag(Permission.ReviewAccess) && (role.Unit is null || role.Unit == unit)));

    private static IQueryable<BreakGlassGrant> Visible(CompanionDb db, Caller caller)
    {
        var me = caller.Id;
        if (!caller.May(Permission.ReviewAccess))
            return db.BreakGlassGrants.Where(grant => grant.PersonId == me);
        return caller.UnitsFor(Permission.ReviewAccess)?.ToList() is { } units ? db.BreakGlassGrants.Where(grant => grant.Unit != null && units.Contains(grant.Unit)) : db.BreakGlassGrants;
    }

    private async Task<Outcome<BreakGlassView>> AnsweredAsync(Caller caller, Outcome<BreakGlassGrant> outcome, CancellationToken cancel)
    {
        if (outcome.Value is not { } grant)
            return outcome.Refusal!;
        await opened.RefreshAsync(cancel);
        await using var db = store.Read();
        return (await ViewsAsync(db, caller, [grant], cancel))[0];
    }

    private async Task<IReadOnlyList<BreakGlassView>> ViewsAsync(CompanionDb db, Caller caller, List<BreakGlassGrant> grants, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var ids = grants.Select(grant => grant.PatientId).Distinct().ToList();
        var patients = await db.Patients.Where(patient => ids.Contains(patient.Id)).ToDictionaryAsync(patient => patient.Id, cancel);
        return
        [
            .. grants.Select(grant =>
            {
                var card = patients[grant.PatientId].Card(now);
                var state = grant.IsOpen(now) ? "open" : grant.Verdict switch
                {
                    BreakGlassVerdict.Waiting => grant.IsOverdue(now) ? "overdue" : "waiting",
                    BreakGlassVerdict.Justified => "justified",
                    BreakGlassVerdict.NotJustified => "not-justified",
                };
                return new BreakGlassView(
                    grant.Id, new PersonRef(grant.PersonId, grant.PersonName), caller.May(Permission.ReadPatients) && (grant.IsOpen(now) || caller.UnitsFor(Permission.ReadPatients) is null) ? card : card.Masked(), grant.Unit,
                    grant.ReasonCode, BreakGlassGrant.Reasons[grant.ReasonCode], grant.Reason, grant.OpenedAt, grant.EndsAt, grant.EndedAt, state, grant.ReviewerName, grant.ReviewedAt, grant.ReviewNote,
                    state is "waiting" or "overdue" && caller is { Kind: "person" } && caller.May(Permission.ReviewAccess) && grant.PersonId != caller.Id);
            }),
        ];
    }
}
