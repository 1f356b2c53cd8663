namespace Runink.Domain.Referrals.Authorizing;

/// <summary>One decision of a payer, as it is counted.</summary>
/// <param name="AppealedAt">When the denial was appealed; null when it was not.</param>
/// <param name="OverturnedAt">When the payer approved it after all.</param>
public sealed record DecidedAuthorization(string Referral, string Payer, bool IsExpedited, DateTimeOffset AskedAt, DateTimeOffset DecidedAt, PayerDecision Decision, DateTimeOffset? AppealedAt, DateTimeOffset? OverturnedAt)
{
    public TimeSpan Length => DecidedAt - AskedAt;

    /// <summary>An answer that was written down together with its question says nothing of how long the payer took.</summary>
    public bool IsTimed => Length > TimeSpan.Zero;

    /// <summary>Beyond 72 hours (expedited) or 7 days (standard).</summary>
    public bool IsLate => Length > (IsExpedited ? TimeSpan.FromHours(72) : TimeSpan.FromDays(7));

    public bool IsApproved => Decision is PayerDecision.Approved or PayerDecision.Modified;

    /// <summary>
    /// The decisions in the history of a referral: the first answer to each asking. What comes after an appeal stands with the denial
    /// that was appealed, and that a person accepts less than was asked is no word of the payer.
    /// </summary>
    /// <param name="steps">Moves of the referral by name, in their order.</param>
    public static IEnumerable<DecidedAuthorization> Of(string referral, string payer, bool isExpedited, IEnumerable<(string Move, DateTimeOffset At)> steps)
    {
        DateTimeOffset? asked = null;
        DecidedAuthorization? decided = null;
        foreach (var (move, at) in steps)
        {
            switch (move)
            {
                case "submit-authorization":
                    if (decided is not null)
                        yield return decided;
                    (asked, decided) = (at, null);
                    break;
                case "appeal-authorization" when decided is { AppealedAt: null }:
                    decided = decided with { AppealedAt = at };
                    break;
                case "approve-authorization" when decided is { Decision: PayerDecision.Denied, AppealedAt: not null, OverturnedAt: null }:
                    decided = decided with { OverturnedAt = at };
                    break;
                case "approve-authorization" or "modify-authorization" or "deny-authorization" when decided is null && asked is { } sent:
                    decided = new(referral, payer, isExpedited, sent, at, move switch { "approve-authorization" => PayerDecision.Approved, "modify-authorization" => PayerDecision.Modified, _ => PayerDecision.Denied }, null, null);
                    break;
            }
        }

        if (decided is not null)
            yield return decided;
    }
}
