using BenchmarkDotNet.Attributes;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Benchmarks;

/// <summary>Parse, bind, lint, compile and run the tests of a file of about a hundred lines.</summary>
public class Checking
{
    private readonly TriggerFile[] file =
    [
        new("hundred-lines.yaml", "triggers:\n" + string.Concat(Enumerable.Range(0, 7).Select(i => $$"""
              - id: lactate-{{i}}
                name: Lactate, rule {{i}}
                severity: high
                when: lab.lactate > {{i + 2}} mmol/L OR (qsofa() >= 2 AND rise(lab.creatinine, 48h) >= 26.5 umol/L)
                where: encounter.type IN ("ED", "inpatient") AND age >= 18
                unless: on_pathway("sepsis")
                episode: {per: encounter, cooldown: 4h}
                then:
                  - {action: notify, who: charge_nurse, message: "Lactate is high"}
                  - {action: log, entry: lactate}
                tests:
                  - name: above
                    given: [{patient: {age: 70}, encounter: {type: ED} }, {at: T+0m, lab.lactate: 12 mmol/L}]
                    expect: {fires: true}

            """))),
    ];

    [Benchmark]
    public bool HundredLines() => TriggerCheck.Check(file, Vocabulary.Shipped) is { Ok: true } ? true : throw new InvalidOperationException();
}
