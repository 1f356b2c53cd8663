using System.Diagnostics;
using System.Text;
using Hl7.Fhir.Model;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Hl7v2;
using Runink.Tests.Harness;

namespace Runink.Benchmarks.Reading;

/// <summary>
/// Feeds mutated messages and resources to the readers. Input number N of a seed is always the same, so what is reported can be looked
/// at again: <c>mutate 1 SEED N</c>.
/// </summary>
internal static class MutatedInputs
{
    private const int MostNamed = 10;

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);
    private static readonly Hl7Reader Hl7 = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
    private static readonly FhirReader Fhir = new(TimeZoneInfo.Utc);

    private static readonly byte[][] Messages =
    [
        .. new[]
        {
            "MSH|^~\\&|LAB|HOSP|||20260302080000.5+0100||ORU^R01|C1|P|2.5.1||||||8859/1\rEVN||20260302\rPID|1||7^^^HOSP^MR~8||Ruiz^Ana||19480312|F\r"
            + "PV1|1|I|ICU^2^B||||||||||||||||V1|||||||||||||||||||||||||20260301\rOBR|1|P1^X|F1^Y|P|||20260302\rOBX|1|NM|2524-7^x^LN||3.4|mmol/L|||||F|||20260302\r"
            + "OBX|2|SN|1^y^L||>^100\rOBX|3|CWE|a^b^L^c^d^LN|1|x^y^L~z||||||C\rNTE|1||a\\F\\b\\X41\\\r",
            "MSH|^~\\&|ADT|HOSP|||20260302080000||ADT^A40|C2|P|2.3\rEVN|A40|20260302\rPID|1||7^^^HOSP^MR||Ruiz^Ana||19480312|F|||1 Road^^Town^ST^12345||555\rMRG|8^^^HOSP^MR\rPV1|1|E|ED^1\r",
            "MSH|^~\\&|S|H|||2026||SIU^S12|C3|P|2.5\rSCH|1|2|||||x|||15|min|^^15^20260302080000\rPID|1||7^^^H^MR\rRGS|1\rAIS|1||c^t^L|20260302\r",
            "FHS|^~\\&|A|B\rBHS|^~\\&|A|B\rMSH|^~\\&|A|B|||20260302||RDE^O11|C4|P|2.5\rPID|1||7^^^H^MR\rORC|NW|1\rRXE|^^^20260302|c^d^RXNORM|1||mg\rBTS|1\rFTS|1\r",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Resources =
    [
        .. new[]
        {
            """{"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:h","value":"7","type":{"coding":[{"code":"MR"}]}}],"name":[{"family":"Ruiz","given":["Ana","B"]}],"birthDate":"1948-03-12","gender":"female","deceasedDateTime":"2026-03-02T08:00:00+01:00","link":[{"other":{"reference":"Patient/8"},"type":"replaces"}]}""",
            """{"resourceType":"Observation","id":"o1","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2524-7"}]},"subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-02T08:00:00Z","valueQuantity":{"value":3.40,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"},"component":[{"code":{"text":"x"},"valueString":"\u00e9"}]}""",
            """{"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IMP"},"subject":{"reference":"Patient/p1"},"period":{"start":"2026-03-02"},"location":[{"location":{"display":"ICU"}}]}""",
            """{"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","identifier":[{"value":"7"}]},"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=7"}},{"resource":{"resourceType":"Condition","subject":{"reference":"urn:uuid:1"},"code":{"text":"x"}},"request":{"method":"PUT","url":"Condition/c"}}]}""",
            """<Patient xmlns="http://hl7.org/fhir"><id value="p2"/><identifier><value value="7"/></identifier><name><family value="Ruiz"/></name><birthDate value="1948-03"/></Patient>""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <returns>False when a reader threw, or took too long for one input.</returns>
    public static bool Run(int count, int seed, int from)
    {
        var (taken, refused) = (0, 0);
        var wrong = new List<string>();
        var slowest = (Number: -1, Took: TimeSpan.Zero);
        // What happens once, on the first inputs of all, is no input's fault.
        for (var number = 0; number < 10; number++)
            Read(number, seed: 0);
        var clock = Stopwatch.StartNew();
        for (var number = from; number < from + count; number++)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                if (Read(number, seed))
                    taken++;
                else
                    refused++;
            }
#pragma warning disable CA1031 // What a reader throws is what is looked for.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                wrong.Add($"{number}: {problem}");
            }

            var took = Stopwatch.GetElapsedTime(started);
            if (took > slowest.Took)
                slowest = (number, took);
        }

        foreach (var one in wrong.Take(MostNamed))
            Console.WriteLine(one);
        Console.WriteLine(FormattableString.Invariant(
            $"seed {seed}, {count} inputs in {clock.Elapsed.TotalSeconds:0} s: {taken} taken, {refused} refused, {wrong.Count} exceptions; slowest {slowest.Took.TotalMilliseconds:0.0} ms (input {slowest.Number})"));
        return wrong.Count == 0 && slowest.Took < Slow;
    }

    private static bool Read(int number, int seed)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        return number % 2 == 0
            ? ReadHl7(Mutation.Of(Messages[random.Next(Messages.Length)], random, "|^~\\&\r\n\"+-.9\0"u8))
            : ReadFhir(Mutation.Of(Resources[random.Next(Resources.Length)], random, "{}[]\",:\\<>/&;0-.\0"u8));
    }

    private static bool ReadHl7(byte[] bytes)
    {
        _ = Hl7Peek.Of(bytes);
        var taken = false;
        foreach (var one in Hl7Batch.Of(bytes).Messages)
        {
            if (!Hl7Message.TryParse(Hl7Text.Decode(one.Span), out var message, out var fault))
            {
                _ = Hl7Ack.Refuse(Hl7Message.HeaderOf(Hl7Text.Decode(one.Span)), fault!, "ACK", Now);
                continue;
            }

            _ = Hl7Reader.DeduplicationKey(message!);
            var reading = Hl7.Read(message!, Now);
            taken |= reading.Fault is null;
            _ = reading.Fault is { } refused ? Hl7Ack.Refuse(message, refused, "ACK", Now) : Hl7Ack.Accept(message!, "ACK", Now, reading.Message!.Findings);
        }

        return taken;
    }

    private static bool ReadFhir(byte[] bytes)
    {
        var (_, _, format) = FhirPeek.Of(bytes);
        var parsing = FhirParser.Parse(bytes, format);
        if (parsing.Faults.Count > 0)
            return false;
        foreach (var resource in parsing.Resource is Bundle bundle ? bundle.Entry.Select(entry => entry.Resource) : [parsing.Resource])
        {
            if (resource is not null)
                resource.Id ??= "new";
            _ = resource switch
            {
                Patient patient => Fhir.ReadPatient(patient, Now),
                Encounter encounter => Fhir.ReadEncounter(encounter, Now),
                Observation observation => Fhir.ReadObservation(observation, Now),
                _ => null,
            };
        }

        return true;
    }
}
