using System.Text.Json;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Explaining;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Authoring;

/// <param name="Value">As it is written into the text.</param>
/// <param name="Label">As people say it.</param>
public sealed record ChipChoice(string Value, string Label);

/// <summary>A word of the sentence that stands in the text and can be changed there.</summary>
/// <param name="Kind">number, duration, value, name, sign or who.</param>
/// <param name="Start">Offset into the text; what stands there is <paramref name="Written"/>.</param>
/// <param name="What">"Limit of lactate", "Length of time", …</param>
/// <param name="Choices">What it may be; empty when it is typed.</param>
/// <param name="Units">Units that a number may have; empty when it has none.</param>
/// <param name="Concept">The name of what it is compared with; null for none.</param>
/// <param name="Parameter">The named number that it is; null for what stands in the condition itself.</param>
public sealed record SentenceChip(
    string Kind, int Start, int End, string Written, string Shown, string What, IReadOnlyList<ChipChoice> Choices, IReadOnlyList<string> Units, string? Concept, string? Parameter);

/// <param name="Chip">Null for words that only tell.</param>
public sealed record SentencePart(string Text, SentenceChip? Chip);

/// <summary>The sentence of a trigger as something that can be changed: every number, unit, window and name where it stands in the text, the rest byte for byte as it was.</summary>
public static class TriggerChips
{
    private static readonly ChipChoice[] Signs = [new(">", "above"), new(">=", "at least"), new("<", "below"), new("<=", "at most")];

    /// <returns>Nothing when the text has errors, or more than one trigger.</returns>
    public static IReadOnlyList<SentencePart> Of(string yaml, Vocabulary vocabulary)
    {
        if (TriggerCheck.Check([new TriggerFile("trigger.yaml", yaml)], vocabulary) is not { Triggers: [var trigger] } || trigger.Source != yaml.TrimStart('\uFEFF'))
            return [];
        var marks = new SentenceMarks(trigger.Program.Bound.Parsed.Parameters);
        var shift = yaml.Length - trigger.Source.Length;
        return [.. marks.Cut(TriggerSentence.Describe(trigger, marks)).Select(part => new SentencePart(part.Text, part.Mark is { } mark ? Chip(mark, shift, vocabulary) : null))];
    }

