using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Runink.Tests.Architecture;

/// <summary>What the tree itself promises: its top level, the size of its files, the names of its folders.</summary>
public sealed partial class SourceTree
{
    private static readonly string[] TopLevel =
    [
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "README.md", "Runink.Companion", "Runink.Domain", "Runink.Tests", "Runink.sln",
        "appsettings.sample.json", "global.json", "wwwroot-assets",
    ];

    private static readonly string[] Vague = ["Common", "Helpers", "Utils", "Managers", "Services", "Models", "Core", "Misc"];

    internal static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    [Fact]
    public void TheTopLevelIsTheDesignCards()
    {
        var found = Directory.EnumerateFileSystemEntries(Root).Select(Path.GetFileName).Where(name => !name!.StartsWith('.') && name is not ("bin" or "obj"));
        Assert.Equal(TopLevel, found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void FilesAreOfAReadableSize()
    {
        var tooLong =
            from file in Sources("*.cs").Concat(Sources("*.razor"))
            let lines = File.ReadLines(file).Count()
            let most = file.EndsWith(".razor", StringComparison.Ordinal) ? 120 : file.EndsWith(".razor.cs", StringComparison.Ordinal) ? 200 : 400
            where lines > most
            select $"{Path.GetRelativePath(Root, file)}: {lines} lines, {most} allowed";
        Assert.Empty(tooLong);
    }

    [Fact]
    public void NoFolderHasAVagueName()
    {
        var found = Directory.EnumerateDirectories(Root, "*", SearchOption.AllDirectories)
            .Where(folder => IsOurs(folder) && Vague.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase));
        Assert.Empty(found);
    }

    [Fact]
    public void NothingIsLeftForLaterAndNoMarkupComesFromData()
    {
        var offenders =
            from file in Sources("*.cs").Concat(Sources("*.razor"))
            where !file.Contains($"{Path.DirectorySeparatorChar}Architecture{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            from line in File.ReadLines(file)
            where Forbidden().IsMatch(line)
            select $"{Path.GetRelativePath(Root, file)}: {line.Trim()}";
        Assert.Empty(offenders);
    }

    /// <summary>A browser's script builds what it shows of parts. The one piece of HTML that is put in as it comes is made by this server, of counts.</summary>
    [Fact]
    public void NoScriptMakesMarkupOrProgramsOfText()
    {
        var offenders =
            from file in Sources("*.js")
            where !file.Contains("Tests", StringComparison.Ordinal)
            from line in File.ReadLines(file)
            where TextThatRuns().IsMatch(line)
            select $"{Path.GetFileName(file)}: {line.Trim()}";
        Assert.Equal(["display.js: this.board.innerHTML = html;"], offenders);
    }

    private static IEnumerable<string> Sources(string pattern) => Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
        .Where(file => IsOurs(file) && !file.Contains("Migrations", StringComparison.Ordinal));

    private static bool IsOurs(string path) => !Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "data" || part.StartsWith('.'));

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|setHTMLUnsafe|createContextualFragment", RegexOptions.NonBacktracking)]
    private static partial Regex TextThatRuns();

    [GeneratedRegex("NotImplementedException|MarkupString|AddMarkupContent|\\bTODO\\b|\\bFIXME\\b", RegexOptions.NonBacktracking)]
    private static partial Regex Forbidden();
}
