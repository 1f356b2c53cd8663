using System.Text;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The instant of birth, from HL7 v2 and FHIR to a trigger that asks for hours; where only the day is known, hours are told as far as they go.</summary>
public abstract class NewbornsAreCountedInHours
{
    public sealed class OnSqlite : NewbornsAreCountedInHours;

    public sealed class OnPostgreSql : NewbornsAreCountedInHours;

    private const string Jaundice = """
        trigger:
          id: first-day
          when: age < 24 h AND lab.bilirubin > 5 mg/dL
          then: [{action: log, entry: x}]
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FromTheInstantOfBirth()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("companion-").FullName;
        var (first, old, day, resource) = (Some.Mrn(), Some.Mrn(), Some.Mrn(), Some.Mrn());
        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            using (var saved = await hospital.Web.PutAsync(new Uri("/api/v1/triggers/first-day", UriKind.Relative), new StringContent(Jaundice, Encoding.UTF8, "application/yaml"), Stop))
                Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(Stop));
            (await hospital.PostAsync("/api/v1/triggers/first-day/versions/1/publish", new { })).EnsureSuccessStatusCode();
            var now = hospital.Time.GetUtcNow();
            await hospital.SendAsync(
                Bilirubin(first, now.AddHours(-20), "yyyyMMddHHmm", now), Bilirubin(old, now.AddHours(-25), "yyyyMMddHHmm", now), Bilirubin(day, now.AddHours(-20), "yyyyMMdd", now));
            await PutAsync(hospital, resource, now);

            Assert.Single(await ItemsAsync(hospital, first));
            Assert.Empty(await ItemsAsync(hospital, old));
            Assert.Empty(await ItemsAsync(hospital, day));
            Assert.Single(await ItemsAsync(hospital, resource));
            Assert.Equal(["true", "false", "unknown", "true"], await VerdictsAsync(hospital, first, old, day, resource));

            // What is read back can be sent on: the time is the one that was sent.
            var read = (await hospital.GetAsync($"/fhir/Patient?identifier={resource}")).GetProperty("entry")[0].GetProperty("resource");
            Assert.Equal("2026-03-01T22:00:00.000Z", DateTimeOffset.Parse(read.GetProperty("_birthDate").GetProperty("extension")[0].GetProperty("valueDateTime").GetString()!, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        }

        await using (var again = await Hospital.StartAsync(Hospital.Morning.AddMinutes(1), folder))
        {
            Assert.Equal(["true", "false", "unknown", "true"], await VerdictsAsync(again, first, old, day, resource));

            // A sender that knows the day alone takes nothing away; one that says another day takes the time with it.
            await again.SendAsync(Some.Arrival(first, Hospital.Morning.AddMinutes(1)).Replace("|19480312|", "|20260301|", StringComparison.Ordinal));
            Assert.Equal(["true"], await VerdictsAsync(again, first));
            await again.SendAsync(Some.Arrival(first, Hospital.Morning.AddMinutes(2)).Replace("|19480312|", "|20260302|", StringComparison.Ordinal));
            Assert.Equal(DateOnly.Parse("2026-03-02", System.Globalization.CultureInfo.InvariantCulture), Patient(again, first).BirthDate);
            Assert.Null(Patient(again, first).BornAt);

            // Hours go by without a message.
            again.Time.Leap(TimeSpan.FromHours(15));
            Assert.Equal(["false"], await VerdictsAsync(again, resource));
        }

        await TestDatabase.DeleteAsync(folder);
    }

    private static Runink.Domain.Patients.Patient Patient(Hospital hospital, string mrn)
    {
        using var db = hospital.Read();
        return db.Patients.Single(patient => patient.Mrn == mrn);
    }

    private static Task<IReadOnlyList<JsonElement>> ItemsAsync(Hospital hospital, string mrn) => hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=first-day");

    private static async Task<IReadOnlyList<string?>> VerdictsAsync(Hospital hospital, params string[] numbers)
    {
        var verdicts = new List<string?>();
        foreach (var mrn in numbers)
            verdicts.Add((await hospital.GetAsync($"/api/v1/triggers/first-day/explanation?patient={mrn}")).GetProperty("verdict").GetString());
        return verdicts;
    }

    private static string Bilirubin(string mrn, DateTimeOffset born, string written, DateTimeOffset at) =>
        $"MSH|^~\\&|LAB|HOSP|RUNINK|COMPANION|{Some.Stamp(at)}||ORU^R01|B{mrn}|P|2.5.1\rPID|1||{mrn}^^^HOSP^MR||Ruiz^Baby||{born.ToString(written, System.Globalization.CultureInfo.InvariantCulture)}|F\rOBR|1|B{mrn}||1975-2^Bilirubin^LN|||{Some.Stamp(at)}\rOBX|1|NM|1975-2^Bilirubin^LN||9|mg/dL|||||F\r";

    private static async Task PutAsync(Hospital hospital, string mrn, DateTimeOffset at)
    {
        var bundle = $$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"fullUrl":"urn:uuid:0","resource":{"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"{{mrn}}","type":{"coding":[{"code":"MR"}]} }],"birthDate":"2026-03-01",
                "_birthDate":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthTime","valueDateTime":"2026-03-01T22:00:00Z"}]} },"request":{"method":"POST","url":"Patient"} },
              {"resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"1975-2"}]},"subject":{"reference":"urn:uuid:0"},"effectiveDateTime":"{{at:O}}",
                "valueQuantity":{"value":9,"unit":"mg/dL","system":"http://unitsofmeasure.org","code":"mg/dL"} },"request":{"method":"POST","url":"Observation"} }]}
            """;
        using var reply = await hospital.Web.PostAsync(new Uri("/fhir", UriKind.Relative), new StringContent(bundle, Encoding.UTF8, "application/fhir+json"), Stop);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Stop));
    }
}
