using Microsoft.AspNetCore.Components;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals;

/// <summary>Groups of columns fold to their names, so that the rest fits; which ones stands in the address.</summary>
public sealed partial class ReferralBoard
{
    [SupplyParameterFromQuery] public string? Folded { get; set; }

    private IReadOnlyList<string> FoldedGroups => Folded?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private bool IsFolded(string group) => FoldedGroups.Contains(group);

    /// <summary>A column without cards steps back to its name, and so does a folded one that still says how many it has.</summary>
    private string? Narrow(BoardColumn column) => column.Cards.Count == 0 || IsFolded(column.Group) ? "slim" : null;

    private void Fold(string group)
    {
        var folded = IsFolded(group) ? FoldedGroups.Where(other => other != group) : FoldedGroups.Append(group);
        Nav.NavigateTo(Nav.GetUriWithQueryParameter("folded", string.Join(',', folded) is { Length: > 0 } some ? some : null), replace: true);
    }
}
