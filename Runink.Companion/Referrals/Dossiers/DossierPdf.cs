using System.Globalization;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using Runink.Domain.Pipeline.Resources;

namespace Runink.Companion.Referrals.Dossiers;

/// <summary>The dossier to print: contents with the numbers of pages, each page with whom it is about, the files behind.</summary>
public static class DossierPdf
{
    private const string Reason = "Reason for referral", Kept = "What is not included";

    public static byte[] Write(DossierContents contents)
    {
        using var document = new PdfDocument { Language = "en" };
        document.Info.Title = "Referral";
        document.Info.Creator = "Runink Companion";
        document.PageMode = PdfPageMode.UseOutlines;
        var attachments = contents.Files.Select(PdfAttachment.Of).ToList();
        var pages = new Dictionary<string, PdfPage>(StringComparer.Ordinal);
        var gaps = false;
        using (var sheet = new PdfSheet(document))
        {
            var spots = First(sheet, contents, attachments);
            sheet.Turn();
            pages[Reason] = sheet.Heading(Reason, "LOINC 42349-1");
            sheet.Text(contents.Dossier.Referral.Reason ?? "Not said", PdfFont.Regular(10), PdfSheet.Ink);
            foreach (var section in contents.Sections)
                pages[section.Key] = Section(sheet, contents, section);
            if (attachments.Count > 0)
                pages[DossierCompiler.Files] = Files(sheet, contents, attachments);
            pages[Kept] = Withheld(sheet, contents);
            for (var at = 0; at < attachments.Count; at++)
            {
                if (attachments[at].WhyNot is null)
                    document.Outlines.Add(sheet.Printable(contents.Files[at].Name), pages[Key(at)] = attachments[at].Draw(sheet, contents.Files[at].Name), true);
            }

            foreach (var (key, spot) in spots)
                sheet.Fill(spot, pages[key]);
            Frame(document, sheet, contents);
            gaps = sheet.HasGaps;
            if (gaps)
                Gaps(document.Pages[0]);
        }

        attachments.ForEach(attachment => attachment.Dispose());
        using var bytes = new MemoryStream();
        document.Save(bytes, closeStream: false);
        return bytes.ToArray();
    }

    /// <summary>Whom it is about, and the contents, whose numbers are not known yet.</summary>
    private static List<(string Key, PdfSpot Spot)> First(PdfSheet sheet, DossierContents contents, List<PdfAttachment> attachments)
    {
        sheet.Text($"Referral to {contents.Dossier.Referral.Service}", PdfFont.Bold(18), PdfSheet.Ink);
        sheet.Text("Referral note · LOINC 57133-1", PdfFont.Regular(8.5), PdfSheet.Faint);
        sheet.Gap(10);
        foreach (var (label, value) in contents.Head)
            sheet.Pair(label, value);
        sheet.Heading("Contents");
        var spots = new List<(string Key, PdfSpot Spot)> { (Reason, sheet.Entry(Reason)) };
        foreach (var section in contents.Sections)
            spots.Add((section.Key, sheet.Entry(string.Create(CultureInfo.InvariantCulture, $"{section.Key} ({section.Count(entry => entry.Withheld is null)})"))));
        if (attachments.Count > 0)
            spots.Add((DossierCompiler.Files, sheet.Entry(string.Create(CultureInfo.InvariantCulture, $"Files ({attachments.Count})"))));
        spots.Add((Kept, sheet.Entry(Kept)));
        for (var at = 0; at < attachments.Count; at++)
        {
            if (attachments[at].WhyNot is null)
                spots.Add((Key(at), sheet.Entry(string.Create(CultureInfo.InvariantCulture, $"File {at + 1}: {contents.Files[at].Name}"))));
        }

        return spots;
    }

    private static PdfPage Section(PdfSheet sheet, DossierContents contents, IGrouping<string, DossierEntry> section)
    {
        var page = sheet.Heading(section.Key, DossierCompiler.LoincOf(section.Key) is { } loinc ? $"LOINC {loinc}" : null);
        foreach (var entry in section.Where(entry => entry.Withheld is null))
            sheet.Line(entry.Title, entry.At is { } at ? contents.Time(at) : "");
        foreach (var reason in section.Where(entry => entry.Withheld is not null).GroupBy(entry => entry.Withheld!, StringComparer.Ordinal))
            sheet.Text(string.Create(CultureInfo.InvariantCulture, $"{reason.Count()} not included. {reason.Key}."), PdfFont.Regular(10), PdfSheet.Faint);
        return page;
    }

