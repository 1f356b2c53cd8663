using System.Text.RegularExpressions;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Authoring;

/// <param name="Kind">key, name, function, keyword, unit or value.</param>
/// <param name="InsertText">May hold snippet places such as <c>${1:window}</c>.</param>
public sealed record Completion(string Label, string Kind, string Detail, string Documentation, string InsertText);

/// <summary>What an editor asks for while an author types. Lines and columns count from 1.</summary>
public static partial class TriggerAuthoring
{
    public static IReadOnlyList<Completion> Complete(string text, int line, int column, Vocabulary? vocabulary = null)
    {
        var place = Place.Of(text, line, column);
        var words = vocabulary ?? Vocabulary.Shipped;
        if (place.Key is null)
            return Keys(place, words);
        if (place.Key == "{{" || KeyTable.Expressions.Contains(place.Key))
            return Expression(place.Before, words);
        if (place.Key == "calendar")
            return [.. words.Calendars.Keys.Select(name => new Completion(name, "value", "", "", name))];
        return KeyTable.Values.TryGetValue(place.Key, out var values)
            ? [.. values.Select(value => new Completion(value, "value", "", "", value))]
            : [];
    }

    /// <summary>Markdown about the name, function or key under the place; null when there is nothing to say.</summary>
    public static string? Hover(string text, int line, int column, Vocabulary? vocabulary = null)
    {
        var lines = text.Split('\n');
        if (line < 1 || line > lines.Length)
            return null;
        foreach (Match word in Word().Matches(lines[line - 1]))
        {
            if (column < word.Index + 1 || column > word.Index + word.Length)
                continue;
            var isKey = lines[line - 1][(word.Index + word.Length)..].TrimStart().StartsWith(':');
            if (isKey && KeyTable.Meaning.TryGetValue(word.Value, out var meaning))
                return $"**{word.Value}** – {meaning}";
            if ((vocabulary ?? Vocabulary.Shipped).Find(word.Value) is { } concept)
                return About(concept);
            if (FunctionTable.Find(word.Value) is { } function)
                return $"`{function.Signature}`\n\n{function.Doc}\n\nFor example `{function.Example}`";
        }

        return null;
    }

    private static List<Completion> Keys(Place place, Vocabulary words)
    {
        var parent = place.Parents.Count == 0 ? "" : place.Parents[0];
        var keys = (KeyTable.Inside.TryGetValue(parent, out var known) ? known : [])
            .Select(key => new Completion(key, "key", "", KeyTable.Meaning.GetValueOrDefault(key, ""), key + ": "));
        // A timeline's signals are keys too.
        return parent == "given"
            ? [.. keys, .. words.Concepts.Where(c => !c.IsContext).Select(c => new Completion(c.Name, "name", c.Unit ?? "", About(c), c.Name + ": "))]
            : [.. keys];
    }

    private static List<Completion> Expression(string before, Vocabulary words)
    {
        var tokens = Lexer.Read(before).Where(t => t.Kind != TokenKind.End).ToArray();
        var typing = tokens.Length > 0 && tokens[^1].Kind == TokenKind.Name && tokens[^1].End == before.Length;
        var done = typing ? tokens[..^1] : tokens;
        var subject = done switch
        {
            [.., { Kind: TokenKind.Name } path, { Kind: TokenKind.Operator }] => path.Text,
            [.., { Kind: TokenKind.Name } path, { Kind: TokenKind.Name }, { Kind: TokenKind.Open }] => path.Text,
            _ => null,
        };
        if (subject is not null && words.Find(subject) is { Values.Count: > 0 } coded)
            return [.. coded.Values.Select(value => new Completion(value, "value", coded.Label, "", $"\"{value}\""))];
        if (done is [.., { Kind: TokenKind.Name } measured, { Kind: TokenKind.Operator }, { Kind: TokenKind.Number }] && words.Find(measured.Text) is { Unit: { } unit } concept)
            return [.. concept.AcceptedUnits.Prepend(unit).Distinct(StringComparer.Ordinal).Select(u => new Completion(u, "unit", concept.Label, "", u)), .. Joining()];
        if (done is [.., { Kind: TokenKind.Number or TokenKind.Unit or TokenKind.Close or TokenKind.Text }])
            return [.. Joining()];
        return
        [
            .. words.Concepts.Select(c => new Completion(c.Name, "name", c.Unit is null ? c.Label : $"{c.Label}, {c.CanonicalUnit.Display}", About(c), c.Name)),
            .. words.Concepts.SelectMany(c => c.Aliases, (c, alias) => new Completion(alias, "name", c.Name, About(c), alias)),
            .. FunctionTable.Rows.Select(f => new Completion(f.Name, "function", f.Signature, f.Doc, Snippet(f))),
            .. new[] { "NOT", "TRUE", "FALSE" }.Select(k => new Completion(k, "keyword", "", "", k + " ")),
            .. typing ? [] : Joining(),
        ];
    }

    private static IEnumerable<Completion> Joining() =>
        new[] { "AND", "OR", "IN", "NOT IN", "BETWEEN", "IS KNOWN", "IS UNKNOWN", "CONTAINS" }.Select(k => new Completion(k, "keyword", "", "", k + " "));

    private static string Snippet(Function function)
    {
        var required = function.Parameters.Where(p => !p.Optional).Select((p, i) => FormattableString.Invariant($"${{{i + 1}:{p.Name}}}"));
        return $"{function.Name}({string.Join(", ", required)})";
    }

    private static string About(Concept concept)
    {
        var lines = new List<string> { $"**{concept.Name}** – {concept.Label}" };
        if (concept.Unit is not null)
            lines.Add($"Unit: {concept.CanonicalUnit.Display} (`{concept.Unit}`)");
        if (concept.Values.Count > 0)
            lines.Add($"One of {string.Join(", ", concept.Values)}");
        if (concept.PlausibleRange is { } range)
            lines.Add($"Plausible: {Interval.Number(range.Low)} to {Interval.Number(range.High)}");
        if (!concept.IsContext)
            lines.Add($"Fresh for {DurationText.Words(concept.FreshFor)}");
        if (concept.Codes.Count > 0)
            lines.Add($"Codes: {string.Join(", ", concept.Codes.Select(c => $"{c.System} {c.Code}"))}");
        if (concept.Unverified.Count > 0)
            lines.Add($"Not yet checked: {string.Join(", ", concept.Unverified.Select(c => $"{c.System} {c.Code}"))}");
        if (concept.Source is { } source)
            lines.Add($"Source: {source}");
        if (concept.Aliases.Count > 0)
            lines.Add($"Also: {string.Join(", ", concept.Aliases)}");
        return string.Join("  \n", lines);
    }

    [GeneratedRegex(@"[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
