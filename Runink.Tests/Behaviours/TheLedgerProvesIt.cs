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
        Assert.True(Verify(store, folder).Ok);
        await using (var connection = store.OpenReader())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

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

    private static LedgerVerification Verify(CompanionStore store, string folder) =>
        LedgerVerifier.Verify(new LedgerReader(store).Rows(CancellationToken.None), new CheckpointFile(folder).Last());
}