    private static PdfPage Files(PdfSheet sheet, DossierContents contents, List<PdfAttachment> attachments)
    {
        var page = sheet.Heading(DossierCompiler.Files);
        for (var at = 0; at < attachments.Count; at++)
            sheet.Line(string.Create(CultureInfo.InvariantCulture, $"{at + 1}. {contents.Files[at].Name}"), attachments[at].WhyNot is null ? "in this document" : "a file of its own");
        foreach (var (why, numbers) in attachments.Select((one, at) => (one.WhyNot, Number: at + 1)).Where(one => one.WhyNot is not null).GroupBy(one => one.WhyNot!, one => one.Number, StringComparer.Ordinal).Select(group => (group.Key, group.ToList())))
            sheet.Text($"{(numbers.Count == 1 ? "File" : "Files")} {string.Join(", ", numbers)} not printed here: {why}. In the archive: {string.Join(", ", numbers.Select(number => contents.Paths[number - 1]))}.", PdfFont.Regular(9), PdfSheet.Faint);
        return page;
    }

    private static PdfPage Withheld(PdfSheet sheet, DossierContents contents)
    {
        var page = sheet.Heading(Kept);
        sheet.Text("Results and documents that the service did not ask for stay with the sender.", PdfFont.Regular(10), PdfSheet.Ink);
        sheet.Gap(4);
        foreach (var line in contents.Withheld)
            sheet.Line(line, "");
        return page;
    }

    /// <summary>Who, which referral and which page of how many: a sheet that falls out is put back.</summary>
    private static void Frame(PdfDocument document, PdfSheet sheet, DossierContents contents)
    {
        sheet.Done();
        var (bold, small) = (PdfFont.Bold(9), PdfFont.Regular(8));
        const double Wide = PdfSheet.Width - (2 * PdfSheet.Margin);
        for (var at = 0; at < document.PageCount; at++)
        {
            using var over = XGraphics.FromPdfPage(document.Pages[at], XGraphicsPdfPageOptions.Append);
            over.DrawString(sheet.Fit(over, contents.Dossier.Patient.Name, bold, Wide - 210), bold, PdfSheet.Ink, new XRect(PdfSheet.Margin, 32, Wide, 12), XStringFormats.TopLeft);
            over.DrawString(sheet.Fit(over, $"born {contents.Born} · record {contents.Mrn}", small, 205), small, PdfSheet.Faint, new XRect(PdfSheet.Margin, 33, Wide, 12), XStringFormats.TopRight);
            over.DrawLine(new XPen(XColors.LightGray, 0.6), PdfSheet.Margin, 48, PdfSheet.Width - PdfSheet.Margin, 48);
            over.DrawString(sheet.Fit(over, $"Referral {contents.Dossier.Referral.Id} · {contents.From}", small, Wide - 90), small, PdfSheet.Faint, new XRect(PdfSheet.Margin, PdfSheet.Height - 40, Wide, 12), XStringFormats.TopLeft);
            over.DrawString(string.Create(CultureInfo.InvariantCulture, $"Page {at + 1} of {document.PageCount}"), small, PdfSheet.Faint, new XRect(PdfSheet.Margin, PdfSheet.Height - 40, Wide, 12), XStringFormats.TopRight);
        }
    }

    private static void Gaps(PdfPage first)
    {
        using var over = XGraphics.FromPdfPage(first, XGraphicsPdfPageOptions.Append);
        over.DrawString("Some letters cannot be printed here and stand as “?”. The page and the FHIR document have them.", PdfFont.Bold(9), PdfSheet.Ink, new XRect(PdfSheet.Margin, PdfSheet.Bottom - 2, PdfSheet.Width, 12), XStringFormats.TopLeft);
    }

    private static string Key(int at) => string.Create(CultureInfo.InvariantCulture, $"file {at}");
}
