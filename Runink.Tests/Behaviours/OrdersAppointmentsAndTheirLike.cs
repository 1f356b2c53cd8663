using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What has an identity of its own is one thing however often, in whatever order and under whichever number it is spoken of.</summary>
public abstract class OrdersAppointmentsAndTheirLike
{
    public sealed class OnSqlite : OrdersAppointmentsAndTheirLike;

    public sealed class OnPostgreSql : OrdersAppointmentsAndTheirLike;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnAppointmentEndsAlikeInWhateverOrderItIsToldOf()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var ends = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in (int[][])[[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1, 0, 2], [0, 2, 1, 3, 3, 1]])
        {
            var mrn = Some.Mrn();
            string[] told =
            [
                Visit(mrn, "S12", now, "B1", "^^30^20260305140000^20260305143000", "\rAIS|1|A|CARD^Cardiology^L"),
                Visit(mrn, "S13", now.AddMinutes(1), "B1", "^^30^20260306090000^20260306093000"),
                Visit(mrn, "S14", now.AddMinutes(2), "B1", "", "\rAIS|1|A|CARD^Cardiology clinic^L"),
                Visit(mrn, "S15", now.AddMinutes(3), "B1", ""),
            ];
            await hospital.SendAsync([.. order.Select(at => told[at])]);
            ends.Add(Bare(Assert.Single(await ResourcesAsync(hospital, "Appointment", mrn))));
        }

        var end = JsonNode.Parse(Assert.Single(ends))!;
        Assert.Equal(("cancelled", "2026-03-06T09:00", "Cardiology clinic"), (end["status"]!.ToString(), end["start"]!.ToString()[..16], end["serviceType"]![0]!["coding"]![0]!["display"]!.ToString()));
    }

    [Fact]
    public async Task AnOrderKnownByThePlacersAndByTheFillersNumberIsOneOrder()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var ends = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in (int[][])[[0, 1, 2], [2, 1, 0], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1]])
        {
            var mrn = Some.Mrn();
            string[] told =
            [
                Order(mrn, now, "ORC|NW|P1^EHR\rOBR|1|P1^EHR||2524-7^Lactate^LN|S"),
                Order(mrn, now.AddMinutes(1), "ORC|SC||F1^LAB||CM\rOBR|1||F1^LAB|2524-7^Lactate^LN"),
                Order(mrn, now.AddMinutes(2), "ORC|NA|P1^EHR|F1^LAB"),
            ];
            await hospital.SendAsync([.. order.Select(at => told[at])]);
            ends.Add(Bare(Assert.Single(await ResourcesAsync(hospital, "ServiceRequest", mrn))));
        }

        var end = JsonNode.Parse(Assert.Single(ends))!;
        Assert.Equal(("completed", "stat", 2), (end["status"]!.ToString(), end["priority"]!.ToString(), end["identifier"]!.AsArray().Count));
    }

    [Fact]
    public async Task WhatWasSaidOfOneWhileTwoRecordsWereOneStaysWithItsOwnWhenTheyPart()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (kept, prior) = (Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(
            Allergy(kept, now, "7980^Penicillin^RXN", "MI"), Allergy(prior, now, "7980^Penicillin^RXN", "SV"), Order(prior, now, "ORC|NW|P1^EHR\rOBR|1|P1^EHR||2524-7^Lactate^LN"),
            $"MSH|^~\\&|ADT|HOSP|||{Some.Stamp(now.AddMinutes(1))}||ADT^A40|G{prior}|P|2.5.1\rPID|1||{kept}^^^HOSP^MR\rMRG|{prior}^^^HOSP^MR",
            Order(prior, now.AddMinutes(2), "ORC|DC|P1^EHR"), Order(kept, now.AddMinutes(3), "ORC|NW|P2^EHR\rOBR|1|P2^EHR||2823-3^Potassium^LN"), Order(prior, now.AddMinutes(4), "ORC|HD|P2^EHR"));

        Assert.Equal(["on-hold", "revoked"], (await ResourcesAsync(hospital, "ServiceRequest", kept)).Select(Status).Order(StringComparer.Ordinal));
        var merge = Assert.Single(await hospital.ItemsAsync("/api/v1/identity/merges")).GetProperty("id").GetString();
        (await hospital.PostAsync($"/api/v1/identity/merges/{merge}/undo", new { })).EnsureSuccessStatusCode();

        Assert.Equal(["active"], (await ResourcesAsync(hospital, "ServiceRequest", kept)).Select(Status));
        Assert.Equal(["on-hold", "revoked"], (await ResourcesAsync(hospital, "ServiceRequest", prior)).Select(Status).Order(StringComparer.Ordinal));
        Assert.Equal(("low", "high"), (await CriticalityAsync(kept), await CriticalityAsync(prior)));

        // And each goes on under its own number.
        await hospital.SendAsync(Order(prior, now.AddMinutes(5), "ORC|RL|P1^EHR"), Allergy(kept, now.AddMinutes(5), "7980^Penicillin^RXN", "SV"));
        Assert.Equal(2, (await ResourcesAsync(hospital, "ServiceRequest", prior)).Count);
        Assert.Equal(("high", "high"), (await CriticalityAsync(kept), await CriticalityAsync(prior)));

        async Task<string?> CriticalityAsync(string mrn) => Assert.Single(await ResourcesAsync(hospital, "AllergyIntolerance", mrn)).GetProperty("criticality").GetString();
        static string Status(JsonElement resource) => resource.GetProperty("status").GetString()!;
    }

    [Fact]
    public async Task TheSameListSentWithEveryUpdateWritesNothingAgain()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        for (var at = 0; at < 5; at++)
            await hospital.SendAsync(Allergy(mrn, now.AddMinutes(at), "7980^Penicillin^RXN", "SV"));

        await using var db = hospital.Read();
        Assert.Equal(1, (await db.FhirResources.SingleAsync(row => row.Type == "AllergyIntolerance", Stop)).VersionId);
        Assert.Equal(now.AddMinutes(4), (await db.ResourceStatements.SingleAsync(Stop)).SaidAt);
    }

    [Fact]
    public async Task StaysAppointmentsAndConditionsAreWhatTriggersReadOverBothDoors()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (mrn, other) = (Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(
            Some.Arrival(mrn, now), Visit(mrn, "S12", now, "B7", "^^30^20260302060000^20260302063000"), Visit(mrn, "S26", now.AddMinutes(5), "B7", "^^30^20260302060000"), Some.Discharge(mrn, now.AddMinutes(9)));
        (await hospital.PostAsync("/fhir", JsonSerializer.Deserialize<JsonElement>("""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","identifier":[{"system":"HOSP","value":"OTHER"}]},"request":{"method":"POST","url":"Patient"}},
              {"resource":{"resourceType":"Encounter","status":"finished","class":{"code":"IMP"},"subject":{"reference":"urn:uuid:1"},"period":{"start":"2026-03-01T08:00:00Z","end":"2026-03-02T07:00:00Z"}},"request":{"method":"POST","url":"Encounter"}},
              {"resource":{"resourceType":"Condition","subject":{"reference":"urn:uuid:1"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"44054006"}]},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]}},"request":{"method":"POST","url":"Condition"}},
              {"resource":{"resourceType":"MedicationRequest","status":"active","intent":"order","subject":{"reference":"urn:uuid:1"},"medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"11289","display":"Warfarin"}]}},"request":{"method":"POST","url":"MedicationRequest"}},
              {"resource":{"resourceType":"Appointment","status":"booked","participant":[{"actor":{"reference":"urn:uuid:1"},"status":"accepted"}]},"request":{"method":"POST","url":"Appointment"}}]}
            """.Replace("OTHER", other, StringComparison.Ordinal)))).EnsureSuccessStatusCode();

        Assert.Equal(["appointment.booked", "encounter.arrived", "encounter.ed_visit", "engagement.no_show"], await NamesAsync(hospital, mrn));
        Assert.Equal(["appointment.booked", "condition.active", "encounter.admission", "encounter.discharged", "medication.active"], await NamesAsync(hospital, other));
        // Nobody observed any of it.
        Assert.Empty(await ResourcesAsync(hospital, "Observation", mrn));
    }

    private static async Task<IEnumerable<string?>> NamesAsync(Hospital hospital, string mrn) =>
        (await hospital.GetAsync($"/api/v1/patients/HOSP|{mrn}")).GetProperty("series").EnumerateArray().Select(series => series.GetProperty("concept").GetString()).Order(StringComparer.Ordinal);

    private static async Task<IReadOnlyList<JsonElement>> ResourcesAsync(Hospital hospital, string type, string mrn) =>
        (await hospital.GetAsync($"/fhir/{type}?patient.identifier=HOSP|{mrn}")).TryGetProperty("entry", out var entries) ? [.. entries.EnumerateArray().Select(entry => entry.GetProperty("resource"))] : [];

    /// <summary>Without what differs between two of the same: ids, versions and whose it is.</summary>
    private static string Bare(JsonElement resource)
    {
        var node = JsonNode.Parse(resource.GetRawText())!.AsObject();
        foreach (var name in (string[])["id", "meta", "subject", "participant"])
            node.Remove(name);
        // Elements stand in the order in which they were first said.
        return new JsonObject(node.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))).ToJsonString();
    }

    private static string Visit(string mrn, string trigger, DateTimeOffset at, string number, string timing, string rest = "") =>
        $"MSH|^~\\&|SCHED|HOSP|||{Some.Stamp(at)}||SIU^{trigger}|S{mrn}{trigger}{number}|P|2.5.1\rSCH||{number}^SCHED|||||||||{timing}\rPID|1||{mrn}^^^HOSP^MR{rest}";

    private static string Order(string mrn, DateTimeOffset at, string rest) => $"MSH|^~\\&|EHR|HOSP|||{Some.Stamp(at)}||ORM^O01|O{mrn}{at.Minute}|P|2.5.1\rPID|1||{mrn}^^^HOSP^MR\r{rest}";

    private static string Allergy(string mrn, DateTimeOffset at, string code, string severity) =>
        $"MSH|^~\\&|ADT|HOSP|||{Some.Stamp(at)}||ADT^A31|L{mrn}{at.Minute}|P|2.5.1\rEVN||{Some.Stamp(at)}\rPID|1||{mrn}^^^HOSP^MR\rAL1|1|DA|{code}|{severity}";
}
