using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Intake.Folders;

/// <summary>A folder into which others put files; one of the list under <c>Intake:Folders</c>.</summary>
public sealed class FolderOptions
{
    /// <summary>Where the files arrive.</summary>
    [Required]
    public string Path { get; set; } = "";

    public FileFormat Format { get; set; }

    /// <summary>Between the fields of a table (<c>Csv</c>).</summary>
    [Required]
    public string Delimiter { get; set; } = ",";

    /// <summary>Which names are taken, e.g. <c>*.hl7</c>.</summary>
    [Required]
    public string Pattern { get; set; } = "*";

    /// <summary>How long a file must stay as it is before it counts as written.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the folder is looked at.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longer files go to the error folder unread.</summary>
    [Range(1024L, 2_000_000_000L)]
    public long MaxFileBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Where files go that were taken in, into a folder for each day. Empty: <c>archive</c> below the folder.</summary>
    public string Archive { get; set; } = "";

    /// <summary>Where files go of which something was refused, with the reasons beside them. Empty: <c>error</c> below the folder.</summary>
    public string Error { get; set; } = "";

    /// <summary>What the feed is called on the health page and in the ledger. Empty: the folder's name.</summary>
    public string Feed { get; set; } = "";

    internal string Name => Feed.Length > 0 ? Feed : System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    internal string ArchiveFolder => Archive.Length > 0 ? Archive : System.IO.Path.Combine(Path, "archive");

    internal string ErrorFolder => Error.Length > 0 ? Error : System.IO.Path.Combine(Path, "error");

    /// <summary>Files that are being taken in; a killed run leaves its own here, and the next one begins with them.</summary>
    internal string WorkingFolder => System.IO.Path.Combine(Path, ".working");

    /// <summary>What these folders cannot mean together.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<FolderOptions> folders)
    {
        for (var at = 0; at < folders.Count; at++)
        {
            var folder = folders[at];
            if (folder.Path.Length == 0)
                continue;
            var full = System.IO.Path.GetFullPath(folder.Path);
            if (folders.Take(at).Any(other => other.Path.Length > 0 && System.IO.Path.GetFullPath(other.Path) == full))
                yield return $"Intake:Folders:{at}:Path: {folder.Path} is named twice.";
            foreach (var (name, where) in new[] { ("Archive", folder.ArchiveFolder), ("Error", folder.ErrorFolder) })
            {
                if (System.IO.Path.GetFullPath(where) == full)
                    yield return $"Intake:Folders:{at}:{name}: files would arrive again where they have arrived.";
            }
        }
    }
}
