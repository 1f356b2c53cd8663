using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Referrals.Authorizing;

namespace Runink.Companion.Referrals.Authorizing;

/// <summary>What was asked, or what was granted.</summary>
public sealed record ScopeView(int? Units, DateOnly? From, DateOnly? Until);

/// <param name="Asked">Null where a person asked, and nobody wrote down for what.</param>
/// <param name="Answered">Null until the payer granted or denied something.</param>
/// <param name="Action">X12 review action of the answer, in words.</param>
/// <param name="Problem">What went wrong last.</param>
/// <param name="File">Name of the file to download; null for what is none.</param>
public sealed record AuthorizationRequestView(
    string Id, string Payer, PayerChannel Channel, AuthorizationRequestState State, string ServiceType, string? Procedure, IReadOnlyList<string> Diagnoses, ScopeView? Asked, DateTimeOffset PreparedAt, string PreparedBy, DateTimeOffset? SentAt,
    int Tries, int Inquiries, DateTimeOffset? NextAt, string? Problem, PayerDecision? Decision, string? ActionCode, string? Action, string? Number, ScopeView? Answered, IReadOnlyList<string> Differences, IReadOnlyList<string> Reasons, DateTimeOffset? AnsweredAt,
    string? HeardHow, string? HeardFrom, string? File, bool WaitsForHandOver)
{
    internal static AuthorizationRequestView Of(AuthorizationRequest row)
    {
        var answer = row.Answer;
        var ask = row.Channel == PayerChannel.Hand ? null : row.Ask;
        return new AuthorizationRequestView(
            row.Id, row.Payer, row.Channel, row.State, row.ServiceType, row.Procedure, ask?.Diagnoses ?? [], ask is null ? null : new ScopeView(ask.Units, ask.From, ask.Until), row.PreparedAt, row.PreparedBy, row.SentAt, row.Tries, row.Inquiries, row.NextAt, row.Problem,
            row.Decision, row.Action, row.Action is { } action ? PayerAnswer.WordsOf(action) : null, row.Number,
            answer is { Decision: PayerDecision.Approved or PayerDecision.Modified } ? new ScopeView(row.AnsweredUnits, row.AnsweredFrom, row.AnsweredUntil) : null, answer is not null && ask is not null ? answer.Differences(ask) : [],
            (row.Reasons ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries), row.AnsweredAt, row.HeardHow, row.HeardFrom, row.Channel == PayerChannel.X12 ? row.FileName : null,
            row is { Channel: PayerChannel.X12, State: AuthorizationRequestState.Waiting, NextAt: null });
    }
}

/// <summary>How much of an approval is left.</summary>
/// <param name="Warning">What runs out; null when nothing does.</param>
public sealed record AuthorizationLeftView(string? Number, int? Units, int Used, int? Left, DateTimeOffset? From, DateTimeOffset? Until, string? Warning);

/// <param name="Gate">Where the authorization stands: unknown, not-required, required, submitted, pended, modified, approved, denied, appealed.</param>
/// <param name="Payer">Who covers the patient, as it was known when the referral was made.</param>
/// <param name="WhyNot">Why nothing can be submitted now; null when something can.</param>
/// <param name="WhyNotByHand">Why no answer can be written down; null when one can.</param>
public sealed record AuthorizationView(
    string Gate, string? Payer, PayerChannel Channel, string? WhyNot, string? WhyNotByHand, DateTimeOffset? SubmittedAt, DateTimeOffset? DueAt, DateTimeOffset? AppealDueAt, AuthorizationLeftView? Left, IReadOnlyList<AuthorizationRequestView> Requests, int Version);

/// <summary>What would go out: for a look before anything does.</summary>
/// <param name="Content">The bundle, or the interchange, without its numbers.</param>
public sealed record AuthorizationPreview(string Payer, PayerChannel Channel, AuthorizationAsk Ask, string? Fault, string Patient, DateOnly? BirthDate, string Member, string Requester, bool IsUrgent, IReadOnlyList<DossierEntry> Goes, IReadOnlyList<DossierEntry> Stays, string Content)
{
    /// <summary>Diagnoses of the record, of which a person chooses.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];
}
