using Microsoft.EntityFrameworkCore;
using Runink.Domain.Store.Dialects;
using Runink.Domain.Patients;

namespace Runink.Tests.Domain.Store;

/// <summary>Texts are compared and ordered byte by byte on every database; only the search for people is kinder.</summary>
public abstract class TextOrderTests
{
    public sealed class OnSqlite : TextOrderTests;

    public sealed class OnPostgreSql : TextOrderTests;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IdentifiersThatDifferInCaseAreDifferentPatients()
    {
        await using var store = await TemporaryStore.NewAsync();
        await store.Writer.WriteAsync(
            scope =>
            {
                foreach (var id in new[] { "b", "A", "a", "B", "_", "ä" })
                {
                    scope.Db.Patients.Add(new Patient { Id = id, LastSeenAt = scope.Now });
                    scope.Db.PatientIdentifiers.Add(new PatientIdentifier { System = "s", Value = $"x{id}", PatientId = id, Type = "MR", Identifies = true, SourceMessage = "m" });
                }

                return true;
            }, Stop);

        await using var db = store.Store.Read();
        Assert.Equal(["A", "B", "_", "a", "b", "ä"], await db.Patients.OrderBy(patient => patient.Id).Select(patient => patient.Id).ToListAsync(Stop));
        Assert.Equal("A", (await db.PatientIdentifiers.SingleAsync(row => row.Value == "xA", Stop)).PatientId);
    }

    [Theory]
    [InlineData("oLIV", 1)]
    [InlineData("100%", 1)]
    [InlineData("%", 1)]
    [InlineData("a_b", 0)]
    [InlineData("[O]liveira", 0)]
    [InlineData("\\", 0)]
    public async Task PeopleAreFoundAsTheyAreTyped(string typed, int patients)
    {
        await using var store = await TemporaryStore.NewAsync();
        await store.Writer.WriteAsync(
            scope =>
            {
                scope.Execute("INSERT INTO Patients (Id, Family, Given, LastSeenAt, InQuestion) VALUES ($0, $1, $2, $3, $4)", "p1", "Oliveira", "aXb", 1L, false);
                return scope.Execute("INSERT INTO Patients (Id, Family, Given, LastSeenAt, InQuestion) VALUES ($0, $1, $2, $3, $4)", "p2", "100%", null, 1L, false);
            }, Stop);

        await using var db = store.Store.Read();
        var pattern = TextSearch.Containing(typed);
        Assert.Equal(patients, await db.Patients.CountAsync(patient => TextSearch.Like(patient.Family, pattern) || TextSearch.Like(patient.Given, pattern), Stop));
    }

    [Fact]
    public async Task AnUpsertWritesOnceAndOverwritesAndNumbersAreWhole()
    {
        await using var store = await TemporaryStore.NewAsync();
        const string Upsert = "INSERT INTO DueEvaluations (TriggerId, PatientId, DueAt) VALUES ($0, $1, $2) ON CONFLICT (TriggerId, PatientId) DO UPDATE SET DueAt = $2";
        const string Once = "INSERT INTO DueEvaluations (TriggerId, PatientId, DueAt) VALUES ($0, $1, $2) ON CONFLICT (TriggerId, PatientId) DO NOTHING";

        var changed = await store.Writer.WriteAsync(
            scope => (scope.Execute(Upsert, "t", "p", 1L), scope.Execute(Upsert, "t", "p", 2L), scope.Execute(Once, "t", "p", 3L), scope.Scalar("SELECT DueAt FROM DueEvaluations WHERE TriggerId = $0", "t")), Stop);

        Assert.Equal((1, 1, 0, (object)2L), changed);
    }
}
