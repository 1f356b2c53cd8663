using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Linting;

/// <summary>Whether the hospital has whom and what a trigger calls on.</summary>
internal static class HospitalCheck
{
    /// <summary>What goes to one person, role or address by itself is in no list of names.</summary>
    private static readonly string[] Direct = ["sms:", "slack:", "teams:", "webhook:", "person:", "role:"];

    public static void Run(ParsedTrigger trigger, PackContext pack, HospitalNames hospital, bool publishing, Report report)
    {
        // Nobody is woken by a draft, so only there a name may still be missing.
        var severe = publishing ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        foreach (var action in Maps(trigger.Node["then"]))
        {
            if (action["action"] is not YamlScalar { Text: var kind })
                continue;
            if (kind is "notify" or "escalate" && hospital.Recipients is { } people)
                Recipient(action[kind == "notify" ? "who" : "to"], hospital, people, severe, report);
            else if (kind == "route_referral" && hospital.Services is { } services)
                Known("RNK1607", DiagnosticSeverity.Warning, action["service"], services, "a referral service here", report);
            else if (kind == "webhook" && hospital.Endpoints is { } endpoints)
                Known("RNK1608", severe, action["url-name"], endpoints, "an endpoint that an administrator registered", report);
        }

        var escalation = trigger.Node["escalation"];
        foreach (var step in Maps(escalation is YamlMap inner ? inner["steps"] : escalation))
        {
            if (hospital.Recipients is not { } people)
                continue;
            foreach (var to in step["to"] is YamlList many ? many.Items : Enumerable.Repeat(step["to"], 1))
                Recipient(to, hospital, people, severe, report);
        }

        if (escalation is YamlMap policy && hospital.Recipients is { } reachable)
            Recipient(policy["fallback"], hospital, reachable, severe, report);

        // Whom the pathway's policy tells is told at its name here: that is where this trigger chose it.
        if (escalation is YamlScalar named && hospital.Recipients is { } reached && pack.Policies.TryGetValue(named.Text, out var kept))
        {
            foreach (var step in kept.Steps)
                Recipient(step.To, named.Span, hospital, reached, severe, report, mendable: false);
        }

        if (hospital.Policies is { } policies)
            Known("RNK1609", DiagnosticSeverity.Warning, escalation is YamlMap map ? map["steps"] is null ? map["policy"] : null : escalation, [.. policies, .. pack.Policies.Keys], "an escalation policy: the steps of the severity are used", report);
        if (hospital.Checklists is { } checklists)
            Known("RNK1609", DiagnosticSeverity.Warning, trigger.Node["checklist"], [.. checklists, .. pack.Checklists.Keys], "a checklist: there will be no items", report);
    }

    private static IEnumerable<YamlMap> Maps(YamlNode? node) => node is YamlList list ? list.Items.OfType<YamlMap>() : [];

    private static void Recipient(YamlNode? node, HospitalNames hospital, IReadOnlySet<string> known, DiagnosticSeverity severity, Report report)
    {
        if (node is YamlScalar { Text: { Length: > 0 } who })
            Recipient(who, node.Span, hospital, known, severity, report, mendable: true);
    }

    private static void Recipient(string who, SourceSpan span, HospitalNames hospital, IReadOnlySet<string> known, DiagnosticSeverity severity, Report report, bool mendable)
    {
        if (who.Contains('@', StringComparison.Ordinal) || who.Contains("{{", StringComparison.Ordinal) || Direct.Any(prefix => who.StartsWith(prefix, StringComparison.Ordinal)))
            return;
        var rota = who.StartsWith("on_call(\"", StringComparison.Ordinal) && who.EndsWith("\")", StringComparison.Ordinal);
        if (!rota && who.StartsWith("on_call", StringComparison.Ordinal))
            return;
        var name = rota ? who["on_call(\"".Length..^2] : who;
        if (hospital.Gaps?.GetValueOrDefault(name) is { } gap)
            report.Add(DiagnosticSeverity.Warning, "RNK1620", gap, span);
        if (known.Contains(name, StringComparer.OrdinalIgnoreCase))
            return;
        var near = Nearest.Of(name, known);
        var fix = near is null || !mendable ? null : rota ? $"on_call(\"{near}\")" : near;
        report.Add(severity, "RNK1606", $"{name} reaches nobody: no team, role or rota has this name.{(near is null ? "" : $" Did you mean {near}?")}", span, fix);
    }

    private static void Known(string code, DiagnosticSeverity severity, YamlNode? node, IEnumerable<string> known, string what, Report report)
    {
        if (node is not YamlScalar { IsEmpty: false, Text: var name } || known.Contains(name, StringComparer.OrdinalIgnoreCase))
            return;
        var near = Nearest.Of(name, known);
        report.Add(severity, code, $"{name} is not {what}.{(near is null ? "" : $" Did you mean {near}?")}", node.Span, near);
    }
}
