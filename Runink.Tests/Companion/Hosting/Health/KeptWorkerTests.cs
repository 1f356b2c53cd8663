using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Runink.Companion.Hosting.Health;
using Runink.Tests.Harness;

namespace Runink.Tests.Companion.Hosting.Health;

public sealed class KeptWorkerTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 8)]
    [InlineData(7, 60)]
    [InlineData(1000, 60)]
    public void ThePauseGrowsToAMinute(int falls, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), KeptWorker.Pause(falls));

    [Fact]
    public async Task AWorkerThatFallsIsStartedAgainAndNamed()
    {
        var time = new ManualTime(Hospital.Morning);
        var roll = new WorkerRoll();
        using var faulty = new Faulty();
        using var kept = new KeptWorker(faulty, roll, time, NullLogger<KeptWorker>.Instance);
        await kept.StartAsync(TestContext.Current.CancellationToken);
        var fallen = await Hospital.EventuallyAsync(() => Task.FromResult(roll.States.Single()), state => state.RestartsAt is not null, "the fall");
        Assert.Equal((nameof(Faulty), 1, nameof(InvalidOperationException)), (fallen.Name, fallen.Falls, fallen.LastProblem));
        var health = new WorkerHealth(roll, time);
        var said = await health.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Degraded, said.Status);
        Assert.Contains("Faulty", said.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane Doe", said.Description, StringComparison.Ordinal);

        await Hospital.EventuallyAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(faulty.Starts);
            },
            starts => starts == 2, "the second start");
        await kept.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(kept.ExecuteTask!.IsCompleted);
    }

    private sealed class Faulty : BackgroundService
    {
        public int Starts { get; private set; }

        protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
            ++Starts == 1 ? throw new InvalidOperationException("Something about Jane Doe.") : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken);
    }
}
