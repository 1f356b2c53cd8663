using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Runink.Companion.Shared.Controls.Inputs;

/// <summary>The library's drop-down in this product's clothes.</summary>
public sealed class SelectInput<T> : MudSelect<T>
{
    public SelectInput()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
        Dense = true;
        AnchorOrigin = Origin.BottomLeft;
        TransformOrigin = Origin.TopLeft;
    }

    /// <summary>As wide as its text, for the bars above lists; it has a name of its own (aria-label) instead of a label.</summary>
    [Parameter] public bool Compact { get; set; }

    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        OuterClass = Compact ? "compact" : null;
    }
}
