using YamlDotNet.RepresentationModel;

namespace Runink.Domain.Intake.Hl7v2.Profiles;

/// <summary>What a profile's parts are read with; what is wrong names its line.</summary>
internal static class ProfileNodes
{
    public static IEnumerable<YamlNode> Sequence(YamlMappingNode node, string key) => !node.Children.TryGetValue(key, out var found) ? []
        : found is YamlSequenceNode list ? list.Children : throw Wrong(found, $"{key} is a list.");

    public static IEnumerable<YamlMappingNode> Mappings(YamlMappingNode node, string key) =>
        Sequence(node, key).Select(one => one as YamlMappingNode ?? throw Wrong(one, $"an entry of {key} is a mapping."));

    public static void Known(YamlMappingNode node, string[] keys)
    {
        foreach (var (key, _) in node)
        {
            if (!keys.Contains(key.ToString(), StringComparer.Ordinal))
                throw Wrong(key, $"{key} is not known here; {string.Join(", ", keys)} are.");
        }
    }

    public static string Required(YamlMappingNode node, string key) => Text(node, key) ?? throw Wrong(node, $"{key} is missing.");

    public static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var found) ? found is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Wrong(found, $"{key} is a text.") : null;

    public static FormatException Wrong(YamlNode node, string text) => new($"line {node.Start.Line}: {text}");
}
