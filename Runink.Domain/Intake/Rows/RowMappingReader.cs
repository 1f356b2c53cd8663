using YamlDotNet.RepresentationModel;
using static Runink.Domain.Intake.Hl7v2.Profiles.ProfileNodes;

namespace Runink.Domain.Intake.Rows;

/// <summary>Reads the part <c>rows</c> of a profile.</summary>
internal static class RowMappingReader
{
    /// <exception cref="FormatException">It is none; the message says where and why.</exception>
    /// <param name="isDraft">What is still missing is no mistake yet.</param>
    public static RowMapping Read(YamlMappingNode node, bool isDraft = false)
    {
        Known(node, ["key", "changed", "times", "zone", "decimal", "patient", "stay", "device", "results", "words"]);
        var patient = Part(node, "patient") ?? (isDraft ? new YamlMappingNode() : throw Wrong(node, "rows say whose they are: patient: {number: COLUMN, authority: =HOSP}."));
        Known(patient, ["number", "authority", "type", "family", "given", "birth", "sex", "registers"]);
        var person = new PatientColumns(
            Slot(patient, "number"), Slot(patient, "authority"), Slot(patient, "type"), Slot(patient, "family"), Slot(patient, "given"), Slot(patient, "birth"), Slot(patient, "sex"),
            Yes(patient, "registers"));
        if (!isDraft && (!person.Number.IsThere || !person.Authority.IsThere))
            throw Wrong(patient, "number and authority are needed: a number without who gave it is anybody's.");
        var mapping = new RowMapping(Texts(node, "key"), Slot(node, "changed"), Texts(node, "times"), person, Stay(node), [.. Mappings(node, "results").Select(one => Result(one, isDraft))], Words(node)) { Zone = Zone(node), Decimal = Decimal(node), Device = Device(node, isDraft) };
        return !isDraft && mapping is { Stay: null, Results.Count: 0, Patient.Registers: false } ? throw Wrong(node, "rows that are no results, no stay and no register say nothing.") : mapping;
    }

    private static TimeZoneInfo? Zone(YamlMappingNode node) => Text(node, "zone") switch
    {
        null => null,
        var name => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : throw Wrong(node, $"{name} is not a time zone known to this machine."),
    };

    private static StayColumns? Stay(YamlMappingNode node)
    {
        if (Part(node, "stay") is not { } stay)
            return null;
        Known(stay, ["visit", "class", "unit", "room", "bed", "service", "started", "ended", "moves"]);
        return new StayColumns(
            Slot(stay, "visit"), Slot(stay, "class"), Slot(stay, "unit"), Slot(stay, "room"), Slot(stay, "bed"), Slot(stay, "service"), Slot(stay, "started"), Slot(stay, "ended"), Yes(stay, "moves"));
    }

    private static DeviceColumns? Device(YamlMappingNode node, bool isDraft)
    {
        if (Part(node, "device") is not { } device)
            return null;
        Known(device, ["number", "system", "kind", "maker", "model", "sent"]);
        var number = Slot(device, "number");
        return number.Column is null && !isDraft
            ? throw Wrong(device, "a device has a number: device: {number: COLUMN}.")
            : new DeviceColumns(number, Slot(device, "system"), Slot(device, "kind"), Slot(device, "maker"), Slot(device, "model"), Slot(device, "sent"));
    }

    private static char? Decimal(YamlMappingNode node) => Text(node, "decimal") switch
    {
        null => null,
        "," or "comma" => ',',
        "." or "point" => '.',
        var other => throw Wrong(node, $"decimal is comma or point, not {other}."),
    };

    private static ResultColumns Result(YamlMappingNode node, bool isDraft)
    {
        Known(node, ["code", "system", "text", "value", "unit", "at", "status", "range", "flag", "item"]);
        var code = isDraft ? Text(node, "code") ?? "" : Required(node, "code");
        if (code.Contains('^', StringComparison.Ordinal) && code.Split('^') is not [{ Length: > 0 }, _, { Length: > 0 }])
            throw Wrong(node, $"{code} is neither a column nor a code^text^system.");
        return new ResultColumns(
            code.Contains('^', StringComparison.Ordinal) ? new RowSlot(null, code) : RowSlot.Parse(code), Slot(node, "system"), Slot(node, "text"), isDraft ? Slot(node, "value") : RowSlot.Parse(Required(node, "value")),
            Slot(node, "unit"), Slot(node, "at"), Slot(node, "status"), Slot(node, "range"), Slot(node, "flag"))
        {
            Item = Slot(node, "item"),
        };
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Words(YamlMappingNode node) => Part(node, "words") is { } words
        ? words.Children.ToDictionary(
            pair => pair.Key.ToString(),
            pair => (IReadOnlyDictionary<string, string>)(pair.Value as YamlMappingNode ?? throw Wrong(pair.Value, "words of a column are a mapping.")).Children
                .ToDictionary(word => word.Key.ToString(), word => word.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase)
        : [];

    private static YamlMappingNode? Part(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var found) ? found as YamlMappingNode ?? throw Wrong(found, $"{key} is a mapping.") : null;

    private static RowSlot Slot(YamlMappingNode node, string key) => RowSlot.Parse(Text(node, key));

    private static bool Yes(YamlMappingNode node, string key) => Text(node, key) switch
    {
        null or "no" or "false" => false,
        "yes" or "true" => true,
        var other => throw Wrong(node, $"{key} is yes or no, not {other}."),
    };

    /// <summary>One, or a list.</summary>
    private static List<string> Texts(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var found) && found is YamlScalarNode { Value: { Length: > 0 } one }
        ? [one]
        : [.. Sequence(node, key).Select(entry => entry.ToString())];
}
