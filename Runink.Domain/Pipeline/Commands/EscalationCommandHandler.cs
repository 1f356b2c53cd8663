using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Commands of people on escalations, inside the writing transaction.</summary>
public sealed class EscalationCommandHandler(MessagePipeline pipeline)
{
    /// <param name="colleague">Whom a hand-over names; null for other commands or when there is no such person.</param>
    /// <param name="expectedVersion">The version that the person saw; null when it does not matter.</param>
    public Outcome<string> Act(
        WriteScope scope, string id, EscalationCommand command, Actor actor, PersonRef? colleague, int? expectedVersion)
    {
        if (scope.Db.Escalations.Find(id) is not { } escalation)
            return new Refusal("not-found", "There is no such escalation.");
        if (expectedVersion is { } expected && expected != escalation.Version)
        {
            var last = scope.Db.EscalationEvents.Where(one => one.EscalationId == id).OrderByDescending(one => one.Id).Select(one => one.ActorName).FirstOrDefault();
            return new Refusal("stale-version", $"{last ?? "Somebody"} changed this escalation meanwhile. Look again, then decide.");
        }


        var by = new PersonRef(actor.Id, actor.Name);
        var change = command switch
        {
            EscalationCommand.HandOver handOver => colleague is null
                ? new Refusal("invalid", "Choose a colleague to hand over to.")
                : escalation.HandOver(colleague, handOver.Note),
            EscalationCommand.Escalate => Escalate(scope, escalation, command, by),
            _ => escalation.Apply(command, by, scope.Now),
        };
        if (change.Refusal is { } refusal)
            return refusal;
        EpisodeEffects.Note(scope, escalation, change.Value!, actor);
        if (command is EscalationCommand.Resolve or EscalationCommand.Reopen)
            EpisodeStates.Follow(scope, pipeline.Cache.Get(scope, escalation.PatientId), escalation);
        return id;
    }

    /// <summary>Tells the next step of the ladder now instead of when its time comes.</summary>
    private Outcome<EscalationChange> Escalate(WriteScope scope, Escalation escalation, EscalationCommand command, PersonRef by)
    {
        var next = scope.Db.LadderSteps
            .Where(step => step.EscalationId == escalation.Id && step.State == LadderState.Planned)
            .OrderBy(step => step.DueAt).FirstOrDefault();
        if (next is null)
            return new Refusal("not-allowed-now", "The ladder has no further step. Hand over to a person instead.");
        var change = escalation.Apply(command, by, scope.Now);
        if (!change.Ok)
            return change;
        (next.State, next.DoneAt) = (LadderState.Told, scope.Now);
        scope.Db.Outbox.Add(pipeline.Opening.Mail(scope, escalation, next.To, $"{by.Name} asks for you."));
        return change.Value! with { Text = $"told {next.To}{(change.Value.Text is { } why ? $": {why}" : "")}" };
    }
}
