using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Referrals.Dossiers;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals.Tray;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Referrals.Tray;

/// <summary>
/// Reads the text of what lies in the tray, one file at a time, beside whoever takes it in. Before a file is opened it is written down that it is: one
/// that ends the program is not tried for ever.
/// </summary>
public sealed partial class TrayTextWorker(CompanionStore store, StoreWriter writer, ChangeFeed feed, TrayOptions options, TimeProvider time, ILogger<TrayTextWorker> log) : BackgroundService
{
    private const int LongestText = 400_000;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim wake = new(1, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watching = feed.Subscribe(changes =>
        {
            if (changes.Any(change => change.Kind == "tray"))
                Wake();
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await wake.WaitAsync(LookAgain, stoppingToken);
                while (await ReadNextAsync(stoppingToken))
                {
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // The edge of the worker: it must live on.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                LogFailed(problem.GetType().Name);
                await Task.Delay(LookAgain, time, stoppingToken);
            }
        }
    }

    private void Wake()
    {
        lock (wake)
        {
            if (wake.CurrentCount == 0)
                wake.Release();
        }
    }

    private async Task<bool> ReadNextAsync(CancellationToken stopping)
    {
        await using var db = store.Read();
        if (await db.TrayFiles.AsNoTracking().Where(row => row.ReadAt == null).OrderBy(row => row.ItemId).ThenBy(row => row.Ordinal).FirstOrDefaultAsync(stopping) is not { } file)
            return false;
        if (file.Tries >= TrayFile.MostTries)
        {
            await KeepAsync(file, TrayText.None("Reading it was begun twice and never ended. Open it and type."), stopping);
            return true;
        }

        await writer.WriteAsync(scope => { scope.Db.TrayFiles.Find(file.ItemId, file.Ordinal)?.Trying(); return true; }, stopping);
        using var tooLong = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        tooLong.CancelAfter(TimeSpan.FromSeconds(options.MostSeconds));
        TrayText text;
        try
        {
            text = await PdfWork.RunAsync(() => Read(file, tooLong.Token), TimeProvider.System, stopping);
        }
        catch (TimeoutException)
        {
            text = TrayText.None("Reading it did not end. Open it and type.");
        }

        await KeepAsync(file, text, stopping);
        return true;
    }

    private TrayText Read(TrayFile file, CancellationToken tooLong) => file.ContentType switch
    {
        "application/pdf" => PdfTextLayer.Read(file.Content, options, tooLong),
        "text/plain" => new TrayText([Plain(file.Content)], 1, file.Bytes > LongestText ? "Only its beginning was read." : null),
        "image/jpeg" or "image/png" or "image/tiff" => TrayText.None("It is a picture: it has no text layer. Read it and type.", 1),
        "application/xml" => TrayText.None("It is a document for machines (XML). Open it and type."),
        _ => TrayText.None("This kind of file is kept and not read."),
    };

    private static string Plain(byte[] content) => PlainText.Of(Encoding.UTF8.GetString(content, 0, Math.Min(content.Length, LongestText)).TrimStart('\uFEFF')).Replace(TrayFile.PageBreak, '\n');

    private Task<bool> KeepAsync(TrayFile file, TrayText text, CancellationToken cancel) => writer.WriteAsync(scope =>
    {
        scope.Db.TrayFiles.Find(file.ItemId, file.Ordinal)?.Read(text, scope.Now);
        scope.Record("tray_file_read", new Subject("tray", file.ItemId), Actor.System, Detail.Of(("file", file.Ordinal), ("sha256", file.Sha256), ("pages", text.PageCount), ("textPages", text.Pages.Count)));
        scope.Announce(new Change("tray", file.ItemId));
        return true;
    }, cancel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A file of the intake tray could not be looked at ({Problem}); it is looked at again")]
    private partial void LogFailed(string problem);
}
