using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Contracts;

/// <summary>Reads the text of one feed's contract: <c>contract:</c> with feed, owner, silence, volume, required, signals, codes, cost and tests.</summary>
public sealed class FeedContractReader
{
    internal static readonly Dictionary<string, ContractField> Fields = new(StringComparer.Ordinal)
    {
        ["control_id"] = ContractField.ControlId, ["sent"] = ContractField.Sent, ["stay"] = ContractField.Stay, ["time"] = ContractField.Time, ["unit"] = ContractField.Unit, ["code"] = ContractField.Code,
    };

    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly Vocabulary vocabulary;
    private readonly Report report;

    private FeedContractReader(Vocabulary vocabulary, Report report) => (this.vocabulary, this.report) = (vocabulary, report);

    /// <returns>Null when it has errors, or when one of its tests comes out otherwise.</returns>
    public static (FeedContract? Contract, IReadOnlyList<Diagnostic> Findings) Read(string id, string yaml, int version, Vocabulary vocabulary)
    {
        var found = new Report($"{id}.yaml");
        var lines = new TextLines(yaml.TrimStart('\uFEFF'));
        var roots = YamlText.Read(lines, $"{id}.yaml", found.Raw);
        if (found.Errors == 0 && (roots is not [YamlMap root] || root["contract"] is not YamlMap))
            found.Error("RNK1109", "A contract is one mapping under contract: with the feed it is for.", lines.Span(0, 0));
        if (found.Errors > 0 || roots is not [YamlMap { } whole] || whole["contract"] is not YamlMap map)
            return (null, [.. found.Sorted()]);
        _ = new MapReader(whole, found, "contract");
        var contract = new FeedContractReader(vocabulary, found).Read(id, version, map);
        if (found.Errors == 0)
        {
            foreach (var result in ContractTests.Run(contract, vocabulary).Where(result => !result.Passed))
                found.Error("RNK1201", $"{result.Test.Name}: {result.Why}", result.Test.Span);
        }

        return (found.Errors == 0 ? contract : null, [.. found.Sorted()]);
    }

    private FeedContract Read(string id, int version, YamlMap map)
    {
        var read = new MapReader(map, report, "feed", "owner", "paused", "silence", "volume", "required", "signals", "codes", "cost", "tests");
        var cost = read.Inner("cost", "messages_per_day", "values_per_day");
        if (read.Duration("silence") is { } silence && silence < TimeSpan.FromMinutes(1))
            report.Error("RNK1110", "A silence is a minute at least.", read.SpanOf("silence"));
        var contract = new FeedContract(id, read.Required("feed") ?? "", read.Required("owner") ?? "", version)
        {
            IsPaused = read.Truth("paused") ?? false, Silence = read.Duration("silence"),
            Volumes = [.. Maps(read, "volume").Select(Volume)],
            Required = [.. Once(Maps(read, "required").Select(Share).Where(one => one.Field is not null || one.Signal is not null), one => one.Signal ?? one.Field.ToString()!, read, "required")],
            Signals = [.. Once(Maps(read, "signals").Select(Terms).Where(one => one.Signal.Length > 0), one => one.Signal, read, "signals")],
            Codes = [.. Once(Maps(read, "codes").Select(Codes), one => one.System, read, "codes")],
            MessagesADay = Positive(cost, "messages_per_day"), ValuesADay = Positive(cost, "values_per_day"),
            Tests = [.. Maps(read, "tests").Select(Test)],
        };
        if (report.Errors == 0 && !contract.IsPaused && contract is { Silence: null, Volumes: [], Required: [], Signals: [], Codes: [], MessagesADay: null, ValuesADay: null })
            report.Error("RNK1109", "Nothing is agreed yet: say silence, volume, required, signals, codes or cost.", map.Span);
        return contract;
    }

    private int? Positive(MapReader? read, string key)
    {
        if (read?.Whole(key) is not { } number)
            return null;
        if (number == 0)
            report.Error("RNK1110", $"{key} is 1 at least.", read.SpanOf(key));
        return number;
    }

