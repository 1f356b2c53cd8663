using System.Globalization;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>
/// OBX segments of one patient with the numbers and the time of their order (ORC, OBR). What cannot be read is a finding and its
/// neighbours are taken.
/// </summary>
internal sealed class Hl7Observations(Hl7Clock clock, string sender, string source, List<IntakeFinding> findings)
{
    /// <summary>Each is searched from the field's beginning; more are a list that somebody put into one result.</summary>
    private const int MostValues = 100;

    private readonly Dictionary<string, int> occurrences = new(StringComparer.Ordinal);

    public List<ObservationNotice> Read(IEnumerable<Hl7Segment> segments)
    {
        var found = new List<ObservationNotice>();
        var order = Order.None;
        string? common = null;
        var last = -1;
        DeviceNotice? device = null;
        foreach (var segment in segments)
        {
            switch (segment.Name)
            {
                case "ORC":
                    common = Number(segment, 3) ?? Number(segment, 2);
                    (order, device) = (Order.None, null);
                    break;
                case "OBR":
                    (last, device) = (-1, null);
                    order = new Order(Number(segment, 3) ?? Number(segment, 2) ?? common, ReportAt(segment), clock.Read(segment, 22, "The time of the report"), segment.Get(25));
                    common = null;
                    break;
                case "OBX":
                    last = found.Count;
                    found.AddRange(ReadOne(segment, order).Select(one => one with { Device = Device(segment, 18) ?? device }));
                    break;
                case "PRT" when Device(segment, 10) is { } taking && last >= 0:
                    for (var at = last; at < found.Count; at++)
                        found[at] = found[at].Device is null ? found[at] with { Device = taking } : found[at];
                    break;
                case "PRT":
                    device = Device(segment, 10) ?? device;
                    break;
                case "NTE" when last >= 0 && segment.Text(3) is { Length: > 0 } note:
                    for (var at = last; at < found.Count; at++)
                        found[at] = found[at] with { Note = found[at].Note is { } before ? $"{before}\n{note}" : note };
                    break;
            }
        }

        return found;
    }

    private DateTimeOffset? ReportAt(Hl7Segment obr) =>
        clock.Read(obr, 7, "The observation time of the report") ?? clock.Read(obr, 14, "The time at which the specimen came") ?? clock.Read(obr, 22, "The time of the report");

    /// <summary>OBX-18 and PRT-10 (EI); a PRT before the first result of an order holds for all of them.</summary>
    private DeviceNotice? Device(Hl7Segment segment, int field) =>
        segment.Get(field) is { } number ? new DeviceNotice(Giver(segment, field), number, source) { Place = segment.Place(field) } : null;

    /// <summary>The parts of an EI that an HD has as subcomponents are components.</summary>
    private string Giver(Hl7Segment segment, int field) => (segment.Get(field, 2), segment.Get(field, 3), segment.Get(field, 4)?.ToUpperInvariant()) switch
    {
        ({ } name, _, _) => name,
        (_, { } id, "ISO") => $"urn:oid:{id}",
        (_, { } id, "UUID" or "GUID") => $"urn:uuid:{id.ToLowerInvariant()}",
        (_, { } id, _) => id,
        _ => sender,
    };

    /// <summary>An order number with whoever gave it.</summary>
    private string? Number(Hl7Segment segment, int field) =>
        segment.Get(field) is { } number ? $"{Hl7Authority.Of(segment, field, 2, 1, sender)}|{number}" : null;

