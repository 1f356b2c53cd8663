using System.Globalization;
using Hl7.Fhir.Model;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Identifier = Runink.Domain.Intake.Identifier;

namespace Runink.Tests.Domain.Intake.Fhir;

public sealed class FhirReaderTests
{
    private static readonly FhirReader Reader = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
    private static readonly DateTimeOffset ReceivedAt = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AnOfficialNameIsPreferredAndTheOwnIdIsAnIdentifier()
    {
        var notice = Reader.ReadPatient(Read<Patient>("""
            {"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:h","value":"7","type":{"coding":[{"code":"MR"}]}},{"value":"8"}],
             "name":[{"use":"nickname","family":"N"},{"use":"official","family":"Ruiz","given":["Ana","M"]}],"birthDate":"1948-03","gender":"female","deceasedDateTime":"2026-03-01"}
            """), ReceivedAt);

        Assert.Equal([new Identifier("urn:h", "7", "MR"), new Identifier("unknown", "8", null), new Identifier("fhir:Patient", "p1", "FHIR")], notice.Identifiers);
        Assert.Equal(new Demographics("Ruiz", "Ana M", new DateOnly(1948, 3, 1), "female", At("2026-02-28T23:00:00Z")), notice.Demographics);
    }

    [Fact]
    public void WhereSomebodyLivesIsReadAndWhereHeWorksIsNot()
    {
        var said = Reader.ReadPatient(Read<Patient>("""
            {"resourceType":"Patient","id":"p1","name":[{"family":"Ruiz"}],
             "address":[{"use":"work","postalCode":"10001"},{"line":["12 Oak Ave","Apt 2"],"city":"Albany","state":"NY","postalCode":"12203"}],
             "telecom":[{"system":"email","value":"a@example.org"},{"system":"phone","use":"work","value":"518 555 9876"},{"system":"phone","use":"mobile","value":"518 555 2345"}]}
            """), ReceivedAt).Demographics!;

        Assert.Equal((new HomeAddress("12 Oak Ave", "Albany", "NY", "12203"), "518 555 2345"), (said.Home, said.Phone));
    }

    [Theory]
    [InlineData("2026-03-01T20:15:00+01:00", "2026-03-01T19:15:00Z")]
    [InlineData("2026-03-02T02:15:00Z", "2026-03-02T02:15:00Z")]
    [InlineData("2026-03-01T00:00:00+01:00", null)]
    [InlineData("2026-03-01", null)]
    [InlineData("2025-03-01T20:15:00+01:00", null)]
    public void ATimeOfBirthIsReadWhereItIsOfTheDay(string time, string? at)
    {
        var said = Reader.ReadPatient(Read<Patient>($$$"""
            {"resourceType":"Patient","id":"p1","birthDate":"2026-03-01","_birthDate":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthTime","valueDateTime":"{{{time}}}"}]}}
            """), ReceivedAt).Demographics!;

        Assert.Equal((new DateOnly(2026, 3, 1), at is null ? null : At(at)), (said.BirthDate!.Value, said.BornAt));
    }

    [Theory]
    [InlineData("planned", EncounterChange.Update)]
    [InlineData("arrived", EncounterChange.Open)]
    [InlineData("in-progress", EncounterChange.Open)]
    [InlineData("finished", EncounterChange.Close)]
    [InlineData("cancelled", EncounterChange.Cancel)]
    [InlineData("entered-in-error", EncounterChange.Cancel)]
    public void StatusesOfEncountersHaveTheirMeaning(string status, EncounterChange change) =>
        Assert.Equal(change, Encounter($$$"""{"resourceType":"Encounter","id":"e","status":"{{{status}}}","subject":{"reference":"Patient/1"}}""")!.Change);

    [Theory]
    [InlineData("EMER", "ED")]
    [InlineData("IMP", "inpatient")]
    [InlineData("ACUTE", "inpatient")]
    [InlineData("OBSENC", "observation")]
    [InlineData("AMB", "outpatient")]
    [InlineData("VR", "virtual")]
    [InlineData("HH", "home")]
    [InlineData("FLD", null)]
    public void ClassesAreEncounterTypes(string code, string? type) =>
        Assert.Equal(type, Encounter($$$"""{"resourceType":"Encounter","id":"e","status":"arrived","class":{"code":"{{{code}}}"},"subject":{"reference":"Patient/1"}}""")!.Type);

