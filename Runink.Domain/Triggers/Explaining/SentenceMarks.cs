using System.Text;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Explaining;

/// <param name="Kind">number, duration, value, name, sign or who.</param>
/// <param name="Start">Place in the file; what stands there is <paramref name="Written"/>.</param>
/// <param name="Shown">Its words in the sentence.</param>
/// <param name="About">What it is compared with, or is the name of.</param>
/// <param name="Parameter">The named number that it is; null for what stands in the condition itself.</param>
internal sealed record Mark(string Kind, int Start, int End, string Written, string Shown, Concept? About, string? Parameter);

/// <summary>
/// Remembers, while a sentence is told, which of its words stand where in the text. Marked words are put between two characters that no text has; the
/// sentence is cut there afterwards.
/// </summary>
internal sealed class SentenceMarks(IReadOnlyDictionary<string, ParsedExpr> parameters)
{
    private const char Open = '\uE000', Close = '\uE001', First = '\uE100';
    private const int Most = 2000;

    private readonly List<Mark> marks = [];

    /// <summary>With what the constant that comes next is compared.</summary>
    public Concept? About { get; set; }

    public string Name(string words, ExprSource source, Expr syntax, Concept concept) => Add("name", source, syntax, words, concept, null);

    public string Constant(string words, BoundConstant constant)
    {
        var kind = constant.Value is not null ? "value" : constant.Type.Kind == TypeKind.Duration ? "duration" : "number";
        return constant is BoundParameter named ? Declared(kind, words, named.Name) : constant.Syntax is NumberExpr or TextExpr ? Add(kind, constant.Source, constant.Syntax, words, About, null) : words;
    }

    public string Window(string words, BoundCall call, string parameter) => Argument(call, parameter) switch
    {
        ParameterExpr named => Declared("duration", words, named.Name),
        NumberExpr length => Add("duration", call.Source, length, words, null, null),
        _ => words,
    };

    public string Series(string words, BoundCall call, string parameter, Concept concept) => Argument(call, parameter) is NameExpr name ? Add("name", call.Source, name, words, concept, null) : words;

    /// <summary>The sign between the two sides of a comparison.</summary>
    public string Sign(string words, BoundCompare compare)
    {
        // What is not equal has no larger or smaller to be exchanged for.
        if (compare.Syntax is not CompareExpr syntax || compare.Operator == "!=")
            return words;
        var (from, to) = (syntax.Left.End, syntax.Right.Start);
        var between = compare.Source.Text[from..to];
        var at = from + between.Length - between.TrimStart().Length;
        return Add("sign", compare.Source, at, at + between.Trim().Length, words, null, null);
    }

    /// <summary>A value of the file that is no expression: a length of time, whom it tells.</summary>
    public string Scalar(string kind, string words, YamlNode? node) =>
        node is YamlScalar { IsEmpty: false } scalar ? Add(kind, ExprSource.Of(scalar), 0, scalar.Text.Length, words, null, null) : words;

    /// <summary>The sentence in parts; a part with a mark stands in the text.</summary>
    public IReadOnlyList<(string Text, Mark? Mark)> Cut(string sentence)
    {
        var parts = new List<(string, Mark?)>();
        var plain = new StringBuilder();
        for (var i = 0; i < sentence.Length; i++)
        {
            if (sentence[i] != Open || i + 1 >= sentence.Length || sentence[i + 1] - First is var index && (index < 0 || index >= marks.Count))
            {
                plain.Append(sentence[i]);
                continue;
            }

            if (plain.Length > 0)
                parts.Add((plain.ToString(), null));
            plain.Clear();
            var close = sentence.IndexOf(Close, i);
            parts.Add((sentence[(i + 2)..close], marks[sentence[i + 1] - First]));
            i = close;
        }

        if (plain.Length > 0)
            parts.Add((plain.ToString(), null));
        return parts;
    }

    private string Declared(string kind, string words, string name) =>
        parameters.TryGetValue(name, out var declared) ? Add(kind, declared.Source, declared.Root, words, About, name) : words;

    private string Add(string kind, ExprSource source, Expr syntax, string words, Concept? about, string? parameter) => Add(kind, source, syntax.Start, syntax.End, words, about, parameter);

    private string Add(string kind, ExprSource source, int start, int end, string words, Concept? about, string? parameter)
    {
        if (marks.Count >= Most || end <= start || words.Length == 0 || words.Contains(Open, StringComparison.Ordinal))
            return words;
        var (from, to) = source.Scalar.Place(source.Offset + start, end - start);
        marks.Add(new Mark(kind, from, to, source.Scalar.Lines.Text[from..to], words, about, parameter));
        return $"{Open}{(char)(First + marks.Count - 1)}{words}{Close}";
    }

    private static Expr? Argument(BoundCall call, string parameter)
    {
        if (call.Syntax is not CallExpr syntax)
            return null;
        var next = 0;
        foreach (var argument in syntax.Arguments)
        {
            if ((argument.Label ?? call.Function.Parameters[next++].Name) == parameter)
            {
                var value = argument.Value;
                while (value is GroupExpr group)
                    value = group.Inner;
                return value;
            }
        }

        return null;
    }
}
