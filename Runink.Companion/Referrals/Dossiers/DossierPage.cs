using System.Globalization;
using System.Net;
using System.Text;
using Runink.Domain.Pipeline.Resources;

namespace Runink.Companion.Referrals.Dossiers;

/// <summary>The dossier as one page without anything from elsewhere, in the order and with the LOINC codes of a referral note's sections.</summary>
public static class DossierPage
{
    private const string Style = """
        <style>:root{color-scheme:light}body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}h1{font-size:1.5rem;margin-bottom:.25rem}h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid #999;display:flex;justify-content:space-between;align-items:baseline;gap:1rem}
        h2 small{font-weight:400;white-space:nowrap}dl{display:grid;grid-template-columns:10rem 1fr;border:1px solid #bbb;border-radius:6px;padding:.75rem 1rem}dt,small,caption{color:#555}dd{margin:0;overflow-wrap:anywhere}table{width:100%;border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.35rem .5rem .35rem 0;border-bottom:1px solid #ddd;overflow-wrap:anywhere}
        th{font-weight:550;color:#555}th:last-child,td:last-child{width:10rem;white-space:nowrap}.kept{border-left:3px solid #999;padding-left:.75rem;color:#333}p{white-space:pre-line}
        @page{margin:16mm}@media print{body{margin:0;max-width:none;font-size:11pt}h2,thead{break-after:avoid}tr,li{break-inside:avoid}a{color:inherit;text-decoration:none}}</style>
        """;

    /// <param name="paths">Where the files lie beside the page; null when it stands alone.</param>
    public static string Html(DossierContents contents, IReadOnlyList<string>? paths)
    {
        var referral = contents.Dossier.Referral;
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>Referral</title>
            {{Style}}
            </head><body><header><h1>Referral to {{E(referral.Service)}}</h1><small>Referral note · LOINC 57133-1</small>
            <dl>
            """);
        foreach (var (label, value) in contents.Head)
            html.Append(CultureInfo.InvariantCulture, $"<dt>{E(label)}</dt><dd><bdi>{E(value)}</bdi></dd>");
        html.Append("</dl></header><main><nav aria-labelledby=\"contents\"><h2 id=\"contents\">Contents</h2><ol><li><a href=\"#reason\">Reason for referral</a></li>");
        foreach (var section in contents.Sections)
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{Slug(section.Key)}\">{E(section.Key)}</a> ({section.Count(entry => entry.Withheld is null)})</li>");
        if (contents.Files.Count > 0)
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#files\">Files</a> ({contents.Files.Count})</li>");
        html.Append("<li><a href=\"#withheld\">What is not included</a></li></ol></nav>");
        Open(html, "reason", "Reason for referral", "42349-1");
        html.Append(CultureInfo.InvariantCulture, $"<p>{E(referral.Reason ?? "Not said")}</p></section>");
        foreach (var section in contents.Sections)
            Write(html, contents, section);
        if (contents.Files.Count > 0)
        {
            Open(html, "files", "Files", null);
            html.Append("<ol>");
            for (var at = 0; at < contents.Files.Count; at++)
                html.Append(CultureInfo.InvariantCulture, $"<li>{(paths is null ? E(contents.Files[at].Name) : $"<a href=\"{E(Uri.EscapeDataString(paths[at]).Replace("%2F", "/", StringComparison.Ordinal))}\">{E(contents.Files[at].Name)}</a>")}</li>");
            html.Append("</ol></section>");
        }

        Open(html, "withheld", "What is not included", null);
        html.Append("<p>Results and documents that the service did not ask for stay with the sender.</p><ul>");
        foreach (var line in contents.Withheld)
            html.Append(CultureInfo.InvariantCulture, $"<li>{E(line)}</li>");
        return html.Append("</ul></section></main></body></html>").ToString();
    }

    private static void Write(StringBuilder html, DossierContents contents, IGrouping<string, DossierEntry> section)
    {
        Open(html, Slug(section.Key), section.Key, DossierCompiler.LoincOf(section.Key));
        var along = section.Where(entry => entry.Withheld is null).ToList();
        if (along.Count > 0)
        {
            html.Append("<table><thead><tr><th>What</th><th>When</th></tr></thead><tbody>");
            foreach (var entry in along)
                html.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(entry.Title)}</td><td>{(entry.At is { } at ? contents.Time(at) : "")}</td></tr>");
            html.Append("</tbody></table>");
        }

        foreach (var reason in section.Where(entry => entry.Withheld is not null).GroupBy(entry => entry.Withheld!, StringComparer.Ordinal))
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"kept\">{reason.Count()} not included. {E(reason.Key)}.</p>");
        html.Append("</section>");
    }

    private static void Open(StringBuilder html, string id, string title, string? loinc) =>
        html.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"{id}\"{(loinc is null ? "" : $" data-loinc=\"{loinc}\"")}><h2 id=\"{id}\">{E(title)}{(loinc is null ? "" : $" <small>LOINC {loinc}</small>")}</h2>");

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private static string Slug(string title) => string.Concat(title.Where(char.IsAsciiLetter)).ToLowerInvariant();
}
