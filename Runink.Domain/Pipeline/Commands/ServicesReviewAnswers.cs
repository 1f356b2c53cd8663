using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Referrals.Authorizing.X12;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What became of one answer of a file.</summary>
/// <param name="Trace">The number that the payer gave back.</param>
/// <param name="Referral">Null when it belongs to none that is known.</param>
/// <param name="Outcome">taken, known, rejected or unmatched.</param>
public sealed record ServicesReviewResult(string Trace, string? Referral, string Outcome, string Words);

/// <summary>Takes files with 278 responses: each answer finds its request by the trace number, and the member must be the one who was asked for.</summary>
public sealed class ServicesReviewAnswers(AuthorizationCommandHandler requests)
{
    private const string Unmatched = "payer-answer-unmatched";

    /// <param name="source">Where the file came from, without anything of a patient.</param>
    public Outcome<IReadOnlyList<ServicesReviewResult>> Take(WriteScope scope, string text, string source, Actor actor)
    {
        var interchange = X12Interchange.Read(text);
        if (interchange.Refusal is { } unreadable)
            return unreadable;
        var read = ServicesReviewReader.Read(interchange.Value!);
        if (read.Refusal is { } refused)
            return refused;
        var hash = Detail.HashOf(text)!;
        var results = read.Value!.Select(answer => Take(scope, answer, hash, actor)).ToList();
        var lost = results.Where(result => result.Outcome == "unmatched").ToList();
        if (lost.Count > 0)
        {
            OperationalTasks.Raise(
                scope, Unmatched, hash[..32], "high", string.Create(CultureInfo.InvariantCulture, $"{lost.Count} {(lost.Count == 1 ? "answer" : "answers")} of a payer could not be matched ({source})"),
                string.Join('\n', lost.Select(result => $"Trace {result.Trace}: {result.Words}")), "/referrals?view=authorization-pending");
        }

        return results;
    }

    private ServicesReviewResult Take(WriteScope scope, ServicesReviewAnswer answer, string hash, Actor actor)
    {
        if (scope.Db.AuthorizationRequests.Find(answer.Trace) is not { Channel: PayerChannel.X12 } request)
            return new ServicesReviewResult(answer.Trace, null, "unmatched", "No request with this trace number went out as a 278.");
        if (answer.Member is { } member && !string.Equals(member, request.MemberId, StringComparison.OrdinalIgnoreCase))
            return new ServicesReviewResult(answer.Trace, null, "unmatched", "It names a request of ours and another member. Nothing of it was taken.");
        if (answer.Answer is not { } said)
        {
            requests.Failed(scope, request.Id, answer.Rejected!, isNotThere: true, null, isFinal: true);
            return new ServicesReviewResult(answer.Trace, request.ReferralId, "rejected", answer.Rejected!);
        }

        if (request.Decision is not null && request.AnswerHash == hash)
            return new ServicesReviewResult(answer.Trace, request.ReferralId, "known", "The same answer was taken before.");
        return requests.Hear(scope, request.Id, said, hash, actor).Refusal is { } refusal
            ? new ServicesReviewResult(answer.Trace, request.ReferralId, "unmatched", refusal.Message)
            : new ServicesReviewResult(answer.Trace, request.ReferralId, "taken", said.Line(request.Ask));
    }
}
