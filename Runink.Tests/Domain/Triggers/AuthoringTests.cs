using Runink.Domain.Triggers.Authoring;

namespace Runink.Tests.Domain.Triggers;

public class AuthoringTests
{
    [Theory]
    [InlineData("trigger:\n  se", "severity")]
    [InlineData("trigger:\n  severity: ", "critical")]
    [InlineData("trigger:\n  when: lab.la", "lab.lactate")]
    [InlineData("trigger:\n  when: ri", "rise")]
    [InlineData("trigger:\n  when: lab.lactate > 3 ", "mmol/L")]
    [InlineData("trigger:\n  where: encounter.type = ", "ED")]
    [InlineData("trigger:\n  when: lab.lactate > 3 mmol/L ", "AND")]
    [InlineData("trigger:\n  when: >\n    lab.lac", "lab.lactate")]
    [InlineData("trigger:\n  then:\n    - action: no", "notify")]
    [InlineData("trigger:\n  episode: { per: encounter, re_alert_when: lab.la", "lab.lactate")]
    [InlineData("trigger:\n  episode: { coo", "cooldown")]
    [InlineData("trigger:\n  tests:\n    - given:\n        - {at: T+0m, lab.", "lab.lactate")]
    [InlineData("trigger:\n  then:\n    - message: \"{{ lab.", "lab.lactate")]
    [InlineData("", "trigger")]
    public void It_offers_what_fits_the_place(string text, string expected)
    {
        var lines = text.Split('\n');
        Assert.Contains(TriggerAuthoring.Complete(text, lines.Length, lines[^1].Length + 1), c => c.Label == expected);
    }

    [Fact]
    public void Hover_tells_unit_codes_and_freshness()
    {
        var hover = TriggerAuthoring.Hover("trigger:\n  when: lab.lactate > 3", 2, 12);
        Assert.Contains("mmol/L", hover, StringComparison.Ordinal);
        Assert.Contains("LOINC 2524-7", hover, StringComparison.Ordinal);
        var function = TriggerAuthoring.Hover("  when: rise(lab.lactate, 6h)", 1, 10);
        Assert.Contains("rise(x, window)", function, StringComparison.Ordinal);
        Assert.Contains("For example `rise(lab.creatinine, 48h) >= 26.5 umol/L`", function, StringComparison.Ordinal);
        Assert.Contains("Not yet checked: LOINC 1988-5", TriggerAuthoring.Hover("trigger:\n  when: lab.crp > 100", 2, 12), StringComparison.Ordinal);
        Assert.Contains("Source: LOINC, seen in public code", hover, StringComparison.Ordinal);
        Assert.Contains("us-federal", TriggerAuthoring.Complete("trigger:\n  sla: {calendar: ", 2, 20).Select(c => c.Label));
        Assert.Null(TriggerAuthoring.Hover("trigger:\n", 9, 1));
    }

    [Fact]
    public void The_formatter_keeps_comments_and_is_done_after_once()
    {
        const string text = "trigger:   \n  # why\n  when: lab.lactate > 3 mmol/L && !(age == 5||sex <> \"male\") or true # end\n  then: [{action: log, entry: \"a && b\"}]\n\n\n";
        var once = TriggerFormatter.Format(text);
        Assert.Equal("trigger:\n  # why\n  when: lab.lactate > 3 mmol/L AND NOT (age = 5 OR sex != \"male\") OR TRUE # end\n  then: [{action: log, entry: \"a && b\"}]\n", once);
        Assert.Equal(once, TriggerFormatter.Format(once));
    }
}
