using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class PathwayTests
{
    private const string Pathway = """
        pathway:
          name: Sepsis
          escalation_policies:
            ed: [{after: 5m, to: charge_nurse}, {after: 90s, to: 'on_call("medicine")', repeat: 2}]
          checklists:
            bundle: ["Cultures: two sets", {id: abx, text: Antibiotic within 1 h}]
          triggers:
            - name: Lactate high
              severity: critical
              when: lab.lactate > 2 mmol/L
              escalation: ed   # the pathway's own
              checklist: "bundle"
              then: [{action: log, entry: a}]
            - {name: Lactate rises, when: 'rise(lab.lactate, 6h) >= 2 mmol/L', escalation: ed, then: [{action: log, entry: b}]}
        """;

    [Fact]
    public void A_version_needs_nothing_of_its_pathway()
    {
        var whole = Write.Check(Pathway.Replace("90s", "20m", StringComparison.Ordinal)).Triggers;
        Assert.Equal(2, whole.Count);
        foreach (var trigger in whole)
        {
            var alone = Write.Compile(trigger.Source);
            Assert.Equal(("ed", TimeSpan.FromMinutes(5), "charge_nurse"), (alone.Escalation.Policy, alone.Escalation.Steps[0].After, alone.Escalation.Steps[0].To));
            Assert.Equal(new EscalationStep(TimeSpan.FromMinutes(20), "on_call(\"medicine\")", 2), alone.Escalation.Steps[1]);
            Assert.Equal((trigger.Id, trigger.Hash, trigger.Escalation.AckExpires), (alone.Id, alone.Hash, alone.Escalation.AckExpires));
            Assert.Equal(trigger.Checklist, alone.Checklist);
        }

        Assert.Equal(["Cultures: two sets", "Antibiotic within 1 h"], whole[0].Checklist.Select(item => item.Text));
        Assert.Equal("abx", whole[0].Checklist[1].Id);
    }

    [Fact]
    public void Steps_of_a_policy_come_in_order_of_time() => Assert.Contains(Write.Check(Pathway).Diagnostics, d => d.Code == "RNK1605");
}
