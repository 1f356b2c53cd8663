using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Syntax;

/// <summary>Reads one trigger.</summary>
internal static class TriggerReader
{
    public static readonly string[] Keys =
    [
        "id", "name", "description", "severity", "when", "where", "for", "max_gap", "resolve_when", "episode", "unless", "quality", "then", "sla",
        "escalation", "ack_expires", "checklist", "parameters", "evidence", "budget", "worklist", "inhibits", "tests",
    ];

    public static ParsedTrigger Read(YamlMap node, string file, PackContext pack, Report report)
    {
        var read = new MapReader(node, report, Keys);
        var name = read.Text("name") ?? read.Text("id") ?? Slug.NameOfFile(file);
        var severity = Severity(read);
        if (read["when"] is null)
            report.Error("RNK1109", "when is missing: the condition that makes it fire.", node.Span);
        var then = read.List("then");
        if (then.Count == 0)
            report.Error("RNK1109", "then is missing: what to do when it fires.", node.Span);
        var templates = new List<ParsedTemplate>();
        var resolve = read.Expression("resolve_when");
        var episode = SettingsReader.Episode(read, resolve is not null, out var reAlert);
        return new()
        {
            Node = node,
            Id = Slug.Of(read.Text("id") ?? read.Text("name") ?? Path.GetFileNameWithoutExtension(file)),
            Name = name,
            Description = read.Text("description"),
            Severity = severity,
            When = read.Expression("when"),
            Where = read.Expression("where"),
            Unless = read.Expression("unless"),
            ResolveWhen = resolve,
            ReAlertWhen = reAlert,
            For = read.Duration("for") ?? TimeSpan.Zero,
            MaxGap = read.Duration("max_gap"),
            StaleAfter = (read["quality"] as YamlMap)?["stale_after"] is YamlScalar stale ? DurationText.Parse(stale.Text) : null,
            FinalOnly = (read["quality"] as YamlMap)?["final_only"] is YamlScalar { Text: "true" or "yes" },
            Episode = episode,
            Sla = SettingsReader.Sla(read, severity),
            Escalation = SettingsReader.Escalation(read, severity, pack, report),
            ChecklistName = read["checklist"] is YamlScalar named ? named.Text : null,
            Checklist = read["checklist"] switch
            {
                YamlScalar kept => pack.Checklists.GetValueOrDefault(kept.Text) ?? [],
                YamlList list => SettingsReader.Items(list.Items, report),
                _ => [],
            },
            Evidence = SettingsReader.Evidence(read),
            Budget = SettingsReader.Budget(read),
            Outcome = (read["budget"] as YamlMap)?["outcome"] is YamlScalar { IsEmpty: false } outcome ? ExprParser.Parse(ExprSource.Of(outcome), report) : null,
            OnWorklist = read.Truth("worklist") ?? true,
            Inhibits = Inhibits(read, report),
            Actions = [.. then.Select(action => ActionReader.Read(action, report, templates)).OfType<TriggerAction>()],
            Templates = templates,
            Parameters = Parameters(read, report),
            Tests = TestReader.Read(read.List("tests"), report),
        };
    }

    private static IReadOnlyList<string> Inhibits(MapReader read, Report report)
    {
        var own = Slug.Of(read.Text("id") ?? read.Text("name") ?? "");
        var ids = new List<string>();
        foreach (var item in read.List("inhibits"))
        {
            if (item is not YamlScalar { IsEmpty: false, Text: var id })
                report.Error("RNK1110", "What is muted is the id of a trigger.", item.Span);
            else if (id == own)
                report.Error("RNK1611", "A trigger does not mute itself: cooldown and re_alert_when say how often it asks.", item.Span);
            else
                ids.Add(id);
        }

        return ids;
    }

    private static TriggerSeverity Severity(MapReader read) =>
        read.OneOf("severity", "info", "low", "moderate", "high", "critical") is { } word && Enum.TryParse<TriggerSeverity>(word, ignoreCase: true, out var severity)
            ? severity
            : TriggerSeverity.Moderate;

    private static Dictionary<string, ParsedExpr> Parameters(MapReader read, Report report)
    {
        var parameters = new Dictionary<string, ParsedExpr>(StringComparer.Ordinal);
        foreach (var (key, value) in read.Inner("parameters")?.Map.Entries ?? [])
        {
            var scalar = value as YamlScalar ?? (value as YamlMap)?["value"] as YamlScalar;
            if (scalar is null)
                report.Error("RNK1110", $"The parameter {key.Text} needs a number.", value.Span);
            else if (ExprParser.Parse(ExprSource.Of(scalar), report) is { } parsed)
                parameters[key.Text] = parsed;
        }

        return parameters;
    }
}
