using Runink.Companion.Delivery.Smtp;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.Health;

/// <summary>
/// Are the folder and the files on which this process works still where they were? Whoever removes or restores them under it
/// would else be told for days that all is well. Nothing is made anew here: an empty folder is not the hospital's.
/// </summary>
public sealed class PlaceWatch(DataDirectory data, SampleMailServer mail, StoreWriter writer)
{
    private KnownPlaces? folder;
    private KnownPlaces? theLock;
    private KnownPlaces? mails;

    /// <summary>Looks at what is there now; from here on it must stay.</summary>
    public void Remember()
    {
        folder = new KnownPlaces([data.Path]);
        theLock = File.Exists(data.Lock) ? new KnownPlaces([data.Lock]) : null;
        mails = Directory.Exists(mail.Folder) ? new KnownPlaces([mail.Folder]) : null;
    }

    /// <summary>What is not in its place, in sentences for who can mend it; empty when all is.</summary>
    public IReadOnlyList<PlaceFinding> Look()
    {
        if (folder is null)
            return [];
        if (folder.FirstLost() is not null)
            return [new PlaceFinding(true, "The data folder was removed or replaced while the program runs. Nothing is acknowledged. Put it back, or restore a copy and start the program again.")];
        var found = new List<PlaceFinding>();
        if (writer.LostFile is { } lost)
            found.Add(new PlaceFinding(true, $"{Path.GetFileName(lost)} was removed or replaced while the program runs. Nothing is acknowledged. Put the store's files back, or restore a copy and start the program again."));
        if (theLock?.FirstLost() is not null)
            found.Add(new PlaceFinding(false, "companion.lock was removed or replaced: a second program could start on this folder. Start this one again."));
        if (mails is null && Directory.Exists(mail.Folder))
            mails = new KnownPlaces([mail.Folder]);
        else if (mails?.FirstLost() is not null)
            found.Add(new PlaceFinding(false, "The folder of the sample mails was removed or replaced; mails wait until it is back or the program starts again."));
        return found;
    }
}

/// <param name="IsGrave">Whether work cannot go on.</param>
public sealed record PlaceFinding(bool IsGrave, string Said);

/// <summary>Looks each second and says what it finds in the log: at once, and every minute while it lasts.</summary>
public sealed partial class PlaceWorker(PlaceWatch watch, ILogger<PlaceWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private const int SayAgain = 60;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // By the machine's own clock: it is the machine that is looked at.
        using var timer = new PeriodicTimer(Pace, TimeProvider.System);
        var (said, looks) = ("", 0);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = string.Join(' ', watch.Look().Select(finding => finding.Said));
            if (now == said && (now.Length == 0 || ++looks % SayAgain != 0))
                continue;
            if (now.Length > 0)
                LogLost(now);
            else
                LogBack();
            (said, looks) = (now, 0);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Finding}")]
    private partial void LogLost(string finding);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The data folder and its files are in their place again")]
    private partial void LogBack();
}
