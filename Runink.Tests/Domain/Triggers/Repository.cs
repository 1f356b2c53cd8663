namespace Runink.Tests.Domain.Triggers;

/// <summary>Files of the source tree, found from wherever the tests were built to.</summary>
internal static class Repository
{
    private static readonly string Root = Find();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Runink.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Runink.sln is not above the tests.");
    }
}
