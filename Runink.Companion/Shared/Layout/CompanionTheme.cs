using MudBlazor;

namespace Runink.Companion.Shared.Layout;

/// <summary>
/// Type, radius and the heights of bars for the component library. Its colours are not here: css/library.css maps them to the
/// tokens of css/tokens.css, so that day and night have one source and change without asking the server.
/// </summary>
public static class CompanionTheme
{
    private static readonly string[] Family = ["Inter", "Segoe UI", "system-ui", "sans-serif"];

    public static readonly MudTheme Theme = new()
    {
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Family, FontSize = "14px", LineHeight = "1.45", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Family, FontSize = "13.5px", LineHeight = "1.45", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Family, FontSize = "13px", LineHeight = "1.45", LetterSpacing = "normal" },
            Subtitle1 = new Subtitle1Typography { FontFamily = Family, FontSize = "13.5px", LetterSpacing = "normal" },
            Subtitle2 = new Subtitle2Typography { FontFamily = Family, FontSize = "12.5px", FontWeight = "600", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = Family, FontSize = "17px", FontWeight = "640", LetterSpacing = "-.1px" },
            Caption = new CaptionTypography { FontFamily = Family, FontSize = "12.5px", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Family, FontSize = "13px", FontWeight = "560", TextTransform = "none", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", AppbarHeight = "52px", DrawerWidthLeft = "204px", DrawerMiniWidthLeft = "64px" },
    };
}
