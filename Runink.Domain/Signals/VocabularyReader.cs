using System.Collections.Frozen;
using System.Globalization;
using Runink.Domain.Foundation.Calendars;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Runink.Domain.Signals;

/// <summary>Reads a vocabulary file. Its author is an administrator, so a mistake is an exception with the place.</summary>
internal static class VocabularyReader
{
    public static Vocabulary Read(string yaml, Vocabulary? basis)
    {
        var concepts = basis is null ? [] : new List<Concept>(basis.Concepts);
        var sets = new Dictionary<string, CodeSet>(basis?.Sets ?? FrozenDictionary<string, CodeSet>.Empty, StringComparer.OrdinalIgnoreCase);
        var listed = new Dictionary<string, IReadOnlyList<string>>(basis?.Listed ?? FrozenDictionary<string, IReadOnlyList<string>>.Empty, StringComparer.OrdinalIgnoreCase);
        var misused = new Dictionary<Coding, string>(basis?.Misused ?? FrozenDictionary<Coding, string>.Empty);
        var calendars = new Dictionary<string, BusinessHours>(basis?.Calendars ?? FrozenDictionary<string, BusinessHours>.Empty, StringComparer.OrdinalIgnoreCase);
        var warnings = new List<VocabularyWarning>();
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException wrong)
        {
            throw new FormatException($"Vocabulary, line {wrong.Start.Line}: {wrong.Message}", wrong);
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
            throw new FormatException("A vocabulary is one mapping with concepts and sets.");
        foreach (var node in List(root, "concepts").OfType<YamlMappingNode>())
        {
            var name = Text(node, "name") ?? throw new FormatException($"Vocabulary, line {node.Start.Line}: a concept needs a name.");
            var place = concepts.FindIndex(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            var concept = Concept(node, name, place < 0 ? concepts.Count : place);
            if (basis is not null)
                warnings.AddRange(Mislabelled(concept, basis, (int)node.Start.Line));
            if (place < 0)
                concepts.Add(concept);
            else
                concepts[place] = concept;
        }

        if (root.Children.TryGetValue("sets", out var found) && found is YamlMappingNode named)
        {
            foreach (var (key, value) in named)
                sets[key.ToString()] = CodeSetReader.Read(key.ToString(), value);
        }

        if (root.Children.TryGetValue("known", out var lists) && lists is YamlMappingNode entries)
        {
            foreach (var (key, value) in entries)
                listed[key.ToString()] = [.. listed.GetValueOrDefault(key.ToString(), []).Union(Scalars(value), StringComparer.OrdinalIgnoreCase)];
        }

        if (root.Children.TryGetValue("misused", out var wrongly) && wrongly is YamlMappingNode pairs)
        {
            foreach (var (code, meaning) in pairs)
                misused[Coding(code.ToString())] = meaning.ToString();
        }

        if (root.Children.TryGetValue("calendars", out var kept) && kept is YamlMappingNode books)
        {
            foreach (var (key, value) in books)
                calendars[key.ToString()] = value is YamlMappingNode book ? CalendarReader.Read(key.ToString(), book) : throw new FormatException($"Calendar, line {value.Start.Line}: {key} is a mapping with open and holidays.");
        }

        return new Vocabulary(concepts, sets, listed, misused, calendars, warnings);
    }

    /// <summary>Codes that the concept claims though they are known to be something else.</summary>
    private static IEnumerable<VocabularyWarning> Mislabelled(Concept concept, Vocabulary basis, int line)
    {
        foreach (var code in concept.Codes)
        {
            if (basis.Misused.TryGetValue(code, out var meaning))
                yield return new(line, code, $"{code.System} {code.Code} is \"{meaning}\", not {concept.Label}.");
            else if (basis.ByCode(code.System, code.Code) is { } known && !known.Name.Equals(concept.Name, StringComparison.OrdinalIgnoreCase))
                yield return new(line, code, $"{code.System} {code.Code} is {known.Label} ({known.Name}) and stays so: {concept.Name} does not get it.");
            else if (basis.ByCode(code.System, code.Code) is { } same && (CodeLabels.Disagrees(same, concept.Label) || concept.Displays.Any(display => CodeLabels.Disagrees(same, display))))
                yield return new(line, code, $"{code.System} {code.Code} is known as {same.Label}; this file calls it {(CodeLabels.Disagrees(same, concept.Label) ? concept.Label : concept.Displays.First(display => CodeLabels.Disagrees(same, display)))}.");
        }
    }

    private static Concept Concept(YamlMappingNode node, string name, int slot)
    {
        var unit = Text(node, "unit");
        if (unit is not null && Ucum.Parse(unit) is null)
            throw new FormatException($"Vocabulary, line {node.Start.Line}: {unit} of {name} is not a known unit.");
        if (!Enum.TryParse<ConceptKind>(Text(node, "kind") ?? "quantity", ignoreCase: true, out var kind))
            throw new FormatException($"Vocabulary, line {node.Start.Line}: {name} has an unknown kind.");
        var label = Text(node, "label") ?? name;
        var plausible = List(node, "plausible").Select(n => Number(n.ToString())).ToArray();
        return new Concept(
            name,
            Scalars(node, "aliases"),
            label,
            Text(node, "short") ?? label,
            kind,
            [.. Scalars(node, "codes").Select(Coding)],
            unit,
            Scalars(node, "accepted"),
            plausible is [var low, var high] ? new PlausibleRange(low, high) : null,
            Span(Text(node, "fresh_for") ?? "24h", node))
        {
            MolarMass = Text(node, "molar_mass") is { } mass ? Number(mass) : null,
            Linear = Line(node, name),
            Valence = Text(node, "valence") is { } valence ? Number(valence) : null,
            Displays = Scalars(node, "displays"),
            Source = Text(node, "source"),
            Unverified = [.. Scalars(node, "unverified").Select(Coding)],
            Values = Scalars(node, "values"),
            Meter = Meter(node, name, unit),
            Answers = Answers(node),
            NeedsFeed = Text(node, "needs_feed") == "true",
            OfSpecimen = Text(node, "specimen") == "true",
            Item = Item(node, name),
            IsContext = Text(node, "context") == "true",
            Slot = slot,
        };
    }

    /// <summary>As the file says; else by the first part of the name.</summary>
    private static string? Item(YamlMappingNode node, string name) => Text(node, "of") switch
    {
        "nothing" => null,
        null => ItemKinds.OfName(name),
        var said when ItemKinds.All.Contains(said) => said,
        var said => throw new FormatException($"Vocabulary, line {node.Start.Line}: {name} is of {said}; known are {string.Join(", ", ItemKinds.All)} and nothing."),
    };

    /// <summary>[low, high, unit], kept in the canonical unit.</summary>
    private static MeterRange? Meter(YamlMappingNode node, string name, string? unit)
    {
        if (Scalars(node, "meter") is not { Length: > 0 } meter)
            return null;
        var molar = Text(node, "molar_mass") is { } mass ? Number(mass) : (decimal?)null;
        var bare = new Concept(name, [], name, name, ConceptKind.Quantity, [], unit, [], null, default) { MolarMass = molar };
        return meter is [var low, var high, var written] && Ucum.Parse(written) is { } shown
            && UnitConversion.Convert(Number(low), shown, bare.CanonicalUnit, bare) is { } least && UnitConversion.Convert(Number(high), shown, bare.CanonicalUnit, bare) is { } most
            ? new(least, most)
            : throw new FormatException($"Vocabulary, line {node.Start.Line}: meter of {name} is [low, high, unit].");
    }

    /// <summary>Each value with the codes and words that stand for it, turned round.</summary>
    private static FrozenDictionary<string, string> Answers(YamlMappingNode node) =>
        node.Children.TryGetValue("answers", out var found) && found is YamlMappingNode answers
            ? answers.Children.SelectMany(row => Scalars(row.Value).Select(said => (said, value: row.Key.ToString()))).ToFrozenDictionary(pair => pair.said, pair => pair.value, StringComparer.OrdinalIgnoreCase)
            : FrozenDictionary<string, string>.Empty;

    private static LinearUnit? Line(YamlMappingNode node, string name) => Scalars(node, "linear") switch
    {
        [] => null,
        [var text, var times, var plus] when Ucum.Parse(text) is { } unit => new(unit, Number(times), Number(plus)),
        _ => throw new FormatException($"Vocabulary, line {node.Start.Line}: linear of {name} is [unit, times, plus]."),
    };

    private static Coding Coding(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? new("LOCAL", text) : new(CodeSystem.Normalise(text[..space]), text[(space + 1)..].Trim());
    }

    private static TimeSpan Span(string text, YamlNode node) =>
        Quantity.Parse(text) is { } length && length.In(Ucum.Parse("s")!) is { } seconds
            ? TimeSpan.FromSeconds((double)seconds.Low)
            : throw new FormatException($"Vocabulary, line {node.Start.Line}: {text} is not a length of time.");

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) && value is YamlScalarNode scalar ? scalar.Value : null;

    private static IEnumerable<YamlNode> List(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) && value is YamlSequenceNode list ? list.Children : [];

    private static string[] Scalars(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? Scalars(value) : [];

    private static string[] Scalars(YamlNode node) =>
        node is YamlSequenceNode list ? [.. list.Children.OfType<YamlScalarNode>().Select(s => s.Value ?? "")] : [];
}
