using System.Globalization;
using System.Text;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace Runink.Companion.Referrals.Dossiers;

/// <summary>Where the number of a page is filled in once it is known.</summary>
public readonly record struct PdfSpot(PdfPage Page, double Top);

/// <summary>Lines of text, one page after the other.</summary>
public sealed class PdfSheet(PdfDocument document) : IDisposable
{
    /// <summary>As wide as A4 and as high as Letter: it prints on either without being made smaller.</summary>
    public const double Width = 595, Height = 792, Margin = 48, Top = 64, Bottom = Height - 56;

    private const double Leading = 1.35;

    /// <summary>Stands for a letter that the typeface does not have.</summary>
    private const string NoGlyph = "?";

    private static readonly XFont Probe = PdfFont.Regular(10);

    private XGraphics? canvas;
    private PdfPage? page;
    private double top;

    public static XBrush Ink { get; } = XBrushes.Black;

    public static XBrush Faint { get; } = new XSolidBrush(XColor.FromArgb(0x55, 0x55, 0x55));

    /// <summary>Letters were met that cannot be printed.</summary>
    public bool HasGaps { get; private set; }

    public PdfPage Page => page ?? Turn();

    public XGraphics Canvas => Page is not null ? canvas! : null!;

    public PdfPage Turn()
    {
        canvas?.Dispose();
        page = document.AddPage();
        (page.Width, page.Height) = (XUnit.FromPoint(Width), XUnit.FromPoint(Height));
        canvas = XGraphics.FromPdfPage(page);
        top = Top;
        return page;
    }

    /// <summary>A heading that the reader's outline has too; it never stands alone at the end of a page.</summary>
    public PdfPage Heading(string text, string? beside = null)
    {
        Gap(14);
        Room(60);
        var (font, small) = (PdfFont.Bold(12.5), PdfFont.Regular(8.5));
        if (beside is not null)
            Canvas.DrawString(beside, small, Faint, new XRect(Margin, top, Width - (2 * Margin), 16), XStringFormats.BottomRight);
        Text(text, font, Ink, wide: beside is null ? 0 : Canvas.MeasureString(beside, small).Width + 12);
        Canvas.DrawLine(new XPen(XColors.Gray, 0.6), Margin, top + 2, Width - Margin, top + 2);
        Gap(8);
        document.Outlines.Add(Printable(text), Page, true);
        return Page;
    }

    public void Pair(string label, string value)
    {
        Room(14);
        Canvas.DrawString(label, PdfFont.Regular(10), Faint, new XRect(Margin, top, 100, 14), XStringFormats.TopLeft);
        Text(value, PdfFont.Regular(10), Ink, indent: 104);
    }

    /// <summary>A line of a list, with a date at its end.</summary>
    public void Line(string text, string end)
    {
        Room(14);
        Canvas.DrawString("•", PdfFont.Regular(10), Ink, new XRect(Margin, top, 10, 14), XStringFormats.TopLeft);
        Canvas.DrawString(end, PdfFont.Regular(9), Faint, new XRect(Margin, top, Width - (2 * Margin), 14), XStringFormats.TopRight);
        Text(text, PdfFont.Regular(10), Ink, indent: 12, wide: 100);
        Gap(3);
    }

    /// <summary>A line of the contents, whose number <see cref="Fill"/> writes.</summary>
    public PdfSpot Entry(string text)
    {
        Room(16);
        var spot = new PdfSpot(Page, top);
        Text(text, PdfFont.Regular(10), Ink, wide: 48);
        Gap(2);
        return spot;
    }

    public void Fill(PdfSpot spot, PdfPage target)
    {
        Done();
        var number = document.Pages.Cast<PdfPage>().TakeWhile(one => one != target).Count() + 1;
        using var over = XGraphics.FromPdfPage(spot.Page, XGraphicsPdfPageOptions.Append);
        over.DrawString(number.ToString(CultureInfo.InvariantCulture), PdfFont.Regular(10), Ink, new XRect(Margin, spot.Top, Width - (2 * Margin), 14), XStringFormats.TopRight);
        spot.Page.AddDocumentLink(new PdfRectangle(over.Transformer.WorldToDefaultPage(new XRect(Margin, spot.Top, Width - (2 * Margin), 14))), number);
    }

    /// <param name="wide">How much is kept free at the right.</param>
    public void Text(string text, XFont font, XBrush brush, double indent = 0, double wide = 0)
    {
        var step = font.Size * Leading;
        foreach (var line in Wrap(Printable(text), font, Width - (2 * Margin) - indent - wide))
        {
            Room(step);
            Canvas.DrawString(line, font, brush, new XRect(Margin + indent, top, Width, step), XStringFormats.TopLeft);
            top += step;
        }
    }

    public void Gap(double height) => top += height;

    /// <summary>As much of a text as fits into one line.</summary>
    public string Fit(XGraphics on, string text, XFont font, double width)
    {
        var printable = Printable(text.ReplaceLineEndings(" "));
        if (on.MeasureString(printable, font).Width <= width)
            return printable;
        while (printable.Length > 1 && on.MeasureString($"{printable}…", font).Width > width)
            printable = printable[..^1];
        return $"{printable}…";
    }

    public void Done()
    {
        canvas?.Dispose();
        canvas = null;
        page = null;
    }

    public void Dispose() => Done();

    private void Room(double height)
    {
        if (page is null || top + height > Bottom)
            Turn();
    }

    /// <summary>Breaks between words, and within a word that no line takes.</summary>
    private IEnumerable<string> Wrap(string text, XFont font, double width)
    {
        foreach (var paragraph in text.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                var longer = line.Length == 0 ? word : $"{line} {word}";
                if (Measure(longer, font) <= width)
                {
                    line = longer;
                    continue;
                }

                if (line.Length > 0)
                    yield return line;
                line = word;
                while (Measure(line, font) > width && Cut(line, font, width) is > 0 and var cut && cut < line.Length)
                {
                    yield return line[..cut];
                    line = line[cut..];
                }
            }

            yield return line;
        }
    }

    private int Cut(string word, XFont font, double width)
    {
        var (fits, tooLong) = (1, word.Length);
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            (fits, tooLong) = Measure(word[..middle], font) <= width ? (middle, tooLong) : (fits, middle);
        }

        return char.IsHighSurrogate(word[fits - 1]) && fits > 1 ? fits - 1 : fits;
    }

    private double Measure(string text, XFont font) => Page is not null ? canvas!.MeasureString(text, font).Width : 0;

    public string Printable(string text)
    {
        var plain = text.ReplaceLineEndings("\n").Replace('\t', ' ').Normalize(NormalizationForm.FormC);
        var printable = new StringBuilder(plain.Length);
        foreach (var rune in plain.EnumerateRunes())
        {
            var known = rune.Value == '\n' || GlyphHelper.GlyphIndexFromCodePoint(rune.Value, Probe) != 0;
            HasGaps |= !known;
            printable.Append(known ? rune.ToString() : NoGlyph);
        }

        return printable.ToString();
    }
}
