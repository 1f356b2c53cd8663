using System.Collections.Concurrent;

namespace Runink.Companion.Hosting.Health;

/// <summary>How a worker is.</summary>
/// <param name="Falls">How often it ended with an error since the program started.</param>
/// <param name="LastProblem">The kind of the last one: its words may name a patient.</param>
/// <param name="RestartsAt">When it is started again; null while it runs.</param>
public sealed record WorkerState(string Name, int Falls, string? LastProblem, DateTimeOffset? FellAt, DateTimeOffset? RestartsAt);

/// <summary>All workers of this program, and how they are.</summary>
public sealed class WorkerRoll
{
    private readonly ConcurrentDictionary<string, WorkerState> states = new(StringComparer.Ordinal);

    public IReadOnlyCollection<WorkerState> States => [.. states.Values.OrderBy(state => state.Name, StringComparer.Ordinal)];

    public void Set(WorkerState state) => states[state.Name] = state;
}

/// <summary>
/// Keeps one worker going. A worker that ends with an error neither takes the whole host down, nor is it silently missing from then
/// on: it is started again, after a pause that grows with each fall, and health names it.
/// </summary>
public sealed partial class KeptWorker(BackgroundService worker, WorkerRoll roll, TimeProvider time, ILogger<KeptWorker> log)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Who ran so long before it fell begins with the shortest pause again.</summary>
    private static readonly TimeSpan Recovered = TimeSpan.FromMinutes(10);

    private WorkerState state = new(worker.GetType().Name, 0, null, null, null);

    /// <summary>The pause before the next start: 1 s, 2 s, 4 s, … a minute.</summary>
    public static TimeSpan Pause(int falls) => falls > 6 ? Longest : Shortest * Math.Pow(2, Math.Max(0, falls - 1)) is var pause && pause > Longest ? Longest : pause;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        roll.Set(state);
        // Its first start belongs to the host's: what listens does so before the program says that it is ready.
        await worker.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await worker.StopAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => (worker as IHostedLifecycleService)?.StartingAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => (worker as IHostedLifecycleService)?.StartedAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => (worker as IHostedLifecycleService)?.StoppingAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => (worker as IHostedLifecycleService)?.StoppedAsync(cancellationToken) ?? Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var inARow = 0;
        while (worker.ExecuteTask is { } running)
        {
            var began = time.GetUtcNow();
            try
            {
                await running.WaitAsync(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested || running.IsCanceled)
            {
                return;
            }
#pragma warning disable CA1031 // The edge of every worker: whatever it ends with.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                var now = time.GetUtcNow();
                inARow = now - began > Recovered ? 1 : inARow + 1;
                var pause = Pause(inARow);
                state = state with { Falls = state.Falls + 1, LastProblem = problem.GetType().Name, FellAt = now, RestartsAt = now + pause };
                roll.Set(state);
                LogFell(state.Name, state.LastProblem!, pause);
                LogWhy(problem);
                await Task.Delay(pause, time, stoppingToken);
            }

            await worker.StartAsync(stoppingToken);
            roll.Set(state = state with { RestartsAt = null });
        }
    }

    // The kind alone: what a database says of a row may name a patient.
    [LoggerMessage(Level = LogLevel.Error, Message = "The worker {Worker} ended with {Kind}; it starts again in {Pause}")]
    private partial void LogFell(string worker, string kind, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Why it ended")]
    private partial void LogWhy(Exception problem);
}

public static class KeptWorkers
{
    /// <summary>After everything else was registered: every worker of this program is kept going.</summary>
    public static void KeepWorkersGoing(this IServiceCollection services)
    {
        services.AddSingleton<WorkerRoll>();
        for (var at = 0; at < services.Count; at++)
        {
            var descriptor = services[at];
            if (descriptor.ServiceType != typeof(IHostedService) || descriptor.IsKeyedService)
                continue;
            Func<IServiceProvider, object>? make = descriptor.ImplementationFactory;
            if (descriptor.ImplementationType is { } type && type.Assembly == typeof(KeptWorker).Assembly)
            {
                services.AddSingleton(type);
                make = provider => provider.GetRequiredService(type);
            }

            if (make is not null)
                services[at] = ServiceDescriptor.Singleton<IHostedService>(provider => Keep(make(provider), provider));
        }
    }

    private static IHostedService Keep(object made, IServiceProvider services) =>
        made is BackgroundService worker && made.GetType().Assembly == typeof(KeptWorker).Assembly
            ? new KeptWorker(worker, services.GetRequiredService<WorkerRoll>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<KeptWorker>>())
            : (IHostedService)made;
}
