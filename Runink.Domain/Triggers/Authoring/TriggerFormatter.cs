using System.Text;
using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Authoring;

/// <summary>
/// One way to write what means the same: AND, OR and NOT for their signs, keywords in capitals, <c>=</c> and <c>!=</c>, no
/// blanks at line ends, one line end at the end. Comments and layout stay. Doing it twice changes nothing.
/// </summary>
public static class TriggerFormatter
{
    /// <returns>The text as it was when it is not YAML that can be read.</returns>
    public static string Format(string text)
    {
        var lines = new TextLines(text);
        var diagnostics = new List<Diagnostic>();
        var roots = YamlText.Read(lines, "", diagnostics);
        if (diagnostics.Count > 0)
            return text;
        var edits = new List<(int Start, int End, string Text)>();
        foreach (var root in roots)
            Walk(root, edits);
        var result = new StringBuilder(text);
        foreach (var (start, end, replacement) in edits.OrderByDescending(e => e.Start))
            result.Remove(start, end - start).Insert(start, replacement);
        var tidy = result.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd());
        return string.Join('\n', tidy).TrimEnd('\n') + "\n";
    }

    private static void Walk(YamlNode node, List<(int, int, string)> edits)
    {
        switch (node)
        {
            case YamlList list:
                list.Items.ForEach(item => Walk(item, edits));
                break;
            case YamlMap map:
                foreach (var (key, value) in map.Entries)
                {
                    if (value is YamlScalar scalar && KeyTable.Expressions.Contains(key.Text))
                        Expression(scalar, edits);
                    else
                        Walk(value, edits);
                }

                break;
        }
    }

    private static void Expression(YamlScalar scalar, List<(int, int, string)> edits)
    {
        var tokens = Lexer.Read(scalar.Text);
        if (tokens.Any(t => t.Kind == TokenKind.Bad))
            return;
        foreach (var token in tokens)
        {
            var wanted = token switch
            {
                { Kind: TokenKind.Name } when Keywords.All.Contains(token.Text) => token.Text.ToUpperInvariant(),
                { Kind: TokenKind.Operator, Text: "&&" } => "AND",
                { Kind: TokenKind.Operator, Text: "||" } => "OR",
                { Kind: TokenKind.Operator, Text: "!" } => "NOT ",
                { Kind: TokenKind.Operator, Text: "=" or "!=" or "<=" or ">=" } => token.Text,
                _ => null,
            };
            var written = scalar.Text[token.Start..token.End];
            if (wanted is null || written == wanted)
                continue;
            var span = scalar.At(token.Start, token.End - token.Start);
            var start = scalar.Lines.Offset(span.Line, span.Column);
            if (span.Length != written.Length)
                continue;
            if (wanted is "AND" or "OR")
            {
                var text = scalar.Lines.Text;
                wanted = (start > 0 && !char.IsWhiteSpace(text[start - 1]) ? " " : "") + wanted + (start + 2 < text.Length && !char.IsWhiteSpace(text[start + 2]) ? " " : "");
            }

            edits.Add((start, start + written.Length, wanted));
        }
    }
}
