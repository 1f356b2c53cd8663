namespace Runink.Domain.Referrals.Billing;

/// <summary>By what a charge was found to belong to a referral, the surest first.</summary>
public enum ChargeMatch { Unmatched, Referral, Authorization, Visit, Window, Person }

/// <summary>What was charged for a visit, as the billing system told it. Its id is that of the ChargeItem; whose it is, the ChargeItem says.</summary>
public sealed class ReferralCharge
{
    public required string Id { get; init; }

    /// <summary>Null while it is not known which referral it belongs to.</summary>
    public string? ReferralId { get; private set; }

    public ChargeMatch Match { get; private set; }

    /// <summary>Who said so, where a person did.</summary>
    public string? MatchedBy { get; private set; }

    /// <summary>The billing system's number of the transaction, by which the charge is referred to.</summary>
    public string? Number { get; set; }

    public string? Code { get; set; }

    public string? Text { get; set; }

    public required int Units { get; set; }

    public DateOnly? Day { get; set; }

    public string? CostCentre { get; set; }

    /// <summary>Null when the billing system does not say.</summary>
    public decimal? Amount { get; set; }

    /// <summary>ISO 4217; null when it is not said.</summary>
    public string? Currency { get; set; }

    /// <summary>The billing system took it back.</summary>
    public bool IsReversed { get; set; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public void Belongs(string referral, ChargeMatch match, string? by = null) => (ReferralId, Match, MatchedBy) = (referral, match, by);

    public void Release() => (ReferralId, Match, MatchedBy) = (null, ChargeMatch.Unmatched, null);
}
