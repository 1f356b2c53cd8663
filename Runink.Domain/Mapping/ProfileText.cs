using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Rows;

namespace Runink.Domain.Mapping;

/// <summary>Writes a profile as its YAML, whole: what is read from it is the same profile.</summary>
public static partial class ProfileText
{
    private static readonly JsonSerializerOptions Quotes = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(FeedProfile profile)
    {
        var text = new StringBuilder();
        Line(text, $"profile: {Word(profile.Name)}");
        Line(text, $"feeds: [{string.Join(", ", profile.Feeds.Select(Word))}]");
        List(text, "codes", profile.Codes.Select(code => Flow(("in", code.Key.Field.ToString()), ("from", code.Key.Code), ("to", code.Value))));
        if (profile.Units.Count > 0)
            Line(text, $"units: {{{string.Join(", ", profile.Units.Select(unit => $"{Quoted(unit.Key)}: {Word(unit.Value)}"))}}}");
        List(text, "copy", profile.Copies.Select(copy => Flow(("from", copy.From.ToString()), ("to", copy.To.ToString()))));
        List(text, "segments", profile.Segments.Select(one => Flow(("segment", one.Segment), ("code", one.Code), ("value", one.Value.ToString()), ("unit", one.Unit?.ToString()), ("at", one.At?.ToString()), ("when", one.When is { } when ? $"{when.Place} = {when.Says}" : null))));
        if (profile.Rows is { } rows)
            Rows(text, rows);
        if (profile.Tests.Count > 0)
            Line(text, "tests:");
        foreach (var test in profile.Tests)
        {
            Line(text, $"  - name: {Word(test.Name)}");
            Line(text, $"    message: {Quoted(test.Message)}");
            Line(text, $"    says: [{string.Join(", ", test.Says.Select(Quoted))}]");
        }

        return text.ToString();
    }

    private static void Rows(StringBuilder text, RowMapping rows)
    {
        Line(text, "rows:");
        if (rows.Key.Count > 0)
            Line(text, $"  key: [{string.Join(", ", rows.Key.Select(Word))}]");
        if (rows.Changed.IsThere)
            Line(text, $"  changed: {Word(Slot(rows.Changed)!)}");
        var patient = rows.Patient;
        Line(text, $"  patient: {Flow(("number", Slot(patient.Number)), ("authority", Slot(patient.Authority)), ("type", Slot(patient.Type)), ("family", Slot(patient.Family)), ("given", Slot(patient.Given)), ("birth", Slot(patient.Birth)), ("sex", Slot(patient.Sex)), ("registers", patient.Registers ? "yes" : null))}");
        if (rows.Stay is { } stay)
            Line(text, $"  stay: {Flow(("visit", Slot(stay.Visit)), ("class", Slot(stay.Class)), ("unit", Slot(stay.Unit)), ("room", Slot(stay.Room)), ("bed", Slot(stay.Bed)), ("service", Slot(stay.Service)), ("started", Slot(stay.Started)), ("ended", Slot(stay.Ended)), ("moves", stay.Moves ? "yes" : null))}");
        if (rows.Device is { } device)
            Line(text, $"  device: {Flow(("number", Slot(device.Number)), ("system", Slot(device.System)), ("kind", Slot(device.Kind)), ("maker", Slot(device.Maker)), ("model", Slot(device.Model)), ("sent", Slot(device.Sent)))}");
        if (rows.Results.Count > 0)
            Line(text, "  results:");
        foreach (var one in rows.Results)
            Line(text, $"    - {Flow(("code", one.Code.Literal?.Contains('^', StringComparison.Ordinal) == true ? one.Code.Literal : Slot(one.Code)), ("system", Slot(one.System)), ("text", Slot(one.Text)), ("value", Slot(one.Value)), ("unit", Slot(one.Unit)), ("at", Slot(one.At)), ("status", Slot(one.Status)), ("range", Slot(one.Range)), ("flag", Slot(one.Flag)), ("item", Slot(one.Item)))}");
        if (rows.Times.Count > 0)
            Line(text, $"  times: [{string.Join(", ", rows.Times.Select(Quoted))}]");
        if (rows.Zone is { } zone)
            Line(text, $"  zone: {Word(zone.Id)}");
        if (rows.Decimal is { } sign)
            Line(text, $"  decimal: {(sign == ',' ? "comma" : "point")}");
        if (rows.Words.Count > 0)
            Line(text, $"  words: {{{string.Join(", ", rows.Words.Select(column => $"{Quoted(column.Key)}: {{{string.Join(", ", column.Value.Select(word => $"{Quoted(word.Key)}: {Quoted(word.Value)}"))}}}"))}}}");
    }

    private static void List(StringBuilder text, string key, IEnumerable<string> entries)
    {
        foreach (var (at, entry) in entries.Index())
        {
            if (at == 0)
                Line(text, $"{key}:");
            Line(text, $"  - {entry}");
        }
    }

    private static string Flow(params (string Key, string? Value)[] parts) => $"{{{string.Join(", ", parts.Where(part => part.Value is not null).Select(part => $"{part.Key}: {Word(part.Value!)}"))}}}";

    private static string? Slot(RowSlot slot) => slot.Column ?? (slot.Literal is { } said ? $"={said}" : null);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Word(string text) => Plain().IsMatch(text) ? text : Quoted(text);

    /// <summary>JSON's quotes are YAML's.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text, Quotes);

    [GeneratedRegex("^=?[A-Za-z0-9_][A-Za-z0-9_./%-]*( [A-Za-z0-9_./%-]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();
}
