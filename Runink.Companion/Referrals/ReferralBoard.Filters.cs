using Microsoft.AspNetCore.Components;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals;

/// <summary>What of the board is shown stands in its address, and can be kept under a name.</summary>
public sealed partial class ReferralBoard
{
    /// <summary>Worklists that have a tab even when they are empty.</summary>
    private static readonly string[] AlwaysThere = ["exceptions", "overdue", "returned"];

    [SupplyParameterFromQuery] public string? View { get; set; }

    /// <summary>table, or nothing for columns.</summary>
    [SupplyParameterFromQuery] public string? As { get; set; }

    [SupplyParameterFromQuery] public string? Service { get; set; }

    /// <summary>me, nobody, or nothing for all.</summary>
    [SupplyParameterFromQuery] public string? Owner { get; set; }

    [SupplyParameterFromQuery] public string? Priority { get; set; }

    /// <summary>One of <see cref="ReferralLanes.All"/>; nothing for a board in one piece.</summary>
    [SupplyParameterFromQuery(Name = "lanes")] public string? AskedLanes { get; set; }

    /// <summary>A column of the table, from its highest down after a hyphen.</summary>
    [SupplyParameterFromQuery] public string? Sort { get; set; }

    [SupplyParameterFromQuery] public int? Page { get; set; }

    private string Name => string.IsNullOrEmpty(View) ? "all" : View;

    private bool AsTable => As == "table";

    private string? Lanes => ReferralLanes.All.FirstOrDefault(by => by == AskedLanes);

    private ReferralWorklist? List => ReferralWorklists.All.FirstOrDefault(list => list.Name == Name);

    private IEnumerable<ReferralWorklist> Worklists => ReferralWorklists.All.Where(list => list.Name == Name || AlwaysThere.Contains(list.Name) || board?.Counts[list.Name] > 0);

    private BoardFilter Filter => BoardFilter.Of(View, Service, Owner, Priority);

    private (string Name, string? Value)[] Parts =>
        [("as", As), ("folded", Folded), ("lanes", Lanes), ("owner", Owner), ("priority", Priority), ("service", Service), ("sort", Sort), ("view", View)];

    private string SavedQuery => Query(Parts);

    /// <summary>The same list with some of it otherwise; from its first page on.</summary>
    private string With(params (string Name, string? Value)[] otherwise)
    {
        var query = Query([.. Parts.Where(part => !otherwise.Any(other => other.Name == part.Name)).Concat(otherwise)]);
        return query.Length == 0 ? "/referrals" : $"/referrals?{query}";
    }

    private static string Query(IEnumerable<(string Name, string? Value)> parts) =>
        string.Join('&', parts.Where(part => !string.IsNullOrEmpty(part.Value)).OrderBy(part => part.Name, StringComparer.Ordinal).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));

    private void Choose(string parameter, string? value) => Nav.NavigateTo(With((parameter, value)));
}
