using Runink.Domain.Signals;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Testing;

namespace Runink.Tests.Domain.Triggers;

public class PatientExampleTests
{
    private const string Name = "seen on a ward";

    private static readonly (string Condition, Func<PatientState> Patient)[] Seen =
    [
        ("lab.lactate > 3 mmol/L AND age > 65", () => Write.Patient().With("lab.lactate", "27.2", "mg/dL", -0.5)),
        ("lab.lactate > 3 mmol/L", () => Write.Patient().With("lab.lactate", "3.4", null, -0.5)),
        ("lab.lactate > 3 mmol/L", () => Write.Patient().With("lab.lactate", "<0.5", "mmol/L", -1)),
        ("rise(lab.creatinine, 48h) >= 0.3 mg/dL", () => Write.Patient().With("lab.creatinine", "1.0", "mg/dL", -24).With("lab.creatinine", "1.4", "mg/dL", -0.01)),
        ("has_condition(heart_failure)", () => Write.Patient().With("condition.active", "I50.9", null, -240).With("condition.active", "I50.9", "ended", -20)),
        ("has_condition(heart_failure) AND lab.sodium < 130 mmol/L", () => Write.Patient().With("condition.active", "I50.9", null, -240).With("lab.sodium", "128", "mmol/L", -2)),
        ("lab.blood_culture CONTAINS \"coli\"", () => Write.Patient().With("lab.blood_culture", "\"E. coli\": yes, \\ two # bottles", null, -3)),
        ("age < 6 months AND lab.bilirubin > 5 mg/dL", () => Write.Patient(age: 0).With("lab.bilirubin", "12", "mg/dL", -1)),
        ("age >= 90", () => Write.Patient(age: 97)),
        ("absent(lab.lactate, 6h, after: lab.lactate > 2 mmol/L)", () => Write.Patient().With("lab.lactate", "2.4", "mmol/L", -7.2)),
        ("abnormal_flag(lab.potassium) = \"HH\" AND lab.potassium > reference_high(lab.potassium)", () => Flagged()),
        ("now - encounter.started >= 4h", () => Write.Patient()),
        ("lab.potassium >= 6 mmol/L", () => Write.Patient().With("lab.potassium", "6.4", "mmol/L", -1, SignalStatus.Preliminary)),
        ("since(encounter.admit_decision) >= 4h", () => Write.Patient().With("encounter.admit_decision", "true", null, -4)),
    ];

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Seen.Length)];

    [Theory]
    [MemberData(nameof(Places))]
    public void A_test_says_what_the_trigger_said(int place)
    {
        var (condition, patient) = Seen[place];
        var trigger = Write.When(condition);
        var example = PatientExample.Of(trigger, patient(), Write.Noon, Name, shouldFire: true, Vocabulary.Shipped);

        Assert.True(example.IsFaithful, example.Test);
        // With the verdict that it had, the test passes beside the trigger; with the other it fails.
        var verdict = trigger.Holds(patient()).Word();
        Assert.Equal([true], Results(trigger, example.Test.Replace("fires: true", $"fires: {verdict}", StringComparison.Ordinal)));
        Assert.Equal([false], Results(trigger, example.Test.Replace("fires: true", $"fires: {(verdict == "false" ? "true" : "false")}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_in_it_says_who_it_is()
    {
        var state = new PatientState(new("patient-4711", new DateOnly(1925, 4, 17), "female")) { Encounter = new("visit-88", "ED", "ED", "Bed 12", null, Write.Noon.AddHours(-4)) };
        state.Add(new("lab.lactate", "3.4", "mmol/L", Write.Noon.AddHours(-1), Write.Noon, SignalStatus.Final, "message-9"));
        state.Add(new("lab.potassium", "4.4", "mmol/L", Write.Noon.AddHours(-1), Write.Noon, SignalStatus.Final, "message-9"));

        var example = PatientExample.Of(Write.When("lab.lactate > 3 mmol/L AND age > 65"), state, Write.Noon, Name, true, Vocabulary.Shipped);

        Assert.Equal("""
            - name: "seen on a ward"
              given:
                - {patient: {age: 90, sex: "female"}}
                - {encounter: {type: "ED", unit: "ED", started: T-240m}}
                - {at: T-60m, lab.lactate: "3.4 mmol/L"}
              expect: {at: T+0m, fires: true}

            """, example.Test);
    }

    /// <summary>What the hospital's clock or a number of the unit decides, no test of the trigger can say again.</summary>
    [Fact]
    public void What_it_cannot_say_it_says_so()
    {
        var trigger = Write.Compile("trigger:\n  parameters: {limit: 3 mmol/L}\n  when: lab.lactate > $limit\n  then: [{action: log, entry: x}]\n");
        var state = Write.Patient().With("lab.lactate", "2.5", "mmol/L", -1);
        state.Settings = [new(trigger.Id, "limit", "ED", 2m, "mmol/L", "Ana", "lower here", Write.Noon.AddDays(-1), null)];
        Assert.False(PatientExample.Of(trigger, state, Write.Noon, Name, true, Vocabulary.Shipped).IsFaithful);
    }

    [Theory]
    [InlineData("trigger:\n  when: lab.lactate > 3\n  then: [{action: log, entry: x}]\n", "\n  tests:\n    - name: a\n      expect: {fires: true}\n")]
    [InlineData("trigger:\n  when: lab.lactate > 3\n  tests: # mine\n  - name: b\n    expect: {fires: false}\n  then: [{action: log, entry: x}]\n", "tests: # mine\n  - name: a\n    expect: {fires: true}\n  - name: b\n")]
    [InlineData("# head\r\ntrigger:\r\n    when: lab.lactate > 3\r\n    then: [{action: log, entry: x}]\r\n    tests:\r\n      - {name: b, expect: {fires: false}}\r\n", "tests:\r\n      - name: a\r\n        expect: {fires: true}\r\n      - {name: b")]
    public void A_test_is_put_where_tests_stand(string yaml, string expected)
    {
        var text = TriggerTests.Add(yaml, "- name: a\n  expect: {fires: true}\n");
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains("a", Write.Check(text!).Tests.Select(test => test.Name));
    }

    [Theory]
    [InlineData("trigger: {when: lab.lactate > 3, then: [{action: log, entry: x}]}\n")]
    [InlineData("trigger:\n  when: lab.lactate > 3\n  then: [{action: log, entry: x}]\n  tests: [{name: b, expect: {fires: false}}]\n")]
    [InlineData("triggers:\n  - when: lab.lactate > 3\n    then: [{action: log, entry: x}]\n")]
    [InlineData("trigger:\n  when: lab.lactate > 3\n---\ntrigger:\n  when: lab.lactate > 4\n")]
    [InlineData("not: yaml: at all")]
    [InlineData("")]
    public void Elsewhere_it_is_put_by_hand(string yaml) => Assert.Null(TriggerTests.Add(yaml, "- name: a\n"));

    private static PatientState Flagged()
    {
        var state = Write.Patient();
        state.Add(Write.Signal("lab.potassium", "6.8", "mmol/L", -1) with { Marks = ResultMarks.Of("3.5-5.1", ["HH"]) });
        return state;
    }

    private static IEnumerable<bool> Results(CompiledTrigger trigger, string test) =>
        Write.Check(TriggerTests.Add(trigger.Source, test)!).Tests.Select(result => result.Passed);
}
