using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Mapping;

namespace Runink.Companion.Intake.Mapping;

/// <summary>A sample as somebody gave it, and how it is to be read where that cannot be told.</summary>
/// <param name="Delimiter">Null: as it looks.</param>
/// <param name="HasHeader">Null: as it looks.</param>
public sealed record SampleText(string Text, string? Delimiter = null, bool? HasHeader = null)
{
    public const int MostBytes = 1024 * 1024;

    /// <summary>Of one message of an open page.</summary>
    public const int MostPasted = 40_000;

    private const int MostRows = 2000;
    private const int MostColumns = 300;
    private const int LinesToTell = 40;

    private static readonly (string Sign, string Name)[] Delimiters = [(";", "semicolons"), ("\t", "tabs"), (",", "commas"), ("|", "bars")];

    public static readonly IReadOnlyList<string> Encodings = ["utf-8", "utf-16", "windows-1252", "iso-8859-15", "windows-1250", "iso-8859-2"];

    /// <summary>The text of a file. What is not UTF-8 can be many things: its encoding is asked for.</summary>
    /// <param name="encoding">One of <see cref="Encodings"/>; null where nobody has said it.</param>
    public static Outcome<string> Decode(ReadOnlySpan<byte> bytes, string? encoding)
    {
        if (bytes.Length > MostBytes)
            return new Refusal("too-long", "A sample has 1 MiB at most. Give the first few hundred lines.");
        if (bytes is [0xFF, 0xFE, ..])
            return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes is [0xFE, 0xFF, ..])
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            bytes = bytes[3..];
        try
        {
            var named = string.IsNullOrEmpty(encoding) || encoding == "utf-8" ? new UTF8Encoding(false, true)
                : encoding == "utf-16" ? new UnicodeEncoding(false, false, true)
                : CodePagesEncodingProvider.Instance.GetEncoding(encoding, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback) ?? Encoding.GetEncoding(encoding, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            var text = named.GetString(bytes);
            return text.Contains('\0', StringComparison.Ordinal) ? new Refusal("invalid", "This is no text, or it is UTF-16 without a mark: say its encoding.") : text;
        }
        catch (Exception problem) when (problem is DecoderFallbackException or ArgumentException)
        {
            return new Refusal("invalid", string.IsNullOrEmpty(encoding) ? "These bytes are not UTF-8, and nothing says what else they are. Choose the encoding, then give the file again: Windows-1252 is usual in Western Europe and the Americas." : $"These bytes are not {encoding}.");
        }
    }

