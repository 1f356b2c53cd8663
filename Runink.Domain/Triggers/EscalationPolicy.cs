using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers;

/// <summary>An escalation policy kept outside of triggers, which name it: <c>escalation: ed-critical</c>.</summary>
/// <param name="Units">Units that have steps of their own.</param>
public sealed record EscalationPolicy(string Id, string Name, int Version, EscalationLadder Ladder, IReadOnlyDictionary<string, IReadOnlyList<EscalationStep>> Units)
{
    public IReadOnlyList<EscalationStep> StepsFor(string? unit) => unit is not null && Units.TryGetValue(unit, out var own) ? own : Ladder.Steps;

    /// <summary>Everybody whom it names.</summary>
    public IEnumerable<string> Names => Ladder.Steps.Concat(Units.Values.SelectMany(steps => steps)).Select(step => step.To).Concat(Ladder.Fallback is { } last ? [last] : []).Distinct(StringComparer.Ordinal);

    /// <summary>Reads the text of one policy: <c>policy:</c> with name, steps, fallback, ack_expires and units.</summary>
    /// <returns>Null when it has errors.</returns>
    public static (EscalationPolicy? Policy, IReadOnlyList<Diagnostic> Findings) Read(string id, string yaml, int version)
    {
        var report = new Report($"{id}.yaml");
        var lines = new TextLines(yaml.TrimStart('\uFEFF'));
        var roots = YamlText.Read(lines, $"{id}.yaml", report.Raw);
        if (report.Errors == 0 && (roots is not [YamlMap root] || root["policy"] is not YamlMap))
            report.Error("RNK1109", "A policy is one mapping under policy: with its steps.", lines.Span(0, 0));
        if (report.Errors > 0 || roots is not [YamlMap { } whole] || whole["policy"] is not YamlMap map)
            return (null, [.. report.Sorted()]);
        _ = new MapReader(whole, report, "policy");
        var read = new MapReader(map, report, "name", "steps", "fallback", "ack_expires", "units");
        if (read["steps"] is not YamlList steps)
        {
            report.Error("RNK1109", "steps is missing: whom to tell, and when.", map.Span);
            return (null, [.. report.Sorted()]);
        }

        var units = new Dictionary<string, IReadOnlyList<EscalationStep>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (unit, own) in read.Inner("units")?.Map.Entries ?? [])
        {
            if (own is YamlList list)
                units[unit.Text] = SettingsReader.Steps(list, report);
            else
                report.Error("RNK1110", "The steps of a unit are a list.", own.Span);
        }

        var ladder = new EscalationLadder(id, SettingsReader.Steps(steps, report), read.Duration("ack_expires"), read.Text("fallback"));
        var policy = new EscalationPolicy(id, read.Text("name") ?? id, version, ladder, units);
        return (report.Errors == 0 ? policy : null, [.. report.Sorted()]);
    }
}

/// <summary>One text of a policy. It never changes; what replaces it is a new version.</summary>
public sealed class PolicyVersion
{
    public required string PolicyId { get; init; }

    public required int Version { get; init; }

    public required string Yaml { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset At { get; init; }
}
