using System.Text.RegularExpressions;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Repositories;

/// <summary>What a file of a repository is, by where it stands below the folder of the connection: <c>triggers/sepsis.yaml</c> holds the trigger sepsis.</summary>
/// <param name="Path">Below the folder.</param>
public sealed partial record RepositoryPath(string Path, ReviewKind Kind, string Id)
{
    public const int LongestPath = 400;

    private static readonly Dictionary<string, ReviewKind> Folders = new(StringComparer.Ordinal)
    {
        ["triggers"] = ReviewKind.Trigger,
        ["packs"] = ReviewKind.Trigger,
        ["intake-rules"] = ReviewKind.IntakeRules,
        ["feed-profiles"] = ReviewKind.FeedProfile,
        ["feeds"] = ReviewKind.FeedProfile,
        ["feed-contracts"] = ReviewKind.FeedContract,
        ["contracts"] = ReviewKind.FeedContract,
        ["policies"] = ReviewKind.Policy,
    };

    /// <summary>Null for what is none of ours: a README, a workflow, a picture.</summary>
    public static RepositoryPath? Of(string path)
    {
        var parts = path.Split('/');
        if (parts.Length < 2 || path.Length > LongestPath || !Folders.TryGetValue(parts[0], out var kind) || parts.Any(part => part is "" or "." or ".."))
            return null;
        var name = parts[^1];
        var ending = name.LastIndexOf('.');
        return ending > 0 && name[ending..] is ".yaml" or ".yml" ? new RepositoryPath(path, kind, name[..ending]) : null;
    }

    /// <summary>Where a text stands that is in no repository yet.</summary>
    public static string Suggest(ReviewKind kind, string id) => $"{Folders.First(one => one.Value == kind).Key}/{id}.yaml";

    /// <summary>The kind of thing, as the ledger and addresses call it.</summary>
    public static string Word(ReviewKind kind) => TextReview.WordOf(kind);

    /// <summary>Whether the name of the file can be an id; a name with other letters is shown and not taken.</summary>
    public bool HasId => Identifier().IsMatch(Id);

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,79}$", RegexOptions.NonBacktracking)]
    private static partial Regex Identifier();
}
