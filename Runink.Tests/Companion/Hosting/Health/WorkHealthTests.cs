using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Companion.Hosting.Health;
using Runink.Domain.Delivery;
using Runink.Domain.Intake;
using Runink.Domain.Store;
using Runink.Tests.Harness;

namespace Runink.Tests.Companion.Hosting.Health;

/// <summary>What waits too long is said, and not before.</summary>
public sealed class WorkHealthTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("companion-").FullName;
    private readonly CompanionStore store;
    private readonly ManualTime time = new(Hospital.Morning);

    public WorkHealthTests()
    {
        store = new CompanionStore(Path.Combine(folder, "companion.db"));
        store.Migrate();
    }

    [Theory]
    [InlineData(4, HealthStatus.Healthy)]
    [InlineData(6, HealthStatus.Degraded)]
    public async Task WhatShouldHaveLeftIsSaid(int minutes, HealthStatus status)
    {
        await using (var db = store.Read())
        {
            var mail = new OutboxMessage { Id = "1", Channel = "email", To = "a@b", Subject = "s", Body = "b", CreatedAt = time.GetUtcNow() };
            mail.Plan(time.GetUtcNow());
            db.Outbox.Add(mail);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        time.Advance(TimeSpan.FromMinutes(minutes));
        var said = await AskAsync(new OutboxHealth(store, new HealthOptions { OutboxMinutes = 5 }, time));
        Assert.Equal(status, said.Status);
        Assert.Contains($"for {minutes} minutes", said.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, HealthStatus.Healthy)]
    [InlineData(4, HealthStatus.Degraded)]
    public async Task AGrowingQuarantineIsSaid(int messages, HealthStatus status)
    {
        await using (var db = store.Read())
        {
            db.Quarantine.AddRange(Enumerable.Range(0, messages).Select(i => new QuarantinedMessage
            {
                Id = $"{i}", Door = "mllp", Source = "LAB", Kind = "ORU^R01", Hash = $"{i}", Raw = [], Reason = "broken", At = time.GetUtcNow(),
            }));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(status, (await AskAsync(new QuarantineHealth(store, new HealthOptions { QuarantinePerHour = 3 }, time))).Status);
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HealthStatus.Healthy, (await AskAsync(new QuarantineHealth(store, new HealthOptions { QuarantinePerHour = 3 }, time))).Status);
    }

    [Theory]
    [InlineData(2, HealthStatus.Healthy)]
    [InlineData(-10_800, HealthStatus.Degraded)]
    [InlineData(30, HealthStatus.Degraded)]
    public async Task AClockThatIsSetIsSaidForAnHour(int seconds, HealthStatus status)
    {
        var stepped = new SteppedTime { Now = Hospital.Morning };
        var watch = new ClockWatch(stepped);
        stepped.Pass(TimeSpan.FromMinutes(1));
        Assert.Null(watch.Look());
        stepped.Now += TimeSpan.FromSeconds(seconds);
        Assert.Equal(status, (await AskAsync(new ClockHealth(watch, stepped))).Status);
        stepped.Pass(TimeSpan.FromMinutes(61));
        Assert.Equal(HealthStatus.Healthy, (await AskAsync(new ClockHealth(watch, stepped))).Status);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static Task<HealthCheckResult> AskAsync(IHealthCheck check) => check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

    private sealed class SteppedTime : TimeProvider
    {
        private long stamp;

        public DateTimeOffset Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => stamp;

        public void Pass(TimeSpan by) => (Now, stamp) = (Now + by, stamp + by.Ticks);
    }
}
