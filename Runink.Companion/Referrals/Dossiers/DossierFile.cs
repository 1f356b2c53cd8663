using System.IO.Compression;
using System.Text;
using Runink.Domain.Intake.Fhir;

namespace Runink.Companion.Referrals.Dossiers;

/// <summary>A dossier as a recipient without any program of ours can use it: to read, to print, as a FHIR document, and the files as they came.</summary>
public sealed record DossierFile(string Name, string ContentType, byte[] Content)
{
    public const string Zip = "zip";

    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The forms in which it is given.</summary>
    public static IReadOnlyList<string> Forms { get; } = ["pdf", "html", "json", Zip];

    /// <param name="form">One of <see cref="Forms"/>.</param>
    public static DossierFile Of(DossierContents contents, string form) => form switch
    {
        "pdf" => new DossierFile("referral.pdf", "application/pdf", DossierPdf.Write(contents)),
        "html" => new DossierFile("referral.html", "text/html; charset=utf-8", Plain.GetBytes(DossierPage.Html(contents, paths: null))),
        "json" => new DossierFile("referral.json", "application/fhir+json; charset=utf-8", Plain.GetBytes(FhirWriter.ToJson(contents.Dossier.Document))),
        _ => new DossierFile("referral.zip", "application/zip", Archive(contents)),
    };

    private static byte[] Archive(DossierContents contents)
    {
        using var kept = new MemoryStream();
        using (var zip = new ZipArchive(kept, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "index.html", Plain.GetBytes(DossierPage.Html(contents, contents.Paths)));
            Add(zip, "referral.pdf", DossierPdf.Write(contents));
            Add(zip, "document.json", Plain.GetBytes(FhirWriter.ToJson(contents.Dossier.Document)));
            foreach (var (path, file) in contents.Paths.Zip(contents.Files))
                Add(zip, path, file.Content);
        }

        return kept.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        stream.Write(content);
    }
}
