using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Syntax;

/// <summary>Reads a file: documents with <c>trigger</c>, <c>triggers</c> or <c>pathway</c>.</summary>
internal static class TriggerFileReader
{
    /// <returns>The triggers, each with whether it is the whole of its file.</returns>
    public static IReadOnlyList<(ParsedTrigger Trigger, bool Alone, PackContext Pack)> Read(TextLines lines, string file, Report report)
    {
        var found = new List<(ParsedTrigger, bool, PackContext)>();
        var roots = YamlText.Read(lines, file, report.Raw);
        if (roots.Count == 0 && report.Errors == 0)
            report.Error("RNK1109", "The file is empty: it needs trigger, triggers or pathway.", lines.Span(0, 0));
        foreach (var root in roots)
        {
            if (root is not YamlMap map)
            {
                report.Error("RNK1110", "A file holds trigger, triggers or pathway.", root.Span);
                continue;
            }

            var read = new MapReader(map, report, "trigger", "triggers", "pathway");
            if (read["trigger"] is null && read["triggers"] is null && read["pathway"] is null)
                report.Error("RNK1109", "trigger is missing.", map.Span);
            if (read["trigger"] is YamlMap one)
                found.Add((TriggerReader.Read(one, file, PackContext.None, report), roots.Count == 1 && map.Entries.Count == 1, PackContext.None));
            else if (read["trigger"] is { } other)
                report.Error("RNK1110", "A trigger is a mapping.", other.Span);
            Many(read.List("triggers"), PackContext.None);
            if (read.Inner("pathway", "id", "name", "description", "owner", "evidence", "triggers", "checklists", "escalation_policies", "referral_services") is { } pathway)
                Many(pathway.List("triggers"), Context(pathway, report));
        }

        foreach (var twice in found.GroupBy(f => f.Item1.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
            report.Error("RNK1111", $"Two triggers have the id {twice.Key}.", twice.Last().Item1.Span);
        return found;

        void Many(IReadOnlyList<YamlNode> nodes, PackContext pack)
        {
            foreach (var node in nodes)
            {
                if (node is YamlMap map)
                    found.Add((TriggerReader.Read(map, file, pack, report), false, pack));
                else
                    report.Error("RNK1110", "A trigger is a mapping.", node.Span);
            }
        }
    }

    private static PackContext Context(MapReader pathway, Report report)
    {
        var policies = new Dictionary<string, EscalationLadder>(StringComparer.Ordinal);
        foreach (var (key, value) in pathway.Inner("escalation_policies")?.Map.Entries ?? [])
        {
            if (value is YamlList steps)
                policies[key.Text] = new(key.Text, SettingsReader.Steps(steps, report), null);
            else
                report.Error("RNK1110", "A policy is a list of steps.", value.Span);
        }

        var checklists = new Dictionary<string, IReadOnlyList<ChecklistItem>>(StringComparer.Ordinal);
        foreach (var (key, value) in pathway.Inner("checklists")?.Map.Entries ?? [])
        {
            if (value is YamlList items)
                checklists[key.Text] = SettingsReader.Items(items.Items, report);
            else
                report.Error("RNK1110", "A checklist is a list of texts.", value.Span);
        }

        return new(policies, checklists);
    }
}
