using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What became of a card that the record system showed about an escalation.</summary>
/// <param name="Outcome"><c>accepted</c> or <c>overridden</c>.</param>
/// <param name="Reason">Why it was overridden, in the words that were offered.</param>
/// <param name="Comment">What the clinician wrote.</param>
public sealed record CardFeedback(string EscalationId, string Outcome, string? Reason, string? Comment, DateTimeOffset At);

/// <summary>Feedback becomes a line of the escalation's history, and changes nothing of the work: nobody has acknowledged it here.</summary>
public static class FeedbackCommandHandler
{
    public static void Record(WriteScope scope, CardFeedback feedback, Actor by)
    {
        if (scope.Db.Escalations.Find(feedback.EscalationId) is not { } escalation)
            return;
        var words = new[] { $"in the record system, {feedback.At:yyyy-MM-dd HH:mm:ss} UTC", feedback.Reason, feedback.Comment }.Where(part => !string.IsNullOrEmpty(part));
        var text = $"{feedback.Outcome} {string.Join(": ", words)}";
        // A client that got no answer says it again.
        if (scope.Db.EscalationEvents.Any(one => one.EscalationId == escalation.Id && one.Kind == "card-feedback" && one.Text == text))
            return;
        EpisodeEffects.Note(scope, escalation, new EscalationChange("card-feedback", "escalation_card_feedback", text), by);
    }
}
