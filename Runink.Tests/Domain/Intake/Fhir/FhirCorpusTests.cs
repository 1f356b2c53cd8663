using Hl7.Fhir.Model;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Fhir.Searching;

namespace Runink.Tests.Domain.Intake.Fhir;

/// <summary>Resources of HL7's own examples, of Synthea and of other servers' tests: read or refused with a place, never thrown at.</summary>
public sealed class FhirCorpusTests
{
    [Theory]
    [InlineData("fhir-synthea-r4", 16, 16)]
    [InlineData("fhir-test-cases-r4", 100, 138)]
    [InlineData("fhir-ms-server", 120, 149)]
    [InlineData("fhir-firely-sdk", 6, 11)]
    public void ResourcesAreReadOrRefusedWithTheirPlace(string corpus, int fine, int least)
    {
        var (read, all) = (0, 0);
        foreach (var file in Corpora.Files(corpus, ".json"))
        {
            var bytes = File.ReadAllBytes(file);
            var parsed = FhirParser.Parse(bytes);
            Assert.True(parsed.Resource is null != (parsed.Faults.Count == 0), Path.GetFileName(file));
            if (bytes.AsSpan().IndexOf("\"resourceType\""u8) < 0)
                continue;
            all++;
            if (parsed.Resource is null)
            {
                Assert.Contains("OperationOutcome", FhirOutcome.Write(parsed.Faults), StringComparison.Ordinal);
                continue;
            }

            read++;
            Read(parsed.Resource);
        }

        Assert.True(read >= fine && all >= least, $"{read} of {all} read");
    }

    /// <summary>What has passed must be understood, indexed and written without an exception.</summary>
    private static void Read(Resource read)
    {
        var reader = new FhirReader(TimeZoneInfo.Utc);
        foreach (var resource in read is Bundle bundle ? bundle.Entry.Select(entry => entry.Resource).OfType<Resource>() : [read])
        {
            resource.Id ??= "x";
            PatientNotice? notice = resource switch
            {
                Patient patient => reader.ReadPatient(patient, TimeProvider.System.GetUtcNow()),
                Encounter encounter => reader.ReadEncounter(encounter, DateTimeOffset.UnixEpoch),
                Observation observation => reader.ReadObservation(observation, DateTimeOffset.UnixEpoch),
                _ => null,
            };
            Assert.NotEqual(0, notice?.Identifiers.Count);
            Assert.All(FhirIndexer.Index(resource), entry => Assert.True(entry.Text.Length <= 400 && entry.System.Length <= 400));
            Assert.NotEmpty(FhirWriter.ToXml(resource));
        }
    }
}
