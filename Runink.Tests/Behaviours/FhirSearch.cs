using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Runink.Domain.Intake.Fhir;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Each search parameter does what the standard says of it, over posted resources and over those of HL7 alike.</summary>
public abstract class FhirSearch(FhirSearch.SharedHospital shared) : IClassFixture<FhirSearch.SharedHospital>
{
    public sealed class OnSqlite(SharedHospital shared) : FhirSearch(shared);

    public sealed class OnPostgreSql(SharedHospital shared) : FhirSearch(shared);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Patient?birthdate=1950-01-01", "a")]
    [InlineData("Patient?birthdate=ge1960", "b c")]
    [InlineData("Patient?birthdate=gt1950-01-01&birthdate=lt1981", "b")]
    [InlineData("Patient?birthdate=ne1950-01-01", "b c")]
    [InlineData("Patient?birthdate=sa1980", "c")]
    [InlineData("Patient?birthdate=eb1980", "a")]
    [InlineData("Patient?birthdate=le1980-06", "a b")]
    [InlineData("Patient?birthdate=1950,1980", "a b")]
    [InlineData("Patient?family=mül", "b")]
    [InlineData("Patient?family=MUL", "b")]
    [InlineData("Patient?family:exact=Müller", "b")]
    [InlineData("Patient?family:exact=müller", "")]
    [InlineData("Patient?family:contains=LL", "b c")]
    [InlineData("Patient?given=ann", "a")]
    [InlineData("Patient?name=ann", "a")]
    [InlineData("Patient?gender=female", "a c")]
    [InlineData("Patient?gender:not=female", "b")]
    [InlineData("Patient?gender=http://hl7.org/fhir/administrative-gender|male", "b")]
    [InlineData("Patient?gender:missing=true", "")]
    [InlineData("Patient?birthdate:missing=false", "a b c")]
    [InlineData("Patient?identifier=urn:h|1", "a")]
    [InlineData("Patient?identifier=urn:h|", "a b c")]
    [InlineData("Patient?identifier=1", "a")]
    [InlineData("Patient?identifier=|1", "")]
    [InlineData("Patient?identifier=urn:h|1,urn:h|3", "a c")]
    [InlineData("Patient?identifier=nonsense", "")]
    [InlineData("Patient?_id=a,c", "a c")]
    [InlineData("Patient?_lastUpdated=ge2026-03-02", "a b c")]
    [InlineData("Patient?_lastUpdated=lt2026-03-02", "")]
    [InlineData("Patient?_tag=urn:t|red", "c")]
    [InlineData("Patient?deceased=true", "c")]
    [InlineData("Patient?telecom=555", "b")]
    [InlineData("Patient?phone=555", "b")]
    [InlineData("Patient?organization.name=north", "a")]
    [InlineData("Patient?organization=Organization/org", "a")]
    [InlineData("Observation?patient=a", "o1 o2 o4")]
    [InlineData("Observation?subject=Patient/a", "o1 o2 o4")]
    [InlineData("Observation?subject:Patient=a&status=preliminary", "o2")]
    [InlineData("Observation?patient.identifier=urn:h|2", "o3")]
    [InlineData("Observation?patient:identifier=urn:h|2", "o3")]
    [InlineData("Observation?subject:Patient.family=muller", "o3")]
    [InlineData("Observation?subject.family=muller", "o3")]
    [InlineData("Observation?code=http://loinc.org|2524-7", "o1 o3")]
    [InlineData("Observation?code=2524-7,8867-4", "o1 o2 o3")]
    [InlineData("Observation?code=http://snomed.info/sct|2524-7", "")]
    [InlineData("Observation?category=laboratory", "o1")]
    [InlineData("Observation?date=2026-03-01", "o1")]
    [InlineData("Observation?date=ge2026-03-01T10:00:00Z&date=lt2026-03-02", "o1")]
    [InlineData("Observation?date=gt2026-03-01T10:00:00Z", "o2")]
    [InlineData("Observation?date:missing=true", "o3 o4")]
    [InlineData("Observation?value-quantity=2.1", "o1")]
    [InlineData("Observation?value-quantity=gt2|http://unitsofmeasure.org|mmol/L", "o1 o3")]
    [InlineData("Observation?value-quantity=gt2||mg/dL", "")]
    [InlineData("Observation?value-quantity=lt80", "o1 o3")]
    [InlineData("Observation?encounter=e1", "o1")]
    [InlineData("Observation?encounter.class=EMER", "o1")]
    [InlineData("Observation?subject=Group/g", "o5")]
    [InlineData("Observation?combo-code=8480-6", "o4")]
    [InlineData("Encounter?class=EMER&status=in-progress&patient=a", "e1")]
    [InlineData("Encounter?patient=b", "")]
    [InlineData("Patient?_sort=family&_count=2", "a c", false)]
    [InlineData("Patient?_sort=-birthdate", "c b a", false)]
    [InlineData("Observation?_sort=-date,_id&code=2524-7,8867-4", "o2 o1 o3", false)]
    public async Task Finds(string search, string ids, bool anyOrder = true)
    {
        var bundle = await shared.House.GetAsync("/fhir/" + search);

        var found = Ids(bundle, "match");
        Assert.Equal(ids, string.Join(' ', anyOrder ? [.. found.Order(StringComparer.Ordinal)] : found));
        if (!search.Contains("_count", StringComparison.Ordinal))
            Assert.Equal(found.Count, bundle.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("Observation?_id=o1&_include=Observation:subject&_include=Observation:encounter", "a e1")]
    [InlineData("Patient?_id=a&_revinclude=Observation:patient", "o1 o2 o4")]
    [InlineData("Patient?_id=a&_include=Patient:organization", "org")]
    public async Task BringsAlong(string search, string ids) =>
        Assert.Equal(ids, string.Join(' ', Ids(await shared.House.GetAsync("/fhir/" + search), "include").Order(StringComparer.Ordinal)));

    [Fact]
    public async Task ASearchByFormAndASummaryAnswerTheSame()
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("gender", "female"), KeyValuePair.Create("_summary", "count")]);
        using var answer = await shared.House.Web.PostAsync(new Uri("/fhir/Patient/_search", UriKind.Relative), form, Stop);

        var bundle = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
        Assert.Equal(2, bundle.GetProperty("total").GetInt32());
        Assert.False(bundle.TryGetProperty("entry", out _));
        Assert.False((await shared.House.GetAsync("/fhir/Patient?_total=none")).TryGetProperty("total", out _));
        var text = await shared.House.Web.GetStringAsync(new Uri("/fhir/Patient?_id=a&_summary=true", UriKind.Relative), Stop);
        Assert.Contains("SUBSETTED", text, StringComparison.Ordinal);
        Assert.StartsWith("<", await shared.House.Web.GetStringAsync(new Uri("/fhir/Patient?_format=xml", UriKind.Relative), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EverythingOfAPatientIsItsOwnOnly() =>
        Assert.Equal("a e1 o1 o2 o4", string.Join(' ', Ids(await shared.House.GetAsync("/fhir/Patient/a/$everything"), "match").Order(StringComparer.Ordinal)));

    [Fact]
    public async Task PagesNeitherRepeatNorLoseARowWhateverIsWrittenMeanwhile()
    {
        await using var hospital = await Hospital.StartAsync();
        for (var number = 0; number < 25; number++)
            await PutAsync(hospital, "Organization", $"n{number.ToString(CultureInfo.InvariantCulture)}", $$"""{"resourceType":"Organization","id":"n{{number}}","name":"x"}""");
        var seen = new List<string>();
        var next = "/fhir/Organization?name=x&_count=10";
        while (next is not null)
        {
            var page = await hospital.GetAsync(next);
            Assert.Equal(25, page.GetProperty("total").GetInt32());
            seen.AddRange(Ids(page, "match"));
            await PutAsync(hospital, "Organization", $"m{seen.Count.ToString(CultureInfo.InvariantCulture)}", $$"""{"resourceType":"Organization","id":"m{{seen.Count}}","name":"x"}""");
            await PutAsync(hospital, "Organization", "n3", """{"resourceType":"Organization","id":"n3","name":"x y"}""");
            next = page.GetProperty("link").EnumerateArray().Where(link => link.GetProperty("relation").GetString() == "next").Select(link => new Uri(link.GetProperty("url").GetString()!).PathAndQuery).FirstOrDefault();
        }

        Assert.Equal((25, 25), (seen.Count, seen.Distinct(StringComparer.Ordinal).Count()));
    }

    [Fact]
    public async Task WhatCameOverHl7IsFoundByTheSameParametersAndSaysWhatWasSent()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "<0.5"));
        await hospital.SendAsync(Some.Lactate(mrn, "L2", now.AddMinutes(-5), "2.4"), Some.Lactate(mrn, "L3", now.AddMinutes(-5), "2.6").Replace("|F|", "|C|", StringComparison.Ordinal));

        Assert.Single(Ids(await hospital.GetAsync($"/fhir/Patient?identifier=HOSP|{mrn}&birthdate=lt2000"), "match"));
        Assert.Empty(Ids(await hospital.GetAsync($"/fhir/Patient?identifier={mrn}&birthdate=ge2020-01-01"), "match"));
        Assert.Single(Ids(await hospital.GetAsync($"/fhir/Encounter?patient.identifier={mrn}&status=in-progress"), "match"));
        var all = (await hospital.GetAsync($"/fhir/Observation?code=2524-7&patient.identifier={mrn}&_sort=date")).GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource")).ToList();
        var below = all.Single(one => one.GetProperty("valueQuantity").TryGetProperty("comparator", out _));
        Assert.Equal(("<", 0.5m, "mmol/L"), (below.GetProperty("valueQuantity").GetProperty("comparator").GetString(), below.GetProperty("valueQuantity").GetProperty("value").GetDecimal(), below.GetProperty("valueQuantity").GetProperty("unit").GetString()));
        Assert.All(all, one => Assert.Single(one.GetProperty("code").GetProperty("coding").EnumerateArray()));
        Assert.Equal(["corrected", "entered-in-error", "final"], all.Select(one => one.GetProperty("status").GetString()).Order(StringComparer.Ordinal));
        foreach (var one in all)
        {
            Assert.Empty(FhirParser.Parse(Encoding.UTF8.GetBytes(one.GetRawText())).Faults);
            Assert.Equal(one.GetRawText(), (await hospital.GetAsync($"/fhir/Observation/{one.GetProperty("id").GetString()}")).GetRawText());
        }
    }

    private static List<string> Ids(JsonElement bundle, string mode) => bundle.TryGetProperty("entry", out var entries)
        ? [.. entries.EnumerateArray().Where(entry => entry.GetProperty("search").GetProperty("mode").GetString() == mode).Select(entry => entry.GetProperty("resource").GetProperty("id").GetString()!)]
        : [];

    private static async Task PutAsync(Hospital hospital, string type, string id, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json"));
        using var answer = await hospital.Web.PutAsync(new Uri($"/fhir/{type}/{id}", UriKind.Relative), content, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    public sealed class SharedHospital : IAsyncLifetime
    {
        private static readonly (string Type, string Id, string Json)[] Resources =
        [
            ("Organization", "org", """ "name":"North Hospital" """),
            ("Patient", "a", """ "identifier":[{"system":"urn:h","value":"1"}],"name":[{"family":"Abara","given":["Ann","Bo"]}],"gender":"female","birthDate":"1950-01-01","managingOrganization":{"reference":"Organization/org"} """),
            ("Patient", "b", """ "identifier":[{"system":"urn:h","value":"2"}],"name":[{"family":"Müller"}],"gender":"male","birthDate":"1980-05","telecom":[{"system":"phone","value":"555"}] """),
            ("Patient", "c", """ "meta":{"tag":[{"system":"urn:t","code":"red"}]},"identifier":[{"system":"urn:h","value":"3"}],"name":[{"family":"Hill"}],"gender":"female","birthDate":"1990-07-01","deceasedDateTime":"2025-01-01" """),
            ("Encounter", "e1", """ "status":"in-progress","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"EMER"},"subject":{"reference":"Patient/a"} """),
            ("Observation", "o1", """ "status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"2524-7"}]},"subject":{"reference":"Patient/a"},"encounter":{"reference":"Encounter/e1"},"effectiveDateTime":"2026-03-01T10:00:00Z","valueQuantity":{"value":2.1,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"} """),
            ("Observation", "o2", """ "status":"preliminary","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"subject":{"reference":"Patient/a"},"effectivePeriod":{"start":"2026-03-02T10:00:00Z","end":"2026-03-02T11:00:00Z"},"valueQuantity":{"value":88,"unit":"/min"} """),
            ("Observation", "o3", """ "status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2524-7"}]},"subject":{"reference":"Patient/b"},"valueQuantity":{"value":3,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"} """),
            ("Observation", "o4", """ "status":"final","code":{"text":"x"},"subject":{"reference":"Patient/a"},"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":120}}] """),
            ("Observation", "o5", """ "status":"final","code":{"text":"x"},"subject":{"reference":"Group/g"},"effectiveDateTime":"2020" """),
        ];

        public Hospital House { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            House = await Hospital.StartAsync();
            foreach (var (type, id, json) in Resources)
                await PutAsync(House, type, id, $$"""{"resourceType":"{{type}}","id":"{{id}}",{{json}}}""");
        }

        public ValueTask DisposeAsync() => House.DisposeAsync();
    }
}
