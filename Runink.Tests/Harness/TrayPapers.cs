using System.IO.Compression;
using System.Text;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using Runink.Companion.Referrals.Dossiers;

namespace Runink.Tests.Harness;

/// <summary>Letters, scans and hostile files as they come to a tray; all made here.</summary>
internal static class TrayPapers
{
    /// <summary>A form of two columns about somebody.</summary>
    public static byte[] Form(string family = "Nguyen", string given = "Ann", string born = "1958-03-14", string mrn = "4711", string service = "Cardiology", string priority = "Urgent") => Pdf(
    [
        [
            ($"Referred to: {service}", $"Priority: {priority}"), ($"Patient name: {family}, {given}", $"Date of birth: {born}"), ($"MRN: {mrn}", "Insurance: Northwind Health"), ("", ""),
            ("Reason for referral:", ""), ("New systolic murmur at the apex, short of breath", ""), ("on stairs. Echo and advice, please.", ""), ("", ""), ("Diagnosis: I34.0, R06.0", ""), ("Referring provider: Dr Helen Marsh", "Tel: 555 0134"),
        ],
    ]);

    public static byte[] Pdf(IReadOnlyList<IReadOnlyList<(string Left, string Right)>> pages, string? password = null)
    {
        using var document = new PdfDocument();
        if (password is not null)
            document.SecuritySettings.UserPassword = password;
        foreach (var lines in pages)
        {
            using var canvas = XGraphics.FromPdfPage(document.AddPage());
            foreach (var ((left, right), at) in lines.Select((line, at) => (line, at)))
            {
                if (left.Length > 0)
                    canvas.DrawString(left, PdfFont.Regular(10), XBrushes.Black, 56, 80 + (at * 18));
                if (right.Length > 0)
                    canvas.DrawString(right, PdfFont.Regular(10), XBrushes.Black, 330, 80 + (at * 18));
            }
        }

        using var content = new MemoryStream();
        document.Save(content);
        return content.ToArray();
    }

    /// <summary>Strokes and no letter.</summary>
    public static byte[] Scan()
    {
        using var document = new PdfDocument();
        using (var canvas = XGraphics.FromPdfPage(document.AddPage()))
            canvas.DrawLine(XPens.Black, 50, 50, 300, 300);
        using var content = new MemoryStream();
        document.Save(content);
        return content.ToArray();
    }

    /// <summary>A PDF whose page unpacks to as many bytes as are asked for.</summary>
    public static byte[] Swelling(int megabytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var block = new byte[1024 * 1024];
            Array.Fill(block, (byte)' ');
            for (var written = 0; written < megabytes; written++)
                deflate.Write(block);
        }

        return ByHand("/Filter /FlateDecode", packed.ToArray());
    }

    /// <summary>One page with this content.</summary>
    public static byte[] ByHand(string filter, byte[] content)
    {
        using var file = new MemoryStream();
        var places = new List<long>();
        void Write(string text) => file.Write(Encoding.Latin1.GetBytes(text));
        void Begin()
        {
            places.Add(file.Length);
            Write($"{places.Count} 0 obj\n");
        }

        Write("%PDF-1.7\n");
        Begin();
        Write("<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
        Begin();
        Write("<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n");
        Begin();
        Write("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n");
        Begin();
        Write($"<< /Length {content.Length} {filter} >>\nstream\n");
        file.Write(content);
        Write("\nendstream\nendobj\n");
        Begin();
        Write("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n");
        var table = file.Length;
        Write($"xref\n0 {places.Count + 1}\n0000000000 65535 f \n{string.Concat(places.Select(place => $"{place:D10} 00000 n \n"))}trailer << /Size {places.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return file.ToArray();
    }

    public static byte[] Mail(string body, params (string Name, byte[] Content)[] attached) => Encoding.UTF8.GetBytes(string.Join("\r\n",
    [
        "From: Dr Paul Weller <p.weller@harbour.example>", "To: referrals@hospital.example", "Subject: Referral, please", "Date: Mon, 02 Mar 2026 07:50:00 +0000", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=\"part\"", "",
        "--part", "Content-Type: text/plain; charset=utf-8", "", body, "",
        .. attached.SelectMany(file => new[]
        {
            "--part", $"Content-Type: application/octet-stream; name=\"{file.Name}\"", "Content-Transfer-Encoding: base64", $"Content-Disposition: attachment; filename=\"{file.Name}\"", "", Convert.ToBase64String(file.Content, Base64FormattingOptions.InsertLineBreaks), "",
        }),
        "--part--", "",
    ]));
}
