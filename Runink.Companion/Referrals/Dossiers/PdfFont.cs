using PdfSharp.Drawing;
using PdfSharp.Fonts;

namespace Runink.Companion.Referrals.Dossiers;

/// <summary>The typeface of the product in printed files. It comes with the program: what a server has installed is not asked for.</summary>
public sealed class PdfFont : IFontResolver
{
    private const string Family = "Inter";

    private static readonly Lazy<PdfFont> Installed = new(() =>
    {
        var font = new PdfFont();
        GlobalFontSettings.FontResolver = font;
        return font;
    });

    public static XFont Regular(double size) => Of(size, XFontStyleEx.Regular);

    public static XFont Bold(double size) => Of(size, XFontStyleEx.Bold);

    public FontResolverInfo ResolveTypeface(string familyName, bool bold, bool italic) => new(bold ? "Inter-SemiBold" : "Inter-Regular");

    public byte[] GetFont(string faceName)
    {
        using var kept = typeof(PdfFont).Assembly.GetManifestResourceStream($"fonts/{faceName}.ttf")!;
        using var bytes = new MemoryStream();
        kept.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static XFont Of(double size, XFontStyleEx style)
    {
        _ = Installed.Value;
        return new XFont(Family, size, style);
    }
}
