using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Referrals.Visits;

/// <summary>Where a patient without an account reads the one visit of a link and answers.</summary>
public sealed class VisitDoor(StoreWriter writer, VisitMessageCommandHandler messages)
{
    internal Task<Outcome<VisitMessage>> OpenAsync(string token, CancellationToken cancel) => writer.WriteAsync(scope => VisitMessageCommandHandler.Open(scope, token), cancel);

    /// <param name="kind">confirm, decline, cannot-come or another-time.</param>
    internal async Task<Outcome<string>> AnswerAsync(string token, string kind, string? barrier, CancellationToken cancel) => kind switch
    {
        "confirm" => await writer.WriteAsync(scope => messages.Answer(scope, token, VisitAnswer.Confirm, null), cancel),
        "cannot-come" => await writer.WriteAsync(scope => messages.Answer(scope, token, VisitAnswer.CannotCome, barrier), cancel),
        "another-time" => await writer.WriteAsync(scope => messages.Answer(scope, token, VisitAnswer.AnotherTime, barrier), cancel),
        "decline" => await writer.WriteAsync(scope => messages.Answer(scope, token, VisitAnswer.Decline, null), cancel),
        _ => new Refusal("invalid", "Choose one of the answers on the page."),
    };
}
