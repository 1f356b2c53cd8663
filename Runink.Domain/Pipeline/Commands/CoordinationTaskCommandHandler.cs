using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What is done with tasks for the patient of a referral, and how the patient wants to be reached, inside the writing transaction.</summary>
public static class CoordinationTaskCommandHandler
{
    /// <summary>A need that somebody tells.</summary>
    /// <param name="kind">One of <see cref="CoordinationTaskKinds.Needs"/>.</param>
    /// <param name="due">Null: a day before the visit, where there is one.</param>
    public static Outcome<string> Add(WriteScope scope, string referralId, string kind, string text, DateTimeOffset? due, Actor actor)
    {
        if (scope.Db.Referrals.Find(referralId) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        if (!ReferralStates.IsOpen(referral.State))
            return new Refusal("not-allowed-now", "The referral has reached its end.");
        if (!CoordinationTaskKinds.IsNeed(kind))
            return new Refusal("invalid", $"A need is one of {string.Join(", ", CoordinationTaskKinds.Needs)}.");
        if (PlainText.Line(text).Trim() is not { Length: > 0 and <= CoordinationTask.LongestText } line)
            return new Refusal("invalid", $"Say what is needed, in at most {CoordinationTask.LongestText} characters.");
        if (due < scope.Now)
            return new Refusal("invalid", "That time is over.");
        var id = scope.Ids.Next();
        var task = new CoordinationTask { Id = id, ReferralId = referralId, Kind = kind, CauseId = id, Text = line, DueAt = due ?? NeedTasks.DueBefore(referral.VisitAt, scope.Now), HasOwnDue = due is not null, CreatedAt = scope.Now, CreatedBy = actor.Name };
        scope.Db.CoordinationTasks.Add(task);
        CoordinationTasks.Tell(scope, task, "coordination_task_raised", actor);
        ReferralEffects.Note(scope, referralId, "need-recorded", line, task.DueAt, actor);
        return id;
    }

    /// <param name="action">take, release, done, not-needed, could-not or reopen.</param>
    public static Outcome<string> Act(WriteScope scope, string referralId, string id, string action, string? reason, Actor actor)
    {
        if (scope.Db.CoordinationTasks.Find(id) is not { } task || task.ReferralId != referralId)
            return new Refusal("not-found", "There is no such task.");
        if (action == "reopen" ? task.IsOpen : !task.IsOpen)
            return new Refusal("not-allowed-now", task.IsOpen ? "It is open." : $"{task.EndedBy} has dealt with it already.");
        if (action is "not-needed" or "could-not" && string.IsNullOrWhiteSpace(reason))
            return new Refusal("reason-required", "Say why.");
        switch (action)
        {
            case "take":
                task.Take(new PersonRef(actor.Id, actor.Name));
                break;
            case "release":
                task.Take(null);
                break;
            case "reopen":
                task.Reopen();
                break;
            case "done" or "not-needed" or "could-not":
                task.End(action switch { "done" => CoordinationTaskState.Done, "not-needed" => CoordinationTaskState.NotNeeded, _ => CoordinationTaskState.CouldNot }, reason, actor.Name, scope.Now);
                break;
            default:
                return new Refusal("invalid", "A task is taken, released, done, not-needed, could-not or reopened.");
        }

        CoordinationTasks.Tell(scope, task, action is "done" or "not-needed" or "could-not" ? "coordination_task_ended" : $"coordination_task_{action}", actor);
        if (action is not ("take" or "release"))
            ReferralEffects.Note(scope, referralId, $"task-{action}", reason is { Length: > 0 } ? $"{task.Text}: {reason}" : task.Text, null, actor);
        return id;
    }

    /// <summary>Whether the patient of a referral wants messages at all.</summary>
    public static Outcome<string> Prefer(WriteScope scope, string referralId, bool noMessages, Actor actor)
    {
        if (scope.Db.Referrals.Find(referralId) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        foreach (var known in scope.Db.ContactPreferences.Where(one => one.PatientId == referral.PatientId || scope.Db.Patients.Any(prior => prior.Id == one.PatientId && prior.MergedInto == referral.PatientId)).ToList())
            (known.NoMessages, known.At, known.By) = (noMessages, scope.Now, actor.Name);
        if (scope.Db.ContactPreferences.Find(referral.PatientId) is null)
            scope.Db.ContactPreferences.Add(new ContactPreference { PatientId = referral.PatientId, NoMessages = noMessages, At = scope.Now, By = actor.Name });
        if (noMessages)
        {
            foreach (var message in scope.Db.VisitMessages.Where(row => row.ReferralId == referralId && row.RevokedAt == null && row.SendAt > scope.Now && row.OfferId == null).ToList())
                VisitMessageEffects.TakeBack(scope, message, "the patient wants no messages");
        }

        ReferralEffects.Note(scope, referralId, noMessages ? "no-messages" : "messages-again", noMessages ? "The patient wants to be called." : "The patient wants messages again.", null, actor);
        scope.Record("contact_preference_changed", new Subject("patient", referral.PatientId), actor, Detail.Of(("noMessages", noMessages)));
        return referralId;
    }
}