    private IEnumerable<ObservationNotice> ReadOne(Hl7Segment obx, Order order)
    {
        var codes = Codes(obx);
        if (codes.Count == 0)
        {
            findings.Add(new(IntakeFinding.CodeMissing, obx.Place(3), "The observation does not say what was observed."));
            yield break;
        }

        var at = clock.Read(obx, 14, "The observation time") ?? order.At ?? clock.Sent;
        var status = Status(obx.Get(11) ?? order.Status);
        var type = obx.Get(2);
        var values = type is "ED" or "RP" ? [] : Values(obx, type).ToList();
        if (type is "ED" or "RP")
            findings.Add(new(IntakeFinding.DocumentNotRead, obx.Place(5), "A document or a pointer to one is kept with the message and not read."));
        if (obx.Repetitions(5) > MostValues && type is not ("TX" or "FT" or "ST" or null))
            findings.Add(new(IntakeFinding.NotRead, obx.Place(5), $"Of more than {MostValues} values in one result the first are read."));
        if (values.Count == 0 && status == "entered-in-error")
            values.Add(("", []));
        var unit = obx.Get(6) ?? obx.Get(6, 2);
        string[] flags = [.. Enumerable.Range(1, obx.Repetitions(8)).Select(repetition => obx.Get(8, 1, repetition)).OfType<string>()];
        foreach (var (value, synonyms) in values)
        {
            if (type == "NM" && value.Length > 0 && !value.Any(char.IsAsciiDigit))
                findings.Add(new(IntakeFinding.ValueUnreadable, obx.Place(5), "The value is declared numeric (NM) and is not a number. It is kept as text."));
            yield return new ObservationNotice(codes, value, unit, at, status)
            {
                Key = Key(order, codes[0], obx.Get(4)),
                VersionAt = order.VersionAt ?? clock.SaidSent,
                Synonyms = synonyms,
                Place = obx.Place(5),
                ReferenceRange = obx.Get(7),
                Flags = flags,
                Item = order.Number?[(order.Number.LastIndexOf('|') + 1)..],
            };
        }
    }

    /// <summary>Order, test and sub-id; the second of the same in one message is another one.</summary>
    private string? Key(Order order, Coding code, string? sub)
    {
        if (order.Number is null)
            return null;
        var key = $"{order.Number}|{code.System}|{code.Code}|{sub}";
        var before = occurrences[key] = occurrences.GetValueOrDefault(key) + 1;
        return before == 1 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}#{before}");
    }

    private static List<Coding> Codes(Hl7Segment obx)
    {
        var codes = new List<Coding>(2);
        if (obx.Get(3) is { } code)
            codes.Add(new Coding(obx.Get(3, 3) ?? "local", code, obx.Get(3, 2)));
        if (obx.Get(3, 4) is { } alternate)
            codes.Add(new Coding(obx.Get(3, 6) ?? "local", alternate, obx.Get(3, 5)));
        if (codes.Count == 0 && obx.Get(3, 2) is { } text)
            codes.Add(new Coding("local", text, text));
        return codes;
    }

    /// <summary>
    /// Texts of several lines are one value. Other repetitions are values of their own. SN (comparator^number) becomes one text, a
    /// code comes with its other words.
    /// </summary>
    private static IEnumerable<(string Value, IReadOnlyList<string> Synonyms)> Values(Hl7Segment obx, string? type)
    {
        var repetitions = Math.Min(obx.Repetitions(5), MostValues);
        switch (type)
        {
            case "TX" or "FT" or "ST" or null:
                var text = obx.Text(5);
                if (text.Length > 0 && text != "\"\"")
                    yield return (text, []);
                break;
            case "SN":
                for (var i = 1; i <= repetitions; i++)
                {
                    var comparator = obx.Get(5, 1, i) is "=" ? null : obx.Get(5, 1, i);
                    if (string.Concat(comparator, obx.Get(5, 2, i), obx.Get(5, 3, i), obx.Get(5, 4, i)) is { Length: > 0 } structured)
                        yield return (structured, []);
                }

                break;
            case "CE" or "CWE" or "CNE" or "CF" or "IS" or "ID":
                for (var i = 1; i <= repetitions; i++)
                {
                    string[] words = [.. new[] { obx.Get(5, 1, i), obx.Get(5, 2, i), obx.Get(5, 4, i), obx.Get(5, 5, i), obx.Get(5, 9, i) }.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
                    if (words.Length > 0)
                        yield return (words[0], words[1..]);
                }

                break;
            default:
                for (var i = 1; i <= repetitions; i++)
                {
                    if (obx.Get(5, 1, i) is { } value)
                        yield return (value, []);
                }

                break;
        }
    }

    /// <summary>HL7 tables 0085 and 0123.</summary>
    private static string Status(string? code) => code switch
    {
        null or "" or "F" or "U" => "final",
        "C" => "corrected",
        "P" or "R" or "S" or "I" or "A" => "preliminary",
        "W" or "D" or "X" => "entered-in-error",
        _ => "unknown",
    };

    /// <param name="Number">Filler's or else placer's number, with its authority.</param>
    /// <param name="VersionAt">When the filler brought the report to its status.</param>
    private sealed record Order(string? Number, DateTimeOffset? At, DateTimeOffset? VersionAt, string? Status)
    {
        public static Order None { get; } = new(null, null, null, null);
    }
}
