using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>Patients are reminded of their visit as its service says, once each; whom no message reaches, and who does not answer, is a person's task.</summary>
internal sealed class DueReminders(CompanionStore store, StoreWriter writer, VisitMessageCommandHandler messages, SiteOptions site)
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(15);

    private DateTimeOffset nextSweep;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (now < nextSweep)
            return;
        nextSweep = now + Sweep;
        await using var db = store.Read();
        var policies = (await db.HealthcareServices.AsNoTracking().Select(row => new { row.Id, row.Reminders }).ToListAsync(cancel)).ToDictionary(row => row.Id, row => VisitReminderPolicy.Read(row.Reminders).Value ?? VisitReminderPolicy.Standard, StringComparer.Ordinal);
        var last = now.AddHours(Math.Max(VisitReminderPolicy.Standard.Hours[0], policies.Values.Select(Longest).DefaultIfEmpty().Max()));
        var visits = await db.Referrals.AsNoTracking().Where(row => row.State == ReferralState.Scheduled && row.VisitAt > now && row.VisitAt <= last).Select(row => new { row.Id, row.RecipientId, VisitAt = row.VisitAt!.Value }).ToListAsync(cancel);
        foreach (var visit in visits)
        {
            var policy = visit.RecipientId is { } recipient ? policies.GetValueOrDefault(recipient, VisitReminderPolicy.Standard) : VisitReminderPolicy.Standard;
            var setAt = await db.ReferralEvents.Where(row => row.ReferralId == visit.Id && row.Date == visit.VisitAt && (row.Kind == "schedule" || row.Kind == "move-visit")).MaxAsync(row => (DateTimeOffset?)row.At, cancel);
            if (setAt is not { } set)
                continue;
            var done = await db.VisitReminders.Where(row => row.ReferralId == visit.Id && row.VisitAt == visit.VisitAt && row.At >= set).Select(row => row.HoursBefore).ToListAsync(cancel);
            if (policy.Due(visit.VisitAt, set, done, now) is { } hours)
                await writer.WriteAsync(scope => Remind(scope, visit.Id, visit.VisitAt, hours), cancel);
            var cause = AskCause(visit.Id, visit.VisitAt);
            if (policy.AnswerIsDue(visit.VisitAt, set, now) && !await db.CoordinationTasks.AnyAsync(row => row.CauseId == cause, cancel)
                && !await db.VisitMessages.AnyAsync(row => row.ReferralId == visit.Id && row.VisitAt == visit.VisitAt && row.Answer != null, cancel))
                await writer.WriteAsync(scope => Ask(scope, visit.Id, visit.VisitAt), cancel);
        }

        await SettleAsync(db, now, cancel);
    }

    private static int Longest(VisitReminderPolicy policy) => Math.Max(policy.Hours.Count > 0 ? policy.Hours[0] : 0, policy.AnswerByHours ?? 0);

    private bool Remind(WriteScope scope, string id, DateTimeOffset visitAt, int hours)
    {
        if (scope.Db.Referrals.Find(id) is not { State: ReferralState.Scheduled } referral || referral.VisitAt != visitAt)
            return false;
        // Put elsewhere and back again it is a visit anew, of which the patient is told anew.
        if (scope.Db.VisitReminders.Find(id, visitAt, hours) is { } before)
            scope.Db.VisitReminders.Remove(before);
        scope.Flush();
        var sent = messages.Send(scope, id, VisitMessageKind.Reminder, Actor.System);
        scope.Db.VisitReminders.Add(new VisitReminder { ReferralId = id, VisitAt = visitAt, HoursBefore = hours, At = scope.Now, MessageId = sent.Value });
        if (sent.Refusal is { } why)
            CoordinationTasks.Raise(scope, id, CoordinationTaskKinds.TellVisit, $"tell/{id}/{visitAt.UtcTicks}/{hours}", $"Tell the visit of {Local(visitAt)} by telephone: {Reason(why)}", Half(visitAt, scope.Now));
        else
            ReferralEffects.Note(scope, id, "reminder-sent", $"By itself, {(hours > 24 && hours % 24 == 0 ? $"{hours / 24} days" : hours == 1 ? "1 hour" : $"{hours} hours")} before", visitAt, Actor.System);
        return true;
    }

    private bool Ask(WriteScope scope, string id, DateTimeOffset visitAt)
    {
        if (scope.Db.Referrals.Find(id) is { State: ReferralState.Scheduled } referral && referral.VisitAt == visitAt && referral.ConsentGate != "withdrawn")
            CoordinationTasks.Raise(scope, id, CoordinationTaskKinds.AskVisit, AskCause(id, visitAt), $"Ask by telephone whether the patient comes on {Local(visitAt)}: nobody has answered", Half(visitAt, scope.Now));
        return true;
    }

    /// <summary>Nobody is called about a visit that was answered, moved, cancelled or is over.</summary>
    private async Task SettleAsync(CompanionDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var open = await db.CoordinationTasks.AsNoTracking().Where(row => row.State == CoordinationTaskState.Open && (row.Kind == CoordinationTaskKinds.TellVisit || row.Kind == CoordinationTaskKinds.AskVisit))
            .Join(db.Referrals, task => task.ReferralId, referral => referral.Id, (task, referral) => new { task.CauseId, task.Kind, referral.Id, referral.State, referral.VisitAt }).ToListAsync(cancel);
        foreach (var one in open)
        {
            var visit = one.VisitAt;
            var answered = visit is not null && one.Kind == CoordinationTaskKinds.AskVisit && await db.VisitMessages.AnyAsync(row => row.ReferralId == one.Id && row.VisitAt == visit && row.Answer != null, cancel);
            var stands = one.State == ReferralState.Scheduled && visit > now && one.CauseId.Split('/')[2] == visit.Value.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (answered || !stands)
            {
                await writer.WriteAsync(
                    scope =>
                    {
                        CoordinationTasks.Settle(scope, one.CauseId, answered ? CoordinationTaskState.Done : CoordinationTaskState.NotNeeded, answered ? "The patient answered by the link." : "The visit is not at that time any more, or over.", Actor.System);
                        return true;
                    }, cancel);
            }
        }
    }

    private static string AskCause(string id, DateTimeOffset visitAt) => FormattableString.Invariant($"ask/{id}/{visitAt.UtcTicks}");

    /// <summary>Half of the time that is left.</summary>
    private static DateTimeOffset Half(DateTimeOffset visitAt, DateTimeOffset now) => now + ((visitAt - now) / 2);

    private static string Reason(Refusal why) => $"{char.ToLowerInvariant(why.Message[0])}{why.Message[1..]}".Split(':')[0].TrimEnd('.');

    private string Local(DateTimeOffset at) => LocalTimes.WeekdayClock(at, site.Zone);
}
