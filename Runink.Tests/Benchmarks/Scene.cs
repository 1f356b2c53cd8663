using System.Globalization;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Benchmarks;

/// <summary>The patients and triggers that the benchmarks share.</summary>
internal static class Scene
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

    public static CompiledTrigger Compile(string yaml, string name = "benchmark.yaml") =>
        TriggerCheck.Check([new(name, yaml)], Vocabulary.Shipped) is { Triggers: [var trigger] } report
            ? trigger
            : throw new InvalidOperationException(yaml);

    public static CompiledTrigger When(string condition, int number = 0) => Compile(
        $"trigger:\n  id: t{number.ToString(CultureInfo.InvariantCulture)}\n  when: '{condition}'\n  then: [{{action: log, entry: x}}]\n");

    public static PatientState Patient() => new(new("p1", new DateOnly(1950, 5, 5), "female"))
    {
        Encounter = new("e1", "ED", "ED", "12", null, Noon.AddHours(-4)),
    };

    public static Signal Signal(string concept, decimal value, string? unit, DateTimeOffset at) =>
        new(concept, value.ToString(CultureInfo.InvariantCulture), unit, at, at, SignalStatus.Final, "m");
}
