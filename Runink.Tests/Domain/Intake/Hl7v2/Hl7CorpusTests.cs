using System.Text;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Pipeline.Reception;

namespace Runink.Tests.Domain.Intake.Hl7v2;

/// <summary>Messages of seven open source projects: each is read or refused with a place, none throws.</summary>
public sealed class Hl7CorpusTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly Hl7Reader Reader = new(TimeZoneInfo.Utc);

    [Fact]
    public void EveryRealMessageIsReadOrRefusedWithItsReason()
    {
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in Corpora.Files("hl7v2-*", ".hl7", ".txt", ""))
        {
            foreach (var message in Hl7Batch.Of(File.ReadAllBytes(file)).Messages)
            {
                var outcome = Outcome(Hl7Text.Decode(message.Span));
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }
        }

        foreach (var (outcome, count) in outcomes.OrderByDescending(pair => pair.Value))
            output.WriteLine($"{outcome,-8} {count}");
        // Fewer than measured when the corpora were last read: something that was understood no longer is.
        Assert.True(outcomes.GetValueOrDefault("accepted") >= 515, $"{outcomes.GetValueOrDefault("accepted")} accepted");
        Assert.DoesNotContain("200", outcomes.Keys);
        Assert.DoesNotContain("201", outcomes.Keys);
    }

    [Fact]
    public void EveryResourceThatARealMessageSpeaksOfIsValidFhir()
    {
        var types = new Dictionary<string, int>(StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var file in Corpora.Files("hl7v2-*", ".hl7", ".txt", ""))
        {
            foreach (var bytes in Hl7Batch.Of(File.ReadAllBytes(file)).Messages)
            {
                if (!Hl7Message.TryParse(Hl7Text.Decode(bytes.Span), out var message, out _) || Reader.Read(message!, Now).Message is not { } read)
                    continue;
                foreach (var said in read.Patients.SelectMany(patient => patient.Resources))
                {
                    types[said.Resource.TypeName] = types.GetValueOrDefault(said.Resource.TypeName) + 1;
                    ResourceStatements.Complete(said.Resource, "p1");
                    said.Resource.Id = "r1";
                    var json = FhirWriter.ToJson(said.Resource);
                    faults.AddRange(FhirParser.Parse(Encoding.UTF8.GetBytes(json)).Faults.Select(fault => $"{Path.GetFileName(file)} {fault.Place}: {fault.Text} {json}"));
                }
            }
        }

        foreach (var (type, count) in types.OrderByDescending(pair => pair.Value))
            output.WriteLine($"{type,-26} {count}");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static string Outcome(string text)
    {
        if (!Hl7Message.TryParse(text, out var message, out var fault) || (fault = Reader.Read(message!, Now).Fault) is not null)
        {
            Assert.NotEmpty(fault!.Text);
            Assert.Contains("\rERR|", Hl7Ack.Refuse(message, fault, "ACK1", Now), StringComparison.Ordinal);
            return fault.Code.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        Assert.NotEmpty(Hl7Reader.DeduplicationKey(message!));
        Assert.Contains("MSA|AA|", Hl7Ack.Accept(message!, "ACK1", Now), StringComparison.Ordinal);
        return "accepted";
    }
}
