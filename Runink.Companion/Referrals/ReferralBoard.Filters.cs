using Microsoft.AspNetCore.Components;

namespace Runink.Companion.Referrals;

/// <summary>What of the board is shown stands in its address, and can be kept under a name.</summary>
public sealed partial class ReferralBoard
{
    private static readonly string[] Priorities = ["urgent", "soon", "routine"];

    [SupplyParameterFromQuery] public string? Service { get; set; }

    /// <summary>me, nobody, or nothing for all.</summary>
    [SupplyParameterFromQuery] public string? Owner { get; set; }

    [SupplyParameterFromQuery] public string? Priority { get; set; }

    private BoardFilter Filter => BoardFilter.Of(View, Service, Owner, Priority);

    private string SavedQuery => string.Join('&', new[] { ("as", As), ("folded", Folded), ("owner", Owner), ("priority", Priority), ("service", Service), ("view", View) }
        .Where(part => !string.IsNullOrEmpty(part.Item2)).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}"));

    private string Href(string? view, string? shape) =>
        Nav.GetUriWithQueryParameters("/referrals", new Dictionary<string, object?> { ["view"] = view, ["as"] = shape, ["service"] = Filter.Service, ["owner"] = Filter.Owner, ["priority"] = Filter.Priority });

    private void ChooseService(string? service) => Choose("service", service);

    private void Choose(string parameter, string? value) => Nav.NavigateTo(Nav.GetUriWithQueryParameter(parameter, string.IsNullOrEmpty(value) ? null : value));
}
