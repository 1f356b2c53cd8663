using System.Text;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Delivery.Payers;

/// <summary>Files to payers and from them. A file appears whole or not at all; one that was read goes aside, and the same one again changes nothing.</summary>
public sealed partial class PayerFolders(Domain.Referrals.Authorizing.Payers payers, ServicesReviewAnswers answers, StoreWriter writer, ILogger<PayerFolders> log)
{
    private const int LargestFile = 10 * 1024 * 1024;

    private const string Away = "payer-folder";

    /// <summary>How long each file was when it was last looked at: one that grows is not whole.</summary>
    private readonly Dictionary<string, long> lengths = new(StringComparer.Ordinal);

    private readonly HashSet<string> fine = new(StringComparer.Ordinal), told = new(StringComparer.Ordinal);

    /// <returns>Why it could not be written; null when it is there.</returns>
    public string? Write(Payer payer, AuthorizationRequest request)
    {
        if (payer.Route is not { Folder.Length: > 0 } route)
            return $"The settings name no folder for {payer.Name} any more: download the file.";
        var there = Path.Combine(route.Folder, request.FileName);
        var part = Path.Combine(route.Folder, $".{request.FileName}.part");
        try
        {
            using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(Encoding.ASCII.GetBytes(request.Content!));
                file.Flush(flushToDisk: true);
            }

            File.Move(part, there, overwrite: true);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            LogFolder(problem, payer.Name);
            return $"The folder for {payer.Name} cannot be written.";
        }
    }

    public async Task TakeAsync(CancellationToken cancel)
    {
        foreach (var payer in payers.All.Where(payer => payer.Route is { Answers.Length: > 0 }))
        {
            string? problem = null;
            try
            {
                foreach (var file in Directory.EnumerateFiles(payer.Route!.Answers).Where(IsWhole).Order(StringComparer.Ordinal).ToList())
                {
                    var length = new FileInfo(file).Length;
                    if (lengths.TryGetValue(file, out var before) && before == length)
                        await TakeAsync(payer, file, cancel);
                    else
                        lengths[file] = length;
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                LogFolder(fault, payer.Name);
                problem = $"The folder with the answers of {payer.Name} cannot be read";
            }

            // Said once, not with every look.
            if (problem is null ? !fine.Add(payer.Name) : !fine.Remove(payer.Name) && told.Contains(payer.Name))
                continue;
            told.Add(payer.Name);
            await writer.WriteAsync(
                scope =>
                {
                    if (problem is not null)
                        OperationalTasks.Raise(scope, Away, payer.Name, "high", problem, null, "/admin/deliveries");
                    else
                        OperationalTasks.Settle(scope, Away, payer.Name, "The folder can be read again.");
                    return true;
                }, cancel);
        }
    }

    /// <summary>Who writes into a folder of others uses another name until the file is whole.</summary>
    private static bool IsWhole(string path) => Path.GetFileName(path) is var name && name[0] != '.' && Path.GetExtension(name).ToUpperInvariant() is ".X12" or ".EDI" or ".278" or ".TXT";

    private async Task TakeAsync(Payer payer, string path, CancellationToken cancel)
    {
        var name = Path.GetFileName(path);
        Outcome<IReadOnlyList<ServicesReviewResult>> taken = new FileInfo(path).Length > LargestFile
            ? new Refusal("too-long", $"The file is larger than {LargestFile / 1024 / 1024} MB.")
            : await TextAsync(path, cancel) is var text ? await writer.WriteAsync(scope => answers.Take(scope, text, payer.Name, new Actor("payer", payer.Name, payer.Name)), cancel) : default;
        if (taken.Refusal is { } refusal)
        {
            await writer.WriteAsync(
                scope =>
                {
                    OperationalTasks.Raise(scope, "payer-answer-unmatched", $"{payer.Name}/{name}", "high", $"A file of {payer.Name} could not be read", $"{name}: {refusal.Message} It lies in the folder “refused”.", "/referrals?view=authorization-pending");
                    return true;
                }, cancel);
        }

        var aside = Directory.CreateDirectory(Path.Combine(payer.Route!.Answers, taken.Ok ? "read" : "refused"));
        lengths.Remove(path);
        File.Move(path, Path.Combine(aside.FullName, name), overwrite: true);
    }

    private static async Task<string> TextAsync(string path, CancellationToken cancel) => Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, cancel));

    [LoggerMessage(Level = LogLevel.Warning, Message = "A folder of {Payer} cannot be used")]
    private partial void LogFolder(Exception problem, string payer);
}
