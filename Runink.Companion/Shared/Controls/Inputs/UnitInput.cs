using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Runink.Companion.Shared.Controls.Inputs;

/// <summary>The name of a unit: one of those known, or one typed that has no patients yet.</summary>
public sealed class UnitInput : MudAutocomplete<string>
{
    public UnitInput()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
        Dense = true;
        CoerceValue = true;
        Clearable = true;
        MaxItems = null;
        AdornmentAriaLabel = "Show the units";
        SearchFunc = FindAsync;
    }

    [Parameter, EditorRequired] public required IReadOnlyList<string> Units { get; set; }

    private Task<IEnumerable<string>> FindAsync(string? text, CancellationToken cancel) =>
        Task.FromResult(Units.Where(unit => string.IsNullOrEmpty(text) || unit.Contains(text, StringComparison.OrdinalIgnoreCase)));
}
