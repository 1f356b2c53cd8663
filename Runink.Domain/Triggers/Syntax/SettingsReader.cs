using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Syntax;

/// <summary>Reads the keys of a trigger that are neither conditions nor actions.</summary>
internal static class SettingsReader
{
    public static ServiceLevels Sla(MapReader trigger, TriggerSeverity severity)
    {
        var usual = ServiceLevels.For(severity);
        return trigger.Inner("sla", "acknowledge", "act", "resolve", "calendar") is { } sla
            ? new(sla.Duration("acknowledge") ?? usual.Acknowledge, sla.Duration("act") ?? usual.Act, sla.Duration("resolve") ?? usual.Resolve, sla.Text("calendar"))
            : usual;
    }

    public static EscalationLadder Escalation(MapReader trigger, TriggerSeverity severity, PackContext pack, Report report)
    {
        var usual = EscalationLadder.For(severity);
        var expires = trigger.Duration("ack_expires");
        switch (trigger["escalation"])
        {
            case YamlScalar policy when pack.Policies.TryGetValue(policy.Text, out var kept):
                return kept with { Policy = policy.Text, AckExpires = expires ?? usual.AckExpires };
            case YamlScalar policy:
                return usual with { Policy = policy.Text, AckExpires = expires ?? usual.AckExpires, IsNamed = true };
            case YamlList list:
                return new(null, Steps(list, report), expires ?? usual.AckExpires);
            case YamlMap map:
                var read = new MapReader(map, report, "policy", "steps", "ack_expires", "fallback");
                var steps = read["steps"] is YamlList inner ? Steps(inner, report) : usual.Steps;
                return new(read.Text("policy"), steps, read.Duration("ack_expires") ?? expires ?? usual.AckExpires, read.Text("fallback")) { IsNamed = read["steps"] is null && read["policy"] is not null };
            default:
                return usual with { AckExpires = expires ?? usual.AckExpires };
        }
    }

    public static IReadOnlyList<EscalationStep> Steps(YamlList list, Report report)
    {
        var steps = new List<EscalationStep>();
        foreach (var item in list.Items)
        {
            if (item is not YamlMap map)
            {
                report.Error("RNK1110", "A step is a mapping with after and to.", item.Span);
                continue;
            }

            var read = new MapReader(map, report, "after", "to", "repeat", "every", "acknowledge", "hours");
            var after = read.Duration("after") ?? TimeSpan.Zero;
            var every = read.Duration("every");
            var repeat = read.Whole("repeat") ?? 0;
            if (repeat > 0 && (every ?? after) < ShortestRepeat)
                report.Error("RNK1610", $"A step is told again after {ShortestRepeat.TotalMinutes:0} minute or more: say every.", item.Span);
            var byAll = read.OneOf("acknowledge", "any", "all") == "all";
            foreach (var to in Targets(read, report))
                steps.Add(new(after, to, repeat, every, byAll, read.Text("hours")));
        }

        if (steps.Sum(step => step.Repeat + 1) > EscalationLadder.MostTimes)
            report.Error("RNK1610", $"These steps would be told more than {EscalationLadder.MostTimes} times.", list.Span);

        for (var i = 1; i < steps.Count; i++)
        {
            if (steps[i].After < steps[i - 1].After)
                report.Error("RNK1605", "The steps of an escalation come in order of time.", list.Items[Math.Min(i, list.Items.Count - 1)].Span);
        }

        return steps;
    }

    private static readonly TimeSpan ShortestRepeat = TimeSpan.FromMinutes(1);

    /// <summary>One name, or a list of names who are told at the same time.</summary>
    private static IEnumerable<string> Targets(MapReader step, Report report)
    {
        if (step["to"] is not YamlList many)
            return [step.Required("to") ?? ""];
        foreach (var other in many.Items.Where(item => item is not YamlScalar { IsEmpty: false }))
            report.Error("RNK1110", "Whom to tell is a name.", other.Span);
        if (many.Items.Count == 0)
            report.Error("RNK1109", "to is empty: nobody would be told.", many.Span);
        return many.Items.OfType<YamlScalar>().Select(name => name.Text);
    }

    public static EpisodeRules Episode(MapReader trigger, bool resolves, out ParsedExpr? reAlert)
    {
        var episode = trigger.Inner("episode", "per", "cooldown", "re_alert_when", "max_per_patient_day");
        reAlert = episode?.Expression("re_alert_when");
        var quality = trigger.Inner("quality", "stale_after", "on_unknown", "unknown_after", "final_only");
        return new(
            episode?.OneOf("per", "encounter", "patient") == "patient" ? EpisodePer.Patient : EpisodePer.Encounter,
            episode?.Duration("cooldown") ?? TimeSpan.Zero,
            episode?.Whole("max_per_patient_day"),
            resolves,
            reAlert is not null,
            quality?.OneOf("on_unknown", "worklist", "ignore") == "ignore" ? OnUnknown.Ignore : OnUnknown.Worklist,
            quality?.Duration("unknown_after") ?? EpisodeRules.DefaultUnknownAfter,
            trigger["worklist"] is not YamlScalar { Text: "false" or "no" });
    }

    public static IReadOnlyList<ChecklistItem> Items(IEnumerable<YamlNode> nodes, Report report)
    {
        var items = new List<ChecklistItem>();
        foreach (var node in nodes)
        {
            var text = node switch { YamlScalar scalar => scalar.Text, YamlMap map => new MapReader(map, report, "id", "text").Required("text"), _ => null };
            if (text is null)
                report.Error("RNK1110", "An item of a checklist is a text.", node.Span);
            else
                items.Add(new((node as YamlMap)?["id"] is YamlScalar id ? id.Text : Slug.Of(text), text));
        }

        return items;
    }

    public static Evidence Evidence(MapReader trigger) =>
        trigger.Inner("evidence", "citation", "developer", "funding", "reviewed", "owner", "note") is { } read
            ? new(read.Text("citation"), read.Text("developer"), read.Text("funding"), read.Date("reviewed"), read.Text("owner"), read.Text("note"))
            : Triggers.Evidence.None;

    public static TriggerBudget? Budget(MapReader trigger) =>
        trigger.Inner("budget", "max_per_100_patient_days", "min_ppv", "outcome", "outcome_within") is { } read
            ? new(read.Number("max_per_100_patient_days"), read.Number("min_ppv"), read.Text("outcome"), read.Duration("outcome_within"))
            : null;
}

/// <summary>What a pathway gives to its triggers by name.</summary>
internal sealed record PackContext(IReadOnlyDictionary<string, EscalationLadder> Policies, IReadOnlyDictionary<string, IReadOnlyList<ChecklistItem>> Checklists)
{
    public static readonly PackContext None = new(new Dictionary<string, EscalationLadder>(StringComparer.Ordinal), new Dictionary<string, IReadOnlyList<ChecklistItem>>(StringComparer.Ordinal));
}
