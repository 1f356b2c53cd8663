using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <param name="Owed">What has not come, as a message; null when all is here.</param>
/// <param name="AtMost">Reminders by the rules of the service; null when they say nothing of reminders.</param>
public sealed record InformationChaseView(DateTimeOffset AskedAt, string? Owed, int Reminded, int? AtMost, DateTimeOffset? NextAt, bool IsHandedOver);

/// <summary>Reminds whoever owes something for a dossier: what was done is read from the history, so that nothing is done twice.</summary>
public sealed partial class ReferralCommandHandler
{
    public const string Reminded = "information-reminded", HandedOver = "information-handed-over";

    internal static readonly List<string> ChaseKinds = ["request-information", Reminded, HandedOver, "resume"];

    /// <summary>How far the asking is; null while nobody is asked.</summary>
    public InformationChaseView? Chase(CompanionDb db, Referral referral, DateTimeOffset now)
    {
        if (referral.State != ReferralState.AwaitingInformation || StateOf(Lines(db, referral.Id)) is not { } asked)
            return null;
        var service = RulesOf(referral);
        var owed = Owed(db, referral, asked.Text, now);
        var state = asked.State with { IsOwed = owed is not null };
        return new InformationChaseView(state.AskedAt, owed, state.Reminded, service.Chase?.AtMost, InformationChase.Decide(service.Chase, state, service.Clocks.Calendar, now).NextAt, state.IsHandedOver);
    }

    /// <summary>Whether the time for the next step has come, whatever has arrived meanwhile.</summary>
    internal bool ChaseIsDue(Referral referral, IEnumerable<ReferralEventRecord> lines, DateTimeOffset now) =>
        RulesOf(referral) is { Chase: { } policy } service && StateOf(lines) is { } asked && InformationChase.Decide(policy, asked.State, service.Clocks.Calendar, now).Step != ChaseStep.Nothing;

    /// <summary>Decides again inside the transaction: the history that says so is written with what goes out.</summary>
    internal bool FollowChase(WriteScope scope, string id)
    {
        if (scope.Db.Referrals.Find(id) is not { State: ReferralState.AwaitingInformation } referral || RulesOf(referral) is not { Chase: { } policy } service
            || StateOf(Lines(scope.Db, id)) is not { } asked || Owed(scope.Db, referral, asked.Text, scope.Now) is not { } owed)
            return false;
        var number = asked.State.Reminded + 1;
        switch (InformationChase.Decide(policy, asked.State, service.Clocks.Calendar, scope.Now).Step)
        {
            case ChaseStep.Remind:
                var step = new ReferralStep(Reminded, referral.State, referral.State, FormattableString.Invariant($"Reminder {number} of {policy.AtMost}. {owed}"), null);
                var line = ReferralEffects.Took(scope, referral, step, Actor.System);
                announcer.Announce(scope, referral, step, line, Actor.System);
                // Where nobody outside is known who ordered it, a person asks.
                if (scope.Db.ReferralAnnouncements.Local.All(row => row.EventId != line))
                    CoordinationTasks.Raise(scope, id, CoordinationTaskKinds.MissingItems, $"missing/{line}", Short(step.Text!), Due(scope.Now));
                return true;
            case ChaseStep.HandOver:
                var over = ReferralEffects.Took(scope, referral, new ReferralStep(HandedOver, referral.State, referral.State, FormattableString.Invariant($"Nothing came after {asked.State.Reminded} reminders. {owed}"), null), Actor.System);
                CoordinationTasks.Raise(scope, id, CoordinationTaskKinds.MissingItems, $"missing/{over}", Short(FormattableString.Invariant($"Nothing came after {asked.State.Reminded} reminders: call, or go on without. {owed}")), Due(scope.Now));
                return true;
            default:
                return false;
        }

        DateTimeOffset Due(DateTimeOffset from) => Foundation.Calendars.WorkingTime.Add(service.Clocks.Calendar, from, policy.Every);
    }

    /// <summary>Nobody calls for what is here, or what is not waited for any more.</summary>
    internal void SettleChase(WriteScope scope, CoordinationTask task)
    {
        if (scope.Db.Referrals.Find(task.ReferralId) is not { } referral || referral.State == ReferralState.OnHold)
            return;
        var owed = referral.State == ReferralState.AwaitingInformation && StateOf(Lines(scope.Db, referral.Id)) is { } asked ? Owed(scope.Db, referral, asked.Text, scope.Now) : null;
        if (owed is null)
            CoordinationTasks.Settle(scope, task.CauseId, CoordinationTaskState.NotNeeded, "What was asked for is here, or is not waited for any more.", Actor.System);
    }

    private static List<ReferralEventRecord> Lines(CompanionDb db, string id) => [.. db.ReferralEvents.AsNoTracking().Where(row => row.ReferralId == id && ChaseKinds.Contains(row.Kind))];

    /// <summary>As the history tells it since somebody was last asked.</summary>
    private static (ChaseState State, string Text)? StateOf(IEnumerable<ReferralEventRecord> lines)
    {
        var ordered = lines.OrderBy(row => row.Id, StringComparer.Ordinal).ToList();
        var at = ordered.FindLastIndex(row => row.Kind == ChaseKinds[0]);
        if (at < 0)
            return null;
        var since = ordered[at..];
        return (new ChaseState(ordered[at].At, since[^1].At, since.Count(row => row.Kind == Reminded), since.Exists(row => row.Kind == HandedOver), IsOwed: true), ordered[at].Text ?? DossierAssessment.Asking);
    }

    private string? Owed(CompanionDb db, Referral referral, string asked, DateTimeOffset now) =>
        referral.DossierConfirmed || referral.ConsentGate == "withdrawn" || referral.Overridden.HasFlag(ReferralExceptions.DocMissing) ? null : InformationOwed.Of(Dossier(db, referral, now), asked);

    private static string Short(string text) => text.Length <= CoordinationTask.LongestText ? text : $"{text[..(CoordinationTask.LongestText - 1)]}…";
}
