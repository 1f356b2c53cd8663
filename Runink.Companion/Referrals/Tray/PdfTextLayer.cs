using System.Text;
using Runink.Companion.Referrals.Dossiers;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals.Tray;
using UglyToad.PdfPig;
using UglyToad.PdfPig.AcroForms.Fields;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;

namespace Runink.Companion.Referrals.Tray;

/// <summary>The text layer of a PDF, in lines as they stand on the page. Pictures of text are not read: a scan has no text, and is said to have none.</summary>
public static class PdfTextLayer
{
    private const int MostLetters = 400_000;

    /// <summary>Less than this is a stamp of the scanner.</summary>
    private const int FewLetters = 12;

    public static TrayText Read(byte[] content, TrayOptions options, CancellationToken tooLong)
    {
        if (PdfGuard.WhyNot(content, toRead: true) is { } why)
            return TrayText.None($"It is not read: {why}. Open it and type.");
        try
        {
            using var pdf = PdfDocument.Open(content, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, ClipPaths = false, FilterProvider = new LimitedFilters() });
            return Read(pdf, options, tooLong);
        }
        catch (PdfDocumentEncryptedException)
        {
            return TrayText.None("It is protected by a password. Ask whoever sent it.");
        }
        catch (OperationCanceledException)
        {
            return TrayText.None($"Reading it took longer than {options.MostSeconds} seconds. Open it and type.");
        }
#pragma warning disable CA1031 // Files of others break their reader in ways that no list has; the file is kept, and a person reads it.
        catch (Exception fault) when (fault is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return TrayText.None(fault is InvalidDataException ? $"It is not read: {fault.Message} Open it and type." : "It is broken, and could not be read. Open it and type, or ask for it again.");
        }
    }

    private static TrayText Read(PdfDocument pdf, TrayOptions options, CancellationToken tooLong)
    {
        var pages = new List<string>();
        var (letters, unread) = (0, 0);
        var fields = FormFields(pdf);
        for (var number = 1; number <= Math.Min(pdf.NumberOfPages, options.MostPages) && letters < MostLetters; number++)
        {
            tooLong.ThrowIfCancellationRequested();
            var text = new StringBuilder();
            try
            {
                var page = pdf.GetPage(number);
                letters += page.Letters.Count;
                Write(text, page.GetWords());
            }
            catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException or PdfDocumentFormatException or ArgumentException or KeyNotFoundException or NullReferenceException or FormatException)
            {
                unread++;
            }

            foreach (var (_, name, value) in fields.Where(field => field.Page == number || (field.Page is null && number == 1)))
                text.Append('\n').Append(name).Append(": ").Append(value);
            pages.Add(PlainText.Of(text.ToString()).Replace(TrayFile.PageBreak, ' ').Trim('\n'));
        }

        if (pages.Sum(page => page.Count(char.IsLetterOrDigit)) < FewLetters)
            return TrayText.None(unread > 0 ? "Its pages could not be read. Open it and type." : "It has no text layer: it is a scan. Read it and type.", pdf.NumberOfPages);
        var words = new List<string>();
        if (pages.Count < pdf.NumberOfPages)
            words.Add($"Only the first {pages.Count} of {pdf.NumberOfPages} pages were read.");
        if (unread > 0)
            words.Add($"{unread} of its pages could not be read.");
        if (pages.Exists(page => page.Length == 0))
            words.Add("Pages without a text layer are among it: look at them.");
        return new TrayText(pages, pdf.NumberOfPages, words.Count == 0 ? null : string.Join(' ', words));
    }

    /// <summary>Words that stand at one height are a line; a wide gap is kept, since it parts the columns of a form.</summary>
    private static void Write(StringBuilder text, IEnumerable<Word> words)
    {
        var lines = new List<(double Bottom, double Height, List<Word> Words)>();
        foreach (var word in words.OrderByDescending(word => word.BoundingBox.Bottom))
        {
            var height = Math.Max(1, word.Letters.Max(letter => letter.PointSize));
            if (lines.Count > 0 && lines[^1] is var last && Math.Abs(last.Bottom - word.BoundingBox.Bottom) < last.Height * 0.45)
                last.Words.Add(word);
            else
                lines.Add((word.BoundingBox.Bottom, height, [word]));
        }

        for (var at = 0; at < lines.Count; at++)
        {
            if (at > 0 && lines[at - 1].Bottom - lines[at].Bottom > lines[at - 1].Height * 2.2)
                text.Append('\n');
            var end = double.NaN;
            foreach (var word in lines[at].Words.OrderBy(word => word.BoundingBox.Left))
            {
                if (!double.IsNaN(end))
                    text.Append(word.BoundingBox.Left - end > lines[at].Height * 1.6 ? "   " : " ");
                text.Append(word.Text);
                end = word.BoundingBox.Right;
            }

            text.Append('\n');
        }
    }

    /// <summary>What was typed into the fields of a form stands beside its pages, under the names of the fields.</summary>
    private static List<(int? Page, string Name, string Value)> FormFields(PdfDocument pdf)
    {
        try
        {
            if (!pdf.TryGetForm(out var form))
                return [];
            return
            [
                .. form.Fields.Select(field => (field.PageNumber, Name: field.Information.AlternateName ?? field.Information.PartialName ?? "", Value: field switch
                {
                    AcroTextField typed => typed.Value ?? "",
                    AcroCheckboxField { IsChecked: true } => "[x]",
                    AcroComboBoxField chosen => string.Join(", ", chosen.SelectedOptions),
                    _ => "",
                })).Where(field => field is { Name.Length: > 0, Value.Length: > 0 }).Take(300).Select(field => (field.PageNumber, field.Name, field.Value)),
            ];
        }
        catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException or PdfDocumentFormatException or ArgumentException or KeyNotFoundException or NullReferenceException or FormatException)
        {
            return [];
        }
    }
}
