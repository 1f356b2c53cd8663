using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers;

/// <summary>The text of one trigger, cut out of its file so that it stands alone, and its hash.</summary>
internal static class TriggerSource
{
    /// <param name="pack">What the trigger names out of its pathway is written out, so that a version needs no other text.</param>
    public static string Cut(ParsedTrigger trigger, PackContext pack)
    {
        var lines = trigger.Node.Lines;
        var text = lines.Text[trigger.Node.Start..trigger.Node.End].TrimEnd();
        var named = new[] { "escalation", "checklist" }.Select(key => trigger.Node[key]).OfType<YamlScalar>().OrderByDescending(name => name.Start);
        foreach (var name in named)
        {
            if (WrittenOut(trigger, name, pack) is { } whole)
                text = text[..(name.Start - trigger.Node.Start)] + whole + text[(name.End - trigger.Node.Start)..];
        }

        if (text.StartsWith('{'))
            return $"trigger: {text}\n";
        // Lines after the first keep their indentation, so the first gets the same.
        var column = lines.Span(trigger.Node.Start, trigger.Node.Start).Column - 1;
        return column == 0
            ? "trigger:\n" + string.Join('\n', text.Split('\n').Select(line => "  " + line)) + "\n"
            : $"trigger:\n{new string(' ', column)}{text}\n";
    }

    private static string? WrittenOut(ParsedTrigger trigger, YamlScalar name, PackContext pack)
    {
        if (ReferenceEquals(name, trigger.Node["checklist"]))
            return pack.Checklists.ContainsKey(name.Text) ? $"[{string.Join(", ", trigger.Checklist.Select(item => $"{{id: {Quoted(item.Id)}, text: {Quoted(item.Text)}}}"))}]" : null;
        if (!pack.Policies.ContainsKey(name.Text))
            return null;
        return $"{{policy: {Quoted(name.Text)}, steps: [{string.Join(", ", trigger.Escalation.Steps.Select(Step))}]}}";
    }

    private static string Step(EscalationStep step) =>
        $"{{after: {Length(step.After)}, to: {Quoted(step.To)}{(step.Repeat > 0 ? FormattableString.Invariant($", repeat: {step.Repeat}") : "")}"
        + $"{(step.Every is { } every ? $", every: {Length(every)}" : "")}{(step.ByAll ? ", acknowledge: all" : "")}{(step.Hours is { } hours ? $", hours: {Quoted(hours)}" : "")}}}";

    /// <summary>JSON's quotes are YAML's.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text, TriggerJson.Options);

    private static string Length(TimeSpan length) => FormattableString.Invariant(
        length.Ticks % TimeSpan.TicksPerMinute == 0 ? $"{length.Ticks / TimeSpan.TicksPerMinute}m" : (FormattableString)$"{(decimal)length.Ticks / TimeSpan.TicksPerSecond}s");

    /// <summary>SHA-256 over the text with line ends and trailing blanks made equal, lower-case hex.</summary>
    public static string Hash(string source)
    {
        var normal = string.Join('\n', source.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n') + "\n";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normal)));
    }
}
