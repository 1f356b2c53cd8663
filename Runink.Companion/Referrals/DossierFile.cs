using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Resources;

namespace Runink.Companion.Referrals;

/// <summary>A dossier as a recipient without any program of ours can use it: a page to read and print, a FHIR document, and the files.</summary>
internal static class DossierFile
{
    private const string Style = """<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem;border-bottom:1px solid #999}dl{display:grid;grid-template-columns:10rem 1fr}dt{color:#555}dd{margin:0}small{color:#555}@media print{h2{break-after:avoid}li{break-inside:avoid}}</style>""";

    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="files">Name and content of each file, in the order of the page.</param>
    /// <param name="zone">In which the times of the page stand; it is named there.</param>
    public static byte[] Zip(ReferralDossier dossier, IReadOnlyList<(string Name, byte[] Content)> files, string sender, TimeZoneInfo zone, DateTimeOffset now)
    {
        using var kept = new MemoryStream();
        using (var zip = new ZipArchive(kept, ZipArchiveMode.Create, leaveOpen: true))
        {
            var names = files.Select((file, index) => $"files/{index + 1:D2}-{Safe(file.Name)}").ToList();
            Add(zip, "index.html", Plain.GetBytes(Html(dossier, names, sender, zone, now)));
            Add(zip, "document.json", Plain.GetBytes(FhirWriter.ToJson(dossier.Document)));
            for (var at = 0; at < files.Count; at++)
                Add(zip, names[at], files[at].Content);
        }

        return kept.ToArray();
    }

    public static string Html(ReferralDossier dossier, IReadOnlyList<string> files, string sender, TimeZoneInfo zone, DateTimeOffset now)
    {
        var (patient, referral) = (dossier.Patient, dossier.Referral);
        var sections = dossier.Entries.GroupBy(entry => entry.Section, StringComparer.Ordinal).ToList();
        var born = patient.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "not known";
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Referral</title>
            {{Style}}
            </head><body><h1>Referral to {{E(referral.Service)}}</h1>
            <dl><dt>Patient</dt><dd>{{E(patient.Name)}}</dd><dt>Record number</dt><dd>{{E(patient.Mrn ?? "none")}}</dd><dt>Born</dt><dd>{{born}}</dd><dt>Sex</dt><dd>{{E(patient.Sex ?? "not known")}}</dd>
            <dt>Priority</dt><dd>{{E(referral.Priority)}}</dd><dt>From</dt><dd>{{E(sender)}}</dd><dt>Put together</dt><dd>{{Time(now, zone)}} ({{E(zone.Id)}})</dd></dl>
            <h2 id="contents">Contents</h2><ol><li><a href="#reason">Reason</a></li>
            """);
        foreach (var section in sections)
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{Slug(section.Key)}\">{E(section.Key)}</a> ({section.Count(entry => entry.Withheld is null)})</li>");
        html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#withheld\">What is not included</a></li></ol><h2 id=\"reason\">Reason</h2><p>{E(referral.Reason ?? "Not said")}</p>");
        foreach (var section in sections)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2 id=\"{Slug(section.Key)}\">{E(section.Key)}</h2><ul>");
            var number = 0;
            foreach (var entry in section.Where(entry => entry.Withheld is null))
            {
                var title = section.Key == "Files" && number < files.Count ? $"<a href=\"{E(Uri.EscapeDataString(files[number]).Replace("%2F", "/", StringComparison.Ordinal))}\">{E(entry.Title)}</a>" : E(entry.Title);
                html.Append(CultureInfo.InvariantCulture, $"<li>{title}{(entry.At is { } at ? $" <small>{Time(at, zone)}</small>" : "")}</li>");
                number++;
            }

            html.Append("</ul>");
        }

        html.Append("<h2 id=\"withheld\">What is not included</h2><p>Results and documents that the service did not ask for stay with the sender.</p><ul>");
        foreach (var group in dossier.Entries.Where(entry => entry.Withheld is not null).GroupBy(entry => (entry.Section, entry.Withheld)))
            html.Append(CultureInfo.InvariantCulture, $"<li>{E(group.Key.Section)}: {group.Count()}. {E(group.Key.Withheld!)}.</li>");
        return html.Append("</ul></body></html>").ToString();
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        stream.Write(content);
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private static string Time(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Slug(string title) => string.Concat(title.Where(char.IsAsciiLetter)).ToLowerInvariant();

    /// <summary>A name that every system can unpack, and none takes for a path.</summary>
    private static string Safe(string name) => string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_')).TrimStart('.');
}
