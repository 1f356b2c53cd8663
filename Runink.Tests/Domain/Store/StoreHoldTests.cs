using Microsoft.EntityFrameworkCore;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;
using Runink.Tests.Harness;

namespace Runink.Tests.Domain.Store;

/// <summary>One app on a database, and it knows when it no longer is.</summary>
public sealed class StoreHoldTests
{
    [Fact]
    public async Task ThePlaceIsTakenOnceAndFreeAfterwards()
    {
        var (one, other) = await TwoAsync();

        using (var hold = one.TryHold())
        {
            Assert.NotNull(hold);
            Assert.Null(other.TryHold());
        }

        using var next = other.TryHold();
        Assert.NotNull(next);
    }

    [Fact]
    public async Task ABrokenConnectionIsTakenAnewUnlessAnotherWasQuicker()
    {
        var (one, other) = await TwoAsync();
        using var hold = one.TryHold();
        await BreakAsync(one);
        one.RenewHold();
        Assert.Null(other.TryHold());

        await BreakAsync(one);
        using var taken = other.TryHold();
        Assert.NotNull(taken);
        Assert.Throws<StorePlaceLostException>(one.RenewHold);
    }

    private static async Task<(CompanionStore, CompanionStore)> TwoAsync()
    {
        var database = await (await PostgreSqlServerOfThisRun.GetAsync()).NewDatabaseAsync();
        return (new CompanionStore(new PostgreSqlDialect(database)), new CompanionStore(new PostgreSqlDialect(database)));
    }

    private static async Task BreakAsync(CompanionStore store)
    {
        await using var db = store.Read();
        await db.Database.ExecuteSqlRawAsync(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE datname = current_database() AND locktype = 'advisory'",
            TestContext.Current.CancellationToken);
    }
}
