using System.Runtime.CompilerServices;

namespace Runink.Tests.Domain.Intake;

/// <summary>Real messages kept beside the repository and never in it. Tests that need them are skipped where they are absent.</summary>
internal static class Corpora
{
    /// <summary>All files of the corpora whose folder name begins so, with one of the endings.</summary>
    public static IReadOnlyList<string> Files(string corpus, params string[] endings)
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "..", "shared", "corpora"));
        var files = System.IO.Directory.Exists(root)
            ? System.IO.Directory.EnumerateDirectories(root, corpus).SelectMany(folder => System.IO.Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                .Where(file => endings.Contains(Path.GetExtension(file), StringComparer.Ordinal)).Order(StringComparer.Ordinal).ToList()
            : [];
        Assert.SkipWhen(files.Count == 0, $"The corpus {corpus} is not beside the repository.");
        return files;
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
