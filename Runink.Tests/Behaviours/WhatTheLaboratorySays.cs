using System.Text;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The reference range and the flag of a result, from HL7 v2 and FHIR to a trigger that asks for them, live and over the store.</summary>
public abstract class WhatTheLaboratorySays
{
    public sealed class OnSqlite : WhatTheLaboratorySays;

    public sealed class OnPostgreSql : WhatTheLaboratorySays;

    private const string Critical = """
        trigger:
          id: laboratory
          when: abnormal_flag(lab.potassium) = "HH" AND lab.potassium > reference_high(lab.potassium) + 0.5 mmol/L
          then: [{action: log, entry: x}]
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IsAskedForByTriggers()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        using (var saved = await hospital.Web.PutAsync(new Uri("/api/v1/triggers/laboratory", UriKind.Relative), new StringContent(Critical, Encoding.UTF8, "application/yaml"), Stop))
            saved.EnsureSuccessStatusCode();
        (await hospital.PostAsync("/api/v1/triggers/laboratory/versions/1/publish", new { })).EnsureSuccessStatusCode();
        var (flagged, plain, resource) = (Some.Mrn(), Some.Mrn(), Some.Mrn());

        await hospital.SendAsync(Some.Arrival(flagged, now), Some.Arrival(plain, now), Marked(flagged, "K1", now, "5.8", "3.5-5.1", "A~HH"), Marked(plain, "K1", now, "5.8", "3.5-5.1", "H"));
        await PutObservationAsync(hospital, resource, now);

        Assert.Single(await ItemsAsync(hospital, flagged));
        Assert.Empty(await ItemsAsync(hospital, plain));
        Assert.Single(await ItemsAsync(hospital, resource));

        // What was kept of it says the same when it is read again.
        using var again = await hospital.PostAsync("/api/v1/triggers/laboratory/backtest", new { yaml = Critical });
        Assert.Contains("\"firings\":2", await again.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        // The laboratory takes the flag back, the number stays.
        await hospital.SendAsync(Marked(flagged, "K1b", now.AddMinutes(1), "5.8", "3.5-5.1", "H"));
        Assert.Single(await ItemsAsync(hospital, flagged));
    }

    private static Task<IReadOnlyList<System.Text.Json.JsonElement>> ItemsAsync(Hospital hospital, string mrn) =>
        hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=laboratory");

    private static string Marked(string mrn, string controlId, DateTimeOffset at, string value, string range, string flags) =>
        Some.Potassium(mrn, controlId, at, value).Replace("|mmol/L|||||F", $"|mmol/L|{range}|{flags}|||F", StringComparison.Ordinal);

    private static async Task PutObservationAsync(Hospital hospital, string mrn, DateTimeOffset at)
    {
        var bundle = $$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"fullUrl":"urn:uuid:0","resource":{"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"{{mrn}}","type":{"coding":[{"code":"MR"}]} }],"birthDate":"1950-01-01"},"request":{"method":"POST","url":"Patient"} },
              {"resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},"subject":{"reference":"urn:uuid:0"},"effectiveDateTime":"{{at:O}}",
                "valueQuantity":{"value":5.8,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"},
                "interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"HH"}]}],
                "referenceRange":[{"low":{"value":3.5,"unit":"mmol/L"},"high":{"value":5.1,"unit":"mmol/L"} }]},"request":{"method":"POST","url":"Observation"} }]}
            """;
        using var reply = await hospital.Web.PostAsync(new Uri("/fhir", UriKind.Relative), new StringContent(bundle, Encoding.UTF8, "application/fhir+json"), Stop);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Stop));
    }
}
