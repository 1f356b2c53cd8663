using BenchmarkDotNet.Attributes;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Benchmarks;

/// <summary>
/// The user's own trigger on one patient: compiled, written by hand in C# over the same patient's state with the same
/// freshness and three-valued answers, and walked as a tree over names.
/// </summary>
public class OneCondition
{
    private readonly CompiledTrigger trigger = Scene.Compile(Scene.Sample);
    private readonly PatientState state = Scene.Patient();
    private readonly DateTimeOffset now = Scene.Noon.AddMinutes(20);
    private readonly Concept lactate = Vocabulary.Shipped.Find("lab.lactate")!;
    private readonly Concept qsofa = Vocabulary.Shipped.Find("score.qsofa")!;
    private readonly TreeWalk walk = TreeWalk.OfTheSample();

    public OneCondition()
    {
        state.Add(Scene.Signal("lab.lactate", 2.1m, "mmol/L", Scene.Noon));
        state.Add(Scene.Signal("score.qsofa", 1, null, Scene.Noon));
    }

    [Benchmark(Baseline = true)]
    public Verdict HandWritten()
    {
        if (state.Encounter is not { Type: { } type } || state.Facts.BirthDate is not { } born)
            return Verdict.Unknown;
        var today = DateOnly.FromDateTime(now.DateTime);
        var age = today.Year - born.Year;
        if (born.AddYears(age) > today)
            age--;
        if (!type.Equals("ED", StringComparison.OrdinalIgnoreCase) || age <= 65)
            return Verdict.False;
        var score = Above(qsofa, 2, orEqual: true);
        return score == Verdict.True ? score : score.Or(Above(lactate, 3, orEqual: false));
    }

    [Benchmark]
    public Verdict Compiled() => TriggerEvaluator.Evaluate(trigger, state, now).Holds;

    [Benchmark]
    public Verdict TreeWalkOverNames() => walk.Test(state, now);

    private Verdict Above(Concept concept, decimal limit, bool orEqual)
    {
        if (state.SeriesAt(concept.Slot) is not { } series || series.CountUntil(now) is var count && count == 0)
            return Verdict.Unknown;
        ref readonly var sample = ref series.Samples[count - 1];
        if (sample.Fault != SampleFault.None || sample.At + concept.FreshFor < now)
            return Verdict.Unknown;
        if (sample.Number.IsPoint)
            return (orEqual ? sample.Number.Low >= limit : sample.Number.Low > limit).ToVerdict();
        return sample.Number.Low > limit ? Verdict.True : sample.Number.High <= limit ? Verdict.False : Verdict.Unknown;
    }
}
