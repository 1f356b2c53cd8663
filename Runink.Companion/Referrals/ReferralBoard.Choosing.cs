using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals;

/// <summary>Cards that were chosen, to do the same with all of them.</summary>
public sealed partial class ReferralBoard
{
    private readonly HashSet<string> chosen = new(StringComparer.Ordinal);

    /// <summary>Those that still stand in what is shown.</summary>
    private IReadOnlyList<ReferralCard> Chosen => chosen.Count == 0 || board is null ? [] : [.. board.Columns.SelectMany(column => column.Cards).Where(card => chosen.Contains(card.Id))];

    /// <summary>Chooses them, or none of them when all are chosen.</summary>
    private void Pick(IReadOnlyList<string> ids)
    {
        if (ids.All(chosen.Contains))
            chosen.ExceptWith(ids);
        else
            chosen.UnionWith(ids);
    }
}
