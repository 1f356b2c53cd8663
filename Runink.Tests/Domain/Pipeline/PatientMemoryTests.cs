using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Runink.Companion.Hosting;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Signals;
using Runink.Tests.Domain.Store;
using Runink.Tests.Harness;

namespace Runink.Tests.Domain.Pipeline;

/// <summary>Patients in memory are bounded by what they hold, not by how many they are.</summary>
public sealed class PatientMemoryTests
{
    private const long Most = 600_000;
    private const int ResultsOfAMessage = 100;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_few_heavy_patients_stay_within_the_bound_and_nothing_of_them_is_lost()
    {
        await using var store = await TemporaryStore.NewAsync();
        var pipeline = new MessagePipeline(store.Writer, new TriggerCatalog(Vocabulary.Shipped), new SiteOptions(), new MemoryOptions { PatientBytes = Most });
        var processor = new Hl7MessageProcessor(store.Writer, pipeline, new SiteOptions(), store.Time, store.Ids, NullLogger<Hl7MessageProcessor>.Instance);
        var patients = Enumerable.Range(0, 6).Select(_ => Some.Mrn()).ToList();
        var heaviest = 0L;
        for (var round = 0; round < 8; round++)
        {
            foreach (var mrn in patients)
            {
                store.Time.Advance(TimeSpan.FromHours(1));
                var at = store.Time.GetUtcNow();
                var message = round == 0
                    ? Some.Arrival(mrn, at)
                    : Some.Results(mrn, string.Create(CultureInfo.InvariantCulture, $"{mrn}-{round}"), at, [.. Enumerable.Range(0, ResultsOfAMessage).Select(n => ("2823-3", (3 + (n / 100m)).ToString(CultureInfo.InvariantCulture), "mmol/L"))]);
                var answer = await processor.AcceptHl7Async(new Envelope(store.Ids.Next(), "mllp", "test", at, Encoding.UTF8.GetBytes(message)), Stop);
                Assert.Contains("MSA|AA", answer, StringComparison.Ordinal);
                heaviest = Math.Max(heaviest, await BytesOfLastAsync(store, pipeline, mrn));
                Assert.InRange(pipeline.Memory.Bytes, 1, Most + heaviest);
            }
        }

        Assert.True(heaviest * patients.Count > 2 * Most, $"The patients are too light ({heaviest} bytes) to prove anything.");
        Assert.InRange(pipeline.Memory.Patients, 1, patients.Count - 1);
        foreach (var mrn in patients)
            Assert.Equal(7 * ResultsOfAMessage, await OfPatientAsync(store, pipeline, mrn, loaded => loaded.State.Series("lab.potassium").Count));
    }

    [Fact]
    public async Task One_patient_who_is_larger_than_the_bound_is_kept()
    {
        await using var store = await TemporaryStore.NewAsync();
        var pipeline = new MessagePipeline(store.Writer, new TriggerCatalog(Vocabulary.Shipped), new SiteOptions(), new MemoryOptions { PatientBytes = 1 });
        var processor = new Hl7MessageProcessor(store.Writer, pipeline, new SiteOptions(), store.Time, store.Ids, NullLogger<Hl7MessageProcessor>.Instance);
        foreach (var mrn in (string[])[Some.Mrn(), Some.Mrn(), Some.Mrn()])
            await processor.AcceptHl7Async(new Envelope(store.Ids.Next(), "mllp", "test", store.Time.GetUtcNow(), Encoding.UTF8.GetBytes(Some.Arrival(mrn, store.Time.GetUtcNow()))), Stop);

        await store.Writer.WriteAsync(_ => true, Stop);
        // Two: room is made when the next one is touched.
        Assert.InRange(pipeline.Memory.Patients, 1, 2);
    }

    [Fact]
    public void A_series_counts_what_it_takes_in_and_what_it_gives_up()
    {
        var concept = Vocabulary.Shipped.Find("lab.potassium")!;
        var state = new PatientState(new PatientFacts("p", null, null));
        var empty = state.Bytes;
        var at = Hospital.Morning;
        for (var n = 0; n < 1000; n++)
            state.Add(new Signal(concept.Name, "4.1", "mmol/L", at.AddMinutes(n), at.AddMinutes(n), SignalStatus.Final, $"message-{n}"));
        var full = state.Bytes;
        for (var n = 0; n < 1000; n++)
            state.Add(new Signal(concept.Name, "", null, at.AddMinutes(n), at.AddDays(2), SignalStatus.EnteredInError, $"withdrawal-{n}"));

        Assert.InRange(full - empty, 1000 * 200, 1000 * 600);
        Assert.Empty(state.Series(concept.Name));
        Assert.True(state.Bytes < full - (1000 * 150), $"{state.Bytes} bytes are left of {full}.");
    }

    [Theory]
    [InlineData("1000", "Memory:PatientBytes: ")]
    [InlineData("536870912", null)]
    public void The_bound_has_bounds(string bytes, string? problem)
    {
        var problems = Settings.Problems(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Memory:PatientBytes"] = bytes }).Build());

        Assert.Equal(problem is null ? 0 : 1, problems.Count);
        Assert.All(problems, one => Assert.StartsWith(problem!, one, StringComparison.Ordinal));
    }

    private static Task<long> BytesOfLastAsync(TemporaryStore store, MessagePipeline pipeline, string mrn) => OfPatientAsync(store, pipeline, mrn, loaded => loaded.Bytes);

    private static async Task<T> OfPatientAsync<T>(TemporaryStore store, MessagePipeline pipeline, string mrn, Func<Runink.Domain.Pipeline.Identity.LoadedPatient, T> what)
    {
        await using var db = store.Store.Read();
        var id = (await db.PatientIdentifiers.SingleAsync(row => row.Value == mrn && row.Type == "MR", Stop)).PatientId;
        return await store.Writer.WriteAsync(scope => what(pipeline.Cache.Get(scope, id)), Stop);
    }
}
