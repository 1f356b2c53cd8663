using System.Globalization;
using System.Text;

namespace Runink.Companion.Intake.Folders;

/// <summary>
/// One folder as a door. A file is claimed by a rename, which only one can do; what a killed run had claimed is taken again, and what of
/// it was stored already is known. Then it moves to the archive, or with its reasons to the error folder.
/// </summary>
internal sealed class FolderDoor(FolderOptions options, FileReception reception, TimeProvider time)
{
    private const int MostReasons = 1000;

    private static readonly string[] Unfinished = [".tmp", ".part", ".filepart", ".crdownload"];

    private readonly Dictionary<string, Sighting> seen = new(StringComparer.Ordinal);

    public FolderState State { get; private set; } = new(options.Name, null, 0, 0, 0, null);

    /// <summary>Takes in what is there and settled.</summary>
    /// <returns>False when the folder or the store is away.</returns>
    public async Task<bool> LookAsync(CancellationToken cancel)
    {
        try
        {
            // Never made here: where a share is not mounted, a folder of that name would be another one.
            if (!Directory.Exists(options.Path))
                throw new DirectoryNotFoundException();
            Directory.CreateDirectory(options.WorkingFolder);
            foreach (var left in Directory.EnumerateFiles(options.WorkingFolder).Order(StringComparer.Ordinal).ToList())
            {
                if (!await TakeAsync(left, cancel))
                    return false;
            }

            foreach (var file in Settled())
            {
                if (Claim(file) is { } claimed && !await TakeAsync(claimed, cancel))
                    return false;
            }

            State = State with { Problem = null };
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The place is in the settings; the page that shows this is open to everybody.
            State = State with { Problem = $"The folder cannot be worked on ({problem.GetType().Name})." };
            return false;
        }
    }

    /// <summary>The oldest first. A file counts as written when it has stayed as it is for a while; the clocks of shares are not ours, so its own times do not tell.</summary>
    private List<FileInfo> Settled()
    {
        var files = new DirectoryInfo(options.Path).EnumerateFiles(options.Pattern)
            .Where(file => file.Name[0] != '.' && file.LinkTarget is null && !Unfinished.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
            .OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal).ToList();
        foreach (var gone in seen.Keys.Except(files.Select(file => file.Name), StringComparer.Ordinal).ToList())
            seen.Remove(gone);
        State = State with { Waiting = files.Count };
        return [.. files.Where(IsSettled)];
    }

    private bool IsSettled(FileInfo file)
    {
        if (seen.TryGetValue(file.Name, out var before) && before.Length == file.Length && before.Written == file.LastWriteTimeUtc)
            return time.GetElapsedTime(before.Since) >= options.Settle;
        seen[file.Name] = new Sighting(file.Length, file.LastWriteTimeUtc, time.GetTimestamp());
        return options.Settle == TimeSpan.Zero;
    }

    /// <returns>Null when somebody else was faster, or took it back.</returns>
    private string? Claim(FileInfo file)
    {
        var claimed = Path.Combine(options.WorkingFolder, file.Name);
        try
        {
            File.Move(file.FullName, claimed, overwrite: false);
            return claimed;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <returns>False when it must be tried again later; it stays claimed.</returns>
    private async Task<bool> TakeAsync(string path, CancellationToken cancel)
    {
        var file = new FileInfo(path);
        var reasons = new List<string>();
        var (entries, refused, unkept) = (0, 0, 0);
        if (file.Length > options.MaxFileBytes)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"The file has {file.Length} bytes; {options.MaxFileBytes} are allowed."));
        }
        else
        {
            var edition = string.Create(CultureInfo.InvariantCulture, $"{options.Name}/{file.Name}/{file.LastWriteTimeUtc.Ticks}");
            await foreach (var entry in reception.TakeAsync(new FileSource(path, options.Format, "folder", options.Name, edition) { Delimiter = options.Delimiter }, cancel))
            {
                if (entry.Outcome == FileOutcome.Later)
                {
                    State = State with { Problem = entry.Reason };
                    return false;
                }

                entries++;
                unkept += entry.IsKept ? 0 : 1;
                if (entry.Outcome == FileOutcome.Refused && ++refused <= MostReasons)
                    reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{entry.Number}: {entry.Reason}"));
            }

            if (entries == 0)
                reasons.Add("The file holds no message.");
            else if (refused > 0)
                reasons.Insert(0, string.Create(CultureInfo.InvariantCulture, $"{refused} of {entries} were refused{(unkept == 0 ? " and wait in quarantine" : unkept == refused ? " and stand in this file alone" : $"; {unkept} of them stand in this file alone, the rest wait in quarantine")}; the others are taken in."));
        }

        if (reasons.Count == 0)
        {
            MoveInto(path, Path.Combine(options.ArchiveFolder, time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        }
        else
        {
            // First the reasons: a file in the error folder is never without them.
            Directory.CreateDirectory(options.ErrorFolder);
            await File.WriteAllLinesAsync(Free(options.ErrorFolder, file.Name) + ".reason.txt", reasons, Encoding.UTF8, cancel);
            MoveInto(path, options.ErrorFolder);
        }

        State = State with
        {
            LastFileAt = time.GetUtcNow(), Taken = State.Taken + (reasons.Count == 0 ? 1 : 0), Refused = State.Refused + (reasons.Count == 0 ? 0 : 1), Waiting = Math.Max(0, State.Waiting - 1),
        };
        return true;
    }

    private static void MoveInto(string path, string folder)
    {
        Directory.CreateDirectory(folder);
        File.Move(path, Free(folder, Path.GetFileName(path)), overwrite: false);
    }

    /// <summary>Files of every night may have one name.</summary>
    private static string Free(string folder, string name)
    {
        var place = Path.Combine(folder, name);
        for (var again = 1; File.Exists(place); again++)
            place = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(name)}-{again}{Path.GetExtension(name)}"));
        return place;
    }

    private readonly record struct Sighting(long Length, DateTime Written, long Since);
}
