using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>Needs follow the visit: an interpreter is asked for where nobody speaks with the patient, what is due follows the time, and what is open a day before is an exception.</summary>
internal sealed class DueNeeds(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals)
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(30);

    private static readonly List<string> Needs = [.. CoordinationTaskKinds.Needs];

    private static readonly ReferralExceptionInfo Open = ReferralExceptionCodes.All.First(info => info.Flag == ReferralExceptions.NeedOpen);

    private DateTimeOffset nextSweep;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (now < nextSweep)
            return;
        nextSweep = now + Sweep;
        await using var db = store.Read();
        await AskAsync(db, cancel);
        var open = await db.CoordinationTasks.AsNoTracking().Where(row => row.State == CoordinationTaskState.Open && Needs.Contains(row.Kind)).ToListAsync(cancel);
        var ids = open.Select(task => task.ReferralId).Distinct().ToList();
        var visits = await db.Referrals.Where(row => row.State == ReferralState.Scheduled && row.VisitAt > now && row.VisitAt <= now.AddDays(60)).Select(row => row.Id).ToListAsync(cancel);
        foreach (var id in ids.Union(visits))
        {
            if (await db.Referrals.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancel) is { } referral && Differs(referral, [.. open.Where(task => task.ReferralId == id)], now))
                await writer.WriteAsync(scope => Follow(scope, id), cancel);
        }
    }

    /// <summary>Whether anything is otherwise than it should be.</summary>
    private static bool Differs(Referral referral, IReadOnlyList<CoordinationTask> open, DateTimeOffset now) =>
        (!ReferralStates.IsOpen(referral.State) && open.Count > 0)
        || open.Any(task => Due(task, referral, now) != task.DueAt || NeedTasks.IsOfAnother(task, referral))
        || IsNear(referral, open, now) != referral.OpenExceptions.HasFlag(ReferralExceptions.NeedOpen);

    private static DateTimeOffset? Due(CoordinationTask task, Referral referral, DateTimeOffset now)
    {
        if (task.HasOwnDue || (referral.VisitAt is { } visit && task.DueAt is { } due && due <= visit && due >= visit - NeedTasks.Near))
            return task.DueAt;
        return NeedTasks.DueBefore(referral.VisitAt, now);
    }

    private static bool IsNear(Referral referral, IReadOnlyList<CoordinationTask> open, DateTimeOffset now) =>
        referral is { State: ReferralState.Scheduled, VisitAt: { } visit } && visit > now && visit <= now + NeedTasks.Near && open.Count > 0;

    private bool Follow(WriteScope scope, string id)
    {
        var referral = scope.Db.Referrals.Find(id)!;
        var open = scope.Db.CoordinationTasks.Where(row => row.ReferralId == id && row.State == CoordinationTaskState.Open && Needs.Contains(row.Kind)).ToList();
        foreach (var task in open)
        {
            if (!ReferralStates.IsOpen(referral.State))
                CoordinationTasks.Settle(scope, task.CauseId, CoordinationTaskState.NotNeeded, "The referral has reached its end.", Actor.System);
            else if (NeedTasks.IsOfAnother(task, referral))
                CoordinationTasks.Settle(scope, task.CauseId, CoordinationTaskState.NotNeeded, "The patient goes to somebody else.", Actor.System);
            else
                task.DueAt = Due(task, referral, scope.Now);
        }

        open.RemoveAll(task => !task.IsOpen);
        var isNear = IsNear(referral, open, scope.Now);
        if (isNear && !referral.OpenExceptions.HasFlag(ReferralExceptions.NeedOpen))
            referrals.Act(scope, id, Open.RaiseAction, new ReferralInput(referral.Version, string.Join("; ", open.Select(task => task.Text))), Actor.System);
        else if (!isNear && referral.OpenExceptions.HasFlag(ReferralExceptions.NeedOpen))
            referrals.Act(scope, id, Open.ClearAction, new ReferralInput(referral.Version, "Every need is dealt with, or the visit is not near any more."), Actor.System);
        scope.Announce(new Change("referral", id));
        return true;
    }

    /// <summary>Once a visit is booked, whether somebody there speaks with the patient is looked at once for each recipient.</summary>
    private async Task AskAsync(CompanionDb db, CancellationToken cancel)
    {
        var booked = await db.Referrals.AsNoTracking().Where(row => row.RecipientId != null && (row.State == ReferralState.Scheduled || row.State == ReferralState.ReadyToSchedule)
            && db.HealthcareServices.Any(service => service.Id == row.RecipientId && service.Languages != "") && !db.CoordinationTasks.Any(task => task.CauseId == "interpreter/" + row.Id + "/" + row.RecipientId && (task.State != CoordinationTaskState.NotNeeded || task.EndedBy != Actor.System.Name))).Select(row => new { row.Id, row.PatientId, row.RecipientId }).ToListAsync(cancel);
        foreach (var one in booked.Where(one => PatientContacts.Read(db, one.PatientId).NeedsInterpreterAt(db.HealthcareServices.Find(one.RecipientId))))
            await writer.WriteAsync(scope => scope.Db.Referrals.Find(one.Id) is { } referral && NeedTasks.Interpreter(scope, referral) is not null, cancel);
    }
}
