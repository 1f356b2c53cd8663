using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Tests.Domain.Store;

public abstract class StoreWriterTests
{
    public sealed class OnSqlite : StoreWriterTests;

    public sealed class OnPostgreSql : StoreWriterTests;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WorkThatFailsIsRolledBackAloneAndTheOthersOfItsBatchCommit()
    {
        await using var store = await TemporaryStore.NewAsync();
        using var gate = new ManualResetEventSlim();
        var held = store.Writer.WriteAsync(_ => gate.Wait(TimeSpan.FromSeconds(20)), Stop);
        var works = Enumerable.Range(0, 9).Select(number => store.Writer.WriteAsync(scope => Add(scope, number, fails: number % 3 == 1), Stop)).ToList();
        gate.Set();

        Assert.True(await held);
        for (var number = 0; number < works.Count; number++)
        {
            if (number % 3 == 1)
                Assert.Equal($"work {number}", (await Assert.ThrowsAsync<FormatException>(() => works[number])).Message);
            else
                Assert.Equal(number, await works[number]);
        }

        await using var db = store.Store.Read();
        string[] kept = ["0", "2", "3", "5", "6", "8"];
        Assert.Equal(kept, await db.ApiKeys.Select(key => key.Name).OrderBy(name => name).ToListAsync(Stop));
        Assert.Equal(kept, await db.Ledger.OrderBy(row => row.Seq).Select(row => row.SubjectId).ToListAsync(Stop));
        Assert.Equal((null, 6L), (store.Verify().FirstBad, store.Verify().Rows));
        Assert.Equal(6, store.Writer.CommittedHead.Seq);
    }

    [Fact]
    public async Task AConstraintThatBreaksAtTheEndOfTheWorkTakesItsFactsBackToo()
    {
        await using var store = await TemporaryStore.NewAsync();
        var rolledBack = 0;
        store.Writer.WorkUndone += () => rolledBack++;
        await store.Writer.WriteAsync(scope => Add(scope, 1), Stop);

        await Assert.ThrowsAnyAsync<DbUpdateException>(() => store.Writer.WriteAsync(scope => Add(scope, 1), Stop));
        await store.Writer.WriteAsync(scope => Add(scope, 2), Stop);

        Assert.Equal(1, rolledBack);
        Assert.Equal((null, 2L), (store.Verify().FirstBad, store.Verify().Rows));
    }

    [Fact]
    public async Task OnlyWhatCommittedIsAnnounced()
    {
        await using var store = await TemporaryStore.NewAsync();
        var heard = new List<string>();
        using var watching = store.Feed.Subscribe(changes => heard.AddRange(changes.Select(change => change.Id)));

        await store.Writer.WriteAsync(scope => Add(scope, 1), Stop);
        await Assert.ThrowsAsync<FormatException>(() => store.Writer.WriteAsync(scope => Add(scope, 2, fails: true), Stop));
        await store.Writer.WriteAsync(scope => Add(scope, 3), Stop);

        Assert.Equal(["1", "3"], heard);
    }

    [Fact]
    public async Task WhatAnotherProcessWroteIsNoticedAndTheChainGoesOnFromThere()
    {
        await using var store = await TemporaryStore.NewAsync();
        await using var other = store.NewWriter();
        var forgotten = 0;
        store.Writer.CachesInvalid += () => forgotten++;

        for (var number = 0; number < 12; number += 3)
        {
            await store.Writer.WriteAsync(scope => Add(scope, number), Stop);
            await other.WriteAsync(scope => Add(scope, number + 1), Stop);
            await other.WriteAsync(scope => Add(scope, number + 2), Stop);
        }

        Assert.Equal((null, 12L), (store.Verify().FirstBad, store.Verify().Rows));
        Assert.Equal(3, forgotten);
    }

    [Fact]
    public async Task SixteenWritersAtOnceMakeOneValidChain()
    {
        await using var store = await TemporaryStore.NewAsync();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(sender => Task.Run(
            async () =>
            {
                for (var round = 0; round < 40; round++)
                {
                    var number = (sender * 100) + round;
                    var fails = round % 10 == 9;
                    var work = store.Writer.WriteAsync(scope => Add(scope, number, fails), Stop);
                    if (fails)
                        await Assert.ThrowsAsync<FormatException>(() => work);
                    else
                        Assert.Equal(number, await work);
                }
            },
            Stop)));

        var found = store.Verify();
        Assert.Equal((null, 576L), (found.FirstBad, found.Rows));
        await using var db = store.Store.Read();
        Assert.Equal(576, await db.ApiKeys.CountAsync(Stop));
        Assert.Equal(found.Rows, store.Writer.CommittedHead.Seq);
    }

    [Fact]
    public async Task AStoreThatCannotCommitAnswersSoAndWritesNothing()
    {
        await using var store = await TemporaryStore.NewAsync();
        await store.Writer.WriteAsync(scope => Add(scope, 1), Stop);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Writer.WriteAsync(
            scope =>
            {
                Add(scope, 2);
                // Ends the transaction under the writer, as a failing disk does.
                scope.Db.SaveChanges();
                return scope.Db.Database.ExecuteSqlRaw("ROLLBACK");
            },
            Stop));
        await store.Writer.WriteAsync(scope => Add(scope, 3), Stop);

        await using var db = store.Store.Read();
        Assert.Equal(["1", "3"], await db.Ledger.OrderBy(row => row.Seq).Select(row => row.SubjectId).ToListAsync(Stop));
        Assert.Null(store.Verify().FirstBad);
    }

    private static int Add(WriteScope scope, int number, bool fails = false)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        scope.Db.ApiKeys.Add(new ApiKey { Id = scope.Ids.Next(), Name = name, SecretHash = name, Scopes = Permission.None, CreatedAt = scope.Now, ExpiresAt = scope.Now });
        scope.Record("tested", new Subject("test", name), Actor.System);
        scope.Announce(new Change("test", name));
        if (!fails)
            return number;
        scope.Db.SaveChanges();
        throw new FormatException($"work {name}");
    }
}
