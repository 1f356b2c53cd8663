using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

/// <summary>Short ways to write triggers and patients in tests.</summary>
internal static class Write
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public const string Sample = """
        trigger:
          when: patient.qsofa_score >= 2 OR lab.lactate > 3
          where: admission_type = "ED" AND age > 65
          then:
            - action: notify
              who: "navigator_team@provider.org"
            - action: route_referral
              service: "Sepsis Pathway Consult"
            - action: log
              entry: "escalation_triggered"

        """;

    public static CheckReport Check(string yaml, string name = "test.yaml") => TriggerCheck.Check([new(name, yaml)], Vocabulary.Shipped);

    public static CompiledTrigger Compile(string yaml, string name = "test.yaml")
    {
        var report = Check(yaml, name);
        Assert.True(report.Triggers.Count == 1, CheckText.Write(report, [new(name, yaml)]));
        return report.Triggers[0];
    }

    /// <summary>A trigger with only a condition.</summary>
    public static CompiledTrigger When(string condition, string more = "") => Compile($$"""
        trigger:
          when: '{{condition.Replace("'", "''", StringComparison.Ordinal)}}'
          then: [{action: log, entry: x}]
          {{more}}
        """);

    public static PatientState Patient(int age = 72, string? type = "ED", DateTimeOffset? admitted = null) =>
        new(new("p1", DateOnly.FromDateTime(Noon.AddYears(-age).DateTime), "female"))
        {
            Encounter = new("e1", type, "ED", "12", null, admitted ?? Noon.AddHours(-4)),
        };

    public static Signal Signal(string concept, string value, string? unit = null, double hours = 0, SignalStatus status = SignalStatus.Final, double? recorded = null) =>
        new(concept, value, unit, Noon.AddHours(hours), Noon.AddHours(recorded ?? hours), status, $"m{hours:0.##}");

    public static PatientState With(this PatientState state, string concept, string value, string? unit = null, double hours = 0, SignalStatus status = SignalStatus.Final, double? recorded = null)
    {
        state.Add(Signal(concept, value, unit, hours, status, recorded));
        return state;
    }

    public static Verdict Holds(this CompiledTrigger trigger, PatientState state, double hours = 0) =>
        TriggerEvaluator.Evaluate(trigger, state, Noon.AddHours(hours)).Holds;
}
