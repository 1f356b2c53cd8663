using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;

namespace Runink.Tests.Domain.Intake.Fhir;

/// <summary>Resources of HL7's own examples, of Synthea and of other servers' tests: what is valid has no finding.</summary>
public sealed class FhirCorpusTests
{
    /// <summary>What is wrong in these files, as the standard has it. Everything else in the corpora is structurally valid.</summary>
    private static readonly Dictionary<string, string> Broken = new(StringComparer.Ordinal)
    {
        ["Bundle-BatchWithConditionalUpdateByIdentifier.json"] = "Bundle.entry[0].resource.identifier[0].system",
        ["Bundle-InvalidBundleType.json"] = "Bundle.type",
        ["Bundle-TransactionWithConditionalUpdateAndReference.json"] = "Bundle.entry[0].resource.identifier[0].system",
        ["Bundle-TypeMissing.json"] = "Bundle.type",
        ["InvalidObservation.json"] = "Observation.text",
        ["Observation-For-Patient-f001.json"] = "Observation.interpretation",
        ["ObservationWithNoCode.json"] = "Observation.code",
        ["ObservationWithTemperature.json"] = "Observation.interpretation",
        ["PatientWithUnknownElements.json"] = "Patient.name1",
        ["SearchDataBatch.json"] = "Bundle.entry[1].resource.generalPractitioner",
        ["bundle-summary-false.json"] = "Bundle.entry[0].resource.text.status",
        ["bundle-summary-text.json"] = "Bundle.entry[0].resource.text.status",
        ["Observation-ex-pain.json"] = "Observation.code",
        ["ai4.json"] = "Patient.birthDate",
        ["obs-vs-2.json"] = "Observation.text.div",
        ["synthea.json"] = "Encounter.status",
    };

    private static readonly string[] NotJson =
    [
        "Bundle-TransactionWithInvalidBundleEntry.json", "bad-json-close-1.json", "bad-json-close-2.json", "bad-json-close-3.json",
        "json-comments-2.json", "json-no-quotes-1.json",
    ];

    [Theory]
    [InlineData("fhir-synthea-r4", 16)]
    [InlineData("fhir-test-cases-r4", 45)]
    [InlineData("fhir-ms-server", 40)]
    [InlineData("fhir-firely-sdk", 8)]
    public void ValidResourcesHaveNoFindingAndBrokenOnesHaveTheirPlace(string corpus, int least)
    {
        var read = 0;
        foreach (var file in Corpora.Files(corpus, ".json"))
        {
            var name = Path.GetFileName(file);
            var node = FhirJson.Parse(File.ReadAllBytes(file), out var fault);
            Assert.True(node is not null != NotJson.Contains(name), $"{name}: {fault?.Text}");
            if (node is null)
                Assert.Contains("OperationOutcome", FhirOutcome.Write([fault!]), StringComparison.Ordinal);
            if (node?.ResourceType is not ("Patient" or "Encounter" or "Observation" or "Bundle"))
                continue;
            read++;
            var findings = FhirValidator.Validate(node, node.ResourceType);
            Assert.True(Broken.GetValueOrDefault(name) == findings.FirstOrDefault()?.Place, $"{name}: {findings.FirstOrDefault()}");
            if (findings.Count == 0)
                Read(node);
        }

        Assert.True(read >= least, $"{read} read");
    }

    /// <summary>What has passed must be readable without an exception.</summary>
    private static void Read(FhirNode node)
    {
        var reader = new FhirReader(TimeZoneInfo.Utc);
        var resources = node.ResourceType == "Bundle" ? node.All("entry").Select(entry => entry["resource"]).OfType<FhirNode>() : [node];
        foreach (var resource in resources.Where(resource => resource["id"] is not null))
        {
            PatientNotice? notice = resource.ResourceType switch
            {
                "Patient" => reader.ReadPatient(resource),
                "Encounter" => reader.ReadEncounter(resource, DateTimeOffset.UnixEpoch),
                "Observation" => reader.ReadObservation(resource, DateTimeOffset.UnixEpoch),
                _ => null,
            };
            Assert.NotEqual(0, notice?.Identifiers.Count);
        }
    }
}
