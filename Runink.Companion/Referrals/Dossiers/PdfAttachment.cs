using System.Buffers.Binary;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.Pdf.IO;

namespace Runink.Companion.Referrals.Dossiers;

/// <summary>A file of the referral as pages among those of the dossier, or why it is not.</summary>
internal sealed class PdfAttachment : IDisposable
{
    private const int MostPages = 200, LongestText = 100_000;

    private const long MostPixels = 50_000_000;

    /// <summary>A page of somebody else stands between our head and foot, with room around.</summary>
    private static readonly XRect Frame = new(PdfSheet.Margin, PdfSheet.Top, PdfSheet.Width - (2 * PdfSheet.Margin), PdfSheet.Bottom - PdfSheet.Top);

    private readonly XPdfForm? form;
    private readonly XImage? image;
    private readonly string? text;

    private PdfAttachment(XPdfForm? form = null, XImage? image = null, string? text = null, string? whyNot = null) => (this.form, this.image, this.text, WhyNot) = (form, image, text, whyNot);

    /// <summary>Why it comes as a file of its own only, in words that end a sentence; null when its pages are here.</summary>
    public string? WhyNot { get; }

    public static PdfAttachment Of(DossierAttachment file)
    {
        try
        {
            using (var trial = Read(file))
            {
                if (trial.WhyNot is { } why)
                    return Without(why);
                trial.Prove();
            }

            return Read(file);
        }
        // The library says what it cannot read with many kinds of exceptions; whatever it is, the file goes along as it came.
#pragma warning disable CA1031
        catch (Exception) when (file.ContentType is not null)
#pragma warning restore CA1031
        {
            return Without("it cannot be read");
        }
    }

    /// <summary>Much of a file is looked at only when it is written: what breaks there would take the whole dossier with it.</summary>
    private void Prove()
    {
        using var document = new PdfDocument();
        using (var sheet = new PdfSheet(document))
            Draw(sheet, "");
        using var bytes = new MemoryStream();
        document.Save(bytes, closeStream: false);
    }

    private static PdfAttachment Read(DossierAttachment file) => file.ContentType switch
    {
        "application/pdf" => Pages(file.Content),
        "image/png" when Pixels(file.Content) > MostPixels => Without("the picture is very large"),
        "image/jpeg" or "image/png" => new PdfAttachment(image: XImage.FromStream(new MemoryStream(file.Content))),
        "text/plain" when file.Content.Length <= LongestText => new PdfAttachment(text: System.Text.Encoding.UTF8.GetString(file.Content).TrimStart('\uFEFF')),
        "text/plain" => Without("it is very long"),
        _ => Without("this kind of file has no pages to print"),
    };

    /// <returns>The first of its pages.</returns>
    public PdfPage Draw(PdfSheet sheet, string title)
    {
        var first = sheet.Turn();
        if (text is not null)
        {
            sheet.Text(title, PdfFont.Bold(11), PdfSheet.Ink);
            sheet.Gap(6);
            sheet.Text(text, PdfFont.Regular(9.5), PdfSheet.Ink);
        }

        if (image is not null)
        {
            var scale = Math.Min(1, Math.Min(Frame.Width / image.PointWidth, Frame.Height / image.PointHeight));
            sheet.Canvas.DrawImage(image, new XRect(Frame.X, Frame.Y, image.PointWidth * scale, image.PointHeight * scale));
        }

        for (var number = 1; number <= (form?.PageCount ?? 0); number++)
        {
            if (number > 1)
                sheet.Turn();
            form!.PageNumber = number;
            Place(sheet.Canvas, form);
        }

        return first;
    }

    public void Dispose()
    {
        form?.Dispose();
        image?.Dispose();
    }

    /// <summary>A turned page is measured as if it were not, and put from its lower left corner.</summary>
    private static void Place(XGraphics canvas, XPdfForm form)
    {
        var isTurned = form.Page?.Rotate % 180 != 0;
        var (width, height) = isTurned ? (form.PointHeight, form.PointWidth) : (form.PointWidth, form.PointHeight);
        var scale = Math.Min(1, Math.Min(Frame.Width / width, Frame.Height / height));
        canvas.DrawImage(form, new XRect(Frame.X, Frame.Y + ((height - form.PointHeight) * scale), form.PointWidth * scale, form.PointHeight * scale));
    }

    private static PdfAttachment Pages(byte[] content)
    {
        if (PdfGuard.WhyNot(content) is { } why)
            return Without(why);
        using (var read = PdfReader.Open(new MemoryStream(content), PdfDocumentOpenMode.Import))
        {
            if (read.PageCount > MostPages)
                return Without($"it has more than {MostPages} pages");
            if (read.Pages.Cast<PdfPage>().Any(HasNotes))
                return Without("it has notes on its pages, which would be lost");
        }

        return new PdfAttachment(form: XPdfForm.FromStream(new MemoryStream(content)));
    }

    /// <summary>Links are lost without harm; whatever else lies on a page may say something.</summary>
    private static bool HasNotes(PdfPage page) =>
        page.Elements.GetArray("/Annots") is { } notes && Enumerable.Range(0, notes.Elements.Count).Any(at => notes.Elements.GetDictionary(at)?.Elements.GetName("/Subtype") != "/Link");

    private static long Pixels(ReadOnlySpan<byte> png) => png.Length < 24 ? 0 : (long)BinaryPrimitives.ReadUInt32BigEndian(png[16..]) * BinaryPrimitives.ReadUInt32BigEndian(png[20..]);

    private static PdfAttachment Without(string why) => new(whyNot: why);
}
