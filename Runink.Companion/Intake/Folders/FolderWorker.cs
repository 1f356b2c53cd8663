using Microsoft.Extensions.Options;

namespace Runink.Companion.Intake.Folders;

/// <summary>Looks after the folders of <c>Intake:Folders</c>, each at its own pace; one that is away is asked more and more rarely.</summary>
public sealed partial class FolderWorker : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<(FolderOptions Options, FolderDoor Door)> folders;
    private readonly TimeProvider time;
    private readonly ILogger<FolderWorker> log;

    public FolderWorker(IOptions<List<FolderOptions>> options, FileReception reception, TimeProvider time, ILogger<FolderWorker> log)
    {
        folders = [.. options.Value.Select(one => (one, new FolderDoor(one, reception, time)))];
        (this.time, this.log) = (time, log);
    }

    public IReadOnlyList<FolderState> States => [.. folders.Select(folder => folder.Door.State)];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(folders.Select(folder => Task.Run(() => LookAfterAsync(folder.Options, folder.Door, stoppingToken), stoppingToken)));

    private async Task LookAfterAsync(FolderOptions options, FolderDoor door, CancellationToken stopping)
    {
        var pause = options.Poll;
        try
        {
            while (true)
            {
                var before = door.State;
                pause = await LookAsync(door, stopping) ? options.Poll : pause < LongestPause ? pause * 2 : LongestPause;
                if (door.State.Refused > before.Refused)
                    LogRefused(options.Name, door.State.Refused - before.Refused);
                if (door.State.Problem is { } problem && before.Problem is null)
                    LogProblem(options.Name, problem);
                await Task.Delay(pause, time, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends; what is claimed is taken by the next run.
        }
    }

    private async Task<bool> LookAsync(FolderDoor door, CancellationToken stopping)
    {
        try
        {
            return await door.LookAsync(stopping);
        }
#pragma warning disable CA1031 // One folder must not end the others, nor the host.
        catch (Exception problem) when (problem is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(problem, door.State.Feed);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} files of {Feed} went to its error folder; the reasons stand beside them")]
    private partial void LogRefused(string feed, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder of {Feed} waits: {Problem}")]
    private partial void LogProblem(string feed, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The folder of {Feed} could not be looked at")]
    private partial void LogFailed(Exception problem, string feed);
}
