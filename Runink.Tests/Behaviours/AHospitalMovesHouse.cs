using Microsoft.EntityFrameworkCore;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A hospital that outgrew its file goes on, with all that it had, on a database server.</summary>
public sealed class AHospitalMovesHouse
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryRowAndTheChainMoveAndTheWorkGoesOn()
    {
        var server = await PostgreSqlServerOfThisRun.GetAsync();
        var target = await server.EmptyDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("companion-move-").FullName;
        var (mrn, now) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
        string escalation;
        await using (var hospital = await CompanionProcess.StartAsync(folder))
        {
            await hospital.SendAsync(Some.Arrival(mrn, now.AddMinutes(-30), name: "Åström^Zoë"), Some.Lactate(mrn, "L1", now.AddMinutes(-5), "3.4"), "MSH|^~\\&|broken");
            escalation = (await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"))[0].GetProperty("id").GetString()!;
            var running = await MoveAsync(folder, target);
            Assert.Equal(2, running.ExitCode);
            Assert.Contains("Stop it first", running.Output, StringComparison.Ordinal);
        }

        var moved = await MoveAsync(folder, target);
        Assert.True(moved.ExitCode == 0, moved.Output);
        Assert.Contains("rows follow from each other", moved.Output, StringComparison.Ordinal);
        await SameRowsAsync(new CompanionStore(Path.Combine(folder, "companion.db")), new CompanionStore(new PostgreSqlDialect(target)));
        var again = await MoveAsync(folder, target);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("is not empty", again.Output, StringComparison.Ordinal);

        TestDatabase.Move(folder, target);
        await using (var hospital = await CompanionProcess.StartAsync(folder))
        {
            var answers = await hospital.SendAsync(Some.Lactate(mrn, "L1", now.AddMinutes(-5), "3.4"), Some.Lactate(mrn, "L2", now.AddMinutes(-1), "3.6"));
            Assert.All(answers, answer => Assert.Contains("MSA|AA", answer, StringComparison.Ordinal));
            Assert.Equal(escalation, Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}")).GetProperty("id").GetString());
            var ready = await hospital.Web.GetStringAsync("/health/ready", Stop);
            Assert.Contains("PostgreSql reads and commits", ready, StringComparison.Ordinal);
            Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
        }

        var verified = await CompanionProcess.RunVerbAsync("ledger", "verify", "--data", folder);
        Assert.True(verified.ExitCode is 0 or 3, verified.Output);
        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task OfTwoAppsOnOneDatabaseTheSecondIsRefused()
    {
        var server = await PostgreSqlServerOfThisRun.GetAsync();
        var database = await server.NewDatabaseAsync();
        var (one, other) = (Directory.CreateTempSubdirectory("companion-one-").FullName, Directory.CreateTempSubdirectory("companion-other-").FullName);
        TestDatabase.Move(one, database);
        TestDatabase.Move(other, database);
        await using (await CompanionProcess.StartAsync(one))
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => CompanionProcess.StartAsync(other));
            Assert.Contains("another Companion is running on PostgreSQL, database", refused.Message, StringComparison.Ordinal);
        }

        await using (await CompanionProcess.StartAsync(other))
        {
            // The place is free again.
        }

        Directory.Delete(other, recursive: true);
        await TestDatabase.DeleteAsync(one);
    }

    [Theory]
    [InlineData("ledger verify")]
    [InlineData("store migrate")]
    [InlineData("store backup --to nowhere.zip")]
    [InlineData("")]
    public async Task AServerThatIsNotThereIsNamedAndThePasswordIsNot(string verb)
    {
        var run = await CompanionProcess.RunVerbAsync(
            [.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. verb.Length > 0
                ? ["--provider", "PostgreSql", "--connection", "Host=127.0.0.1;Port=1;Database=hospital;Username=u;Password=geheim;Timeout=2"]
                : (string[])["--Store:Provider=PostgreSql", "--Store:ConnectionString=Host=127.0.0.1;Port=1;Database=hospital;Username=u;Password=geheim;Timeout=2", "--urls", "http://127.0.0.1:0", "--no-samples"]]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("127.0.0.1:1", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> MoveAsync(string folder, string target) =>
        CompanionProcess.RunVerbAsync("store", "move", "--data", folder, "--to-provider", "PostgreSql", "--to-connection", target);

    private static async Task SameRowsAsync(CompanionStore old, CompanionStore moved)
    {
        await using var from = old.Read();
        await using var to = moved.Read();
        Assert.Equal(await from.Ledger.OrderBy(row => row.Seq).Select(row => row.Detail).ToListAsync(Stop), await to.Ledger.OrderBy(row => row.Seq).Select(row => row.Detail).ToListAsync(Stop));
        Assert.Equal(await from.Messages.OrderBy(row => row.Id).Select(row => row.Raw).ToListAsync(Stop), await to.Messages.OrderBy(row => row.Id).Select(row => row.Raw).ToListAsync(Stop));
        Assert.Equal(await from.Patients.Select(row => row.BirthDate).ToListAsync(Stop), await to.Patients.Select(row => row.BirthDate).ToListAsync(Stop));
        Assert.Equal("Åström", (await to.Patients.SingleAsync(Stop)).Family);
        Assert.Equal(1, await to.Quarantine.CountAsync(Stop));
    }
}
