using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Commands of people on escalations, inside the writing transaction.</summary>
public sealed class EscalationCommandHandler(MessagePipeline pipeline)
{
    /// <param name="colleague">Whom a hand-over or an item of the checklist names; null for other commands or when there is no such person.</param>
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
                : actor.Kind == "key" ? escalation.Assign(colleague, handOver.Note) : escalation.Offer(colleague, handOver.Note, by, scope.Now),
            EscalationCommand.AssignItem { To: not null } when colleague is null => new Refusal("invalid", "Choose a colleague who may see this work."),
            EscalationCommand.AssignItem assign => escalation.AssignItem(assign.Index, colleague),
            EscalationCommand.Escalate => Escalate(scope, escalation, command, by),
            EscalationCommand.Acknowledge => Acknowledge(scope, escalation, command, by),
            _ => escalation.Apply(command, by, scope.Now),
        };
        if (change.Refusal is { } refusal)
            return refusal;
        if (escalation.IsMuted && command is EscalationCommand.Claim or EscalationCommand.Acknowledge or EscalationCommand.Escalate or EscalationCommand.HandOver)
            pipeline.Muting.Speak(scope, escalation, $"{by.Name} took it in hand.");
        EpisodeEffects.Note(scope, escalation, change.Value!, actor);
        if (command is EscalationCommand.Acknowledge)
            OutboxReceipts.Acknowledged(scope, id, actor);
        Follow(scope, escalation, command, by);
        Ladder.GoOn(scope, escalation, pipeline.Calendars.Find(escalation.Calendar));
        return id;
    }

    /// <summary>What else happens because of a command.</summary>
    private void Follow(WriteScope scope, Escalation escalation, EscalationCommand command, PersonRef by)
    {
        switch (command)
        {
            case EscalationCommand.Resolve:
                EpisodeStates.Follow(scope, pipeline.Cache.Get(scope, escalation.PatientId), escalation, pipeline.Vocabulary);
                pipeline.Muting.Closed(scope, escalation);
                break;
            case EscalationCommand.Reopen or EscalationCommand.Snooze or EscalationCommand.WakeNow:
                EpisodeStates.Follow(scope, pipeline.Cache.Get(scope, escalation.PatientId), escalation, pipeline.Vocabulary);
                break;
            case EscalationCommand.HandOver when escalation.OfferedTo is { } colleague:
                pipeline.Notices.Tell(scope, escalation, colleague, $"{by.Name} asks you to take over {escalation.TriggerName}. It stays with {by.Name} until you accept.");
                break;
            case EscalationCommand.HandOver:
                pipeline.Notices.Tell(scope, escalation, escalation.Owner!, $"{by.Name} gives you {escalation.TriggerName}. It is yours now.");
                break;
            case EscalationCommand.Comment { Mentioned: var mentioned }:
                foreach (var person in mentioned.Where(person => person.Id != by.Id))
                    Ask(scope, escalation, person, EscalationRequestKind.Mention, item: -1, by, $"{by.Name} mentions you about {escalation.TriggerName}.");
                break;
            case EscalationCommand.AssignItem assign:
                EscalationRequests.SettleItem(scope, escalation.Id, assign.Index);
                if (escalation.ChecklistItems[assign.Index].Owner is { } owner)
                    Ask(scope, escalation, owner, EscalationRequestKind.Item, assign.Index, by, $"{by.Name} asks you for a part of {escalation.TriggerName}.");
                break;
            case EscalationCommand.Check { Index: var index, Done: true }:
                EscalationRequests.SettleItem(scope, escalation.Id, index);
                break;
            case EscalationCommand.WaiveItem { Index: var index }:
                EscalationRequests.SettleItem(scope, escalation.Id, index);
                break;
            // What is to be done again is asked of whoever had it.
            case EscalationCommand.Check { Index: var index } when escalation.ChecklistItems[index].Owner is { } asked:
                EscalationRequests.Raise(scope, escalation.Id, asked.Id, EscalationRequestKind.Item, index);
                break;
            case EscalationCommand.SetPriority:
                Reset(scope, escalation);
                break;
        }
    }

    /// <summary>Nobody needs a message about what they gave themselves.</summary>
    private void Ask(WriteScope scope, Escalation escalation, PersonRef person, EscalationRequestKind kind, int item, PersonRef by, string message)
    {
        EscalationRequests.Raise(scope, escalation.Id, person.Id, kind, item);
        if (person.Id != by.Id)
            pipeline.Notices.Tell(scope, escalation, person, message);
    }

    /// <summary>The clocks of the new severity; what has passed counts.</summary>
    private void Reset(WriteScope scope, Escalation escalation)
    {
        var calendar = pipeline.Calendars.Find(escalation.Calendar);
        var usual = Triggers.ServiceLevels.For(Enum.Parse<Triggers.TriggerSeverity>(escalation.Severity, ignoreCase: true));
        var segments = scope.Db.SlaSegments.Where(segment => segment.EscalationId == escalation.Id).OrderBy(segment => segment.Ordinal).ToList();
        escalation.SetTargets(new SlaTargets(usual.Acknowledge, usual.Act, usual.Resolve), calendar, SlaSegments.Paused(segments, calendar, scope.Now));
        escalation.NextWarningAt = SlaWarnings.Next(escalation, calendar, scope.Now);
    }

    /// <summary>Who says that they have it is kept for each person: a step may want it of everybody whom it told.</summary>
    private static Outcome<EscalationChange> Acknowledge(WriteScope scope, Escalation escalation, EscalationCommand command, PersonRef by)
    {
        var known = scope.Db.EscalationAcknowledgements.Find(escalation.Id, by.Id);
        var isAsked = scope.Db.Outbox.Any(message => message.EscalationId == escalation.Id && message.RecipientId == by.Id
            && scope.Db.LadderSteps.Any(step => step.EscalationId == escalation.Id && step.Step == message.Step && step.ByAll));
        var change = escalation.AckHolds && known is null && isAsked && escalation.OwnerId != by.Id
            ? new EscalationChange("acknowledged", "escalation_acknowledged", $"too; {escalation.OwnerName} owns it")
            : escalation.Apply(command, by, scope.Now);
        if (change.Ok && known is null)
            scope.Db.EscalationAcknowledgements.Add(new EscalationAcknowledgement { EscalationId = escalation.Id, PersonId = by.Id, PersonName = by.Name, At = scope.Now });
        return change;
    }

    /// <summary>Tells the next step of the ladder now instead of when its time comes.</summary>
    private Outcome<EscalationChange> Escalate(WriteScope scope, Escalation escalation, EscalationCommand command, PersonRef by)
    {
        var next = scope.Db.LadderSteps
            .Where(step => step.EscalationId == escalation.Id && (step.State == LadderState.Planned || step.State == LadderState.Held))
            .OrderBy(step => step.DueAt).FirstOrDefault();
        if (next is null)
            return new Refusal("not-allowed-now", "The ladder has no further step. Hand over to a person instead.");
        var change = escalation.Apply(command, by, scope.Now);
        if (!change.Ok)
            return change;
        (next.State, next.DoneAt) = (LadderState.Told, scope.Now);
        var told = pipeline.Notices.Tell(scope, escalation, next.To, $"{by.Name} asks for you.", next.Step);
        return change.Value! with { Text = $"told {told}{(change.Value.Text is { } why ? $": {why}" : "")}" };
    }
}
