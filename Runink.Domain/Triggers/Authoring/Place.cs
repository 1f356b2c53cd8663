namespace Runink.Domain.Triggers.Authoring;

/// <summary>
/// Where in a text an author is. It looks at lines and indentation only, because while somebody types the text is seldom
/// whole YAML.
/// </summary>
/// <param name="Parents">Keys around the place, the nearest first.</param>
/// <param name="Key">Key whose value is being written; null where a key is being written.</param>
/// <param name="Before">What of the value, or of the key, stands before the place.</param>
internal sealed record Place(IReadOnlyList<string> Parents, string? Key, string Before)
{
    public static Place Of(string text, int line, int column)
    {
        var lines = text.Split('\n');
        if (line < 1 || line > lines.Length)
            return new([], null, "");
        var current = lines[line - 1].TrimEnd('\r');
        var before = current[..Math.Clamp(column - 1, 0, current.Length)];
        var indent = Indent(before);
        var parents = Above(lines, line - 1, indent);
        var content = before.TrimStart(' ', '-');
        // Inside { key: value, key: … } the last part that is still open counts.
        var flow = content.LastIndexOf('{');
        if (flow > 0 && content[flow - 1] == '{')
            return new(parents, "{{", content[(flow + 1)..]);
        if (flow >= 0 && !content[flow..].Contains('}', StringComparison.Ordinal))
        {
            var outer = KeyOf(content[..flow]);
            if (outer is not null)
                parents = [outer, .. parents];
            content = content[(flow + 1)..];
            var comma = LastComma(content);
            content = content[(comma + 1)..].TrimStart();
        }

        return KeyOf(content) is { } key
            ? new(parents, key, content[(content.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart())
            : parents is [var nearest, ..] && KeyTable.Expressions.Contains(nearest) ? new(parents, nearest, content) : new(parents, null, content);
    }

    private static int Indent(string line)
    {
        var indent = 0;
        while (indent < line.Length && line[indent] is ' ' or '-')
            indent++;
        return indent;
    }

    private static List<string> Above(string[] lines, int index, int indent)
    {
        var parents = new List<string>();
        for (var i = index - 1; i >= 0 && indent > 0; i--)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.Trim().Length == 0 || line.TrimStart().StartsWith('#'))
                continue;
            var depth = Indent(line);
            if (depth >= indent)
                continue;
            if (KeyOf(line.TrimStart(' ', '-')) is { } key)
            {
                parents.Add(key);
                indent = depth;
            }
        }

        return parents;
    }

    private static string? KeyOf(string content)
    {
        var colon = content.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || (colon + 1 < content.Length && content[colon + 1] != ' '))
            return null;
        var key = content[..colon].Trim();
        return key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? key : null;
    }

    /// <summary>The last comma that is not inside parentheses or quotes.</summary>
    private static int LastComma(string content)
    {
        var depth = 0;
        var quote = '\0';
        var last = -1;
        for (var i = 0; i < content.Length; i++)
        {
            var c = content[i];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'')
                quote = c;
            else if (c is '(' or '[')
                depth++;
            else if (c is ')' or ']')
                depth--;
            else if (c == ',' && depth == 0)
                last = i;
        }

        return last;
    }
}