    /// <summary>Writes something else where the chip stands, and nothing anywhere else.</summary>
    /// <returns>The whole text, or why it would not be one.</returns>
    public static Outcome<string> Change(string yaml, SentenceChip chip, string typed, Vocabulary vocabulary, CheckContext? context = null)
    {
        // A byte order mark is no part of the text, and stays.
        if (yaml is ['\uFEFF', ..])
        {
            var rest = Change(yaml[1..], chip with { Start = chip.Start - 1, End = chip.End - 1 }, typed, vocabulary, context);
            return rest.Value is { } text ? '\uFEFF' + text : rest;
        }

        if (chip.Start < 0 || chip.End > yaml.Length || chip.End <= chip.Start || yaml[chip.Start..chip.End] != chip.Written)
            return new Refusal("stale-version", "The text has changed meanwhile. Look again, then change it.");
        var wanted = typed.Trim();
        if (chip.Kind == "value" && wanted.Length > 0 && wanted[0] is not ('"' or '\''))
            wanted = Quoted(chip.Written, wanted);
        if (WhyNot(chip, wanted, vocabulary) is { } problem)
            return new Refusal("invalid", problem);
        var before = YamlText.Scalars(yaml);
        if (before.Find(one => one.Start <= chip.Start && one.End >= chip.End) is not { } scalar)
            return new Refusal("stale-version", "The text has changed meanwhile. Look again, then change it.");
        var changed = yaml[..chip.Start] + Written(scalar, chip, wanted) + yaml[chip.End..];
        var after = YamlText.Scalars(changed);
        var at = before.IndexOf(scalar);
        if (after.Count != before.Count || !before.Where((_, i) => i != at).Select(one => one.Text).SequenceEqual(after.Where((_, i) => i != at).Select(one => one.Text)))
            return new Refusal("invalid", "This would change more of the text than this place. Write it in the text itself.");
        var report = TriggerCheck.Check([new TriggerFile("trigger.yaml", changed)], vocabulary, context);
        return report.Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error) is { } error ? new Refusal("invalid", error.Message) : changed;
    }

    private static SentenceChip Chip(Mark mark, int shift, Vocabulary vocabulary)
    {
        var about = mark.About;
        IReadOnlyList<ChipChoice> choices = mark.Kind switch
        {
            "sign" => Signs,
            "value" when about is { Values.Count: > 0 } => [.. about.Values.Select(value => new ChipChoice(Quoted(mark.Written, value), value))],
            "name" when about is not null => [.. vocabulary.Concepts.Where(other => other.IsContext == about.IsContext && other.IsNumeric == about.IsNumeric && (!about.IsContext || other.Name.Split('.')[0] == about.Name.Split('.')[0])).OrderBy(other => other.Label, StringComparer.OrdinalIgnoreCase).Select(other => new ChipChoice(other.Name, other.Label))],
            _ => [],
        };
        var what = mark.Kind switch
        {
            "number" when about is not null => $"Limit of {about.Label}",
            "number" => mark.Parameter is { } number ? $"Number {number}" : "Number",
            "duration" => mark.Parameter is { } length ? $"Length of time {length}" : "Length of time",
            "value" => about is null ? "Value" : $"Value of {about.Label}",
            "name" => "What is looked at",
            "sign" => "How it is compared",
            _ => "Who is told",
        };
        IReadOnlyList<string> units = mark.Kind == "number" && about?.Unit is { } unit && unit != "a" ? [.. about.AcceptedUnits.Prepend(unit).Distinct(StringComparer.Ordinal)] : [];
        return new SentenceChip(mark.Kind, mark.Start + shift, mark.End + shift, mark.Written, mark.Shown, what, choices, units, about?.Name, mark.Parameter);
    }

    private static string? WhyNot(SentenceChip chip, string wanted, Vocabulary vocabulary)
    {
        if (wanted.Length == 0)
            return "Something must stand here.";
        if (wanted.Length > 200 || wanted.Any(char.IsControl))
            return "One line, at most 200 characters.";
        return chip.Kind switch
        {
            "number" => Lexer.Read(wanted) is [{ Kind: TokenKind.Number }, { Kind: TokenKind.End }] or [{ Kind: TokenKind.Number }, { Kind: TokenKind.Unit or TokenKind.Name }, { Kind: TokenKind.End }] ? null
                : $"A number{(chip.Units.Count > 0 ? $", with or without a unit such as {chip.Units[0]}" : "")}: {wanted} is none.",
            "duration" => DurationText.Parse(wanted) is null ? $"A length of time such as 30m, 24h or 7d: {wanted} is none." : null,
            "name" => vocabulary.Find(wanted) is null ? $"{wanted} is not a name{(Nearest.Of(wanted, vocabulary.Concepts.Select(concept => concept.Name)) is { } near ? $". Did you mean {near}?" : ".")}" : null,
            "sign" => Signs.Any(sign => sign.Value == wanted) ? null : $"One of {string.Join(", ", Signs.Select(sign => sign.Value))}.",
            "value" => Lexer.Read(wanted) is [{ Kind: TokenKind.Text }, { Kind: TokenKind.End }] ? null : "A value in quotes.",
            _ => null,
        };
    }

    /// <summary>A value in the quotes that the other one had.</summary>
    private static string Quoted(string written, string value) => written is ['\'', ..] ? $"'{value}'" : $"\"{value}\"";

    /// <summary>As the scalar around it wants it to be written.</summary>
    private static string Written(YamlScalar scalar, SentenceChip chip, string wanted)
    {
        var text = scalar.Lines.Text;
        if (text[scalar.Start] == '"')
            return JsonSerializer.Serialize(wanted, TriggerJson.Options)[1..^1];
        if (text[scalar.Start] == '\'')
            return wanted.Replace("'", "''", StringComparison.Ordinal);
        // What fills a plain scalar alone may need quotes that it did not need before.
        var isWhole = scalar.IsPlain && scalar.Start == chip.Start && scalar.End == chip.End;
        return isWhole && chip.Kind == "who" && !wanted.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.' or '@' or '(' or ')' or '"') ? JsonSerializer.Serialize(wanted, TriggerJson.Options) : wanted;
    }
}
