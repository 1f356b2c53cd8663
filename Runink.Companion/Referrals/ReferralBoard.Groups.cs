using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;

namespace Runink.Companion.Referrals;

/// <summary>Groups of columns fold to a strip, so that the others fit; which ones stands in the address.</summary>
public sealed partial class ReferralBoard
{
    /// <summary>In the address when every group is open.</summary>
    private const string Open = "none";

    /// <summary>What is folded as long as nobody says otherwise: with these, all that is left fits a screen of 1440.</summary>
    private static readonly FrozenSet<string> FoldedAtFirst = ["Loop closure", "Set aside"];

    [SupplyParameterFromQuery] public string? Folded { get; set; }

    private IReadOnlySet<string> FoldedGroups => string.IsNullOrEmpty(Folded) ? FoldedAtFirst : Folded.Split(',', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private void Fold(string group)
    {
        var folded = FoldedGroups.Contains(group) ? FoldedGroups.Where(other => other != group && other != Open) : FoldedGroups.Where(other => other != Open).Append(group);
        Nav.NavigateTo(With(("folded", string.Join(',', folded.Order(StringComparer.Ordinal)) is { Length: > 0 } some ? some : Open)), replace: true);
    }
}
