using System.Text;
using Hl7.Fhir.Model;
using Runink.Domain.Intake.Fhir;
using Runink.Tests.Harness;

namespace Runink.Tests.Domain.Intake.Fhir;

/// <summary>Promise: any bytes are a resource, or faults with their place; never an exception. A bounded sample of what <c>mutate</c> of the benchmarks does a million times.</summary>
public sealed class FhirFuzzTests
{
    private static readonly FhirReader Reader = new(TimeZoneInfo.Utc);

    [Theory]
    [InlineData(1, """{"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:h","value":"7"}],"name":[{"family":"Ruiz","given":["Ana","B"]}],"birthDate":"1948-03-12","gender":"female","deceasedDateTime":"2026-03-02T08:00:00+01:00"}""")]
    [InlineData(2, """{"resourceType":"Observation","id":"o1","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2524-7"}]},"subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-02T08:00:00Z","valueQuantity":{"value":3.40,"unit":"mmol/L"}}""")]
    [InlineData(3, """{"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"code":"IMP"},"subject":{"reference":"Patient/p1"},"period":{"start":"2026-03-02"}}""")]
    [InlineData(4, """<Patient xmlns="http://hl7.org/fhir"><id value="p2"/><identifier><value value="7"/></identifier><birthDate value="1948-03"/></Patient>""")]
    public void MutationsOfAValidResourceAreReadOrRefusedWithAReason(int seed, string valid)
    {
        var random = new Random(seed);
        for (var round = 0; round < 1_500; round++)
        {
            var bytes = Mutation.Of(Encoding.UTF8.GetBytes(valid), random, "{}[]\",:\\<>/&;0-.\0"u8);
            var parsing = FhirParser.Parse(bytes, FhirPeek.Of(bytes).Format);
            if (parsing.Faults.Count > 0)
            {
                Assert.All(parsing.Faults, fault => Assert.NotEmpty(fault.Text));
                continue;
            }

            Assert.NotNull(parsing.Resource);
            parsing.Resource.Id ??= "new";
            _ = parsing.Resource switch
            {
                Patient patient => Reader.ReadPatient(patient, Hospital.Morning),
                Encounter encounter => Reader.ReadEncounter(encounter, Hospital.Morning),
                Observation observation => Reader.ReadObservation(observation, Hospital.Morning),
                _ => null,
            };
        }
    }

    [Theory]
    [InlineData("""{"resourceType":"Resource"}""")]
    [InlineData("""{"resourceType":"Observation","code":{"":1}}""")]
    [InlineData("""{"resourceType":"Patient","":"x"}""")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir"><birthDate value="1948"><value value="1"/></birthDate></Patient>""")]
    public void WhatNoResourceCanHaveIsAFault(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.NotEmpty(FhirParser.Parse(bytes, FhirPeek.Of(bytes).Format).Faults);
    }

    [Fact]
    public void ATypeThatIsNoUnicodeIsNoType() => Assert.Null(FhirPeek.Of((byte[])[.. "{\"resourceType\":\"P"u8, 0xD4, .. "\"}"u8]).Type);
}
