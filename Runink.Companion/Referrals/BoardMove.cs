using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals;

/// <summary>A card in the hand: where the server lets it go, why not elsewhere, and where it hangs now.</summary>
public sealed record BoardMove(ReferralCard Card, IReadOnlyList<ReferralAction> Actions, ReferralState? Over)
{
    /// <summary>What leads to a column: an allowed action if there is one, else one that says why not.</summary>
    public ReferralAction? To(ReferralState state) =>
        Actions.Where(action => action.To == state).OrderBy(action => action.WhyNot is null ? 0 : 1).FirstOrDefault();

    public bool Allows(ReferralState state) => To(state) is { WhyNot: null };

    /// <summary>The next column in a direction that takes the card; its own column counts as a place to come back to.</summary>
    public ReferralState Step(IReadOnlyList<ReferralState> columns, int by)
    {
        var start = columns.ToList().IndexOf(Over ?? Card.State);
        for (var at = start + by; at >= 0 && at < columns.Count; at += by)
        {
            if (columns[at] == Card.State || Allows(columns[at]))
                return columns[at];
        }

        return Over ?? Card.State;
    }

    /// <summary>How a column shows whether it takes the card.</summary>
    public string Css(ReferralState state) => !Allows(state) ? "dim" : Over == state ? "target over" : "target";

    public string WhyNot(ReferralState state) =>
        state == Card.State ? "It stands here" : To(state)?.WhyNot ?? "No step leads here from where it stands";
}
