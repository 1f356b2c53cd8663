using System.Text.RegularExpressions;

namespace Runink.Domain.Referrals.Tray;

/// <summary>A value behind a label.</summary>
/// <param name="Strength">0 is a label that can mean nothing else.</param>
internal sealed record LabelledValue(TrayField Field, int Strength, string Label, string Value, int File, int Page, string Quote);

/// <summary>Finds the labels that forms and letters of referral have, and what stands behind them.</summary>
internal static class DocumentLabels
{
    private const int LongestQuote = 200, LongestValue = 1500, MostLines = 14;

    private static readonly (TrayField? Field, int Strength, string[] Labels)[] Known =
    [
        (TrayField.PatientName, 0, ["patient name", "name of patient", "patient's name", "pt name"]), (TrayField.PatientName, 1, ["patient", "re"]), (TrayField.PatientName, 2, ["name"]),
        (TrayField.BirthDate, 0, ["date of birth", "birth date", "birthdate", "dob", "d.o.b.", "born"]),
        (TrayField.Mrn, 0, ["medical record number", "medical record no", "mrn", "hospital number", "hospital no", "record number", "record no"]),
        (TrayField.Service, 0, ["referred to", "refer to", "referral to", "requested service", "service requested", "service"]), (TrayField.Service, 1, ["specialty", "speciality", "department", "clinic"]),
        (TrayField.Priority, 0, ["priority", "urgency"]),
        (TrayField.Reason, 0, ["reason for referral", "clinical question", "reason"]), (TrayField.Reason, 1, ["indication", "question"]),
        (TrayField.Referrer, 0, ["referring provider", "referring physician", "referring clinician", "referring doctor", "referred by", "referrer"]), (TrayField.Referrer, 1, ["requested by", "ordering provider"]),
        (TrayField.Payer, 0, ["primary insurance", "insurance plan", "insurance", "insurer", "payer", "health plan"]), (TrayField.Payer, 1, ["coverage"]),
        (TrayField.Diagnoses, 0, ["icd-10 codes", "icd-10 code", "icd-10", "diagnosis codes", "diagnosis code", "diagnoses", "diagnosis"]), (TrayField.Diagnoses, 1, ["dx"]),
        // They end what stands before them, and are asked for by nobody.
        (null, 0, ["phone", "telephone", "tel", "fax", "address", "sex", "gender", "date", "age", "npi", "e-mail", "email", "subject", "to", "from", "cc", "member id", "policy number", "policy no", "subscriber id",
            "medications", "allergies", "signature", "signed", "past history", "attachments", "page"]),
    ];

    private static readonly Dictionary<string, (TrayField? Field, int Strength)> ByLabel =
        Known.SelectMany(known => known.Labels.Select(label => (label, known.Field, known.Strength))).ToDictionary(one => one.label, one => (one.Field, one.Strength), StringComparer.OrdinalIgnoreCase);

    private static readonly Regex Labels = new(
        $@"(?<label>{string.Join('|', ByLabel.Keys.OrderByDescending(label => label.Length).Select(Regex.Escape))})[ #.]*[:：]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    public static IEnumerable<LabelledValue> In(IReadOnlyList<TrayPage> pages)
    {
        foreach (var page in pages)
        {
            var lines = page.Text.Split('\n');
            for (var at = 0; at < lines.Length; at++)
            {
                foreach (var (label, from, to) in On(lines[at]))
                {
                    if (ByLabel[label] is not ({ } field, var strength))
                        continue;
                    var value = Value(lines, at, from, to, field is TrayField.Reason or TrayField.Diagnoses);
                    if (value.Length > 0)
                        yield return new LabelledValue(field, strength, label, value, page.File, page.Number, Quote(lines[at]));
                }
            }
        }
    }

    public static string Quote(string line) => line.Trim() is var trimmed && trimmed.Length > LongestQuote ? trimmed[..LongestQuote] + "…" : trimmed;

    /// <summary>Labels of a line with the stretch behind each; a line that is nothing but a label is its own heading.</summary>
    private static IEnumerable<(string Label, int From, int To)> On(string line)
    {
        var heading = line.Trim();
        if (ByLabel.TryGetValue(heading, out var alone) && alone.Strength == 0 && heading.Contains(' ', StringComparison.Ordinal))
        {
            yield return (heading, line.Length, line.Length);
            yield break;
        }

        var found = Labels.Matches(line).Where(match => match.Index == 0 || !char.IsLetterOrDigit(line[match.Index - 1])).ToList();
        for (var at = 0; at < found.Count; at++)
            yield return (found[at].Groups["label"].Value, found[at].Index + found[at].Length, at + 1 < found.Count ? found[at + 1].Index : line.Length);
    }

    private static string Value(string[] lines, int at, int from, int to, bool goesOn)
    {
        var first = lines[at][from..to];
        var value = goesOn ? first.Trim() : Cell(first);
        if (to < lines[at].Length || (value.Length > 0 && !goesOn))
            return value;
        var parts = value.Length > 0 ? new List<string> { value } : [];
        for (var next = at + 1; next < lines.Length && parts.Count < MostLines; next++)
        {
            var line = lines[next].Trim();
            if ((line.Length == 0 && parts.Count > 0) || On(lines[next]).Any())
                break;
            if (line.Length > 0)
                parts.Add(line);
            if (!goesOn && parts.Count > 0)
                break;
        }

        var whole = string.Join(' ', parts);
        return whole.Length > LongestValue ? whole[..LongestValue] : whole;
    }

    /// <summary>A wide gap is the next column of a form.</summary>
    private static string Cell(string text)
    {
        var trimmed = text.Trim();
        var gap = trimmed.IndexOf("   ", StringComparison.Ordinal);
        var tab = trimmed.IndexOf('\t', StringComparison.Ordinal);
        var end = (gap, tab) switch { (< 0, < 0) => trimmed.Length, (< 0, _) => tab, (_, < 0) => gap, _ => Math.Min(gap, tab) };
        return trimmed[..end].Trim().TrimEnd(',', ';');
    }
}
