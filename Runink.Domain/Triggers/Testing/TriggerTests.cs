using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Testing;

/// <summary>Puts a test into the text of a trigger; nothing else of the text changes.</summary>
public static class TriggerTests
{
    /// <param name="yaml">A file with one trigger, written in lines.</param>
    /// <param name="test">An entry of the list, its lines indented from its dash, each ended.</param>
    /// <returns>Null where the text has another form, such as a list of triggers or tests within brackets: then it is put in by hand.</returns>
    public static string? Add(string yaml, string test)
    {
        if (YamlText.Read(new TextLines(yaml), "", []) is not [YamlMap { Entries: [{ Key.Text: "trigger", Value: YamlMap trigger }] }])
            return null;
        var newline = yaml.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = yaml.Split(newline);
        if (trigger.Entries.Find(entry => entry.Key.Text == "tests") is { Key: { } key } found)
        {
            if (found.Value is not YamlList { Items: [{ } first, ..] } || first.Span.Line == key.Span.Line)
                return null;
            var dash = lines[first.Span.Line - 1].IndexOf('-', StringComparison.Ordinal);
            return dash < 0 ? null : With(lines, key.Span.Line, Indented(test, dash, newline), newline);
        }

        var keys = trigger.Entries[0].Key.Span;
        if (keys.Line == 1 || trigger.Entries.Exists(entry => entry.Key.Span.Column != keys.Column))
            return null;
        var indent = new string(' ', keys.Column - 1);
        return $"{yaml.TrimEnd()}{newline}{indent}tests:{newline}{Indented(test, keys.Column + 1, newline)}{newline}";
    }

    private static string With(string[] lines, int before, string text, string newline) =>
        string.Join(newline, [.. lines[..before], text, .. lines[before..]]);

    private static string Indented(string test, int columns, string newline) =>
        string.Join(newline, test.TrimEnd('\n').Split('\n').Select(line => new string(' ', columns) + line));
}
