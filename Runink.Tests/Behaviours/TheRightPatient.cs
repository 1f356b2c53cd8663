using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Whose result it is, through the real door: what cannot be told is kept, evaluated and put before a person.</summary>
public abstract class TheRightPatient
{
    public sealed class OnSqlite : TheRightPatient;

    public sealed class OnPostgreSql : TheRightPatient;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AResultOfSomebodyElseUnderAKnownNumberAlarmsAndWaitsForAPerson()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now));

        var ack = (await hospital.SendAsync(PotassiumOf(mrn, "Novak^Peter", "19800505", "M", "O1", now, "7.7")))[0];

        Assert.Contains("MSA|AA|O1", ack, StringComparison.Ordinal);
        Assert.Contains("|W|", ack, StringComparison.Ordinal);
        Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        var alarm = Assert.Single(await hospital.ItemsAsync("/api/v1/escalations"));
        Assert.Equal("Peter Novak", alarm.GetProperty("patient").GetProperty("name").GetString());
        var review = Assert.Single(await hospital.ItemsAsync("/api/v1/identity/reviews"));
        Assert.Equal("Marta Oliveira", review.GetProperty("candidate").GetProperty("name").GetString());

        // What comes again of the same person asks nobody a second time.
        await hospital.SendAsync(PotassiumOf(mrn, "Novak^Peter", "19800505", "M", "O2", now.AddMinutes(1), "7.9"));
        Assert.Single(await hospital.ItemsAsync("/api/v1/identity/reviews"));
    }

    [Fact]
    public async Task OnePersonByDecisionIsOneRecordAndTakenBackTwoAgain()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), PotassiumOf(mrn, "Oliveira^Maria", "19480321", "F", "O1", now, "7.7"));
        var review = Assert.Single(await hospital.ItemsAsync("/api/v1/identity/reviews")).GetProperty("id").GetString();
        var before = await ContentsAsync(hospital);

        (await hospital.PostAsync($"/api/v1/identity/reviews/{review}/actions/same", new { })).EnsureSuccessStatusCode();

        Assert.Empty(await hospital.ItemsAsync("/api/v1/identity/reviews"));
        Assert.Equal("Marta Oliveira", Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}")).GetProperty("patient").GetProperty("name").GetString());
        await hospital.SendAsync(PotassiumOf(mrn, "Oliveira^Maria", "19480321", "F", "O2", now.AddMinutes(1), "6.9"));
        Assert.Empty(await hospital.ItemsAsync("/api/v1/identity/reviews"));

        (await hospital.PostAsync($"/api/v1/identity/reviews/{review}/actions/undo", new { })).EnsureSuccessStatusCode();

        Assert.Single(await hospital.ItemsAsync("/api/v1/identity/reviews"));
        Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        Assert.Equal(before, (await ContentsAsync(hospital)).Where(row => !row.Contains("O2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnUnknownPatientGetsANameByTheRegister()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();

        var acks = await hospital.SendAsync(
            Some.Arrival(mrn, now, name: "UNKNOWN^TRAUMA", born: "19000101", sex: "U"), Some.Arrival(mrn, now.AddMinutes(5), name: "Novak^Peter", born: "19800505", sex: "M", trigger: "A08"),
            PotassiumOf(mrn, "Novak^Peter", "19800505", "M", "K1", now, "7.4"));

        Assert.All(acks, ack => Assert.Contains("MSA|AA|", ack, StringComparison.Ordinal));
        Assert.Equal("Peter Novak", Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}")).GetProperty("patient").GetProperty("name").GetString());
        Assert.Empty(await hospital.ItemsAsync("/api/v1/identity/reviews"));
    }

    [Fact]
    public async Task TheSameNumberOfTwoHousesIsTwoPatients()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        string Unscoped(string message, string house) => message.Replace("^^^HOSP^MR", "", StringComparison.Ordinal).Replace("|ADT|HOSP|", $"|ADT|{house}|", StringComparison.Ordinal);

        await hospital.SendAsync(Unscoped(Some.Arrival("4711", now, name: "Adams^Ann"), "NORTH"), Unscoped(Some.Arrival("4711", now, name: "Baker^Bob", sex: "M"), "SOUTH"));

        await using var db = hospital.Read();
        Assert.Equal(["Ann Adams", "Bob Baker"], (await db.Patients.ToListAsync(Stop)).Select(patient => patient.Name).Order());
        Assert.Equal("Bob Baker", (await hospital.GetAsync("/api/v1/patients/SOUTH|4711")).GetProperty("card").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("900000001^^^SSA^SS")]
    [InlineData("000-00-0000^^^SSA^SS")]
    [InlineData("555^^^HOSP^AN")]
    public async Task NumbersThatPeopleShareMergeNobody(string shared)
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        string With(string mrn, string name) => Some.Arrival(mrn, now, name: name).Replace($"{mrn}^^^HOSP^MR", $"{mrn}^^^HOSP^MR~{shared}", StringComparison.Ordinal);

        var acks = await hospital.SendAsync(With("555", "Adams^Ann"), With("556", "Baker^Bob"));

        Assert.All(acks, ack => Assert.Contains("MSA|AA|", ack, StringComparison.Ordinal));
        await using var db = hospital.Read();
        Assert.Equal(2, await db.Patients.CountAsync(Stop));
    }

    [Theory]
    [InlineData("A40")]
    [InlineData("A18")]
    [InlineData("A34")]
    public async Task AMergeOfTheRegisterMovesEverythingAndCanBeTakenApart(string trigger)
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (kept, prior) = (Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(Some.Arrival(kept, now), Some.Arrival(prior, now), Some.Potassium(prior, "K1", now, "7.2"));
        var before = await ContentsAsync(hospital);

        await hospital.SendAsync(Merge(trigger, kept, prior, now.AddMinutes(1)));

        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={kept}"));
        Assert.Equal(kept, (await hospital.GetAsync($"/api/v1/patients/{prior}")).GetProperty("card").GetProperty("mrn").GetString());
        // Who still knows the old number reaches the same record.
        await hospital.SendAsync(Some.Potassium(prior, "U2", now.AddMinutes(2), "7.3"));
        Assert.Equal(2, await ValuesAsync(hospital, kept));
        var merge = Assert.Single(await hospital.ItemsAsync("/api/v1/identity/merges"));


        (await hospital.PostAsync($"/api/v1/identity/merges/{merge.GetProperty("id").GetString()}/undo", new { })).EnsureSuccessStatusCode();

        Assert.Equal(string.Join("\n", before), string.Join("\n", (await ContentsAsync(hospital)).Where(row => !row.Contains("U2", StringComparison.Ordinal))));
        Assert.Equal(2, await ValuesAsync(hospital, prior));
        Assert.Equal(0, await ValuesAsync(hospital, kept));
    }

    [Fact]
    public async Task ANewNumberOfTheSameRecordIsNoSecondPatient()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (old, number) = (Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(Some.Arrival(old, now), Merge("A47", number, old, now.AddMinutes(1)), Some.Potassium(number, "K1", now, "7.2"));

        await using var db = hospital.Read();
        Assert.Equal(1, await db.Patients.CountAsync(Stop));
        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={old}"));
    }

    [Fact]
    public async Task AStayThatMovesTakesItsValuesWithIt()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (wrong, right) = (Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(Some.Arrival(wrong, now), Some.Arrival(right, now.AddDays(-300), trigger: "A03"), Some.Potassium(wrong, "K1", now, "7.2"));

        await hospital.SendAsync(
            $"MSH|^~\\&|ADT|HOSP|||{Some.Stamp(now)}||ADT^A45|M1|P|2.5.1\rEVN||{Some.Stamp(now)}\rPID|1||{right}^^^HOSP^MR\rMRG|{wrong}^^^HOSP^MR||||V{wrong}^^^HOSP\rPV1|1|E|||||||||||||||||V{wrong}^^^HOSP");

        Assert.Equal((0, 1), (await ValuesAsync(hospital, wrong), await ValuesAsync(hospital, right)));
        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={right}"));
    }

    [Fact]
    public async Task ALinkOfTheRegisterWaitsForAPerson()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (one, other) = (Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(
            Some.Arrival(one, now), Some.Arrival(other, now),
            $"MSH|^~\\&|ADT|HOSP|||{Some.Stamp(now)}||ADT^A24|L1|P|2.5.1\rEVN||{Some.Stamp(now)}\rPID|1||{one}^^^HOSP^MR\rPID|2||{other}^^^HOSP^MR");

        Assert.Single(await hospital.ItemsAsync("/api/v1/identity/reviews"));
    }

    [Fact]
    public async Task WhatTheRegisterMergedAndLinkedItPartsAgain()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (one, other, third) = (Some.Mrn(), Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(
            Some.Arrival(one, now), Some.Arrival(other, now), Some.Arrival(third, now), Some.Potassium(other, "K1", now, "7.2"), Merge("A40", one, other, now.AddMinutes(1)),
            Two("A24", one, third, now.AddMinutes(2)), Two("A37", one, third, now.AddMinutes(3)), Two("A37", one, other, now.AddMinutes(4)));

        Assert.Empty(await hospital.ItemsAsync("/api/v1/identity/reviews"));
        Assert.NotEqual("null", Assert.Single(await hospital.ItemsAsync("/api/v1/identity/merges")).GetProperty("undoneAt").ToString());
        Assert.Equal((0, 1), (await ValuesAsync(hospital, one), await ValuesAsync(hospital, other)));
        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={other}"));

        static string Two(string trigger, string one, string other, DateTimeOffset at) =>
            $"MSH|^~\\&|ADT|HOSP|||{Some.Stamp(at)}||ADT^{trigger}|{trigger}{other}|P|2.5.1\rEVN||{Some.Stamp(at)}\rPID|1||{one}^^^HOSP^MR\rPID|2||{other}^^^HOSP^MR";
    }

    [Fact]
    public async Task AReplacedFhirPatientGoesIntoTheOneThatReplacesIt()
    {
        await using var hospital = await Hospital.StartAsync();
        await PutAsync(hospital, "/fhir/Patient/old", """{"resourceType":"Patient","id":"old","name":[{"family":"Ruiz"}]}""");
        await PutAsync(hospital, "/fhir/Patient/new", """{"resourceType":"Patient","id":"new","name":[{"family":"Ruiz"}],"link":[{"other":{"reference":"Patient/old"},"type":"replaces"}]}""");

        await using var db = hospital.Read();
        Assert.Equal(1, await db.Patients.CountAsync(patient => patient.MergedInto == null, Stop));
    }

    private static async Task PutAsync(Hospital hospital, string path, string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/fhir+json");
        (await hospital.Web.PutAsync(new Uri(path, UriKind.Relative), body, Stop)).EnsureSuccessStatusCode();
    }

    private static string PotassiumOf(string mrn, string name, string born, string sex, string id, DateTimeOffset at, string value) =>
        Some.Potassium(mrn, id, at, value).Replace("^^^HOSP^MR\r", $"^^^HOSP^MR||{name}||{born}|{sex}\r", StringComparison.Ordinal);

    private static string Merge(string trigger, string kept, string prior, DateTimeOffset at) =>
        $"MSH|^~\\&|ADT|HOSP|||{Some.Stamp(at)}||ADT^{trigger}|M{kept}|P|2.5.1\rEVN||{Some.Stamp(at)}\rPID|1||{kept}^^^HOSP^MR||Oliveira^Marta||19480312|F\rMRG|{prior}^^^HOSP^MR";

    private static async Task<int> ValuesAsync(Hospital hospital, string mrn) =>
        (await hospital.GetAsync($"/api/v1/patients/HOSP|{mrn}")).GetProperty("series").EnumerateArray()
            .Where(series => !series.GetProperty("concept").GetString()!.StartsWith("encounter.", StringComparison.Ordinal)).Sum(series => series.GetProperty("points").GetArrayLength());

    /// <summary>What belongs to whom: every owned row with its owner. No id has the letters O and U, by which messages are left out.</summary>
    private static async Task<List<string>> ContentsAsync(Hospital hospital)
    {
        await using var db = hospital.Read();
        var rows = new List<string>();
        rows.AddRange((await db.SignalBatches.Join(db.Messages, batch => batch.MessageId, message => message.Id, (batch, message) => new { batch.PatientId, message.ControlId, batch.Data }).ToListAsync(Stop)).Select(row => $"values {row.PatientId} {row.ControlId} {row.Data}"));
        rows.AddRange((await db.Encounters.ToListAsync(Stop)).Select(row => $"stay {row.PatientId} {row.Id} {row.Visit}"));
        rows.AddRange((await db.Escalations.ToListAsync(Stop)).Select(row => $"work {row.PatientId} {row.Id} {row.EpisodeKey}"));
        rows.AddRange((await db.PatientIdentifiers.ToListAsync(Stop)).Select(row => $"number {row.PatientId} {row.System} {row.Value} {row.Type} {row.Identifies.ToString(CultureInfo.InvariantCulture)}"));
        rows.AddRange((await db.Patients.ToListAsync(Stop)).Select(row => $"patient {row.Id} {row.Name} {row.MergedInto} {row.InQuestion}"));
        return [.. rows.Order(StringComparer.Ordinal)];
    }
}
