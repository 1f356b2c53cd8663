using System.Text;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Doses given, from HL7 v2 and FHIR to a total in morphine equivalents; a dose of unknown size makes a total known only from below.</summary>
public abstract class OpioidDosesAddUp
{
    public sealed class OnSqlite : OpioidDosesAddUp;

    public sealed class OnPostgreSql : OpioidDosesAddUp;

    private const string Total = """
        trigger:
          id: opioid-total
          when: sum(medication.opioid_dose, 24h) >= 50 mg
          then: [{action: log, entry: x}]
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhateverDoorTheyComeBy()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        using (var saved = await hospital.Web.PutAsync(new Uri("/api/v1/triggers/opioid-total", UriKind.Relative), new StringContent(Total, Encoding.UTF8, "application/yaml"), Stop))
            saved.EnsureSuccessStatusCode();
        (await hospital.PostAsync("/api/v1/triggers/opioid-total/versions/1/publish", new { })).EnsureSuccessStatusCode();
        var (tablets, vein, refused, resource) = (Some.Mrn(), Some.Mrn(), Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(Some.Arrival(tablets, now), Some.Arrival(vein, now), Some.Arrival(refused, now));

        // 20 mg of oxycodone are 30; with 20 mg of morphine 50.
        await hospital.SendAsync(Given(tablets, "R1", now.AddHours(-3), "7804^OXYCODONE 10 MG^RXNORM", "20", "PO"));
        Assert.Empty(await ItemsAsync(hospital, tablets));
        await hospital.SendAsync(Given(tablets, "R2", now.AddHours(-1), "^Morphine sulfate^L", "20", "PO"));
        Assert.Single(await ItemsAsync(hospital, tablets));

        await hospital.SendAsync(Given(vein, "R3", now.AddHours(-3), "^Morphine sulfate^L", "40", "IV"), Given(refused, "R4", now.AddHours(-1), "7804^OXYCODONE^RXNORM", "80", "PO", "RE"));
        Assert.Empty(await ItemsAsync(hospital, vein));
        Assert.Empty(await ItemsAsync(hospital, refused));
        Assert.Equal("unknown", await VerdictAsync(hospital, vein));

        await PutDoseAsync(hospital, resource, now);
        Assert.Single(await ItemsAsync(hospital, resource));
    }

    private static Task<IReadOnlyList<System.Text.Json.JsonElement>> ItemsAsync(Hospital hospital, string mrn) =>
        hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=opioid-total");

    private static async Task<string?> VerdictAsync(Hospital hospital, string mrn) =>
        (await hospital.GetAsync($"/api/v1/triggers/opioid-total/explanation?patient={mrn}")).GetProperty("verdict").GetString();

    private static string Given(string mrn, string controlId, DateTimeOffset at, string medicine, string amount, string route, string status = "CP") =>
        $"MSH|^~\\&|MAR|HOSP|RUNINK|COMPANION|{Some.Stamp(at)}||RAS^O17|{controlId}|P|2.5.1\rPID|1||{mrn}^^^HOSP^MR\rORC|RE|{controlId}\rRXA|0|1|{Some.Stamp(at)}|{Some.Stamp(at)}|{medicine}|{amount}|mg|||||||||||||{status}\rRXR|{route}\r";

    private static async Task PutDoseAsync(Hospital hospital, string mrn, DateTimeOffset at)
    {
        var bundle = $$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"fullUrl":"urn:uuid:0","resource":{"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"{{mrn}}","type":{"coding":[{"code":"MR"}]} }],"birthDate":"1950-01-01"},"request":{"method":"POST","url":"Patient"} },
              {"resource":{"resourceType":"MedicationAdministration","status":"completed","medicationCodeableConcept":{"coding":[{"system":"http://www.whocc.no/atc","code":"N02AA03"}]},"subject":{"reference":"urn:uuid:0"},"effectiveDateTime":"{{at.AddHours(-1):O}}",
                "dosage":{"route":{"coding":[{"system":"http://snomed.info/sct","code":"26643006"}]},"dose":{"value":10,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"} } },"request":{"method":"POST","url":"MedicationAdministration"} }]}
            """;
        using var reply = await hospital.Web.PostAsync(new Uri("/fhir", UriKind.Relative), new StringContent(bundle, Encoding.UTF8, "application/fhir+json"), Stop);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Stop));
    }
}
