using System.Text;
using Runink.Companion.Referrals.Tray;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals.Tray;
using Runink.Tests.Harness;

namespace Runink.Tests.Companion.Referrals.Tray;

public sealed class TrayTextTests
{
    private static readonly TrayOptions Options = new() { MostPages = 3, MostSeconds = 5 };

    [Fact]
    public void AFormIsReadInItsLinesAndColumns()
    {
        var text = Read(TrayPapers.Form());
        Assert.Null(text.Fault);
        Assert.Contains("Patient name: Nguyen, Ann   Date of birth: 1958-03-14\n", Assert.Single(text.Pages), StringComparison.Ordinal);
        var read = TrayReading.Of(new TrayFacts([new TrayPage(0, 1, text.Pages[0])], null, ["Cardiology"])).ToDictionary(one => one.Field, one => one.Value);
        Assert.Equal(
            ("Nguyen, Ann", "1958-03-14", "4711", "Cardiology", "urgent", "New systolic murmur at the apex, short of breath on stairs. Echo and advice, please.", "Dr Helen Marsh", "I34.0, R06.0"),
            (read[TrayField.PatientName], read[TrayField.BirthDate], read[TrayField.Mrn], read[TrayField.Service], read[TrayField.Priority], read[TrayField.Reason], read[TrayField.Referrer], read[TrayField.Diagnoses]));
    }

    [Fact]
    public void AScanSaysThatItHasNoText() => Assert.Equal((0, 1, "It has no text layer: it is a scan. Read it and type."), Said(Read(TrayPapers.Scan())));

    [Fact]
    public void PagesBeyondTheLimitAreSaid()
    {
        var text = Read(TrayPapers.Pdf([.. Enumerable.Range(1, 5).Select(page => new[] { ($"This is page {page} of a long letter", "") })]));
        Assert.Equal((3, 5, "Only the first 3 of 5 pages were read."), Said(text));
    }

    [Fact]
    public void APageWithoutTextAmongOthersIsSaid() =>
        Assert.Contains("Pages without a text layer", Read(TrayPapers.Pdf([[("This page has words enough", "")], []])).Fault, StringComparison.Ordinal);

    [Fact]
    public void WhatIsProtectedBrokenOrSwellsIsRefusedInWords()
    {
        var form = TrayPapers.Form();
        (byte[] Content, string Words)[] cases =
        [
            (TrayPapers.Pdf([[("Secret words of a letter", "")]], password: "sesame"), "protected"), (Encoding.ASCII.GetBytes("%PDF-1.7 and nothing"), "broken"), (form[..(form.Length / 2)], "Open it and type"),
            (TrayPapers.Swelling(5), "could not be read"), (TrayPapers.Swelling(600), "could not be read"), (TrayPapers.ByHand("", Encoding.ASCII.GetBytes(new string('[', 1_000_000))), "Open it and type"),
            (TrayPapers.ByHand("", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<</A ", 300_000)))), "Open it and type"),
            (TrayPapers.ByHand("/Filter /LZWDecode", new byte[200_000]), "could not be read"),
        ];
        foreach (var (content, words) in cases)
        {
            var text = Read(content);
            Assert.Empty(text.Pages);
            Assert.Contains(words, text.Fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void CutAnywhereAFileIsReadOrRefusedAndNeverThrows()
    {
        var form = TrayPapers.Form();
        var dice = new Random(7);
        for (var at = 0; at < 150; at++)
        {
            var copy = form.ToArray();
            for (var hit = 0; hit < 1 + (at % 20); hit++)
                copy[dice.Next(8, copy.Length)] = (byte)dice.Next(256);
            var text = Read(at % 3 == 0 ? copy[..dice.Next(10, copy.Length)] : copy);
            Assert.True(text.Pages.Count > 0 || text.Fault is { Length: > 0 });
        }
    }

    [Fact]
    public void AMailIsItsWordsAndItsFiles()
    {
        var arrival = Open("mail.eml", TrayPapers.Mail("Please see Ann Nguyen.", ("../Letter.pdf", TrayPapers.Form()), ("tool.exe", [0x4D, 0x5A, 0, 0])));
        Assert.Equal(("mail", "Referral, please", "Dr Paul Weller <p.weller@harbour.example>"), (arrival.Door, arrival.Name, arrival.FromName));
        Assert.Equal([("Mail.txt", "text/plain"), ("Letter.pdf", "application/pdf"), ("tool.exe", null)], arrival.Files.Select(file => (file.Name, file.Type)));
        Assert.Contains("Please see Ann Nguyen.", Encoding.UTF8.GetString(arrival.Files[0].Content), StringComparison.Ordinal);
    }

    [Fact]
    public void AForwardedMailBringsWhatItForwards()
    {
        var inner = Encoding.UTF8.GetString(TrayPapers.Mail("inner", ("Letter.pdf", TrayPapers.Form())));
        var outer = "From: desk@x.example\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"out\"\r\n\r\n--out\r\nContent-Type: text/html\r\n\r\n<style>p{}</style><p>See <b>below</b></p><script>x()</script>\r\n--out\r\nContent-Type: message/rfc822\r\n\r\n" + inner + "\r\n--out--\r\n";
        var arrival = Open("x", Encoding.UTF8.GetBytes(outer));
        Assert.Equal(["Mail.txt", "Letter.pdf"], arrival.Files.Select(file => file.Name));
        var words = Encoding.UTF8.GetString(arrival.Files[0].Content);
        Assert.Contains("See below", words, StringComparison.Ordinal);
        Assert.DoesNotContain("x()", words, StringComparison.Ordinal);
        Assert.DoesNotContain("p{}", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.msg", "D0CF11E0A1B11AE1", ".msg")]
    [InlineData("a.exe", "4D5A00000000", "Only PDF")]
    [InlineData("a.pdf", "", "empty")]
    public void WhatIsNotTakenSaysWhy(string name, string bytes, string words) =>
        Assert.Contains(words, TrayUpload.Open(name, Convert.FromHexString(bytes), "upload", "x", "x", CancellationToken.None).Refusal!.Message, StringComparison.Ordinal);

    private static TrayText Read(byte[] content) => PdfTextLayer.Read(content, Options, CancellationToken.None);

    private static (int, int, string?) Said(TrayText text) => (text.Pages.Count, text.PageCount, text.Fault);

    private static TrayArrival Open(string name, byte[] content) => TrayUpload.Open(name, content, "upload", "x", "x", CancellationToken.None).Value!;
}
