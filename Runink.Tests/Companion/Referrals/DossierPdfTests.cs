using System.IO.Compression;
using System.Text;
using Hl7.Fhir.Model;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using Runink.Companion.Referrals.Dossiers;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Rules;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Outline;
using Reading = UglyToad.PdfPig.PdfDocument;

namespace Runink.Tests.Companion.Referrals;

public sealed class DossierPdfTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void EveryPageSaysWhoWhichReferralAndHowMany()
    {
        using var pdf = Read(Contents("Müßiggang-Peñalver Ibáñez, José María Ångström", [Condition("Herzinsuffizienz – größer als erwartet"), Condition("Diabetes mellitus, ¿descompensada?")]));
        Assert.True(pdf.NumberOfPages >= 2);
        foreach (var page in pdf.GetPages())
        {
            var text = ContentOrderTextExtractor.GetText(page);
            Assert.Contains("Müßiggang-Peñalver Ibáñez, José María Ångström", text, StringComparison.Ordinal);
            Assert.Contains("Referral R1 · General Hospital", text, StringComparison.Ordinal);
            Assert.Contains($"Page {page.Number} of {pdf.NumberOfPages}", text, StringComparison.Ordinal);
        }

        var all = All(pdf);
        foreach (var words in new[] { "größer als erwartet", "¿descompensada?", "LOINC 11450-4", "Referral to Cardiology", "Murmur" })
            Assert.Contains(words, all, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be printed", all, StringComparison.Ordinal);
    }

    [Fact]
    public void TheContentsNameThePagesAndTheOutlineLeadsThere()
    {
        var many = Enumerable.Range(1, 120).Select(at => Condition($"Problem {at}")).ToArray();
        using var pdf = Read(Contents("Ann Example", [.. many, new DossierEntry("Results", "An entry", null, "The service does not ask for it")], new DossierAttachment("note.txt", "text/plain", "stable, größer"u8.ToArray())));
        var page = Enumerable.Range(1, pdf.NumberOfPages).First(number => number > 1 && ContentOrderTextExtractor.GetText(pdf.GetPage(number)).Contains("What is not included", StringComparison.Ordinal));
        var words = pdf.GetPage(1).GetWords().ToList();
        var line = words.First(word => word.Text == "included").BoundingBox.Bottom;
        Assert.Equal($"{page}", words.Where(word => Math.Abs(word.BoundingBox.Bottom - line) < 3).MaxBy(word => word.BoundingBox.Left)!.Text);
        Assert.Contains("1 not included. The service does not ask for it.", All(pdf), StringComparison.Ordinal);
        Assert.True(pdf.TryGetBookmarks(out var outline));
        Assert.Equal(["Contents", "Reason for referral", "Problems", "Results", "Files", "What is not included", "note.txt"], outline.Roots.Select(node => node.Title));
        Assert.Equal(page, ((DocumentBookmarkNode)outline.Roots[5]).PageNumber);
        Assert.Contains("stable, größer", ContentOrderTextExtractor.GetText(pdf.GetPage(pdf.NumberOfPages)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void PagesOfOthersStandWithinOurs(int turned)
    {
        using var pdf = Read(Contents("Ann Example", [], new DossierAttachment("scan.pdf", "application/pdf", Pdf(turned)), new DossierAttachment("dot.png", "image/png", Png)));
        var page = pdf.GetPage(pdf.NumberOfPages - 1);
        var marker = page.Letters.Where(letter => letter.Value == "Ω").ToList();
        Assert.Single(marker);
        Assert.InRange(marker[0].StartBaseLine.X, PdfSheet.Margin - 1, PdfSheet.Width - PdfSheet.Margin + 1);
        Assert.InRange(marker[0].StartBaseLine.Y, PdfSheet.Height - PdfSheet.Bottom - 1, PdfSheet.Height - PdfSheet.Top + 1);
        Assert.Single(pdf.GetPage(pdf.NumberOfPages).GetImages());
        Assert.Contains("in this document", All(pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBePrintedIsNamedWithTheReason()
    {
        using var pdf = Read(Contents(
            "Ann Example", [], new DossierAttachment("scan.tif", "image/tiff", [0x49, 0x49, 0x2A, 0]), new DossierAttachment("broken.pdf", "application/pdf", "%PDF-1.7 nothing"u8.ToArray()),
            new DossierAttachment("form.pdf", "application/pdf", "%PDF-1.7 1 0 obj <</AcroForm 2 0 R>>"u8.ToArray()), new DossierAttachment("broken.png", "image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])));
        var all = All(pdf).ReplaceLineEndings(" ");
        foreach (var words in new[] { "File 1 not printed here: this kind of file has no pages to print. In the archive: files/01-scan.tif.", "Files 2, 4 not printed here: it cannot be read.", "File 3 not printed here: it has form fields, which would be lost." })
            Assert.Contains(words, all, StringComparison.Ordinal);
    }

    [Fact]
    public void LettersThatAreMissingAreOwnedUpTo()
    {
        using var pdf = Read(Contents("陳大文", []));
        Assert.Contains("???", All(pdf), StringComparison.Ordinal);
        Assert.Contains("Some letters cannot be printed here", ContentOrderTextExtractor.GetText(pdf.GetPage(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void WordsThatAreLongerThanALineAreBroken()
    {
        var word = string.Concat(Enumerable.Range(0, 40).Select(at => $"Wort{at}ende"));
        using var pdf = Read(Contents($"{word} {word}", [Condition(word)]));
        Assert.Contains(word, string.Concat(pdf.GetPage(1).Letters.Select(letter => letter.Value)), StringComparison.Ordinal);
        Assert.All(pdf.GetPages().SelectMany(page => page.Letters), letter => Assert.InRange(letter.EndBaseLine.X, 0, PdfSheet.Width - PdfSheet.Margin + 1));
    }

    /// <summary>What breaks a reader of PDFs is not given to it.</summary>
    [Fact]
    public void HostileFilesAreLeftAlone()
    {
        Assert.Null(PdfGuard.WhyNot(Pdf(0)));
        Assert.NotNull(PdfGuard.WhyNot(Latin($"%PDF-1.4\n1 0 obj\n<</X {new string('[', 1_000_000)}>>\nendobj")));
        Assert.NotNull(PdfGuard.WhyNot(Latin("%PDF-1.4\n0000000000000000000 startxref\n9\ntrailer <</Prev 9>> startxref\n9\n%%EOF")));
        Assert.NotNull(PdfGuard.WhyNot(Stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", Deflated($"1 0 {new string('[', 100_000)}"))));
        Assert.NotNull(PdfGuard.WhyNot(Stream("/Type/Obj#53tm/N 1/Filter/FlateDecode", Deflated($"1 0 {new string('[', 100_000)}"))));
        Assert.NotNull(PdfGuard.WhyNot(Stream("/Type/XRef/W[1 2 1]/Filter/FlateDecode", Deflated(new string('0', 60_000_000)))));
        Assert.NotNull(PdfGuard.WhyNot(Stream("/Type/ObjStm/First 4/Filter[/ASCIIHexDecode/FlateDecode]", "00"u8.ToArray())));
    }

    /// <summary>However a file is broken, the dossier is whole: the file is there as pages, or named with a reason.</summary>
    [Fact]
    public void ABrokenFileBreaksNothingElse()
    {
        var (whole, random) = (Pdf(0), new Random(7));
        for (var round = 0; round < 150; round++)
        {
            var broken = (byte[])whole.Clone();
            for (var hit = 0; hit <= round % 12; hit++)
                broken[random.Next(8, broken.Length)] = (byte)random.Next(32, 127);
            using var pdf = Read(Contents("Ann Example", [Condition("Heart failure")], new DossierAttachment("scan.pdf", "application/pdf", round % 10 == 0 ? broken[..random.Next(20, broken.Length)] : broken)));
            // A page of theirs is copied as it is: only ours are read.
            var all = string.Join('\n', Enumerable.Range(1, 2).Select(number => ContentOrderTextExtractor.GetText(pdf.GetPage(number))));
            Assert.Contains("Heart failure", all, StringComparison.Ordinal);
            Assert.True(all.Contains("in this document", StringComparison.Ordinal) || all.Contains("not printed here", StringComparison.Ordinal), all);
        }
    }

    [Fact]
    public void ThePageHasTheCodesOfItsSectionsAndNothingFromElsewhere()
    {
        var html = DossierPage.Html(Contents("Ann <b>", [Condition("Heart"), new DossierEntry("Results", "An entry", null, "The service does not ask for it")]), paths: null);
        foreach (var words in new[] { "data-loinc=\"42349-1\"", "data-loinc=\"11450-4\"", "data-loinc=\"30954-2\"", "LOINC 57133-1", "1 not included. The service does not ask for it.", "Ann &lt;b&gt;" })
            Assert.Contains(words, html, StringComparison.Ordinal);
        foreach (var words in new[] { "http:", "https:", "src=", "<script", "<link" })
            Assert.DoesNotContain(words, html, StringComparison.Ordinal);
    }

    private static byte[] Png { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static DossierEntry Condition(string title) => new("Problems", title, Now);

    private static DossierContents Contents(string name, DossierEntry[] entries, params DossierAttachment[] files)
    {
        var referral = Referral.Open("R1", "Cardiology", "P1", ServiceRules.Standard.Decide("routine", DossierFacts.Of(true, "Murmur", false), Now), "Murmur", "person", "luis", default, Now);
        var all = entries.Concat(files.Select(file => new DossierEntry(DossierCompiler.Files, file.Name, Now))).ToList();
        return new DossierContents(new ReferralDossier(new PatientLine(name, "4711", new DateOnly(1950, 4, 1), "female"), referral, all, new Bundle()), files, "General Hospital", TimeZoneInfo.Utc, Now);
    }

    private static Reading Read(DossierContents contents) => Reading.Open(DossierPdf.Write(contents));

    private static string All(Reading pdf) => string.Join('\n', pdf.GetPages().Select(page => ContentOrderTextExtractor.GetText(page)));

    private static byte[] Pdf(int turned)
    {
        using var made = new PdfDocument();
        var page = made.AddPage();
        (page.Width, page.Height) = (XUnit.FromPoint(842), XUnit.FromPoint(1191));
        using (var canvas = XGraphics.FromPdfPage(page))
            canvas.DrawString("Ω", PdfFont.Regular(12), XBrushes.Black, 8, 20);
        page.Rotate = turned;
        using var bytes = new MemoryStream();
        made.Save(bytes, closeStream: false);
        return bytes.ToArray();
    }

    private static byte[] Stream(string dictionary, byte[] content) => [.. Latin($"%PDF-1.7\n5 0 obj\n<<{dictionary}/Length {content.Length}>>\nstream\n"), .. content, .. Latin("\nendstream\nendobj\n")];

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Deflated(string text)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(Latin(text));
        return packed.ToArray();
    }
}
