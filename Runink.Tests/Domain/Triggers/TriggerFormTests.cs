using Runink.Domain.Signals;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Tests.Domain.Triggers;

public sealed class TriggerFormTests
{
    private const string Head = "# Signed by the sepsis group\ntrigger:\n  id: t   # stays\n";
    private const string Tail = "  # the condition\n  when: lab.lactate > 3 mmol/L\n  then: [{action: notify, who: charge_nurse}]\n";

    /// <summary>What is there is changed where it stands; what is missing gets a line of its own; every other byte stays.</summary>
    [Theory]
    [InlineData("  name: Lactate # old\n", "name", "Lactate, high: now", "  name: \"Lactate, high: now\" # old\n")]
    [InlineData("  name: 'Lactate'\n", "name", "It's high", "  name: 'It''s high'\n")]
    [InlineData("", "severity", "critical", "  severity: critical\n")]
    [InlineData("  severity:   # choose\n", "severity", "high", "  severity: high   # choose\n")]
    [InlineData("  severity: low\n", "severity", "high", "  severity: high\n")]
    [InlineData("  episode: {per: patient}\n", "episode.cooldown", "2h", "  episode: {per: patient, cooldown: 2h}\n", true)]
    [InlineData("  episode:\n    # by visit\n    per: encounter\n", "episode.per", "patient", "  episode:\n    # by visit\n    per: patient\n")]
    [InlineData("  episode:\n    per: encounter\n", "episode.cooldown", "30m", "  episode:\n    cooldown: 30m\n    per: encounter\n")]
    [InlineData("  worklist: true\n", "worklist", "false", "  worklist: false\n")]
    public void OnlyThatPlaceChanges(string before, string path, string value, string after, bool windows = false)
    {
        string Text(string middle) => (Head + middle + Tail).Replace("\n", windows ? "\r\n" : "\n", StringComparison.Ordinal);

        var changed = TriggerForm.Set(Text(before), path, value, Vocabulary.Shipped);

        Assert.True(changed.Ok, changed.Refusal?.Message);
        Assert.Equal(Text(after), changed.Value);
        Assert.Equal(value, TriggerForm.Of(changed.Value!, []).Single(field => field.Path == path).Value);
    }

    [Theory]
    [InlineData("severity", "urgent")]
    [InlineData("episode.cooldown", "soon")]
    [InlineData("name", "")]
    [InlineData("name", "a\nseverity: critical")]
    [InlineData("then.5.who", "nobody")]
    public void WhatIsNoneIsRefusedInWords(string path, string value)
    {
        var changed = TriggerForm.Set(Head + Tail, path, value, Vocabulary.Shipped);

        Assert.True(changed.Refusal is { Message.Length: > 10 }, changed.Value);
    }

    [Fact]
    public void WhoIsToldIsAFieldAndATextThatCannotBeReadHasNone()
    {
        var who = TriggerForm.Of(Head + Tail, ["ed-critical"]).Single(field => field.Path == "then.0.who");
        Assert.Equal(("charge_nurse", "Who: notify"), (who.Value, who.Label));
        Assert.Contains("who: rapid_response}", TriggerForm.Set(Head + Tail, who.Path, "rapid_response", Vocabulary.Shipped).Value, StringComparison.Ordinal);
        Assert.Equal(["ed-critical"], TriggerForm.Of(Head + Tail, ["ed-critical"]).Single(field => field.Path == "escalation").Choices);
        Assert.Empty(TriggerForm.Of("trigger: [", []));
    }
}
