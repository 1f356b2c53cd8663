using Runink.Domain.Signals;
using Runink.Domain.Signals.Scores;

namespace Runink.Tests.Domain.Signals;

public class ScoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An adult at rest: every item of NEWS2 is worth nothing.</summary>
    private static PatientState Resting(string? changed = null, string? value = null)
    {
        var state = new PatientState(new("p", null, null));
        foreach (var (concept, usual, unit) in new[]
        {
            ("vital.resp_rate", "16", "/min"), ("vital.spo2", "97", "%"), ("vital.on_oxygen", "N", null), ("vital.sbp", "120", "mm[Hg]"),
            ("vital.heart_rate", "70", "/min"), ("vital.acvpu", "A", null), ("vital.temperature", "37.0", "Cel"),
        })
        {
            if (concept != changed || value is not null)
                state.Add(new(concept, concept == changed ? value! : usual, unit, Noon, Noon, SignalStatus.Final, "m"));
        }

        return state;
    }

    [Fact]
    public void A_missing_part_widens_the_score_and_is_named()
    {
        var score = News2.Compute(Resting("vital.acvpu"), Noon);
        Assert.Equal((0, 3), (score.Min, score.Max));
        Assert.Equal(["vital.acvpu"], score.MissingParts.Select(p => p.Concept));
        Assert.Equal(Noon.AddHours(4).AddMilliseconds(1), score.NextChange);
    }

    [Theory]
    [InlineData("22", "101", "15", 1)]
    [InlineData("21", "100", "15", 1)]
    [InlineData("21", "101", "14", 1)]
    [InlineData("22", "100", "14", 3)]
    [InlineData("21", "101", "15", 0)]
    public void QSOFA_has_the_published_cuts(string rate, string pressure, string coma, int points)
    {
        var state = new PatientState(new("p", null, null));
        state.Add(new("vital.resp_rate", rate, "/min", Noon, Noon, SignalStatus.Final, "m"));
        state.Add(new("vital.sbp", pressure, "mmHg", Noon, Noon, SignalStatus.Final, "m"));
        state.Add(new("vital.gcs", coma, null, Noon, Noon, SignalStatus.Final, "m"));
        var score = Qsofa.Compute(state, Noon);
        Assert.Equal((points, points), (score.Min, score.Max));
    }

    [Fact]
    public void SIRS_counts_each_criterion_once()
    {
        var state = Resting("vital.temperature", "38.1");
        state.Add(new("lab.wbc", "12.1", "10*9/L", Noon, Noon, SignalStatus.Final, "m"));
        Assert.Equal(2, Sirs.Compute(state, Noon).Min);
    }
}
