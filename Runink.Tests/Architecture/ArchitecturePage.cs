using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Runink.Domain.Foundation;

namespace Runink.Tests.Architecture;

/// <summary>The page that explains the tree is held against the tree: its rooms are the folders, its names are types.</summary>
public sealed partial class ArchitecturePage
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "Runink.Companion", "Docs", "Architecture.md"));

    [Fact]
    public void TheRoomsOfTheDomainAreThoseOfTheDrawingInOrder()
    {
        var listed = RoomLine().Matches(Page[..Page.IndexOf("Runink.Companion/ ", StringComparison.Ordinal)]).Select(match => match.Groups["name"].Value).ToList();
        var folders = Directory.GetDirectories(Path.Combine(Root, "Runink.Domain")).Select(folder => Path.GetFileName(folder)!).Where(name => name is not ("bin" or "obj"));

        Assert.Equal(folders.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        var drawn = Page[Page.IndexOf("flowchart TB", StringComparison.Ordinal)..Page.IndexOf("## The way of one message", StringComparison.Ordinal)];
        Assert.All(listed, room => Assert.Contains(room, drawn, StringComparison.Ordinal));
        Assert.Equal(listed, listed.OrderBy(room => drawn.IndexOf(room, StringComparison.Ordinal)).ToList());
    }

    [Fact]
    public void TheStationsOfThePipelineAreItsFolders()
    {
        var line = Page.Split('\n').Single(text => text.StartsWith("  Pipeline/", StringComparison.Ordinal));
        var folders = Directory.GetDirectories(Path.Combine(Root, "Runink.Domain", "Pipeline")).Select(folder => Path.GetFileName(folder)!);

        Assert.All(folders, folder => Assert.Contains($"{folder}/", line, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryTypeThatThePageNamesExists()
    {
        var types = typeof(Fact).Assembly.GetTypes().Concat(typeof(Program).Assembly.GetTypes()).Select(type => type.Name.Split('`')[0]).ToHashSet(StringComparer.Ordinal);
        var way = Page[Page.IndexOf("## The way of one message", StringComparison.Ordinal)..];
        var named = CodeSpan().Matches(way).Concat(Node().Matches(way[..way.IndexOf("1. **", StringComparison.Ordinal)])).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal);

        Assert.DoesNotContain(named, name => !types.Contains(name));
    }

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("^  (?<name>[A-Z][A-Za-z]+)/ ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoomLine();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"(?<=^  |--> )(?<name>[A-Z][A-Za-z0-9]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Node();
}
