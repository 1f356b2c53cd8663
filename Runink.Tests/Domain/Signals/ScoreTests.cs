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

    [Theory]
    [InlineData("vital.resp_rate", "8", 3)]
    [InlineData("vital.resp_rate", "9", 1)]
    [InlineData("vital.resp_rate", "11", 1)]
    [InlineData("vital.resp_rate", "12", 0)]
    [InlineData("vital.resp_rate", "20", 0)]
    [InlineData("vital.resp_rate", "21", 2)]
    [InlineData("vital.resp_rate", "24", 2)]
    [InlineData("vital.resp_rate", "25", 3)]
    [InlineData("vital.spo2", "91", 3)]
    [InlineData("vital.spo2", "92", 2)]
    [InlineData("vital.spo2", "93", 2)]
    [InlineData("vital.spo2", "94", 1)]
    [InlineData("vital.spo2", "95", 1)]
    [InlineData("vital.spo2", "96", 0)]
    [InlineData("vital.on_oxygen", "Y", 2)]
    [InlineData("vital.sbp", "90", 3)]
    [InlineData("vital.sbp", "91", 2)]
    [InlineData("vital.sbp", "100", 2)]
    [InlineData("vital.sbp", "101", 1)]
    [InlineData("vital.sbp", "110", 1)]
    [InlineData("vital.sbp", "111", 0)]
    [InlineData("vital.sbp", "219", 0)]
    [InlineData("vital.sbp", "220", 3)]
    [InlineData("vital.heart_rate", "40", 3)]
    [InlineData("vital.heart_rate", "41", 1)]
    [InlineData("vital.heart_rate", "50", 1)]
    [InlineData("vital.heart_rate", "51", 0)]
    [InlineData("vital.heart_rate", "90", 0)]
    [InlineData("vital.heart_rate", "91", 1)]
    [InlineData("vital.heart_rate", "110", 1)]
    [InlineData("vital.heart_rate", "111", 2)]
    [InlineData("vital.heart_rate", "130", 2)]
    [InlineData("vital.heart_rate", "131", 3)]
    [InlineData("vital.acvpu", "C", 3)]
    [InlineData("vital.acvpu", "U", 3)]
    [InlineData("vital.temperature", "35.0", 3)]
    [InlineData("vital.temperature", "35.1", 1)]
    [InlineData("vital.temperature", "36.0", 1)]
    [InlineData("vital.temperature", "36.05", 0)]
    [InlineData("vital.temperature", "36.1", 0)]
    [InlineData("vital.temperature", "38.0", 0)]
    [InlineData("vital.temperature", "38.1", 1)]
    [InlineData("vital.temperature", "39.0", 1)]
    [InlineData("vital.temperature", "39.1", 2)]
    public void NEWS2_has_the_published_cuts(string concept, string value, int points)
    {
        var score = News2.Compute(Resting(concept, value), Noon);
        Assert.Equal((points, points), (score.Min, score.Max));
    }

    [Theory]
    [InlineData("83", "N", 3)]
    [InlineData("84", "N", 2)]
    [InlineData("86", "N", 1)]
    [InlineData("88", "N", 0)]
    [InlineData("97", "N", 0)]
    [InlineData("92", "Y", 2)]
    [InlineData("93", "Y", 3)]
    [InlineData("95", "Y", 4)]
    [InlineData("97", "Y", 5)]
    public void Scale_2_punishes_too_much_oxygen(string saturation, string oxygen, int points)
    {
        var state = Resting("vital.spo2", saturation);
        state.Add(new("vital.on_oxygen", oxygen, null, Noon, Noon.AddMinutes(1), SignalStatus.Final, "m"));
        Assert.Equal(points, News2.Compute(state, Noon, 2).Max);
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

    [Theory]
    [InlineData("vital.sbp", "70", 4)]
    [InlineData("vital.sbp", "71", 3)]
    [InlineData("vital.sbp", "81", 2)]
    [InlineData("vital.sbp", "101", 1)]
    [InlineData("vital.sbp", "199", 1)]
    [InlineData("vital.sbp", "200", 3)]
    [InlineData("vital.heart_rate", "40", 3)]
    [InlineData("vital.heart_rate", "50", 2)]
    [InlineData("vital.heart_rate", "100", 1)]
    [InlineData("vital.heart_rate", "110", 2)]
    [InlineData("vital.heart_rate", "129", 3)]
    [InlineData("vital.heart_rate", "130", 4)]
    [InlineData("vital.resp_rate", "8", 2)]
    [InlineData("vital.resp_rate", "9", 0)]
    [InlineData("vital.resp_rate", "14", 0)]
    [InlineData("vital.resp_rate", "15", 1)]
    [InlineData("vital.resp_rate", "21", 2)]
    [InlineData("vital.resp_rate", "30", 3)]
    [InlineData("vital.temperature", "34.9", 3)]
    [InlineData("vital.temperature", "38.4", 1)]
    [InlineData("vital.temperature", "38.5", 3)]
    [InlineData("vital.acvpu", "P", 3)]
    public void MEWS_has_the_published_cuts_beside_a_rate_of_16(string concept, string value, int points)
    {
        var score = Mews.Compute(Resting(concept, value), Noon);
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
