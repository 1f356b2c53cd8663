using System.Text.Json;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Authoring;

/// <param name="Path">Keys from the trigger on, joined by points: <c>episode.cooldown</c>, <c>then.0.who</c>.</param>
/// <param name="Value">As the text has it; empty when it has none.</param>
/// <param name="Otherwise">What holds while the text says nothing.</param>
/// <param name="Choices">What it may be; empty when it is typed.</param>
/// <param name="WhyNot">Why it can be changed in the text only; null when it can be changed here.</param>
public sealed record FormField(string Path, string Label, string Value, string Otherwise, IReadOnlyList<string> Choices, string? WhyNot);

/// <summary>What stands at the head of a trigger as a form. It is read from the text and written into the text; nothing else of the text changes.</summary>
public static class TriggerForm
{
    private static readonly (string Path, string Label, string Otherwise, string[] Choices)[] Fields =
    [
        ("name", "Title", "the id", []),
        ("severity", "Severity", "moderate", ["info", "low", "moderate", "high", "critical"]),
        ("escalation", "Escalation policy", "the steps of its severity", []),
        ("episode.per", "One alert for each", "encounter", ["encounter", "patient"]),
        ("episode.cooldown", "Quiet after an alert for", "no time", []),
        ("episode.max_per_patient_day", "Alerts of a patient a day, at most", "no limit", []),
        ("worklist", "Opens a row on the worklist", "true", ["true", "false"]),
    ];

    /// <returns>Nothing while the text cannot be read as one trigger.</returns>
    public static IReadOnlyList<FormField> Of(string yaml, IEnumerable<string> policies)
    {
        if (Read(yaml) is not { } trigger)
            return [];
        var fields = Fields.Select(field => Field(trigger, field.Path, field.Label, field.Otherwise, field.Path == "escalation" ? [.. policies] : field.Choices)).ToList();
        if (trigger["then"] is YamlList then)
        {
            var place = 2;
            for (var i = 0; i < then.Items.Count; i++)
            {
                if (then.Items[i] is YamlMap action && (action["who"] is not null ? "who" : action["to"] is not null ? "to" : action["for"] is not null ? "for" : null) is { } key)
                    fields.Insert(place++, Field(trigger, $"then.{i}.{key}", $"Who: {(action["action"] as YamlScalar)?.Text.Replace('_', ' ')}", "nobody", []));
            }
        }

        return fields;
    }

    public static Outcome<string> Set(string yaml, string path, string value, Vocabulary vocabulary, CheckContext? context = null)
    {
        if (yaml is ['\uFEFF', ..])
        {
            var rest = Set(yaml[1..], path, value, vocabulary, context);
            return rest.Value is { } text ? '\uFEFF' + text : rest;
        }

        var wanted = value.Trim();
        if (wanted.Length == 0)
            return new Refusal("invalid", "To leave it out, take its line out of the text.");
        if (wanted.Length > 200 || wanted.Any(char.IsControl))
            return new Refusal("invalid", "One line, at most 200 characters.");
        if (Read(yaml) is not { } trigger)
            return new Refusal("invalid", "The text cannot be read as one trigger. Mend it first.");
        if (Change(yaml, trigger, path, wanted) is not { } changed)
            return new Refusal("invalid", "This is written in a way that only the text itself can change.");
        var (before, after) = (Texts(yaml), Texts(changed));
        // One scalar differs, or one or two keys with a value came in between; whatever else was there is there, in its order.
        if (Read(changed) is null || after.Count < before.Count || Missing(before, after) > 1)
            return new Refusal("invalid", "This would change more of the text than this place. Write it in the text itself.");
        var known = Errors(yaml, vocabulary, context);
        return Errors(changed, vocabulary, context).FirstOrDefault(error => !known.Contains(error)) is { } wrong ? new Refusal("invalid", wrong) : changed;
    }

    private static FormField Field(YamlMap trigger, string path, string label, string otherwise, IReadOnlyList<string> choices) => Find(trigger, path) switch
    {
        null => new(path, label, "", otherwise, choices, trigger.Lines.Text[trigger.Start] == '{' ? "The text is written on one line." : null),
        YamlScalar { IsEmpty: true } => new(path, label, "", otherwise, choices, null),
        YamlScalar scalar when scalar.Lines.Text[scalar.Start] is not ('|' or '>') => new(path, label, scalar.Text, otherwise, choices, null),
        _ => new(path, label, "", otherwise, choices, path == "escalation" ? "It has steps of its own in the text." : "It is written over several lines in the text."),
    };

