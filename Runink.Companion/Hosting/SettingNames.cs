using System.Reflection;
using Runink.Domain.Foundation;

namespace Runink.Companion.Hosting;

/// <summary>Settings that nobody reads: a mistyped one would be left at its default without a word.</summary>
internal static class SettingNames
{
    /// <param name="sections">Which type each section is read as, by its path.</param>
    public static IEnumerable<string> Problems(IConfiguration configuration, IReadOnlyDictionary<string, Type> sections)
    {
        foreach (var (path, type) in sections)
        {
            foreach (var problem in Unknown(configuration.GetSection(path), type, sections))
                yield return problem;
        }

        // Above our sections stands what is ours and what is not (the environment): only what looks like ours is a mistake.
        foreach (var parent in sections.Keys.Select(Parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var known = sections.Keys.Where(path => Parent(path) == parent).Concat(sections.Keys.Select(Parent).Where(path => path.Length > 0 && Parent(path) == parent)).Select(Name).ToList();
            IConfiguration at = parent.Length == 0 ? configuration : configuration.GetSection(parent);
            foreach (var child in at.GetChildren().Where(child => child.GetChildren().Any() && !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            {
                if (Nearest.Of(child.Key, known) is { } meant)
                    yield return $"{child.Path}: there is no such section; {meant} is meant, perhaps.";
            }
        }
    }

    private static IEnumerable<string> Unknown(IConfigurationSection section, Type type, IReadOnlyDictionary<string, Type> sections)
    {
        if (Element(type) is { } element)
            return section.GetChildren().SelectMany(child => Unknown(child, element, sections));
        if (type.IsValueType || type == typeof(string) || type == typeof(Uri))
            return [];
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true }).ToList();
        // A section inside a section is read, and looked at, by itself.
        return section.GetChildren().Where(child => !sections.ContainsKey(child.Path)).SelectMany(child =>
            properties.Find(property => string.Equals(property.Name, child.Key, StringComparison.OrdinalIgnoreCase)) is { } known
                ? Unknown(child, known.PropertyType, sections)
                : [$"{child.Path}: there is no such setting{(Nearest.Of(child.Key, properties.Select(property => property.Name)) is { } meant ? $"; {meant} is meant, perhaps" : "")}."]);
    }

    private static Type? Element(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? type.GetGenericArguments()[0]
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>) ? type.GetGenericArguments()[1]
        : null;

    private static string Parent(string path) => path.LastIndexOf(':') is >= 0 and var at ? path[..at] : "";

    private static string Name(string path) => path[(path.LastIndexOf(':') + 1)..];
}
