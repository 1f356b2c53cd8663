using BenchmarkDotNet.Attributes;
using NRules;
using NRules.Fluent;
using RulesEngine.Models;
using Runink.Domain.Triggers;

namespace Runink.Benchmarks;

/// <summary>What the peers are given: the values alone, already found, fresh and in one unit.</summary>
public sealed class PeerPatient
{
    public string AdmissionType { get; set; } = "ED";

    public int Age { get; set; }

    public decimal Qsofa { get; set; }

    public decimal Lactate { get; set; }

    public bool Fired { get; set; }
}

/// <summary>The user's own trigger in NRules' language.</summary>
public sealed class SepsisRule : NRules.Fluent.Dsl.Rule
{
    public override void Define()
    {
        PeerPatient patient = null!;
        When().Match(() => patient, one => one.AdmissionType == "ED" && one.Age > 65 && (one.Qsofa >= 2 || one.Lactate > 3));
        Then().Do(_ => Fire(patient));
    }

    private static void Fire(PeerPatient patient) => patient.Fired = true;
}

/// <summary>
/// One new lactate of one patient through the user's own trigger, here and by two rules engines of .NET. They are given plain values
/// and two-valued logic; units, freshness, unknown and the explanation are only here.
/// </summary>
public class Peers
{
    private const string Workflow = "sepsis";

    private readonly CompiledTrigger trigger = Scene.Compile(Scene.Sample);
    private readonly Runink.Domain.Signals.PatientState state = Scene.Patient();
    private readonly DateTimeOffset now = Scene.Noon.AddMinutes(20);
    private readonly PeerPatient patient = new() { Age = 75, Qsofa = 1, Lactate = 2.1m };
    private readonly RulesEngine.RulesEngine engine = new(
    [
        new Workflow
        {
            WorkflowName = Workflow,
            Rules = [new RulesEngine.Models.Rule { RuleName = "sepsis", Expression = "patient.AdmissionType == \"ED\" AND patient.Age > 65 AND (patient.Qsofa >= 2 OR patient.Lactate > 3)" }],
        },
    ]);

    private ISession session = null!;

    public Peers()
    {
        state.Add(Scene.Signal("lab.lactate", 2.1m, "mmol/L", Scene.Noon));
        state.Add(Scene.Signal("score.qsofa", 1, null, Scene.Noon));
    }

    [GlobalSetup]
    public void Open()
    {
        var rules = new RuleRepository();
        rules.Load(from => from.From(typeof(SepsisRule)));
        session = rules.Compile().CreateSession();
        session.Insert(patient);
    }

    [Benchmark(Baseline = true)]
    public Verdict Runink() => TriggerEvaluator.Evaluate(trigger, state, now).Holds;

    [Benchmark]
    public async Task<bool> RulesEngine6() =>
        (await engine.ExecuteAllRulesAsync(Workflow, new RuleParameter("patient", patient)))[0].IsSuccess;

    [Benchmark]
    public bool NRules1()
    {
        session.Update(patient);
        session.Fire();
        return patient.Fired;
    }
}
