using MudBlazor;

namespace Runink.Companion.Shared.Controls.Inputs;

/// <summary>A day, typed as 2026-12-24 or chosen from the calendar. A half-typed day stays as it was typed.</summary>
public sealed class DateInput : MudDatePicker
{
    public DateInput()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
        Editable = true;
        ShowToolbar = false;
        Elevation = 0;
        DateFormat = "yyyy-MM-dd";
        FirstDayOfWeek = DayOfWeek.Monday;
        Placeholder = "YYYY-MM-DD";
        AdornmentAriaLabel = "Open the calendar";
        Culture = System.Globalization.CultureInfo.InvariantCulture;
    }
}
