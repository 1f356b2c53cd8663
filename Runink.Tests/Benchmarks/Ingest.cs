using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Benchmarks;

/// <summary>
/// Messages a second through the one writer, each with two results: read, whose, stored, evaluated, proved, committed and answered.
/// Not by BenchmarkDotNet: what is measured is many senders who wait for commits that they share.
/// </summary>
internal static class Ingest
{
    private const int Senders = 64;
    private const int Patients = 200;
    private const int PerRound = 6000;

    public static async Task RunAsync(CompanionStore store)
    {
        store.Migrate();
        var time = TimeProvider.System;
        var ids = new UlidSource(time);
        await using var writer = new StoreWriter(store, new ChangeFeed(), time, ids, NullLogger<StoreWriter>.Instance);
        var pipeline = new MessagePipeline(writer, new TriggerCatalog(Vocabulary.Shipped), new SiteOptions());
        var messages = new Hl7MessageProcessor(writer, pipeline, new SiteOptions(), time, ids, NullLogger<Hl7MessageProcessor>.Instance);
        for (var patient = 0; patient < Patients; patient++)
            await SendAsync(messages, ids, Arrival(patient));
        for (var round = 0; round < 5; round++)
        {
            var next = 0;
            var clock = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
            {
                while (Interlocked.Increment(ref next) is var number && number <= PerRound)
                    await SendAsync(messages, ids, Result(number % Patients, (round * PerRound) + number));
            })));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: {PerRound / clock.Elapsed.TotalSeconds:0} messages/s"));
        }
    }

    private static async Task SendAsync(Hl7MessageProcessor messages, UlidSource ids, string message)
    {
        var answer = await messages.AcceptHl7Async(new Envelope(ids.Next(), "bench", "bench", TimeProvider.System.GetUtcNow(), Encoding.UTF8.GetBytes(message)), CancellationToken.None);
        if (!answer.Contains("MSA|AA", StringComparison.Ordinal))
            throw new InvalidOperationException(answer);
    }

    private static string Arrival(int patient) => string.Create(CultureInfo.InvariantCulture,
        $"MSH|^~\\&|ADT|HOSP|RUNINK|COMPANION|20260302080000+0000||ADT^A04|A{patient}|P|2.5.1\rPID|1||{90000 + patient}^^^HOSP^MR||Oliveira^Marta||19480312|F\rPV1|1|E|Emergency^^ED-12||||||||||||||||V{patient}^^^HOSP\r");

    private static string Result(int patient, int number) => string.Create(CultureInfo.InvariantCulture,
        $"MSH|^~\\&|LAB|HOSP|RUNINK|COMPANION|20260302080000+0000||ORU^R01|R{number}|P|2.5.1\rPID|1||{90000 + patient}^^^HOSP^MR\rOBR|1|||PANEL|||20260302080000+0000\rOBX|1|NM|2524-7^x^LN||1.{number % 9}|mmol/L|||||F|||20260302080000+0000\rOBX|2|NM|2823-3^x^LN||4.{number % 9}|mmol/L|||||F|||20260302080000+0000\r");
}