    private static string? Change(string yaml, YamlMap trigger, string path, string wanted)
    {
        var keys = path.Split('.');
        if (Find(trigger, path) is { } there)
            return there is YamlScalar scalar ? Replace(yaml, trigger, keys, scalar, wanted) : null;
        if (keys is ["then", ..] || yaml[trigger.Start] == '{')
            return null;
        if (keys is [var only])
            return Insert(yaml, trigger, Array.IndexOf(TriggerReader.Keys, only), $"{only}: {Plain(wanted)}");
        if (trigger[keys[0]] is not YamlMap inner)
            return trigger[keys[0]] is null ? Insert(yaml, trigger, Array.IndexOf(TriggerReader.Keys, keys[0]), $"{keys[0]}: {{{keys[1]}: {Plain(wanted)}}}") : null;
        if (yaml[inner.Start] != '{')
            return Insert(yaml, inner, -1, $"{keys[1]}: {Plain(wanted)}");
        var close = inner.End - 1;
        while (close > inner.Start && yaml[close] != '}')
            close--;
        return $"{yaml[..close].TrimEnd()}{(inner.Entries.Count > 0 ? ", " : "")}{keys[1]}: {Plain(wanted)}{yaml[close..]}";
    }

    private static string? Replace(string yaml, YamlMap trigger, string[] keys, YamlScalar scalar, string wanted)
    {
        if (scalar.IsEmpty && scalar.Text.Length == 0)
        {
            var key = Key(trigger, keys);
            var colon = key is null ? -1 : yaml.IndexOf(':', key.End);
            return colon < 0 ? null : $"{yaml[..(colon + 1)]} {Plain(wanted)}{yaml[(colon + 1)..]}";
        }

        return yaml[scalar.Start] switch
        {
            '|' or '>' => null,
            '"' => yaml[..scalar.Start] + JsonSerializer.Serialize(wanted, TriggerJson.Options) + yaml[scalar.End..],
            '\'' => $"{yaml[..scalar.Start]}'{wanted.Replace("'", "''", StringComparison.Ordinal)}'{yaml[scalar.End..]}",
            _ => yaml[..scalar.Start] + Plain(wanted) + yaml[scalar.End..],
        };
    }

    /// <summary>A line of its own before the first key that comes later, above the comments that belong to that key.</summary>
    private static string? Insert(string yaml, YamlMap map, int rank, string line)
    {
        var next = map.Entries.Find(entry => rank < 0 || Array.IndexOf(TriggerReader.Keys, entry.Key.Text) > rank).Key;
        if (next is null)
            return null;
        var at = LineStart(yaml, next.Start);
        var indent = yaml[at..next.Start];
        if (indent.Any(letter => letter is not (' ' or '\t')))
            return null;
        while (at > 0 && LineStart(yaml, at - 1) is var above && yaml[above..at].TrimStart().StartsWith('#'))
            at = above;
        return $"{yaml[..at]}{indent}{line}{(yaml.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n")}{yaml[at..]}";
    }

    private static int LineStart(string yaml, int at) => at <= 0 ? 0 : yaml.LastIndexOf('\n', at - 1) + 1;

    /// <summary>Quoted where YAML would read it as something else.</summary>
    private static string Plain(string value) =>
        char.IsLetterOrDigit(value[0]) && value.All(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '_' or '-' or '.' or '@' or '/' or '(' or ')' or '"') ? value : JsonSerializer.Serialize(value, TriggerJson.Options);

    private static YamlMap? Read(string yaml) => YamlText.Read(new TextLines(yaml.TrimStart('\uFEFF')), "trigger.yaml", new List<Diagnostic>()) is [YamlMap root] ? root["trigger"] as YamlMap : null;

    private static YamlNode? Find(YamlNode? node, string path)
    {
        foreach (var key in path.Split('.'))
        {
            node = node switch
            {
                YamlMap map => map[key],
                YamlList list when int.TryParse(key, System.Globalization.CultureInfo.InvariantCulture, out var index) => list.Items.ElementAtOrDefault(index),
                _ => null,
            };
        }

        return node;
    }

    private static YamlScalar? Key(YamlNode trigger, string[] keys)
    {
        var parent = keys.Length == 1 ? trigger : Find(trigger, string.Join('.', keys[..^1]));
        return (parent as YamlMap)?.Entries.Find(entry => entry.Key.Text == keys[^1]).Key;
    }

    /// <summary>How many of the texts before are not found afterwards in their order.</summary>
    private static int Missing(List<string> before, List<string> after)
    {
        var (missing, at) = (0, 0);
        for (var i = 0; i < before.Count; i++)
        {
            var found = after.FindIndex(at, text => text == before[i]);
            if (found < 0 || found - at > 3)
                missing++;
            at = found < 0 || found - at > 3 ? at + 1 : found + 1;
            if (at > after.Count)
                return before.Count;
        }

        return missing;
    }

    private static List<string> Errors(string yaml, Vocabulary vocabulary, CheckContext? context) =>
        [.. TriggerCheck.Check([new TriggerFile("trigger.yaml", yaml)], vocabulary, context).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.Message)];

    private static List<string> Texts(string yaml) => [.. YamlText.Scalars(yaml).Select(scalar => scalar.Text)];
}
