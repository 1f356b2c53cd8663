using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Syntax;

/// <summary>Reads <c>then</c>.</summary>
internal static class ActionReader
{
    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["notify"] = ["action", "who", "channel", "message"],
        ["escalate"] = ["action", "to", "after"],
        ["route_referral"] = ["action", "service", "priority", "due", "reason"],
        ["log"] = ["action", "entry"],
        ["task"] = ["action", "for", "title", "due", "checklist"],
        ["ehr_task"] = ["action", "for", "title", "due", "priority"],
        ["message"] = ["action", "to", "template"],
        ["webhook"] = ["action", "url-name", "body"],
    };

    public static IReadOnlyCollection<string> Names => Keys.Keys;

    public static IReadOnlyList<string> KeysOf(string action) => Keys.GetValueOrDefault(action) ?? ["action"];

    public static TriggerAction? Read(YamlNode node, Report report, ICollection<ParsedTemplate> templates)
    {
        if (node is not YamlMap map || map["action"] is not YamlScalar kind)
        {
            report.Error("RNK1601", $"Each step of then names an action: {string.Join(", ", Names)}.", node.Span);
            return null;
        }

        if (!Keys.TryGetValue(kind.Text, out var keys))
        {
            var near = Nearest.Of(kind.Text, Names);
            report.Error("RNK1602", $"{kind.Text} is not an action.{(near is null ? $" Known: {string.Join(", ", Names)}." : $" Did you mean {near}?")}", kind.Span, near);
            return null;
        }

        var read = new MapReader(map, report, keys);
        foreach (var (_, value) in map.Entries)
        {
            if (value is YamlScalar scalar && TemplateReader.Read(scalar, report) is { } template)
                templates.Add(template);
        }

        switch (kind.Text)
        {
            case "notify":
                return new NotifyAction(Recipient(read, "who", report), read.Text("channel")?.ToLowerInvariant(), read.Text("message"));
            case "escalate":
                return new EscalateAction(Recipient(read, "to", report), read.Duration("after") ?? TimeSpan.Zero);
            case "route_referral":
                return new RouteReferralAction(read.Required("service") ?? "", read.OneOf("priority", "routine", "urgent", "asap", "stat"), read.Duration("due"), read.Text("reason"));
            case "log":
                return new LogAction(read.Required("entry") ?? "");
            case "task":
                var items = read["checklist"] is YamlScalar one ? [one.Text] : read.List("checklist").OfType<YamlScalar>().Select(s => s.Text).ToArray();
                return new TaskAction(read.Text("for"), read.Required("title") ?? "", read.Duration("due"), items);
            case "ehr_task":
                return new EhrTaskAction(read.Text("for"), read.Required("title") ?? "", read.Duration("due"), read.Text("priority"));
            case "message":
                return new MessageAction(read.Required("to") ?? "", read.Required("template") ?? "");
            default:
                return new WebhookAction(read.Required("url-name") ?? "", read.Text("body"));
        }
    }

    /// <summary>An address, a team, a role or on_call("rota"); whether it exists is known only where teams are.</summary>
    private static string Recipient(MapReader read, string key, Report report)
    {
        var text = read.Required(key) ?? "";
        if (text.Contains('@', StringComparison.Ordinal) && (text.StartsWith('@') || text.EndsWith('@') || text.Any(char.IsWhiteSpace)))
            report.Error("RNK1603", $"{text} is not an e-mail address.", read.SpanOf(key));
        if (text.StartsWith("on_call", StringComparison.Ordinal) && !(text.StartsWith("on_call(\"", StringComparison.Ordinal) && text.EndsWith("\")", StringComparison.Ordinal)))
            report.Error("RNK1604", "Write the rota in quotes: on_call(\"rota\").", read.SpanOf(key));
        return text;
    }
}
