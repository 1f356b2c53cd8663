using MudBlazor;

namespace Runink.Companion.Shared.Controls.Inputs;

/// <summary>The library's text field in this product's clothes: outlined, dense, a plain label above, the server knows each letter.</summary>
public sealed class TextInput : MudTextField<string>
{
    public TextInput()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
        Immediate = true;
    }
}
