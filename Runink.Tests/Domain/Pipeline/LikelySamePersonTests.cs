using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Patients;
using Runink.Domain.Patients.Matching;
using Runink.Domain.Pipeline.Identity;
using Runink.Tests.Domain.Store;

namespace Runink.Tests.Domain.Pipeline;

/// <summary>The search for those who are here twice, on a hospital that is large enough to teach its own weights, and on one that is not.</summary>
public abstract class LikelySamePersonTests
{
    public sealed class OnSqlite : LikelySamePersonTests;

    public sealed class OnPostgreSql : LikelySamePersonTests;

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(50)]
    [InlineData(LikelySamePerson.EnoughToLearn + 100)]
    public async Task OneInAHospitalFullOfPeopleIsFound(int population)
    {
        await using var store = await TemporaryStore.NewAsync();
        await store.Writer.WriteAsync(
            scope =>
            {
                var random = new Random(11);
                for (var i = 0; i < population; i++)
                    scope.Db.Patients.Add(Somebody(random, string.Create(CultureInfo.InvariantCulture, $"p{i:00000}"), scope.Now));
                scope.Db.Patients.Add(Known("q1", "Adaeze", scope.Now));
                scope.Db.Patients.Add(Known("q2", "Adaze", scope.Now));
                scope.Db.PendingMatches.Add(new PendingMatch { PatientId = "q2", Mark = "1" });
                return true;
            }, Stop);

        await new LikelySamePerson(store.Store, store.Writer).RunAsync(Now, Stop);

        await using var db = store.Store.Read();
        var suggestion = await db.IdentityReviews.SingleAsync(Stop);
        Assert.Equal(("q2", "q1", true), (suggestion.PatientId, suggestion.CandidateId, suggestion.IsSuggestion));
        Assert.NotEqual(MatchBand.Automatic, suggestion.Band);
        Assert.False(await db.PendingMatches.AnyAsync(Stop));
        Assert.False(await db.IdentityReviews.AnyAsync(IdentityReview.IsConflict, Stop));
    }

    [Fact]
    public async Task WhoIsPartOfAnotherRecordIsLeftOutUntilItIsTakenApart()
    {
        await using var store = await TemporaryStore.NewAsync();
        await store.Writer.WriteAsync(
            scope =>
            {
                scope.Db.Patients.AddRange(Known("q1", "Adaeze", scope.Now), Known("q2", "Adaze", scope.Now), Known("q3", "Adaeze", scope.Now), Known("q4", "Adaeze", scope.Now));
                scope.Flush();
                scope.Execute("UPDATE Patients SET MergedInto = $1 WHERE Id = $0", "q1", "q9");
                scope.Execute("UPDATE Patients SET MergedInto = $1 WHERE Id = $0", "q3", "q9");
                scope.Execute("UPDATE Patients SET InQuestion = $1 WHERE Id = $0", "q4", true);
                IdentityReviews.Compare(scope, "q2");
                return true;
            }, Stop);
        var search = new LikelySamePerson(store.Store, store.Writer);
        await search.RunAsync(Now, Stop);
        Assert.Empty(await PairsAsync());

        await store.Writer.WriteAsync(
            scope =>
            {
                scope.Execute("UPDATE Patients SET MergedInto = NULL WHERE Id = $0", "q1");
                IdentityReviews.Compare(scope, "q1");
                return true;
            }, Stop);
        await search.RunAsync(Now.AddMinutes(1), Stop);
        Assert.Equal(["q2 q1"], await PairsAsync());

        async Task<List<string>> PairsAsync()
        {
            await using var db = store.Store.Read();
            return await db.IdentityReviews.Select(row => row.PatientId + " " + row.CandidateId).ToListAsync(Stop);
        }
    }

    private static Patient Known(string id, string given, DateTimeOffset seen)
    {
        var patient = new Patient { Id = id, LastSeenAt = seen };
        patient.Learn(new Demographics("Okonkwo", given, new DateOnly(1961, 3, 12), "female", null) { Home = new("12 Oak Ave", "Albany", "NY", "12203") });
        return patient;
    }

    private static Patient Somebody(Random random, string id, DateTimeOffset seen)
    {
        var patient = new Patient { Id = id, LastSeenAt = seen };
        patient.Learn(new Demographics(Name(4), Name(3), new DateOnly(1930, 1, 1).AddDays(random.Next(30_000)), random.Next(2) == 0 ? "male" : "female", null)
        {
            Home = new(string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 300)} {Name(3)} street"), Name(2), "NY", random.Next(12000, 12400).ToString(CultureInfo.InvariantCulture)),
        });
        return patient;

        string Name(int syllables) => string.Concat(Enumerable.Range(0, syllables).Select(_ => "bdfgklmnprst"[random.Next(12)].ToString() + "aeiou"[random.Next(5)]));
    }
}
