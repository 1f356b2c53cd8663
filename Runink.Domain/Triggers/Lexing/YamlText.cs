using Runink.Domain.Foundation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Runink.Domain.Triggers.Lexing;

/// <summary>
/// Reads YAML into nodes with places. Size, depth, anchors, aliases and tags are refused before they can cost anything:
/// the library underneath dies of a stack overflow on deep nesting.
/// </summary>
internal static class YamlText
{
    public const int MaxLength = 256 * 1024;
    public const int MaxDepth = 16;

    /// <returns>The roots of the documents; nothing when the file cannot be read.</returns>
    public static IReadOnlyList<YamlNode> Read(TextLines lines, string file, ICollection<Diagnostic> diagnostics)
    {
        if (lines.Text.Length > MaxLength)
            return Refuse("RNK1102", $"The file is larger than {MaxLength / 1024} KiB.", SourceSpan.Start);
        if (DeepRun(lines.Text) is { } deep)
            return Refuse("RNK1103", $"Nested deeper than {MaxDepth}.", lines.Span(deep, deep + 1));
        try
        {
            return Documents(lines, new Parser(new Scanner(new StringReader(lines.Text), skipComments: true)));
        }
        catch (YamlRefusal refusal)
        {
            return Refuse(refusal.Code, refusal.Message, refusal.Span);
        }
        catch (YamlException wrong)
        {
            return Refuse("RNK1101", Told(lines.Text, wrong), lines.Span(lines.Offset(wrong.Start.Line, wrong.Start.Column), lines.Offset(wrong.End.Line, wrong.End.Column)));
        }
        catch (Exception odd) when (odd is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException)
        {
            // The library has a few inputs on which it fails in its own ways; for the author they are all the same.
            return Refuse("RNK1101", "This is not YAML that can be read.", SourceSpan.Start);
        }

        IReadOnlyList<YamlNode> Refuse(string code, string message, SourceSpan span)
        {
            diagnostics.Add(new(code, DiagnosticSeverity.Error, message, file, span));
            return [];
        }
    }

    /// <summary>Every key and every value of a text in its order; nothing when it cannot be read.</summary>
    public static List<YamlScalar> Scalars(string yaml)
    {
        var found = new List<YamlScalar>();
        foreach (var root in Read(new TextLines(yaml), "trigger.yaml", new List<Diagnostic>()))
            Collect(root);
        return found;

        void Collect(YamlNode node)
        {
            switch (node)
            {
                case YamlScalar scalar:
                    found.Add(scalar);
                    break;
                case YamlList list:
                    list.Items.ForEach(Collect);
                    break;
                case YamlMap map:
                    foreach (var (key, value) in map.Entries)
                    {
                        found.Add(key);
                        Collect(value);
                    }

                    break;
            }
        }
    }

    /// <summary>A run of openers with nothing between them but white space: the scanner would look ahead through it all.</summary>
    private static int? DeepRun(string text)
    {
        var run = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '[' or '{' or '?' || (text[i] is '-' or ':' && i + 1 < text.Length && char.IsWhiteSpace(text[i + 1])))
                run++;
            else if (!char.IsWhiteSpace(text[i]))
                run = 0;
            if (run > MaxDepth)
                return i;
        }

        return null;
    }

    private static List<YamlNode> Documents(TextLines lines, Parser parser)
    {
        var roots = new List<YamlNode>();
        var open = new Stack<YamlNode>();
        var keys = new Stack<YamlScalar?>();
        while (parser.MoveNext())
        {
            var parsed = parser.Current!;
            var start = lines.Offset(parsed.Start.Line, parsed.Start.Column);
            var end = lines.Offset(parsed.End.Line, parsed.End.Column);
            if (parsed is AnchorAlias)
                throw new YamlRefusal("RNK1104", "Aliases (*name) are not allowed: write the value out.", lines.Span(start, end));
            if (parsed is NodeEvent node && !node.Anchor.IsEmpty)
                throw new YamlRefusal("RNK1104", "Anchors (&name) are not allowed.", lines.Span(start, end));
            if (parsed is NodeEvent tagged && !tagged.Tag.IsEmpty)
                throw new YamlRefusal("RNK1105", "Tags (!name) are not allowed.", lines.Span(start, end));
            switch (parsed)
            {
                case Scalar scalar:
                    Put(new YamlScalar(lines, start, TrimEnd(lines.Text, start, end, scalar.Style), scalar.Value, scalar.Style == ScalarStyle.Plain));
                    break;
                case SequenceStart:
                    Push(new YamlList(lines, start));
                    break;
                case MappingStart:
                    Push(new YamlMap(lines, start));
                    break;
                case SequenceEnd:
                    keys.Pop();
                    ((YamlList)open.Pop()).Close(Bracket(lines.Text, end, ']'));
                    break;
                case MappingEnd:
                    keys.Pop();
                    ((YamlMap)open.Pop()).Close(Bracket(lines.Text, end, '}'));
                    break;
            }
        }

        return roots;

        void Push(YamlNode node)
        {
            if (open.Count >= MaxDepth)
                throw new YamlRefusal("RNK1103", $"Nested deeper than {MaxDepth}.", node.Lines.Span(node.Start, node.Start + 1));
            Put(node);
            open.Push(node);
            keys.Push(null);
        }

        void Put(YamlNode node)
        {
            if (!open.TryPeek(out var parent))
            {
                roots.Add(node);
                return;
            }

            if (parent is YamlList list)
            {
                list.Items.Add(node);
                return;
            }

            if (keys.Pop() is { } key)
            {
                ((YamlMap)parent).Entries.Add((key, node));
                keys.Push(null);
            }
            else
            {
                keys.Push(node as YamlScalar ?? throw new YamlRefusal("RNK1106", "A key must be a plain name.", node.Span));
                if (keys.Peek()!.Text == "<<")
                    throw new YamlRefusal("RNK1104", "Merge keys (<<) are not allowed.", node.Span);
            }
        }
    }

    /// <summary>The parser ends a flow collection before its bracket.</summary>
    private static int Bracket(string text, int end, char closing) => end < text.Length && text[end] == closing ? end + 1 : end;

    private static int TrimEnd(string text, int start, int end, ScalarStyle style)
    {
        while (style is not (ScalarStyle.DoubleQuoted or ScalarStyle.SingleQuoted) && end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        return end;
    }

    private static string Told(string text, YamlException wrong) =>
        wrong.Message.Contains("invalid mapping", StringComparison.OrdinalIgnoreCase)
            ? $"A colon with a space after it ends a plain text in YAML. Quote the whole expression, as in '{Around(text, (int)wrong.Start.Index)}', or write it after > on a line of its own."
            : Plain(wrong.Message);

    /// <summary>The value of the line, short enough to be shown.</summary>
    private static string Around(string text, int at)
    {
        var start = text.LastIndexOf('\n', Math.Clamp(at, 0, text.Length) is > 0 and var before ? before - 1 : 0) + 1;
        var end = text.IndexOf('\n', start) is >= 0 and var found ? found : text.Length;
        var line = text[start..end].TrimEnd();
        var value = line.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon ? line[(colon + 2)..].Trim() : line.Trim();
        return value.Length > 60 ? $"{value[..57]}…" : value;
    }

    private static string Plain(string message) =>
        message.Length > 0 && message[^1] is '.' ? message : message + ".";

    private sealed class YamlRefusal(string code, string message, SourceSpan span) : Exception(message)
    {
        public string Code => code;

        public SourceSpan Span => span;
    }
}
