using System.Globalization;
using Runink.Domain.Signals;
using Runink.Domain.Signals.Scores;
using Runink.Tests.Domain.Triggers;

namespace Runink.Tests.Domain.Signals;

/// <summary>A score that is remembered is the score that would be made anew.</summary>
public class ScoreCacheTests
{
    private static readonly (string Name, Func<PatientState, DateTimeOffset, ScoreResult> Compute)[] Scores =
    [
        ("qsofa", (s, t) => Qsofa.Compute(s, t)), ("news2", (s, t) => News2.Compute(s, t)), ("news2/2", (s, t) => News2.Compute(s, t, 2)), ("sirs", (s, t) => Sirs.Compute(s, t)),
        ("sirs/sep-1", (s, t) => Sirs.Compute(s, t, null, Sirs.Sep1)), ("mews", (s, t) => Mews.Compute(s, t)), ("kdigo", (s, t) => Kdigo.Compute(s, t)), ("lace", (s, t) => Lace.Compute(s, t)),
        ("hospital", (s, t) => HospitalScore.Compute(s, t)), ("phq9", (s, t) => Phq9.Compute(s, t)),
    ];

    private static readonly (string Concept, string? Unit, string[] Values)[] Streams =
    [
        ("vital.resp_rate", "/min", ["10", "18", "22", "26"]), ("vital.sbp", "mm[Hg]", ["88", "99", "120", "221"]), ("vital.heart_rate", "/min", ["45", "80", "95", "132"]),
        ("vital.temperature", "Cel", ["34.9", "36.05", "37.2", "39.4"]), ("vital.spo2", "%", ["85", "92", "95", "98"]), ("vital.on_oxygen", null, ["Y", "N"]), ("vital.oxygen_flow", "L/min", ["0", "2"]),
        ("vital.acvpu", null, ["A", "C", "V"]), ("vital.gcs", null, ["14", "15"]), ("lab.wbc", "10*9/L", ["3", "8", "13"]), ("lab.creatinine", "mg/dL", ["0.9", "1.3", "2.2", "4.1"]),
        ("vital.urine_output", "mL", ["10", "60", "200"]), ("vital.weight", "kg", ["70"]), ("care.rrt", null, ["Y", "N"]), ("lab.egfr", "mL/min/{1.73_m2}", ["30", "70"]), ("lab.sodium", "mmol/L", ["133", "140"]),
        ("lab.hemoglobin", "g/dL", ["11", "13"]), ("condition.active", null, ["I50.9", "O26.9", "C50.9"]), ("encounter.acuity", null, ["emergent", "elective"]), ("encounter.admission", null, ["x"]),
        ("encounter.ed_visit", null, ["x"]), ("encounter.discharged", null, ["x"]), ("score.phq9", null, ["12"]), ("score.phq9_item9", null, ["1"]),
    ];

    [Fact]
    public void No_score_changes_before_it_says_so()
    {
        var random = new Random(11);
        for (var round = 0; round < 400; round++)
        {
            var state = Write.Patient(age: random.Next(14, 90), admitted: Write.Noon.AddHours(-random.Next(1, 200)));
            for (var i = 0; i < 25; i++)
                state.With(Pick(out var stream), stream.Values[random.Next(stream.Values.Length)], stream.Unit, -random.Next(0, 400) / 4.0);
            var now = Write.Noon.AddMinutes(random.Next(0, 600));
            foreach (var (name, compute) in Scores)
            {
                var score = state.Scores.Of(name, state, now, compute);
                var until = score.NextChange ?? now.AddDays(30);
                foreach (var later in Enumerable.Range(1, 6).Select(i => now + ((until - now) * i / 6) - TimeSpan.FromMilliseconds(1)).Where(t => t > now))
                {
                    var (fresh, kept) = (compute(state, later), state.Scores.Of(name, state, later, compute));
                    Assert.True(
                        (fresh.Min, fresh.Max, fresh.NotApplicable) == (kept.Min, kept.Max, kept.NotApplicable),
                        string.Create(CultureInfo.InvariantCulture, $"{name}, round {round}: {kept.Min}–{kept.Max} of {now:O} is {fresh.Min}–{fresh.Max} at {later:O}, said to last until {until:O}"));
                }
            }

            string Pick(out (string Concept, string? Unit, string[] Values) stream) => (stream = Streams[random.Next(Streams.Length)]).Concept;
        }
    }

    [Fact]
    public void A_new_value_is_seen_at_once()
    {
        var state = Write.Patient().With("vital.resp_rate", "20", "/min").With("vital.sbp", "120", "mm[Hg]").With("vital.gcs", "15");
        Assert.Equal(0, Score());
        state.With("vital.sbp", "95", "mm[Hg]", 0.1);
        Assert.Equal(1, Score());
        Assert.Equal(0, state.Scores.Of("qsofa", state, Write.Noon, (s, t) => Qsofa.Compute(s, t)).Min);
        Assert.Equal(1, Score());

        int Score() => state.Scores.Of("qsofa", state, Write.Noon.AddHours(1), (s, t) => Qsofa.Compute(s, t)).Min;
    }
}
