using MudBlazor;

namespace Runink.Companion.Shared.Controls.Inputs;

/// <summary>A decimal number, typed or stepped.</summary>
public sealed class NumberInput : MudNumericField<decimal?>
{
    public NumberInput()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
        Immediate = true;
        HideSpinButtons = true;
        Culture = System.Globalization.CultureInfo.InvariantCulture;
    }
}
