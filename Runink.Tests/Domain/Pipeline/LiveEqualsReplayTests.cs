using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Runink.Companion.Triggers;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Pipeline.Timers;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;
using Runink.Tests.Domain.Store;
using Runink.Tests.Harness;

namespace Runink.Tests.Domain.Pipeline;

/// <summary>
/// What a trigger did while messages came and time passed is what its replay over the store says it would have done: real
/// messages through the real pipeline and its timers on one side, the back-test over the rows they left on the other.
/// </summary>
public abstract class LiveEqualsReplayTests
{
    public sealed class OnSqlite : LiveEqualsReplayTests;

    public sealed class OnPostgreSql : LiveEqualsReplayTests;

    private static readonly string[] Triggers =
    [
        """{id: plain, when: lab.lactate > 3 mmol/L, where: 'encounter.type = "ED"', then: [{action: log, entry: x}], resolve_when: lab.lactate < 2 mmol/L}""",
        """{id: cooled, when: lab.potassium >= 6 mmol/L, then: [{action: log, entry: x}], resolve_when: lab.potassium < 5 mmol/L, episode: {cooldown: 4h, max_per_patient_day: 2, re_alert_when: lab.potassium > 7 mmol/L}}""",
        """{id: missing, when: 'absent(lab.lactate, 3h, after: lab.lactate > 3 mmol/L)', then: [{action: log, entry: x}], resolve_when: 'age_of(lab.lactate) < 10min'}""",
        """{id: held, when: vital.heart_rate > 100 /min, for: 90min, max_gap: 3h, then: [{action: log, entry: x}], resolve_when: vital.heart_rate < 80 /min}""",
        """{id: rising, when: 'rise(lab.creatinine, 6h) >= 0.3 mg/dL OR count(vital.heart_rate > 110 /min, 2h) >= 3', then: [{action: log, entry: x}], episode: {per: patient}, resolve_when: 'age_of(lab.creatinine) > 5h'}""",
        """{id: excepted, when: lab.lactate > 2 mmol/L AND lab.potassium > 5 mmol/L, unless: care.dialysis, then: [{action: log, entry: x}], resolve_when: lab.lactate <= 2 mmol/L}""",
        """{id: stale, when: vital.heart_rate IS UNKNOWN AND lab.lactate > 2.5 mmol/L, quality: {stale_after: 2h}, then: [{action: log, entry: x}], resolve_when: vital.heart_rate IS KNOWN}""",
        """{id: faulty, when: lab.potassium > 5.5 mmol/L, quality: {unknown_after: 1h, final_only: true}, then: [{action: log, entry: x}]}""",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Random_streams(int seed)
    {
        await using var store = await TemporaryStore.NewAsync();
        var catalog = new TriggerCatalog(Vocabulary.Shipped);
        var compiled = Triggers.Select(text => catalog.Compile("t", $"trigger: {text}\n")!.With(1)).ToArray();
        foreach (var trigger in compiled)
            catalog.Replace(trigger);
        var pipeline = new MessagePipeline(store.Writer, catalog, new SiteOptions());
        var processor = new Hl7MessageProcessor(store.Writer, pipeline, new SiteOptions(), store.Time, store.Ids, NullLogger<Hl7MessageProcessor>.Instance);
        var dueWork = new DueWork(store.Store, store.Writer, pipeline);
        var from = store.Time.GetUtcNow();
        var random = new Random(seed);
        var patients = Enumerable.Range(1, 4).Select(n => $"{seed}0{n}").ToArray();

        for (var i = 0; i < 220; i++)
        {
            await store.UntilAsync(store.Time.GetUtcNow().AddSeconds(random.Next(20, 1500)), dueWork);
            var reply = await processor.AcceptHl7Async(
                new Envelope(store.Ids.Next(), "mllp", "test", store.Time.GetUtcNow(), Encoding.UTF8.GetBytes(Message(random, patients[random.Next(4)], i, store.Time.GetUtcNow()))), Stop);
            Assert.Contains("MSA|AA", reply, StringComparison.Ordinal);
        }

        await store.UntilAsync(store.Time.GetUtcNow().AddDays(2), dueWork);
        var to = store.Time.GetUtcNow();
        var happened = 0;
        foreach (var trigger in compiled)
        {
            var live = await LiveAsync(store, trigger);
            var view = await new TriggerReplay(store.Store, new SiteOptions()).RunAsync(null, trigger, null, new BacktestQuery(from, to), null, null, Stop);
            var replayed = view.Items.Select(item => $"{item.At:O} {item.Patient} {item.Verdict}").Order(StringComparer.Ordinal).ToArray();
            Assert.True(live.SequenceEqual(replayed, StringComparer.Ordinal), $"{trigger.Id}, seed {seed}\nlive only:\n{string.Join('\n', live.Except(replayed))}\nreplay only:\n{string.Join('\n', replayed.Except(live))}");
            happened += live.Length;
        }

        Assert.True(happened > 30, $"Only {happened} things happened: the streams are too tame to prove anything.");
    }

    private static async Task<string[]> LiveAsync(TemporaryStore store, CompiledTrigger trigger)
    {
        await using var db = store.Store.Read();
        var opened = await db.Escalations.Where(row => row.TriggerId == trigger.Id).ToListAsync(Stop);
        var held = await db.Ledger.Where(row => row.Kind == "escalation_suppressed" && row.SubjectId == trigger.Id).ToListAsync(Stop);
        return [.. opened.Select(row => $"{row.OpenedAt:O} {row.PatientId} {(row.IsUnknown ? "unknown" : "true")}")
            .Concat(held.Select(row => $"{row.At:O} {System.Text.Json.JsonDocument.Parse(row.Detail).RootElement.GetProperty("patient").GetString()} false"))
            .Order(StringComparer.Ordinal)];
    }

    private static string Message(Random random, string mrn, int number, DateTimeOffset now)
    {
        if (random.Next(14) == 0)
            return Some.Arrival(mrn, now, patientClass: random.Next(2) == 0 ? "E" : "I", trigger: random.Next(3) == 0 ? "A03" : "A04").Replace($"A{mrn}A0", $"A{mrn}{number}A0", StringComparison.Ordinal);
        // Most results are of now, some were taken earlier; some correct what was said of the same instant.
        var at = random.Next(5) == 0 ? now.AddMinutes(-random.Next(1, 200)) : now;
        var results = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Result(random)).ToArray();
        return $"MSH|^~\\&|LAB|HOSP|RUNINK|COMPANION|{Some.Stamp(now)}||ORU^R01|{mrn}-{number}|P|2.5.1\rPID|1||{mrn}^^^HOSP^MR\rOBR|1|||PANEL|||{Some.Stamp(at)}\r"
            + string.Concat(results.Select((result, index) => string.Create(
                CultureInfo.InvariantCulture, $"OBX|{index + 1}|{result.Type}|{result.Code}||{result.Value}|{result.Unit}|||||{result.Status}|||{Some.Stamp(at)}\r")));
    }

    private static (string Type, string Code, string Value, string Unit, string Status) Result(Random random)
    {
        var status = random.Next(12) switch { 0 => "P", 1 => "C", 2 => "D", _ => "F" };
        return random.Next(6) switch
        {
            0 => ("NM", "2524-7^Lactate^LN", Number(5, 60), "mmol/L", status),
            1 => ("NM", "2823-3^Potassium^LN", Number(30, 75), random.Next(6) == 0 ? "" : "mmol/L", status),
            2 or 3 => ("NM", "8867-4^Heart rate^LN", Number(600, 1400), "/min", status),
            4 => ("NM", "2160-0^Creatinine^LN", Number(8, 20), "mg/dL", status),
            _ => ("ST", "DIALYSIS^Dialysis^L", random.Next(2) == 0 ? "Y" : "N", "", status),
        };

        string Number(int from, int to) => (random.Next(from, to) / 10m).ToString(CultureInfo.InvariantCulture);
    }
}
