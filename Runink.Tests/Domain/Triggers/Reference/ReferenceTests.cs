using System.Globalization;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers.Reference;

/// <summary>The compiled programs say what a slow and literal reading of the language says.</summary>
public sealed class ReferenceTests
{
    private const int Batches = 8;
    private const int Conditions = 13_000;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Evaluation_agrees_with_the_reference_interpreter(int seed)
    {
        var cases = new RandomCases(seed);
        var seen = new Dictionary<Verdict, int>();
        for (var i = 0; i < Conditions; i++)
        {
            var text = cases.Condition();
            var patient = cases.Patient();
            var trigger = Compile(text, patient);
            var syntax = trigger.Program.Bound.Parsed.When!.Root;
            var interpreter = new ReferenceInterpreter(patient);
            var state = State(patient);
            for (var n = 0; n < 2; n++)
            {
                var now = cases.Instant();
                var expected = interpreter.Test(syntax, now);
                var actual = TriggerEvaluator.Evaluate(trigger, state, now).Holds;
                if (i % 20 == 0)
                    Assert.Equal(actual, TriggerEvaluator.Explain(trigger, state, now).Verdict);
                Assert.True(expected == actual, $"seed {seed}, {text}\nat {now:O}: expected {expected}, found {actual}\n{Shown(patient)}");
                seen[expected] = seen.GetValueOrDefault(expected) + 1;
            }
        }

        // A generator that drifts into saying "unknown" to everything would prove little.
        Assert.All(Enum.GetValues<Verdict>(), verdict => Assert.True(seen.GetValueOrDefault(verdict) > Conditions / 5, $"{verdict}: {seen.GetValueOrDefault(verdict)}"));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Batches)];

    /// <summary>Hundreds of samples, some late, withdrawn or unreadable: the sums that windows keep are what adding up anew gives.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Incremental_windows_equal_recomputation(int seed)
    {
        var random = new Random(seed);
        var triggers = RandomCases.OverWindows("10min", "2h", "7h").Select(condition => Write.When(condition)).ToArray();
        for (var stream = 0; stream < 6; stream++)
        {
            var received = new List<Signal>();
            var state = State(Patient());
            for (var minute = 0; minute < 700; minute++)
            {
                var signal = RandomCases.Beat(random, minute);
                received.Add(signal);
                state.Add(signal);
                if (random.Next(60) > 0)
                    continue;
                var interpreter = new ReferenceInterpreter(Patient());
                foreach (var trigger in triggers)
                {
                    var expected = interpreter.Test(trigger.Program.Bound.Parsed.When!.Root, signal.RecordedAt);
                    var actual = TriggerEvaluator.Evaluate(trigger, state, signal.RecordedAt).Holds;
                    Assert.True(expected == actual, $"seed {seed}, stream {stream}, minute {minute}, {trigger.Source}: expected {expected}, found {actual}");
                }
            }

            ReferencePatient Patient() => new([.. received], Write.Noon, "ED", new DateOnly(1950, 1, 1), false, null);
        }
    }

    [Fact]
    public void Days_of_a_beat_a_minute_add_up_too()
    {
        var random = new Random(1);
        var signals = Enumerable.Range(0, 9_000).Select(minute => RandomCases.Beat(random, minute) with { Value = Math.Round(60 + (random.NextDouble() * 60), 1).ToString(CultureInfo.InvariantCulture), Status = SignalStatus.Final }).ToArray();
        var patient = new ReferencePatient(signals, Write.Noon, "ED", new DateOnly(1950, 1, 1), false, null);
        var (state, interpreter) = (State(patient), new ReferenceInterpreter(patient));
        foreach (var condition in RandomCases.OverWindows("2d", "6d").Where(c => !c.StartsWith("sustained", StringComparison.Ordinal)))
        {
            var trigger = Write.When(condition);
            foreach (var hours in new[] { 60, 149.9 })
                Assert.Equal((condition, interpreter.Test(trigger.Program.Bound.Parsed.When!.Root, Write.Noon.AddHours(hours))), (condition, trigger.Holds(state, hours)));
        }
    }

    private static CompiledTrigger Compile(string condition, ReferencePatient patient)
    {
        var quality = patient.StaleAfter is { } stale ? $"stale_after: {stale.TotalHours}h, " : "";
        var yaml = $"trigger:\n  when: '{condition}'\n  quality: {{{quality}final_only: {(patient.FinalOnly ? "true" : "false")}}}\n  then: [{{action: log, entry: x}}]\n";
        return Write.Compile(yaml);
    }

    private static PatientState State(ReferencePatient patient)
    {
        var state = new PatientState(new("p1", patient.Born, "female")) { Encounter = new("e1", patient.EncounterType, "ED", "12", null, patient.Admitted) };
        foreach (var signal in patient.Received)
            state.Add(signal);
        return state;
    }

    private static string Shown(ReferencePatient patient) =>
        $"{patient.EncounterType} since {patient.Admitted:O}, born {patient.Born:O}, final only {patient.FinalOnly}, stale after {patient.StaleAfter}\n{string.Join('\n', patient.Received)}";
}
