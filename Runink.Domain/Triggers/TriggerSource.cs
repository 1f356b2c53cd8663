using System.Security.Cryptography;
using System.Text;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers;

/// <summary>The text of one trigger, cut out of its file so that it stands alone, and its hash.</summary>
internal static class TriggerSource
{
    public static string Cut(ParsedTrigger trigger)
    {
        var lines = trigger.Node.Lines;
        var text = lines.Text[trigger.Node.Start..trigger.Node.End].TrimEnd();
        if (text.StartsWith('{'))
            return $"trigger: {text}\n";
        // Lines after the first keep their indentation, so the first gets the same.
        var column = lines.Span(trigger.Node.Start, trigger.Node.Start).Column - 1;
        return column == 0
            ? "trigger:\n" + string.Join('\n', text.Split('\n').Select(line => "  " + line)) + "\n"
            : $"trigger:\n{new string(' ', column)}{text}\n";
    }

    /// <summary>SHA-256 over the text with line ends and trailing blanks made equal, lower-case hex.</summary>
    public static string Hash(string source)
    {
        var normal = string.Join('\n', source.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n') + "\n";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normal)));
    }
}