    public Outcome<FeedSample> Read()
    {
        var text = Text.TrimStart('\uFEFF');
        if (Encoding.UTF8.GetByteCount(text) > MostBytes)
            return new Refusal("too-long", "A sample has 1 MiB at most. Give the first few hundred lines.");
        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty)
            return new Refusal("invalid", "There is nothing in it. Paste the first lines of the feed, or choose a file.");
        if (start.StartsWith("MSH|", StringComparison.Ordinal))
            return new Refusal("invalid", "These are HL7 v2 messages: they are read as they are. What they call by names of their own is told in the text of a profile.");
        return start[0] is '{' or '[' ? Json(text) : Csv(text);
    }

    private static Outcome<FeedSample> Json(string text)
    {
        var (rows, rejects) = (new List<SampleRow>(), new List<SampleReject>());
        try
        {
            using var whole = JsonDocument.Parse(text);
            foreach (var (at, element) in Objects(whole.RootElement).Take(MostRows).Index())
                Add(element, at + 1);
        }
        catch (JsonException)
        {
            foreach (var (at, line) in text.ReplaceLineEndings("\n").Split('\n').Index().Where(line => line.Item.Length > 0 && !string.IsNullOrWhiteSpace(line.Item)).Take(MostRows))
            {
                try
                {
                    using var one = JsonDocument.Parse(line);
                    Add(one.RootElement, at + 1);
                }
                catch (JsonException)
                {
                    rejects.Add(new SampleReject(at + 1, null, "The line is no object of JSON."));
                }
            }
        }

        if (rows.Count == 0)
            return new Refusal("invalid", "It begins like JSON and has no object that can be read: one object a line, or a list of objects.");
        if (rows.Exists(row => row.Row["resourceType"] is not null))
            return new Refusal("invalid", "These are FHIR resources: they need no mapping.");
        return new FeedSample([.. rows.SelectMany(row => row.Row.Columns).Distinct(StringComparer.OrdinalIgnoreCase)], rows, rejects, ["JSON: what is nested is called by its path."]);

        void Add(JsonElement element, int line)
        {
            if (JsonRows.Of(element) is { } row)
                rows.Add(new SampleRow(line, row));
            else
                rejects.Add(new SampleReject(line, null, "It is no object, or one with more than 300 values."));
        }
    }

    /// <summary>A list, one object, or the one list of objects that an object holds.</summary>
    private static IEnumerable<JsonElement> Objects(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return root.EnumerateArray();
        var lists = root.ValueKind == JsonValueKind.Object
            ? root.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Array && one.Value.GetArrayLength() > 0 && one.Value[0].ValueKind == JsonValueKind.Object).ToList()
            : [];
        return lists is [var only] && root.EnumerateObject().All(one => one.Name == only.Name || one.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) && only.Value.GetArrayLength() > 1 ? only.Value.EnumerateArray() : [root];
    }

    private Outcome<FeedSample> Csv(string text)
    {
        var notes = new List<string>();
        if (Delimiter is not null && Array.TrueForAll(Delimiters, one => one.Sign != Delimiter))
            return new Refusal("invalid", "Fields are parted by a comma, a semicolon, a tab or a bar.");
        if ((Delimiter ?? Told(text)) is not { } sign)
            return new Refusal("invalid", "Neither commas, semicolons, tabs nor bars part its lines into fields in the same way. Choose the sign, or look whether this is a table at all.");
        var records = Records(text, sign, MostRows + 2).ToList();
        if (records.Count == 0)
            return new Refusal("invalid", "There is no line with a field in it.");
        notes.Add($"Fields are parted by {Array.Find(Delimiters, one => one.Sign == sign).Name}.");
        var hasHeader = HasHeader ?? LooksLikeHeader(records[0].Fields);
        var first = records[0].Fields;
        if (first.Length > MostColumns)
            return new Refusal("too-long", "A sample has 300 columns at most.");
        var columns = hasHeader ? ColumnNames.Distinct(first) : ColumnNames.Places(first.Length);
        if (!hasHeader)
            notes.Add("Its first line has values and names no columns: they are called by their place.");
        else if (!columns.SequenceEqual(first.Select(name => name.Trim()), StringComparer.Ordinal))
            notes.Add("Two columns had one name, or one had none: they are told apart by a number.");
        var (rows, rejects) = (new List<SampleRow>(), new List<SampleReject>());
        foreach (var (line, fields) in records.Skip(hasHeader ? 1 : 0).Take(MostRows))
        {
            if (fields.Length == columns.Count)
                rows.Add(new SampleRow(line, new SourceRow(columns, [.. fields.Select(cell => cell.Length == 0 ? null : cell)])));
            else
                rejects.Add(new SampleReject(line, null, string.Create(CultureInfo.InvariantCulture, $"The line has {fields.Length} fields and {(hasHeader ? "the header" : "the first line")} {columns.Count}.")));
        }

        if (records.Count > MostRows + (hasHeader ? 1 : 0))
            notes.Add("Only the first 2,000 rows are looked at.");
        return new FeedSample(columns, rows, rejects, notes);
    }

    /// <summary>The sign that parts nearly all lines into as many fields as the first; of two, the one that gives more fields.</summary>
    private static string? Told(string text)
    {
        var found = Delimiters.Select(one => (one.Sign, Records: Records(text, one.Sign, LinesToTell).ToList()))
            .Where(one => one.Records.Count > 0 && one.Records[0].Fields.Length > 1 && one.Records.Count(record => record.Fields.Length == one.Records[0].Fields.Length) * 10 >= one.Records.Count * 8)
            .OrderByDescending(one => one.Records[0].Fields.Length).Select(one => one.Sign).ToList();
        return found.FirstOrDefault();
    }

    private static IEnumerable<(int Line, string[] Fields)> Records(string text, string sign, int most)
    {
        using var reader = new StringReader(text);
        using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = sign, BadDataFound = null });
        for (var count = 0; count < most && csv.Read(); count++)
        {
            if (csv.Record is { } record && !record.All(string.IsNullOrWhiteSpace))
                yield return (csv.RawRow, record);
        }
    }

    /// <summary>Names of columns are no numbers and no times.</summary>
    private static bool LooksLikeHeader(string[] fields) =>
        fields.All(field => string.IsNullOrWhiteSpace(field) || !(char.IsAsciiDigit(field.Trim()[0]) && (NumberWriting.Of([field.Trim()]).IsNumber || TimeWriting.Of([field.Trim()]).IsTime)));
}
