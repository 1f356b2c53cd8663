using BenchmarkDotNet.Attributes;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Benchmarks;

/// <summary>One signal against many triggers in force, spread over the concepts as a hospital's are.</summary>
public class ManyTriggers
{
    private static readonly string[] Concepts =
    [
        "lab.lactate", "lab.potassium", "lab.sodium", "lab.creatinine", "lab.glucose", "lab.hemoglobin", "lab.platelets", "lab.inr", "lab.wbc", "lab.crp",
        "vital.resp_rate", "vital.heart_rate", "vital.sbp", "vital.dbp", "vital.temperature", "vital.spo2", "vital.gcs", "vital.weight", "device.weight", "device.spo2",
    ];

    private PatientState state = Scene.Patient();
    private TriggerSet set = TriggerSet.Empty;
    private readonly List<CompiledTrigger> awake = new(10_000);
    private readonly DateTimeOffset now = Scene.Noon.AddMinutes(20);

    [Params(10, 1_000, 10_000)]
    public int Triggers { get; set; }

    /// <summary>Where the value lies between what is plausible at least and at most: below every limit, or above about a third of them.</summary>
    [Params(25, 72)]
    public int Percent { get; set; }

    [GlobalSetup]
    public void Build()
    {
        var compiled = new CompiledTrigger[Triggers];
        for (var i = 0; i < Triggers; i++)
        {
            var concept = Vocabulary.Shipped.Find(Concepts[i % Concepts.Length])!;
            var range = concept.PlausibleRange!.Value;
            // Limits lie in the upper part of what is plausible, as those of real alarms do.
            var limit = range.Low + ((range.High - range.Low) * (60 + (i % 37)) / 100);
            var text = decimal.Round(limit, 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            compiled[i] = Scene.When($"{concept.Name} > {text} AND encounter.type = \"ED\" AND age >= 18", i);
        }

        set = TriggerSet.Build(compiled);
        state = Scene.Patient();
        foreach (var name in Concepts)
        {
            var concept = Vocabulary.Shipped.Find(name)!;
            var range = concept.PlausibleRange!.Value;
            state.Add(Scene.Signal(name, range.Low + ((range.High - range.Low) * Percent / 100), concept.Unit, Scene.Noon));
        }
    }

    /// <summary>Every trigger that reads the concept is evaluated.</summary>
    [Benchmark]
    public int EveryReader()
    {
        var fires = 0;
        foreach (var trigger in set.Reading("lab.lactate"))
        {
            if (TriggerEvaluator.Evaluate(trigger, state, now).Holds == Verdict.True)
                fires++;
        }

        return fires;
    }

    /// <summary>As the pipeline does it: only those whose limit the value passes are evaluated.</summary>
    [Benchmark]
    public int OneSignal()
    {
        awake.Clear();
        set.Awaken("lab.lactate", state, now, awake);
        var fires = 0;
        foreach (var trigger in awake)
        {
            if (TriggerEvaluator.Evaluate(trigger, state, now).Holds == Verdict.True)
                fires++;
        }

        return fires;
    }
}