    [Fact]
    public void AnEncounterTellsWhereAndWhen()
    {
        var encounter = Encounter("""
            {"resourceType":"Encounter","id":"e1","status":"in-progress","subject":{"reference":"Patient/1/_history/2"},"period":{"start":"2026-03-02T08:00:00+01:00"},
             "location":[{"status":"completed","location":{"display":"ED"}},{"status":"active","location":{"display":"ICU"}}]}
            """)!;

        Assert.Equal((new Identifier("fhir:Encounter", "e1", "VN"), "ICU", At("2026-03-02T07:00:00Z"), null), (encounter.Visit, encounter.Unit, encounter.StartedAt, encounter.EndedAt));
    }

    [Theory]
    [InlineData("final", "final")]
    [InlineData("amended", "corrected")]
    [InlineData("corrected", "corrected")]
    [InlineData("registered", "preliminary")]
    [InlineData("preliminary", "preliminary")]
    [InlineData("cancelled", "entered-in-error")]
    [InlineData("entered-in-error", "entered-in-error")]
    [InlineData("unknown", "unknown")]
    public void StatusesOfObservationsAreUnderstood(string status, string meant) =>
        Assert.Equal(meant, Assert.Single(Observations(status, "\"valueInteger\":4")).Status);

    [Theory]
    [InlineData("""
        "valueQuantity":{"value":1.10,"unit":"mmol/L","code":"mmol/L"}
        """, "1.10", "mmol/L")]
    [InlineData("""
        "valueQuantity":{"comparator":"<","value":0.5,"unit":"units"}
        """, "<0.5", "units")]
    [InlineData("""
        "valueCodeableConcept":{"coding":[{"code":"260373001"}]}
        """, "260373001", null)]
    [InlineData("""
        "valueCodeableConcept":{"text":"Detected"}
        """, "Detected", null)]
    [InlineData("\"valueString\":\"x\"", "x", null)]
    [InlineData("\"valueBoolean\":true", "true", null)]
    public void ValuesKeepWhatWasSent(string json, string value, string? unit)
    {
        var observation = Assert.Single(Observations("final", json));

        Assert.Equal((value, unit), (observation.Value, observation.Unit));
    }

    [Fact]
    public void ComponentsAreObservationsOfTheirOwn() => Assert.Equal(
        ["8480-6=120", "8462-4=80"],
        Observations("final", """
            "component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":120}},
                         {"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":80}},
                         {"code":{"text":"none"},"dataAbsentReason":{"text":"unknown"}}]
            """).Select(observation => $"{observation.Codes[0].Code}={observation.Value}"));

    [Theory]
    [InlineData("Patient/7", "7")]
    [InlineData("http://h/fhir/Patient/7", null)]
    [InlineData("Patient/7/_history/2", "7")]
    [InlineData("OutPatient/7", null)]
    [InlineData("Group/7", null)]
    [InlineData("urn:uuid:7", null)]
    public void ReferencesNameAPatient(string reference, string? id) =>
        Assert.Equal(id, FhirReader.Reference(new ResourceReference(reference), "Patient"));

    [Theory]
    [InlineData("2026", "2025-12-31T23:00:00Z")]
    [InlineData("2026-07-01", "2026-06-30T22:00:00Z")]
    [InlineData("2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z")]
    [InlineData("2026-03-02T08:00:00.123456+05:30", "2026-03-02T02:30:00.123456Z")]
    [InlineData("2026-03-02T08:00:00", null)]
    [InlineData("2026-03-02T08:00Z", null)]
    [InlineData("2026-3-2", null)]
    [InlineData("2026-02-30", null)]
    [InlineData("20260302", null)]
    [InlineData("0001-01-01", null)]
    public void TimesAreReadWithZoneOrRefused(string text, string? meant) =>
        Assert.Equal(meant is null ? null : At(meant), FhirTime.TryParse(text, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), out var instant) ? instant : (DateTimeOffset?)null);

    private static IReadOnlyList<ObservationNotice> Observations(string status, string json) => Reader.ReadObservation(
        Read<Observation>($$$"""{"resourceType":"Observation","id":"o","status":"{{{status}}}","code":{"text":"x"},"subject":{"reference":"Patient/1"},{{{json}}}}"""), ReceivedAt)!.Observations;

    private static EncounterNotice? Encounter(string json) => Reader.ReadEncounter(Read<Encounter>(json), ReceivedAt)!.Encounter;

    /// <summary>Without the rules of the standard: these tests leave out what they are not about.</summary>
    private static T Read<T>(string json) where T : Resource => (T)FhirParser.Stored(json);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
