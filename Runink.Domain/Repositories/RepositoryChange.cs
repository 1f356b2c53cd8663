namespace Runink.Domain.Repositories;

/// <summary>An entry of a commit below the folder.</summary>
/// <param name="Size">Bytes; null where it was not asked for.</param>
/// <param name="IsLink">A symbolic link or another repository within: its content is no text of this one.</param>
public sealed record RepositoryEntry(string Path, string Blob, long? Size, bool IsLink);

/// <summary>What differs between the files that are known and a commit, whatever its history: a branch that was rewritten is compared like any other.</summary>
/// <param name="Changed">New, or with another content.</param>
/// <param name="Gone">Known, and no longer there.</param>
public sealed record RepositoryChange(IReadOnlyList<(RepositoryPath Path, RepositoryEntry Entry)> Changed, IReadOnlyList<RepositoryFile> Gone, int Others)
{
    /// <param name="again">Files that failed are looked at again: what failed them may have changed here.</param>
    public static RepositoryChange Between(IReadOnlyList<RepositoryFile> known, IReadOnlyList<RepositoryEntry> entries, bool again = false)
    {
        var before = known.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var ours = entries.Select(entry => (Path: RepositoryPath.Of(entry.Path), Entry: entry)).Where(one => one.Path is not null).Select(one => (Path: one.Path!, one.Entry)).ToList();
        var there = ours.Select(one => one.Path.Path).ToHashSet(StringComparer.Ordinal);
        return new RepositoryChange(
            [.. ours.Where(one => before.GetValueOrDefault(one.Path.Path) is not { } file || file.Blob != one.Entry.Blob || file.State == RepositoryFileState.Gone || (again && file.State == RepositoryFileState.Failing))],
            [.. known.Where(file => !there.Contains(file.Path) && file.State != RepositoryFileState.Gone)],
            entries.Count - ours.Count);
    }
}
