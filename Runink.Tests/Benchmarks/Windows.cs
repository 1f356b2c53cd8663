using BenchmarkDotNet.Attributes;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Benchmarks;

/// <summary>A new sample comes, the oldest leaves the window, and a function over it is asked again.</summary>
public class Windows
{
    private PatientState state = Scene.Patient();
    private CompiledTrigger trigger = Scene.Compile(Scene.Sample);
    private DateTimeOffset now;
    private int arrived;

    [Params(10, 1_000, 100_000)]
    public int Samples { get; set; }

    [Params("min", "avg", "median", "rise", "rate", "count of a condition", "sustained")]
    public string Function { get; set; } = "min";

    [GlobalSetup]
    public void Fill()
    {
        // Two samples a minute: 100,000 of them are 35 days.
        var window = $"{Samples / 2}min";
        trigger = Scene.When(Function switch
        {
            "count of a condition" => $"count(vital.heart_rate > 90 /min, {window}) > 1000000",
            "sustained" => $"sustained(vital.heart_rate > 10 /min, {window})",
            "rate" => $"rate(vital.heart_rate, {window}) > 100 /min/h",
            _ => $"{Function}(vital.heart_rate, {window}) > 150 /min",
        });
        state = Scene.Patient();
        now = Scene.Noon;
        for (arrived = 0; arrived < Samples; arrived++)
            Arrive();
    }

    [Benchmark]
    public Verdict ArriveAndEvaluate()
    {
        arrived++;
        Arrive();
        return TriggerEvaluator.Evaluate(trigger, state, now).Holds;
    }

    private void Arrive()
    {
        now += TimeSpan.FromSeconds(30);
        state.Add(Scene.Signal("vital.heart_rate", 80 + (arrived * 7919 % 41 / 2m), "/min", now));
    }
}
