using YamlDotNet.RepresentationModel;

namespace Runink.Domain.Signals;

/// <summary>Reads one value set of a vocabulary file.</summary>
internal static class CodeSetReader
{
    /// <param name="node">Members under their systems, or a plain list whose members may name theirs.</param>
    /// <exception cref="FormatException">It is neither; the message says where.</exception>
    public static CodeSet Read(string name, YamlNode node)
    {
        try
        {
            return node switch
            {
                YamlSequenceNode list => new([.. list.Children.Select(member => Member(null, member, null))]),
                YamlMappingNode systems => new([.. OfSystems(systems)]) { Label = systems.Children.TryGetValue("label", out var label) ? label.ToString() : null },
                _ => throw new FormatException("it is neither a list nor a mapping of code systems."),
            };
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"Vocabulary, line {node.Start.Line}: set {name}: {wrong.Message}", wrong);
        }
    }

    private static IEnumerable<SetMember> OfSystems(YamlMappingNode systems)
    {
        var expires = systems.Children.TryGetValue("expires", out var said) ? Span(said.ToString()) : (TimeSpan?)null;
        return systems.Children.Where(row => row.Key.ToString() is not ("expires" or "label"))
            .SelectMany(row => ((row.Value as YamlSequenceNode)?.Children ?? []).Select(member => Member(row.Key.ToString(), member, expires)));
    }

    /// <summary>A code, or {code, expires} where it ends sooner than its set.</summary>
    private static SetMember Member(string? system, YamlNode member, TimeSpan? expires) => member is YamlMappingNode own
        ? SetMember.Read(system, own["code"].ToString(), own.Children.TryGetValue("expires", out var said) ? Span(said.ToString()) : expires)
        : SetMember.Read(system, member.ToString(), expires);

    private static TimeSpan Span(string text) =>
        Quantity.Parse(text) is { } length && length.In(Ucum.Parse("s")!) is { } seconds
            ? TimeSpan.FromSeconds((double)seconds.Low)
            : throw new FormatException($"{text} is not a length of time.");
}
