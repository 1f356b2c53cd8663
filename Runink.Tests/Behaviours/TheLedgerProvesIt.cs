using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Ledger;
using Runink.Companion.Ledger.Anchors;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Whoever changes the store behind our back is found, and the first bad row is named.</summary>
public abstract class TheLedgerProvesIt
{
    public sealed class OnSqlite : TheLedgerProvesIt;

    public sealed class OnPostgreSql : TheLedgerProvesIt;

    [Theory]
    [InlineData("UPDATE Ledger SET Detail = '{}' WHERE Seq = 5", 5)]
    [InlineData("UPDATE Ledger SET Actor = 'person:nobody' WHERE Seq = 1", 1)]
    [InlineData("DELETE FROM Ledger WHERE Seq = 4", 4)]
    [InlineData("UPDATE Ledger SET Seq = -1 WHERE Seq = 3; UPDATE Ledger SET Seq = 3 WHERE Seq = 4; UPDATE Ledger SET Seq = 4 WHERE Seq = -1", 3)]
    [InlineData("DELETE FROM Ledger WHERE Seq > 6", 7)]
    public async Task TamperingIsFound(string sql, long firstBad)
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            var now = hospital.Time.GetUtcNow();
            var mrn = Some.Mrn();
            await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
            var verified = await hospital.GetAsync("/api/v1/ledger/verify");
            Assert.True(verified.GetProperty("ok").GetBoolean());
            await hospital.StopAsync();
        }

        var store = await TestDatabase.StoreAsync(folder);
        Assert.Equal(LedgerVerdict.Holds, Verify(store, folder).Verdict);
        await ExecuteAsync(store, sql);

        var found = Verify(store, folder);
        Assert.False(found.Ok);
        Assert.Equal(firstBad, found.FirstBad);
        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task EveryLookAtAPatientIsARow()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        var id = (await hospital.ItemsAsync("/api/v1/escalations"))[0].GetProperty("id").GetString();

        await hospital.GetAsync($"/api/v1/escalations/{id}");
        await hospital.GetAsync($"/api/v1/patients/{mrn}");
        await hospital.GetAsync("/fhir/Patient");

        var kinds = (await hospital.ItemsAsync("/api/v1/ledger?limit=200")).Select(row => row.GetProperty("kind").GetString()).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string?>(["worklist_read", "escalation_read", "patient_read", "fhir_search"], StringComparer.Ordinal), kinds);
    }

    /// <summary>An attacker's favourite: change the store, then let the program itself sign what came of it.</summary>
    [Theory]
    [InlineData("cut")]
    [InlineData("rechain")]
    [InlineData("empty")]
    public async Task WhatTheProgramSignsNextDoesNotHideWhatWasDoneBefore(string attack)
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        await LiveAsync(folder, "L1");
        var store = await TestDatabase.StoreAsync(folder);
        await (attack switch
        {
            "cut" => ExecuteAsync(store, "DELETE FROM Ledger WHERE Seq > 8"),
            "rechain" => RechainAsync(store, 5),
            _ => ExecuteAsync(store, "DELETE FROM Ledger"),
        });
        var signed = Checkpoints(folder).Read().Lines.Count;

        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            var health = await Hospital.EventuallyAsync(() => HealthAsync(hospital), text => text.Contains("Nothing is signed any more", StringComparison.Ordinal), "the health page says that the proof has ended");
            Assert.Contains("unhealthy", health, StringComparison.Ordinal);
            // Patients first: work goes on while somebody looks into it.
            var answers = await hospital.SendAsync(Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow()));
            Assert.Contains("MSA|AA", answers[0], StringComparison.Ordinal);
            Assert.False((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
        }

        var log = Checkpoints(folder).Read();
        Assert.Equal((signed + 1, CheckpointKind.Finding), (log.Lines.Count, log.Lines[^1].Kind));
        Assert.Equal(LedgerVerdict.Broken, Verify(store, folder).Verdict);
        await LiveAsync(folder, "L2");
        Assert.Equal((LedgerVerdict.Broken, signed + 1), (Verify(store, folder).Verdict, Checkpoints(folder).Read().Lines.Count));
        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task APersonAcceptsWhatDoesNotFitAndThatStaysVisible()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        await LiveAsync(folder, "L1");
        var store = await TestDatabase.StoreAsync(folder);
        await RechainAsync(store, 5);
        await LiveAsync(folder, "L2");
        Assert.Equal(1, (await CompanionProcess.RunVerbAsync("ledger", "verify", "--data", folder)).ExitCode);
        Assert.Equal(2, (await CompanionProcess.RunVerbAsync("ledger", "accept", "--by", "Ana Ruiz", "--reason", "short", "--data", folder)).ExitCode);

        var accepted = await CompanionProcess.RunVerbAsync("ledger", "accept", "--by", "Ana Ruiz", "--reason", "Restored from the back-up of Monday", "--data", folder);

        Assert.True(accepted.ExitCode == 0, accepted.Output);
        await LiveAsync(folder, "L3");
        var verified = await CompanionProcess.RunVerbAsync("ledger", "verify", "--data", folder);
        Assert.True(verified.ExitCode == 5, verified.Output);
        Assert.Contains("Ana Ruiz: Restored from the back-up of Monday", verified.Output, StringComparison.Ordinal);
        await TestDatabase.DeleteAsync(folder);
    }

    /// <summary>What is missing proves nothing, and has codes and words of its own.</summary>
    [Theory]
    [InlineData("deleted", 1, "shortened or replaced")]
    [InlineData("emptied", 1, "shortened or replaced")]
    [InlineData("shortened", 1, "shortened or replaced")]
    [InlineData("keys", 1, "key that is not known here")]
    [InlineData("late edit", 3, "1 row is not covered yet")]
    [InlineData("torn", 0, "never finished, as a power cut leaves it")]
    public async Task MissingEvidenceIsNotCountedAsEvidence(string what, int code, string words)
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        await LiveAsync(folder, "L1");
        await LiveAsync(folder, "L2");
        var store = await TestDatabase.StoreAsync(folder);
        var file = Path.Combine(folder, "ledger-checkpoints.jsonl");
        var lines = await File.ReadAllLinesAsync(file, Stop);
        switch (what)
        {
            case "deleted":
                File.Delete(file);
                break;
            case "emptied":
                await File.WriteAllTextAsync(file, "", Stop);
                break;
            case "shortened":
                await File.WriteAllTextAsync(file, lines[0] + "\n", Stop);
                break;
            case "keys":
                File.Delete(Path.Combine(folder, "ledger-signing-key.pem"));
                File.Delete(Path.Combine(folder, "ledger-public-keys.pem"));
                break;
            case "late edit":
                await AppendAsync(store);
                break;
            default:
                await File.AppendAllTextAsync(file, lines[^1][..30], Stop);
                break;
        }

        var found = await CompanionProcess.RunVerbAsync("ledger", "verify", "--data", folder);

        Assert.True(found.ExitCode == code, found.Output);
        Assert.Contains(words, found.Output, StringComparison.Ordinal);
        Assert.Equal(what != "keys", File.Exists(Path.Combine(folder, "ledger-signing-key.pem")));
        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task WithoutItsKeyTheProgramWorksAndMakesNoNewOne()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        await LiveAsync(folder, "L1");
        File.Delete(Path.Combine(folder, "ledger-signing-key.pem"));

        await using (var hospital = await Hospital.StartAsync(folder: folder))
            await Hospital.EventuallyAsync(() => HealthAsync(hospital), text => text.Contains("key that signs checkpoints is gone", StringComparison.Ordinal), "the health page misses the key");

        Assert.False(File.Exists(Path.Combine(folder, "ledger-signing-key.pem")));
        await TestDatabase.DeleteAsync(folder);
    }

    /// <summary>Nobody asked for a verification; the health page says it all the same, and work goes on.</summary>
    [Fact]
    public async Task ARowThatWasChangedLongAfterItWasSignedIsNoticed()
    {
        await using var hospital = await Hospital.StartAsync();
        await hospital.SendAsync(Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow()));
        await hospital.FastForwardAsync(TimeSpan.FromSeconds(65), TimeSpan.FromSeconds(5));
        await Hospital.EventuallyAsync(() => HealthAsync(hospital), text => text.Contains("held when they were last read", StringComparison.Ordinal), "the chain was read soon after the start");
        await ExecuteAsync(hospital.Services.GetRequiredService<CompanionStore>(), "UPDATE Ledger SET Detail = '{}' WHERE Seq = 2");
        await hospital.FastForwardAsync(TimeSpan.FromDays(1), TimeSpan.FromHours(4));
        var health = await Hospital.EventuallyAsync(() => HealthAsync(hospital), text => text.Contains("The ledger does not hold", StringComparison.Ordinal), "the chain was read again");
        Assert.Contains("Row 2 does not fit its hash", health, StringComparison.Ordinal);
        Assert.Contains("MSA|AA", (await hospital.SendAsync(Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow())))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARowWithAnImpossibleTimeHidesNoOther()
    {
        await using var hospital = await Hospital.StartAsync();
        await hospital.SendAsync(Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow()));
        await ExecuteAsync(hospital.Services.GetRequiredService<CompanionStore>(), $"UPDATE Ledger SET At = {long.MaxValue} WHERE Seq = 3");

        var rows = await hospital.ItemsAsync("/api/v1/ledger?limit=500");

        Assert.Contains(rows, row => row.GetProperty("seq").GetInt64() == 3);
        var found = await hospital.GetAsync("/api/v1/ledger/verify");
        Assert.Equal((false, 3), (found.GetProperty("ok").GetBoolean(), found.GetProperty("firstBad").GetInt64()));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>One life of the program: an arrival, a result, an orderly end.</summary>
    private static async Task LiveAsync(string folder, string order)
    {
        await using var hospital = await Hospital.StartAsync(folder: folder);
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, order, now, "3.4"));
        await Hospital.EventuallyAsync(
            () => Task.FromResult(Checkpoints(folder).Read().Lines.Count), lines => lines > 0, "a first checkpoint is signed");
        await Hospital.EventuallyAsync(
            async () =>
            {
                await using var db = hospital.Read();
                return await db.Ledger.CountAsync(row => row.Kind == LedgerVerifier.Witnessed, Stop);
            },
            witnessed => witnessed > 0 || hospital.Services.GetRequiredService<LedgerSigner>().State.Finding is not null, "the ledger bears witness");
        await hospital.StopAsync();
    }

    private static async Task<string> HealthAsync(Hospital hospital)
    {
        using var answer = await hospital.Web.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static CheckpointFile Checkpoints(string folder) => new(new LedgerOptions().In(folder));

    private static LedgerVerification Verify(CompanionStore store, string folder) =>
        LedgerCheck.Run(new LedgerReader(store), Checkpoints(folder), TimestampLog.Beside(Checkpoints(folder).Path), null, null, CancellationToken.None);

    private static async Task ExecuteAsync(CompanionStore store, string sql)
    {
        await using var connection = store.OpenReader();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Stop);
    }

    /// <summary>Changes one row, and makes every hash after it fit again.</summary>
    private static async Task RechainAsync(CompanionStore store, long changed)
    {
        byte[]? previous = null;
        foreach (var row in new LedgerReader(store).Stored(1, Stop).ToList())
        {
            var content = row.Content.Seq == changed ? row.Content with { Detail = "{\"forged\":true}" } : row.Content;
            previous = LedgerChain.Hash(previous ?? LedgerChain.Genesis, content);
            await using var db = store.Read();
            await db.Ledger.Where(one => one.Seq == content.Seq).ExecuteUpdateAsync(set => set.SetProperty(one => one.Detail, content.Detail).SetProperty(one => one.Hash, previous), Stop);
        }
    }

    /// <summary>A row that follows, as one written in the last seconds before a power cut does.</summary>
    private static async Task AppendAsync(CompanionStore store)
    {
        var last = new LedgerReader(store).Stored(1, Stop).Last();
        var content = last.Content with { Seq = last.Content.Seq + 1 };
        await using var db = store.Read();
        db.Ledger.Add(new LedgerRow
        {
            Seq = content.Seq, At = new DateTimeOffset(content.Ticks, TimeSpan.Zero), Actor = content.Actor, Kind = content.Kind, SubjectType = content.SubjectType,
            SubjectId = content.SubjectId, Detail = content.Detail, Hash = LedgerChain.Hash(last.Hash, content),
        });
        await db.SaveChangesAsync(Stop);
    }
}
