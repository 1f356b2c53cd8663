using System.Globalization;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What a patient needs before a visit: told by what the record says, due before the visit wherever that goes.</summary>
internal static class NeedTasks
{
    /// <summary>An open need this near to the visit is said as an exception.</summary>
    public static readonly TimeSpan Near = TimeSpan.FromHours(24);

    /// <summary>A day before the visit, or halfway where that is over; null while there is no visit.</summary>
    public static DateTimeOffset? DueBefore(DateTimeOffset? visitAt, DateTimeOffset now) =>
        visitAt is not { } visit ? null : visit - Near > now ? visit - Near : visit > now ? now + ((visit - now) / 2) : visit;

    /// <summary>The recipient speaks no language of the patient: said once for each recipient.</summary>
    public static string? Interpreter(WriteScope scope, Referral referral)
    {
        if (referral.RecipientId is not { } recipient || scope.Db.HealthcareServices.Find(recipient) is not { } service)
            return null;
        var contacts = PatientContacts.Read(scope.Db, referral.PatientId);
        if (!contacts.NeedsInterpreterAt(service))
            return null;
        var language = CultureInfo.GetCultureInfo(contacts.Language!).EnglishName;
        var cause = CauseOf(referral.Id, recipient);
        // It was settled because the patient went elsewhere meanwhile.
        if (scope.Db.CoordinationTasks.FirstOrDefault(task => task.CauseId == cause) is { State: CoordinationTaskState.NotNeeded } before && before.EndedBy == Foundation.Actor.System.Name)
        {
            before.Reopen();
            before.DueAt = DueBefore(referral.VisitAt, scope.Now);
            CoordinationTasks.Tell(scope, before, "coordination_task_reopen", Foundation.Actor.System);
        }

        CoordinationTasks.Raise(scope, referral.Id, CoordinationTaskKinds.Interpreter, cause, $"Interpreter for {language} at {service.Name}", DueBefore(referral.VisitAt, scope.Now));
        return cause;
    }

    /// <summary>An interpreter at somebody to whom the patient does not go any more.</summary>
    public static bool IsOfAnother(CoordinationTask task, Referral referral) =>
        task.CauseId.StartsWith($"interpreter/{referral.Id}/", StringComparison.Ordinal) && task.CauseId != CauseOf(referral.Id, referral.RecipientId ?? "");

    public static string CauseOf(string referralId, string recipientId) => $"interpreter/{referralId}/{recipientId}";
}
