using System.Globalization;
using System.Text;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using Runink.Companion.Referrals.Dossiers;
using Runink.Companion.Referrals.Tray;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>Letters of practices that do not exist, about sample patients: a form, a mail with a letter, a fax without text, a word that is no referral.</summary>
internal static class SampleTray
{
    private static readonly Actor Door = new("person", SamplePeople.All[1].Id, SamplePeople.All[1].Name);

    /// <summary>What arrives, and how many hours before the end.</summary>
    public static IEnumerable<(double HoursBefore, Func<WriteScope, bool> Arrive)> All(IReadOnlyList<SamplePatient> patients)
    {
        var (form, mailed, unknown) = (patients[^3], patients[^7], patients[^11]);
        yield return (27, scope => Bring(scope, "Fax 2 pages.pdf", Scan(), "Fax 555 0177"));
        yield return (6.5, scope => Bring(scope, "Referral Lakeside.pdf", Form(form), "Lakeside Family Medicine"));
        yield return (2.2, scope => Bring(scope, "mail.eml", Mail(mailed), "Kidney letter"));
        yield return (0.4, scope => Bring(scope, "Note from reception.txt", Note(unknown), "Front desk"));
    }

    private static bool Bring(WriteScope scope, string name, byte[] content, string from)
    {
        if (TrayUpload.Open(name, content, "upload", from, Door.Id, CancellationToken.None).Value is { } arrival)
            TrayCommandHandler.Receive(scope, arrival, Door);
        return true;
    }

    private static byte[] Form(SamplePatient patient) => Letter(
        "Lakeside Family Medicine", "Request for referral",
        [
            ("Referred to: Cardiology", "Priority: Urgent"), ($"Patient name: {patient.Family}, {patient.Given}", $"Date of birth: {Day(patient)}"), ($"MRN: {patient.Mrn}", $"Insurance: {patient.Payer}"), ("", ""),
            ("Reason for referral:", ""), ("New systolic murmur at the apex, short of breath on one flight of stairs", ""), ("since two weeks. Blood pressure 148/92. Echocardiogram and advice, please.", ""), ("", ""),
            ("Diagnosis: I34.0, R06.0", ""), ("Referring provider: Dr Helen Marsh", "Tel: 555 0134"),
        ]);

    private static byte[] Mail(SamplePatient patient)
    {
        var letter = Convert.ToBase64String(Letter(
            "Harbour Internal Medicine", "Dear colleague,",
            [
                ($"Re: {patient.Given} {patient.Family}", $"born: {patient.BornOn.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}"), ("", ""), ("Creatinine has risen over three months to 2.1 mg/dL (N18.4). I would be glad if Nephrology", ""),
                ("could see the patient soon: cause, and whether contrast may be given.", ""), ("", ""), ("With kind regards, Dr Paul Weller", ""),
            ]), Base64FormattingOptions.InsertLineBreaks);
        return Encoding.UTF8.GetBytes(string.Join("\r\n",
            "From: Dr Paul Weller <p.weller@harbour-im.example>", "To: referrals@general-hospital.example", "Subject: Referral to your kidney clinic", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=\"part\"", "",
            "--part", "Content-Type: text/plain; charset=utf-8", "", "Please find the letter attached. The patient knows and agrees.", "Priority: soon", "",
            "--part", "Content-Type: application/pdf; name=\"Letter.pdf\"", "Content-Transfer-Encoding: base64", "Content-Disposition: attachment; filename=\"Letter.pdf\"", "", letter, "--part--", ""));
    }

    private static byte[] Note(SamplePatient patient) => Encoding.UTF8.GetBytes(
        $"Daughter of {patient.Given} {patient.Family} called.\nShe asks whether Physical Therapy has been asked to come home.\nDOB: {patient.BornOn.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture)}\n");

    private static string Day(SamplePatient patient) => patient.BornOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static byte[] Letter(string practice, string title, IReadOnlyList<(string Left, string Right)> lines) => Pdf((canvas, _) =>
    {
        canvas.DrawString(practice, PdfFont.Bold(15), XBrushes.Black, 56, 70);
        canvas.DrawString(title, PdfFont.Regular(11), XBrushes.Black, 56, 100);
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].Left.Length > 0)
                canvas.DrawString(lines[at].Left, PdfFont.Regular(10), XBrushes.Black, 56, 134 + (at * 18));
            if (lines[at].Right.Length > 0)
                canvas.DrawString(lines[at].Right, PdfFont.Regular(10), XBrushes.Black, 330, 134 + (at * 18));
        }
    }, 1);

    /// <summary>Strokes where words were: nothing in it can be read by a machine that reads text.</summary>
    private static byte[] Scan() => Pdf((canvas, number) =>
    {
        var dice = new Random(number);
        for (var line = 0; line < 22; line++)
        {
            for (double from = 60; from < 500;)
            {
                var length = 10 + (40 * dice.NextDouble());
                canvas.DrawLine(new XPen(XColors.Gray, 5), from, 90 + (line * 26), from + length, 90 + (line * 26) + dice.NextDouble());
                from += length + 8;
            }
        }
    }, 2);

    private static byte[] Pdf(Action<XGraphics, int> draw, int pages)
    {
        using var document = new PdfDocument();
        for (var number = 1; number <= pages; number++)
        {
            using var canvas = XGraphics.FromPdfPage(document.AddPage());
            draw(canvas, number);
        }

        using var content = new MemoryStream();
        document.Save(content);
        return content.ToArray();
    }
}