    private VolumeBand Volume(YamlMap map)
    {
        var read = new MapReader(map, report, "per_hour", "days", "hours");
        var (least, most) = Range(read, "per_hour", "..", int.MaxValue) ?? (0, int.MaxValue);
        if (read["per_hour"] is null)
            report.Error("RNK1109", "per_hour is missing.", map.Span);
        if (least > most)
            report.Error("RNK1110", "per_hour goes from the least to the most, such as 10..400.", read.SpanOf("per_hour"));
        var hours = Range(read, "hours", "-", 24);
        var days = new List<DayOfWeek>();
        foreach (var day in read.List("days"))
        {
            if (day is YamlScalar scalar && Array.IndexOf(Days, scalar.Text.ToLowerInvariant()) is var at and >= 0)
                days.Add((DayOfWeek)at);
            else
                report.Error("RNK1110", $"A day is one of {string.Join(", ", Days)}.", day.Span);
        }

        return new VolumeBand(days, hours?.Item1, hours?.Item2, least, most);
    }

    /// <summary>Two whole numbers with something between them.</summary>
    private (int, int)? Range(MapReader read, string key, string between, int most)
    {
        if (read.Scalar(key) is not { } scalar)
            return null;
        if (scalar.Text.Split(between, 2, StringSplitOptions.TrimEntries) is [var first, var last] && Number(first) is { } from && Number(last) is { } to && from <= most && to <= most)
            return (from, to);
        report.Error("RNK1110", key == "hours" ? "hours are written 8-17, or 22-6 over midnight." : "per_hour is written 10..400.", scalar.Span);
        return null;

        static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private RequiredShare Share(YamlMap map)
    {
        var read = new MapReader(map, report, "field", "signal", "at_least");
        if ((read["field"] is null) == (read["signal"] is null))
            report.Error("RNK1109", "Say what is required: a field or a signal.", map.Span);
        return new RequiredShare(read.OneOf("field", [.. Fields.Keys]) is { } field ? Fields[field] : null, Signal(read, "signal"), Percent(read));
    }

    private SignalTerms Terms(YamlMap map)
    {
        var read = new MapReader(map, report, "name", "units", "values", "at_least");
        var name = read.Required("name") is null ? "" : Signal(read, "name") ?? "";
        var (units, values) = (Texts(read, "units"), Texts(read, "values"));
        if (units.Count + values.Count == 0)
            report.Error("RNK1109", "Say the units in which it comes, or the values that it has.", map.Span);
        if (vocabulary.Find(name) is { } concept)
        {
            if (units.Count > 0 && concept.Kind != ConceptKind.Quantity)
                report.Error("RNK1110", $"{concept.Label} has no unit.", read.SpanOf("units"));
            if (values.Count > 0 && concept.Kind is not (ConceptKind.Code or ConceptKind.Boolean))
                report.Error("RNK1110", $"{concept.Label} has no set of values.", read.SpanOf("values"));
        }

        return new SignalTerms(name, units, values, Percent(read));
    }

    private string? Signal(MapReader read, string key)
    {
        if (read.Text(key) is not { } written)
            return null;
        if (vocabulary.Find(written) is { } concept)
            return concept.Name;
        // A code that nobody mapped has a name as well, and can be agreed on.
        if (written.Split('|') is [{ Length: > 0 }, { Length: > 0 }])
            return written;
        var near = Nearest.Of(written, vocabulary.Names);
        report.Error("RNK1110", $"There is no signal {written}.{(near is null ? "" : $" Did you mean {near}?")}", read.SpanOf(key), near);
        return null;
    }

    private AgreedCodes Codes(YamlMap map)
    {
        var read = new MapReader(map, report, "system", "only");
        var only = Texts(read, "only");
        if (only.Count == 0)
            report.Error("RNK1109", "only lists the codes that are agreed.", map.Span);
        return new AgreedCodes(CodeSystem.Normalise(read.Required("system") ?? ""), only);
    }

    /// <summary>1 where nothing is said: all of them.</summary>
    private decimal Percent(MapReader read)
    {
        if (read.Scalar("at_least") is not { } scalar)
            return 1;
        if (decimal.TryParse(scalar.Text.TrimEnd('%').TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100)
            return percent / 100;
        report.Error("RNK1110", "at_least is a share such as 99 %.", scalar.Span);
        return 1;
    }

    private ContractTest Test(YamlMap map)
    {
        var read = new MapReader(map, report, "name", "messages", "values", "at", "silent", "without", "signals", "expect");
        var messages = read.Whole("messages") ?? 0;
        var signals = Maps(read, "signals").Select(one => TestedSignal(one, messages)).Where(one => one.Name.Length > 0).DistinctBy(one => one.Name, StringComparer.Ordinal).ToDictionary(one => one.Name, one => one.Counts, StringComparer.Ordinal);
        var without = Texts(read, "without");
        if (without.FirstOrDefault(word => !Fields.ContainsKey(word) || word is "unit" or "code") is { } odd)
            report.Error("RNK1110", $"{odd} is none of control_id, sent, stay and time.", read.SpanOf("without"));
        return new ContractTest(
            read.Required("name") ?? "",
            new HourCounts
            {
                Messages = messages, WithValues = signals.Count > 0 ? messages : 0, Values = read.Whole("values") ?? signals.Sum(one => one.Value.Values), Signals = signals,
                WithControlId = Having("control_id"), WithSent = Having("sent"), WithStay = signals.Count > 0 ? Having("stay") : 0, TimesWrong = messages - Having("time"),
            },
            Moment(read), read.Duration("silent") ?? TimeSpan.Zero, Texts(read, "expect"), map.Span);

        int Having(string field) => without.Contains(field, StringComparer.Ordinal) ? 0 : messages;
    }

    private (string Name, SignalCounts Counts) TestedSignal(YamlMap map, int messages)
    {
        var read = new MapReader(map, report, "name", "values", "unit", "value");
        var name = Signal(read, "name") ?? "";
        var values = read.Whole("values") ?? messages;
        var counted = new Dictionary<string, int>(StringComparer.Ordinal);
        return (name, new SignalCounts(Math.Min(values, messages), values)
        {
            Units = vocabulary.Find(name) is null or { Kind: ConceptKind.Quantity } ? new Dictionary<string, int>(StringComparer.Ordinal) { [read.Text("unit") ?? ""] = values } : counted,
            Words = read.Text("value") is { } word ? new Dictionary<string, int>(StringComparer.Ordinal) { [word] = values } : counted,
        });
    }

    /// <summary>A weekday and an hour, as <c>sat 23</c>; Monday noon where nothing is said.</summary>
    private DateTime Moment(MapReader read)
    {
        var monday = new DateTime(2026, 1, 5, 0, 0, 0, DateTimeKind.Unspecified);
        if (read.Scalar("at") is not { } scalar)
            return monday.AddHours(12);
        if (scalar.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var day, var hour] && Array.IndexOf(Days, day.ToLowerInvariant()) is var at and >= 0 && int.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var clock) && clock < 24)
            return monday.AddDays((at + 6) % 7).AddHours(clock);
        report.Error("RNK1110", "at is a day and an hour, such as sat 23.", scalar.Span);
        return monday;
    }

    private IEnumerable<T> Once<T>(IEnumerable<T> all, Func<T, string> name, MapReader read, string key)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in all.ToList())
        {
            if (!seen.Add(name(one)))
                report.Error("RNK1108", $"{name(one)} is here twice.", read.SpanOf(key));
            yield return one;
        }
    }

    private IEnumerable<YamlMap> Maps(MapReader read, string key)
    {
        foreach (var node in read.List(key))
        {
            if (node is YamlMap map)
                yield return map;
            else
                report.Error("RNK1110", $"{key} is a list of mappings.", node.Span);
        }
    }

    private static IReadOnlyList<string> Texts(MapReader read, string key) => [.. read.List(key).OfType<YamlScalar>().Select(scalar => scalar.Text)];
}
