using Runink.Domain.Foundation;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Raises what a person does for the patient of a referral, once for each cause, and settles it when the cause is gone.</summary>
internal static class CoordinationTasks
{
    /// <param name="cause">What it is about: raised once, open or not.</param>
    public static void Raise(WriteScope scope, string referralId, string kind, string cause, string text, DateTimeOffset? due)
    {
        if (Find(scope, cause) is not null)
            return;
        var task = new CoordinationTask { Id = scope.Ids.Next(), ReferralId = referralId, Kind = kind, CauseId = cause, Text = text, DueAt = due, CreatedAt = scope.Now, CreatedBy = Actor.System.Name };
        scope.Db.CoordinationTasks.Add(task);
        Tell(scope, task, "coordination_task_raised", Actor.System);
    }

    /// <summary>Nothing happens when no such task is open.</summary>
    public static void Settle(WriteScope scope, string cause, CoordinationTaskState state, string why, Actor actor)
    {
        if (Find(scope, cause) is not { IsOpen: true } task)
            return;
        task.End(state, why, actor.Name, scope.Now);
        Tell(scope, task, "coordination_task_ended", actor);
    }

    public static void Tell(WriteScope scope, CoordinationTask task, string fact, Actor actor)
    {
        scope.Record(fact, new Subject("referral", task.ReferralId), actor, Detail.Of(("task", task.Id), ("kind", task.Kind), ("state", task.State.ToString()), ("due", task.DueAt), ("textHash", Detail.HashOf(task.Reason ?? task.Text))));
        scope.Announce(new Change("referral", task.ReferralId));
        scope.Announce(new Change("coordination-task", task.Id));
    }

    private static CoordinationTask? Find(WriteScope scope, string cause) =>
        scope.Db.CoordinationTasks.Local.FirstOrDefault(task => task.CauseId == cause) ?? scope.Db.CoordinationTasks.FirstOrDefault(task => task.CauseId == cause);
}
