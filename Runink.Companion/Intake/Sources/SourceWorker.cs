using System.Collections.Concurrent;
using System.Threading.Channels;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Sources;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Intake.Sources;

/// <summary>Pulls each source when it is due. What failed is tried again, later and later; what a person must see becomes work.</summary>
internal sealed partial class SourceWorker(SourceBook book, SourcePull pull, StoreWriter writer, TimeProvider time, ILogger<SourceWorker> log) : BackgroundService
{
    public const string FailedKind = "source-failed";
    public const string ChangedKind = "source-changed";
    public const string QuietKind = "source-quiet";
    private const int AtOnce = 4;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UntilMapped = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StoreAway = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Channel<bool>> wishes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SourceProblem> told = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim places = new(AtOnce, AtOnce);

    public bool IsRunning(string source) => running.ContainsKey(source);

    /// <summary>Somebody changed what is due.</summary>
    public void Wake(string source) => WishesOf(source).Writer.TryWrite(true);

    public override void Dispose()
    {
        places.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(book.All.Select(source => Task.Run(() => LookAfterAsync(source, stoppingToken), stoppingToken)));

    private async Task LookAfterAsync(NamedSource source, CancellationToken stopping)
    {
        var wished = WishesOf(source.Name).Reader;
        while (true)
        {
            var wait = await LookAsync(book.Find(source.Name) ?? source, stopping);
            using var rest = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            if (wait > TimeSpan.Zero)
                await Task.WhenAny(Task.Delay(wait, time, rest.Token), wished.WaitToReadAsync(rest.Token).AsTask());
            await rest.CancelAsync();
            stopping.ThrowIfCancellationRequested();
            while (wished.TryRead(out _))
            {
            }
        }
    }

    /// <returns>How long nothing is due.</returns>
    private async Task<TimeSpan> LookAsync(NamedSource source, CancellationToken stopping)
    {
        try
        {
            var state = await pull.StateAsync(source.Name, stopping) ?? new SourceState { Name = source.Name };
            var now = time.GetUtcNow();
            if (source is { GivesRows: true, IsUnderstood: false })
                return UntilMapped;
            if (!source.Schedule.IsDue(state, now))
            {
                await TellAsync(source, state, stopping);
                return state is { IsPaused: false, NextPullAt: { } next } && next - now < LongestWait ? next - now : LongestWait;
            }

            await places.WaitAsync(stopping);
            running[source.Name] = 0;
            try
            {
                return await PullAsync(source, state, stopping);
            }
            finally
            {
                running.TryRemove(source.Name, out _);
                places.Release();
            }
        }
        catch (Exception away) when (away is StoreUnavailableException || StoreFailure.IsAway(away))
        {
            LogAway(source.Name, away);
            return StoreAway;
        }
    }

    private async Task<TimeSpan> PullAsync(NamedSource source, SourceState before, CancellationToken stopping)
    {
        PullResult? result = null;
        SourceProblem? problem = null;
        try
        {
            result = await pull.RunAsync(source, stopping);
        }
        catch (SourceException failed)
        {
            problem = failed.Problem;
            LogFailed(source.Name, problem.Fault, failed.InnerException?.GetType().Name ?? "none");
        }
#pragma warning disable CA1031 // One source must not end the others, nor the host.
        catch (Exception unknown) when (unknown is not OperationCanceledException && unknown is not StoreUnavailableException && !StoreFailure.IsAway(unknown))
#pragma warning restore CA1031
        {
            problem = new SourceProblem(SourceFault.NotUnderstood, $"It could not be read ({unknown.GetType().Name}); the log says more.");
            LogUnknown(unknown, source.Name);
        }

        await writer.WriteAsync(scope =>
        {
            var state = SourcePull.Of(scope, source.Name);
            if (state.Generation != before.Generation)
                return true;
            if (result is not null)
                state.Succeeded(result, source.Schedule.AfterSuccess(result.HasMore, scope.Now), scope.Now);
            else
                state.Failed(problem!, SourceSchedule.AfterFailure(state.Failures + 1, problem!, Random.Shared.NextDouble(), scope.Now), scope.Now);
            Tell(scope, source, state);
            scope.Announce(new Change("source", source.Name));
            return true;
        }, stopping);
        return TimeSpan.Zero;
    }

    /// <summary>A silence begins while nothing happens.</summary>
    private async Task TellAsync(NamedSource source, SourceState state, CancellationToken cancel)
    {
        if (source.Schedule.Concern(state, time.GetUtcNow()) != told.GetValueOrDefault(source.Name))
        {
            await writer.WriteAsync(scope =>
            {
                Tell(scope, source, SourcePull.Of(scope, source.Name));
                return true;
            }, cancel);
        }
    }

    private void Tell(WriteScope scope, NamedSource source, SourceState state)
    {
        var concern = source.Schedule.Concern(state, scope.Now);
        foreach (var kind in (string[])[FailedKind, ChangedKind, QuietKind])
        {
            if (concern is not null && KindOf(concern.Fault) == kind)
                OperationalTasks.Raise(scope, kind, source.Name, "high", SourceWords.Headline(source.Name, concern.Fault), $"{concern.Words} {SourceWords.Advice(concern.Fault)}", "/admin/sources");
            else
                OperationalTasks.Settle(scope, kind, source.Name, state.IsPaused ? "It was paused by a person." : "It is read again as it should be.");
        }

        if (concern is null)
            told.TryRemove(source.Name, out _);
        else
            told[source.Name] = concern;
    }

    private static string KindOf(SourceFault fault) => fault switch
    {
        SourceFault.Changed or SourceFault.Gone => ChangedKind,
        SourceFault.Silent => QuietKind,
        _ => FailedKind,
    };

    private Channel<bool> WishesOf(string source) =>
        wishes.GetOrAdd(source, _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The source {Source} could not be read: {Fault} ({Problem})")]
    private partial void LogFailed(string source, SourceFault fault, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The source {Source} could not be read")]
    private partial void LogUnknown(Exception problem, string source);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The source {Source} waits while the store is away")]
    private partial void LogAway(string source, Exception problem);
}
