using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Runink.Domain.Intake.Rows;
using static Runink.Domain.Intake.Hl7v2.Profiles.ProfileNodes;

namespace Runink.Domain.Intake.Hl7v2.Profiles;

/// <summary>Reads a profile file. Its author is an administrator, so a mistake is an exception with the place.</summary>
public static class FeedProfileReader
{
    private static readonly string[] Keys = ["profile", "feeds", "codes", "units", "copy", "segments", "rows", "tests"];

    /// <exception cref="FormatException">It is no profile; the message says where and why.</exception>
    public static FeedProfile Read(string yaml) => Read(yaml, isDraft: false);

    /// <summary>One that somebody is still working on: what is missing is no mistake yet, what is wrong is.</summary>
    /// <exception cref="FormatException">It is no profile; the message says where and why.</exception>
    public static FeedProfile ReadDraft(string yaml) => Read(yaml, isDraft: true);

    private static FeedProfile Read(string yaml, bool isDraft)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException wrong)
        {
            throw new FormatException($"line {wrong.Start.Line}: {wrong.Message}", wrong);
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
            throw new FormatException("line 1: a profile is one mapping with profile, feeds and what they mean.");
        Known(root, Keys);
        var name = Text(root, "profile") ?? (isDraft ? "" : throw Wrong(root, "a profile needs a name: profile: …"));
        var feeds = Sequence(root, "feeds").Select(node => node.ToString()).ToList();
        if (feeds.Count == 0 && !isDraft)
            throw Wrong(root, "a profile says for which feeds it is: feeds: [APPLICATION/FACILITY].");
        return new FeedProfile(name, feeds, Codes(root), Units(root), Copies(root), Segments(root), Tests(root))
        {
            Rows = root.Children.TryGetValue("rows", out var rows) ? RowMappingReader.Read(rows as YamlMappingNode ?? throw Wrong(rows, "rows is a mapping."), isDraft) : null,
        };
    }

    private static Dictionary<(Hl7Path, string), string> Codes(YamlMappingNode root)
    {
        var codes = new Dictionary<(Hl7Path, string), string>();
        foreach (var node in Mappings(root, "codes"))
        {
            Known(node, ["in", "from", "to"]);
            var to = Required(node, "to");
            if (to.Split('^') is not [{ Length: > 0 }, _, { Length: > 0 }])
                throw Wrong(node, $"{to} is no code^text^system.");
            if (!codes.TryAdd((Place(node, "in", "OBX-3") with { Component = 0 }, Required(node, "from")), to))
                throw Wrong(node, $"{Required(node, "from")} is there twice.");
        }

        return codes;
    }

    private static Dictionary<string, string> Units(YamlMappingNode root) => root.Children.TryGetValue("units", out var units)
        ? units is YamlMappingNode map ? map.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString(), StringComparer.Ordinal) : throw Wrong(units, "units is a mapping of spellings.")
        : [];

    private static List<FieldCopy> Copies(YamlMappingNode root) =>
    [
        .. Mappings(root, "copy").Select(node =>
        {
            Known(node, ["from", "to"]);
            return new FieldCopy(Place(node, "from"), Place(node, "to"));
        }),
    ];

    private static List<SegmentReading> Segments(YamlMappingNode root) =>
    [
        .. Mappings(root, "segments").Select(node =>
        {
            Known(node, ["segment", "code", "value", "unit", "at", "when"]);
            var segment = Required(node, "segment");
            if (segment.Length != 3 || segment[0] != 'Z')
                throw Wrong(node, $"{segment} is no segment of a site's own: those begin with Z and have three letters.");
            var code = Required(node, "code");
            if (Hl7Path.Parse(code) is null && code.Split('^') is not [{ Length: > 0 }, _, { Length: > 0 }])
                throw Wrong(node, $"{code} is neither a place such as {segment}-2 nor a code^text^system.");
            return new SegmentReading(segment, code, Own(node, segment, "value") ?? throw Wrong(node, "value is missing."), Own(node, segment, "unit"), Own(node, segment, "at"), When(node, segment));
        }),
    ];

    private static (Hl7Path, string)? When(YamlMappingNode node, string segment)
    {
        if (Text(node, "when") is not { } text)
            return null;
        return text.Split('=', 2, StringSplitOptions.TrimEntries) is [var place, { Length: > 0 } says] && Hl7Path.Parse(place) is { } path && path.Segment == segment
            ? (path with { Component = Math.Max(path.Component, 1) }, says)
            : throw Wrong(node, $"when is written {segment}-1 = SOMETHING.");
    }

    private static List<ProfileTest> Tests(YamlMappingNode root) =>
    [
        .. Mappings(root, "tests").Select((node, index) =>
        {
            Known(node, ["name", "message", "says"]);
            var says = Sequence(node, "says").Select(line => line.ToString().Trim()).ToList();
            return says.Count == 0
                ? throw Wrong(node, "a test without says tests nothing.")
                : new ProfileTest(Text(node, "name") ?? $"test {index + 1}", Required(node, "message"), says, (int)node.Start.Line);
        }),
    ];

    private static Hl7Path? Own(YamlMappingNode node, string segment, string key) => Text(node, key) is not { } text ? null
        : Hl7Path.Parse(text) is { } path && path.Segment == segment ? path : throw Wrong(node, $"{key}: {text} is no place of {segment}.");

    private static Hl7Path Place(YamlMappingNode node, string key, string? otherwise = null) =>
        Hl7Path.Parse(Text(node, key) ?? otherwise ?? "") ?? throw Wrong(node, $"{key} is no place such as PV1-10 or ZPV-3.2.");
}
