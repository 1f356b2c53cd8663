using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What the record system says of work that it was given becomes a line of the history, and changes nothing of the work.</summary>
public static class EscalationReceipts
{
    public static void Note(WriteScope scope, Escalation escalation, string text) =>
        EpisodeEffects.Note(scope, escalation, new EscalationChange("heard", "escalation_task_receipt", text), Actor.System);
}
