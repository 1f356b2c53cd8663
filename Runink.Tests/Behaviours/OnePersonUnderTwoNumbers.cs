using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Who was registered twice is put before a person, and nothing is merged before that person says so.</summary>
public abstract class OnePersonUnderTwoNumbers
{
    public sealed class OnSqlite : OnePersonUnderTwoNumbers;

    public sealed class OnPostgreSql : OnePersonUnderTwoNumbers;

    private const string Home = "12 Oak Ave^^Albany^NY^12203^USA^H";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AMistypedNameIsSuggestedMergedByDecisionAndTakenApartAgain()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (first, second) = (Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(Person(first, now, "Okonkwo^Adaeze", phone: "(518)555-2345"), Person(second, now, "Okonkow^Adaeze", phone: "^PRN^PH^^1^518^5552345"), Some.Potassium(second, "K1", now, "4.1"));

        var suggestion = Assert.Single(await ComparedAsync(hospital));

        var id = suggestion.GetProperty("id").GetString();
        Assert.Contains("person", suggestion.GetProperty("likelihoodInWords").GetString(), StringComparison.Ordinal);
        Assert.InRange(suggestion.GetProperty("likelihood").GetDouble(), 0.9, 1);
        Assert.Equal((second, first), (suggestion.GetProperty("inQuestion").GetProperty("mrn").GetString(), suggestion.GetProperty("candidate").GetProperty("mrn").GetString()));
        var sides = await hospital.GetAsync($"/api/v1/identity/reviews/{id}");
        Assert.Equal("12203", sides.GetProperty("candidate").GetProperty("postcode").GetString());
        await using (var db = hospital.Read())
            Assert.False(await db.Patients.AnyAsync(row => row.InQuestion || row.MergedInto != null, Stop));

        (await hospital.PostAsync($"/api/v1/identity/reviews/{id}/actions/same", new { })).EnsureSuccessStatusCode();

        Assert.Empty(await ComparedAsync(hospital));
        Assert.Equal(first, (await hospital.GetAsync($"/api/v1/patients/{second}")).GetProperty("card").GetProperty("mrn").GetString());

        (await hospital.PostAsync($"/api/v1/identity/reviews/{id}/actions/undo", new { })).EnsureSuccessStatusCode();

        // It waits again, and it is the same question.
        Assert.Equal(id, Assert.Single(await ComparedAsync(hospital)).GetProperty("id").GetString());
        Assert.Equal(second, (await hospital.GetAsync($"/api/v1/patients/{second}")).GetProperty("card").GetProperty("mrn").GetString());
        await using var after = hospital.Read();
        Assert.False(await after.Patients.AnyAsync(row => row.InQuestion || row.MergedInto != null, Stop));
    }

    [Fact]
    public async Task TwoPeopleByDecisionAreNotAskedAboutAgain()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (first, second) = (Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(Person(first, now, "Okonkwo^Adaeze"), Person(second, now, "Okonkow^Adaeze"));
        var id = Assert.Single(await ComparedAsync(hospital)).GetProperty("id").GetString();
        (await hospital.PostAsync($"/api/v1/identity/reviews/{id}/actions/different", new { })).EnsureSuccessStatusCode();

        await hospital.SendAsync(Person(first, now.AddHours(1), "Okonkow^Adaeze", trigger: "A08"), Person(second, now.AddHours(1), "Okonkwo^Adaeze", trigger: "A08"));

        Assert.Empty(await ComparedAsync(hospital));
        Assert.Single(await hospital.ItemsAsync("/api/v1/identity/reviews?status=decided"));
    }

    [Fact]
    public async Task NewbornsAndUnknownPeopleAreLikeManyAndSuggestedWithNobody()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        await hospital.SendAsync(
            Person(Some.Mrn(), now, "Okonkwo^BABYBOY", born: "20260302"), Person(Some.Mrn(), now, "Okonkwo^BABYBOY A", born: "20260302"), Person(Some.Mrn(), now, "Okonkwo^BABYBOY B", born: "20260302"),
            Person(Some.Mrn(), now, "UNKNOWN^TRAUMA", born: "19000101"), Person(Some.Mrn(), now, "UNKNOWN^TRAUMA", born: "19000101"));

        Assert.Empty(await ComparedAsync(hospital));
    }

    [Fact]
    public async Task TwinsAreNeverAsSureAsItCanBeTold()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        await hospital.SendAsync(Person(Some.Mrn(), now, "Okonkwo^Adaeze", phone: "5185552345"), Person(Some.Mrn(), now, "Okonkwo^Adaora", phone: "5185552345"));

        Assert.DoesNotContain(await ComparedAsync(hospital), row => row.GetProperty("likelihoodInWords").GetString()!.Contains("sure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhoAgreesInAllIsListedBeforeWhoAgreesInMuch()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        await hospital.SendAsync(Person(Some.Mrn(), now, "Okonkwo^Adaeze"), Person(Some.Mrn(), now, "Okonkwo^Adaeze"), Person(Some.Mrn(), now, "Lindqvist^Per", born: "19550417", home: "9 Elm St^^Troy^NY^12180"), Person(Some.Mrn(), now, "Lindqvits^Per", born: "19550417", home: ""));

        var found = await ComparedAsync(hospital);

        Assert.Equal(("One person, as sure as it can be told", "Per Lindqvits"), (found[0].GetProperty("likelihoodInWords").GetString(), found[1].GetProperty("inQuestion").GetProperty("name").GetString()));
        await using var db = hospital.Read();
        Assert.Equal(4, await db.Patients.CountAsync(row => row.MergedInto == null, Stop));
    }

    [Fact]
    public async Task WhoWaitsToBeComparedIsComparedAfterARestart()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        try
        {
            await using (var before = await Hospital.StartAsync(folder: folder))
            {
                await before.SendAsync(Person(Some.Mrn(), before.Time.GetUtcNow(), "Okonkwo^Adaeze"));
                Assert.Empty(await ComparedAsync(before));
                await before.SendAsync(Person(Some.Mrn(), before.Time.GetUtcNow(), "Okonkow^Adaeze"));
                await before.StopAsync();
            }

            await using (var again = await Hospital.StartAsync(Hospital.Morning.AddHours(1), folder))
                Assert.Single(await ComparedAsync(again));
            await using var third = await Hospital.StartAsync(Hospital.Morning.AddHours(2), folder);
            Assert.Single(await ComparedAsync(third));
        }
        finally
        {
            await TestDatabase.DeleteAsync(folder);
        }
    }

    /// <summary>What waits for a decision once everybody has been compared.</summary>
    private static async Task<IReadOnlyList<JsonElement>> ComparedAsync(Hospital hospital)
    {
        await Hospital.EventuallyAsync(
            async () =>
            {
                hospital.Time.Advance(TimeSpan.FromMinutes(1));
                await using var db = hospital.Read();
                return await db.PendingMatches.CountAsync(Stop);
            }, left => left == 0, "all are compared");
        return await hospital.ItemsAsync("/api/v1/identity/reviews");
    }

    private static string Person(string mrn, DateTimeOffset at, string name, string born = "19610312", string phone = "", string home = Home, string trigger = "A04") =>
        Some.Arrival(mrn, at, name, born, trigger: trigger).Replace($"|{born}|F\r", $"|{born}|F|||{home}||{phone}\r", StringComparison.Ordinal);
}
