using MudBlazor;

namespace Runink.Companion.Shared.Controls.Inputs;

/// <summary>A time of day on 24 hours, typed as 09:30 or chosen from the dial.</summary>
public sealed class TimeInput : MudTimePicker
{
    public TimeInput()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
        Editable = true;
        ShowToolbar = false;
        Elevation = 0;
        TimeFormat = "HH\\:mm";
        Placeholder = "HH:MM";
        AdornmentAriaLabel = "Open the clock";
        Culture = System.Globalization.CultureInfo.InvariantCulture;
    }
}
