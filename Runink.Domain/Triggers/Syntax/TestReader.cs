using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Syntax;

/// <summary>Reads the tests that stand beside a trigger.</summary>
internal static class TestReader
{
    public static IReadOnlyList<ParsedTest> Read(IReadOnlyList<YamlNode> nodes, Report report)
    {
        var tests = new List<ParsedTest>();
        foreach (var node in nodes)
        {
            if (node is not YamlMap map)
            {
                report.Error("RNK1110", "A test has name, given and expect.", node.Span);
                continue;
            }

            var read = new MapReader(map, report, "name", "given", "expect");
            var givens = read.List("given").Select((g, i) => Given(g, i + 1, report)).OfType<ParsedGiven>().ToArray();
            var expected = read["expect"] switch
            {
                YamlList list => [.. list.Items.Select(e => Expectation(e, report)).OfType<ParsedExpectation>()],
                { } one when Expectation(one, report) is { } single => [single],
                _ => Array.Empty<ParsedExpectation>(),
            };
            if (expected.Length == 0)
                report.Error("RNK1109", "expect is missing.", map.Span);
            tests.Add(new(read.Text("name") ?? $"test {tests.Count + 1}", map.Span, givens, expected));
        }

        return tests;
    }

    /// <summary><c>T+90m</c>, <c>T-2h</c>, <c>T</c>.</summary>
    public static TimeSpan? Offset(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0 || trimmed[0] is not ('T' or 't'))
            return null;
        var rest = trimmed[1..].Trim();
        return rest.Length == 0 ? TimeSpan.Zero
            : rest[0] == '+' ? DurationText.Parse(rest[1..])
            : rest[0] == '-' ? -DurationText.Parse(rest[1..]) : null;
    }

    private static ParsedGiven? Given(YamlNode node, int number, Report report)
    {
        if (node is not YamlMap map)
        {
            report.Error("RNK1110", "A given is a mapping: patient, encounter, or at with signals.", node.Span);
            return null;
        }

        var read = new MapReader(map, report);
        var signals = new List<(YamlScalar, YamlScalar)>();
        foreach (var (key, value) in map.Entries)
        {
            if (key.Text is "patient" or "encounter" or "at" or "recorded" or "status" or "reference" or "flag" or "item" or "parameters")
                continue;
            if (value is YamlScalar scalar)
                signals.Add((key, scalar));
            else
                report.Error("RNK1110", $"{key.Text} must be one value.", value.Span);
        }

        var at = At(read, report) ?? TimeSpan.Zero;
        return new(number, at, read.Inner("patient", "age", "sex", "birth_date", "born", "deceased")?.Map, read.Inner("encounter", "type", "unit", "bed", "service", "started")?.Map, signals, read.OneOf("status", "final", "preliminary", "corrected", "entered-in-error"))
        {
            Parameters = [.. (read.Inner("parameters")?.Map.Entries ?? []).Where(entry => entry.Value is YamlScalar).Select(entry => (entry.Key, (YamlScalar)entry.Value))],
            Reference = read.Text("reference"),
            Flag = read.Text("flag"),
            Item = read.Text("item"),
            Recorded = Recorded(read, at, signals.Count > 0, report),
        };
    }

    private static TimeSpan Recorded(MapReader read, TimeSpan at, bool hasSignals, Report report)
    {
        if (read.Scalar("recorded") is not { } scalar)
            return at;
        if (!hasSignals)
            report.Error("RNK1110", "recorded goes with signals: it says when they reach us.", scalar.Span);
        else if (Offset(scalar.Text) is not { } recorded)
            report.Error("RNK1110", "recorded must be a time such as T+2h.", scalar.Span);
        else if (recorded < at)
            report.Error("RNK1110", "recorded must not be before at: nothing reaches us before it happens.", scalar.Span);
        else
            return recorded;
        return at;
    }

    private static ParsedExpectation? Expectation(YamlNode node, Report report)
    {
        if (node is not YamlMap map)
        {
            report.Error("RNK1110", "expect is a mapping with at and fires.", node.Span);
            return null;
        }

        var read = new MapReader(map, report, "at", "fires", "firings");
        Verdict? fires = read.OneOf("fires", "true", "false", "unknown") switch { "true" => Verdict.True, "false" => Verdict.False, "unknown" => Verdict.Unknown, _ => null };
        var firings = read.Whole("firings");
        if (read["fires"] is null && read["firings"] is null)
            report.Error("RNK1109", "fires is missing.", map.Span);
        return new(At(read, report), fires, firings, map.Span);
    }

    private static TimeSpan? At(MapReader read, Report report)
    {
        if (read.Scalar("at") is not { } scalar)
            return null;
        var offset = Offset(scalar.Text);
        if (offset is null)
            report.Error("RNK1110", "at must be a time such as T+90m.", scalar.Span);
        return offset;
    }
}
