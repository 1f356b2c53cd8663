using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Signals;
using Runink.Tests.Domain.Store;
using Runink.Tests.Harness;

namespace Runink.Tests.Domain.Pipeline;

/// <summary>
/// A ward's messages as they were sent, and the same messages late, twice, out of order, from clocks that are ahead and over a
/// program that dies in between: both end in the same stays and the same values. A seed replays its case.
/// </summary>
public abstract class DeliverySimulationTests
{
    public sealed class OnSqlite : DeliverySimulationTests;

    public sealed class OnPostgreSql : DeliverySimulationTests;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task WhateverHappensOnTheWayTheEndIsTheSame(int seed)
    {
        var sent = Ward(new Random(seed)).ToList();
        var calm = await DeliverAsync(sent, new Random(seed), disturbed: false);

        var stormy = await DeliverAsync(sent, new Random(1000 + seed), disturbed: true);

        Assert.Equal(string.Join('\n', calm), string.Join('\n', stormy));
        Assert.True(calm.Count(line => line.StartsWith("value", StringComparison.Ordinal)) > 20, "The ward is too quiet to prove anything.");
    }

    private static async Task<List<string>> DeliverAsync(List<string> sent, Random random, bool disturbed)
    {
        await using var store = await TemporaryStore.NewAsync();
        store.Time.Advance(TimeSpan.FromDays(1));
        var deliveries = disturbed ? [.. sent.Concat(sent.Where(_ => random.Next(4) == 0)).OrderBy(_ => random.Next())] : sent;
        var processor = Processor(store);
        foreach (var message in deliveries)
        {
            store.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 90)));
            var reply = await processor.AcceptHl7Async(new Envelope(store.Ids.Next(), "mllp", "test", store.Time.GetUtcNow(), Encoding.UTF8.GetBytes(message)), Stop);
            Assert.Contains("MSA|AA", reply, StringComparison.Ordinal);
            // A program that died has only what was committed; the next one begins with an empty memory.
            if (disturbed && random.Next(12) == 0)
                processor = Processor(store);
        }

        return await StateAsync(store);
    }

    private static Hl7MessageProcessor Processor(TemporaryStore store) => new(
        store.Writer, new MessagePipeline(store.Writer, new TriggerCatalog(Vocabulary.Shipped), new SiteOptions()), new SiteOptions(), store.Time, store.Ids, NullLogger<Hl7MessageProcessor>.Instance);

    private static async Task<List<string>> StateAsync(TemporaryStore store)
    {
        await using var db = store.Store.Read();
        var state = new List<string>();
        var reader = new PatientStateReader(Vocabulary.Shipped, new SiteOptions());
        foreach (var patient in await db.Patients.OrderBy(row => row.Mrn).ToListAsync(Stop))
        {
            state.Add($"patient {patient.Mrn} {patient.Name} {patient.BirthDate} {patient.Sex}");
            foreach (var stay in await db.Encounters.Where(row => row.PatientId == patient.Id).OrderBy(row => row.Visit).ToListAsync(Stop))
                state.Add($"stay {patient.Mrn} {stay.Visit} {stay.Type} {stay.Unit} {stay.Bed} {stay.StartedAt:O} {stay.EndedAt:O} {stay.Cancelled}");
            var known = reader.ReadAt(db, patient.Id, store.Time.GetUtcNow());
            foreach (var name in new[] { "lab.potassium", "lab.lactate", "vital.heart_rate" })
                state.AddRange(known.Series(name).Select(signal => $"value {patient.Mrn} {name} {signal.Value} {signal.At:O} {signal.Status}").Order(StringComparer.Ordinal));
        }

        return state;
    }

    /// <summary>A day of five patients in the order in which it was sent: arrivals, moves, discharges, results in versions.</summary>
    private static IEnumerable<string> Ward(Random random)
    {
        var at = Hospital.Morning;
        var orders = 0;
        var versions = new List<(string Mrn, string Order, string Code, DateTimeOffset Drawn)>();
        for (var i = 0; i < 90; i++)
        {
            at = at.AddSeconds(random.Next(60, 600));
            var mrn = $"50{random.Next(1, 6)}";
            var step = random.Next(10);
            if (step < 3)
            {
                var trigger = (string[])["A04", "A02", "A08", "A06", "A03", "A13", "A11"];
                var place = $"{(string[])["Emergency", "ICU", "4W"] switch { var units => units[random.Next(3)] }}^^{random.Next(1, 9)}";
                yield return Some.Arrival(mrn, at, name: "Oliveira^Marta", patientClass: random.Next(2) == 0 ? "E" : "I", place: place, trigger: trigger[random.Next(trigger.Length)])
                    .Replace($"|A{mrn}A", $"|A{i.ToString(CultureInfo.InvariantCulture)}A", StringComparison.Ordinal);
                continue;
            }

            if (step < 8 || versions.Count == 0)
                versions.Add((mrn, $"F{++orders}", (string[])["2823-3", "2524-7", "8867-4"] switch { var codes => codes[random.Next(3)] }, at.AddMinutes(-random.Next(5, 200))));
            var result = step < 8 ? versions[^1] : versions[random.Next(versions.Count)];
            var status = step < 8 ? (random.Next(2) == 0 ? "P" : "F") : ((string[])["F", "C", "D"])[random.Next(3)];
            yield return $"MSH|^~\\&|LAB|HOSP|||{Some.Stamp(at)}||ORU^R01|R{i.ToString(CultureInfo.InvariantCulture)}|P|2.5.1\rPID|1||{result.Mrn}^^^HOSP^MR\rOBR|1||{result.Order}^LAB|PANEL|||{Some.Stamp(result.Drawn)}\r"
                + $"OBX|1|NM|{result.Code}^x^LN||{(status == "D" ? "" : (random.Next(30, 80) / 10m).ToString(CultureInfo.InvariantCulture))}|{(result.Code == "8867-4" ? "/min" : "mmol/L")}|||||{status}|||{Some.Stamp(result.Drawn)}";
        }
    }
}
