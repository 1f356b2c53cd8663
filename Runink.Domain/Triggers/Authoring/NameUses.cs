using System.Text.RegularExpressions;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Authoring;

/// <param name="Text">The line as it is written, without its indentation.</param>
public sealed record NameUse(int Line, string Text);

/// <summary>Where a text uses a name: of a measure by any of its names, of people, a rota, a policy, a service, another trigger.</summary>
public static partial class NameUses
{
    public static IReadOnlyList<NameUse> In(string yaml, string name, Vocabulary vocabulary)
    {
        var wanted = name.Trim();
        if (wanted.Length == 0)
            return [];
        var concept = vocabulary.Find(wanted);
        var names = (concept is null ? [wanted] : concept.Aliases.Append(concept.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var lines = new TextLines(yaml.TrimStart('\uFEFF'));
        var found = new SortedDictionary<int, NameUse>();
        // Comments are no uses, so what is looked at is what the text means.
        foreach (var root in YamlText.Read(lines, "text.yaml", new List<Diagnostic>()))
            Look(root, names, found);
        return [.. found.Values];
    }

    private static void Look(YamlNode node, HashSet<string> names, SortedDictionary<int, NameUse> found)
    {
        switch (node)
        {
            case YamlScalar scalar:
                foreach (var at in Places(scalar.Text, names))
                {
                    var line = scalar.At(at, 1).Line;
                    found[line] = new NameUse(line, scalar.Lines.Text.Split('\n')[line - 1].Trim());
                }

                break;
            case YamlList list:
                list.Items.ForEach(item => Look(item, names, found));
                break;
            case YamlMap map:
                foreach (var (key, value) in map.Entries)
                {
                    // A timeline's signals are keys; other keys belong to the language, and have no point in them.
                    if (key.Text.Contains('.', StringComparison.Ordinal))
                        Look(key, names, found);
                    Look(value, names, found);
                }

                break;
        }
    }

    private static IEnumerable<int> Places(string text, HashSet<string> names) =>
        names.Contains(text.Trim()) ? [0] : Word().Matches(text).Where(word => names.Contains(word.Value)).Select(word => word.Index);

    [GeneratedRegex(@"[\p{L}\d_]+(?:[.\-@][\p{L}\d_]+)*", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
