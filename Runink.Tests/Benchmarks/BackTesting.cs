using BenchmarkDotNet.Attributes;
using Runink.Domain.Triggers;

namespace Runink.Benchmarks;

/// <summary>One million signals of 2,000 patients over one trigger, timers included, from memory.</summary>
public class BackTesting
{
    private const int Patients = 2_000;
    private const int Each = 500;
    private readonly CompiledTrigger trigger = Scene.Compile(Scene.Sample);
    private PatientHistory[] histories = [];

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(7);
        histories = [.. Enumerable.Range(0, Patients).Select(patient =>
        {
            var id = $"p{patient}";
            var signals = Enumerable.Range(0, Each).Select(i => (i % 5) switch
            {
                0 => Scene.Signal("lab.lactate", 1 + (random.Next(0, 28) / 10m), "mmol/L", Scene.Noon.AddMinutes(i * 6)),
                1 => Scene.Signal("vital.resp_rate", random.Next(12, 26), "/min", Scene.Noon.AddMinutes(i * 6)),
                2 => Scene.Signal("vital.sbp", random.Next(95, 150), "mm[Hg]", Scene.Noon.AddMinutes(i * 6)),
                3 => Scene.Signal("vital.gcs", random.Next(14, 16), null, Scene.Noon.AddMinutes(i * 6)),
                _ => Scene.Signal("vital.heart_rate", random.Next(60, 120), "/min", Scene.Noon.AddMinutes(i * 6)),
            }).ToArray();
            return PatientHistory.OfStays(
                new(id, new DateOnly(1930 + (patient % 70), 1, 1), null),
                [new(new($"{id}-e", "ED", "ED", null, null, Scene.Noon), Scene.Noon, null)],
                signals);
        })];
    }

    [Benchmark]
    public int MillionSignals() => Backtest.Run(trigger, histories, Scene.Noon, Scene.Noon.AddDays(3)).Firings;
}
