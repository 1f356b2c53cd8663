using Runink.Domain.Signals;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Tests.Domain.Triggers;

/// <summary>
/// Each operator and function says something true of one patient that nothing like it says: put another in its place, move
/// its limit or its window by the least step, and the truth is gone. So an implementation that did as the mutant does fails here.
/// </summary>
public class MutationTests
{
    /// <summary>What is named, a condition that is true, and mutants that must not be.</summary>
    private static readonly (string Names, string True, string[] Mutants)[] Cases =
    [
        ("=", "vital.gcs = 15", ["vital.gcs != 15", "vital.gcs < 15", "vital.gcs > 15", "vital.gcs = 14"]),
        ("!=", "vital.gcs != 14", ["vital.gcs = 14", "vital.gcs < 14", "vital.gcs != 15"]),
        ("<", "vital.gcs < 16 AND NOT vital.gcs < 15", ["vital.gcs < 16 AND NOT vital.gcs <= 15", "vital.gcs > 16", "vital.gcs < 15"]),
        ("<=", "vital.gcs <= 15 AND NOT vital.gcs <= 14", ["vital.gcs < 15", "vital.gcs >= 16", "vital.gcs <= 14"]),
        (">", "vital.gcs > 14 AND NOT vital.gcs > 15", ["vital.gcs > 14 AND NOT vital.gcs >= 15", "vital.gcs < 14", "vital.gcs > 15"]),
        (">=", "vital.gcs >= 15 AND NOT vital.gcs >= 16", ["vital.gcs > 15", "vital.gcs <= 14", "vital.gcs >= 16"]),
        ("AND", "TRUE AND vital.gcs = 15", ["FALSE AND vital.gcs = 15", "vital.pain > 3 AND vital.gcs = 15", "TRUE AND vital.gcs = 14"]),
        ("OR", "vital.gcs = 14 OR vital.gcs = 15", ["vital.gcs = 14 AND vital.gcs = 15", "vital.gcs = 14 OR vital.pain > 3", "vital.gcs = 14 OR vital.gcs = 13"]),
        ("NOT", "NOT vital.gcs = 14", ["vital.gcs = 14", "NOT vital.gcs = 15", "NOT vital.pain > 3"]),
        ("IN", "vital.acvpu IN (\"A\", \"C\")", ["vital.acvpu NOT IN (\"A\", \"C\")", "vital.acvpu IN (\"C\", \"V\")"]),
        ("NOT IN", "vital.acvpu NOT IN (\"C\", \"V\")", ["vital.acvpu IN (\"C\", \"V\")", "vital.acvpu NOT IN (\"C\", \"A\")"]),
        ("IN set", "condition.active IN heart_failure", ["condition.active IN diabetes", "condition.active NOT IN heart_failure"]),
        ("BETWEEN", "vital.gcs BETWEEN 15 AND 16 AND vital.gcs BETWEEN 14 AND 15", ["vital.gcs NOT BETWEEN 15 AND 16", "vital.gcs BETWEEN 14.1 AND 14.9", "vital.gcs BETWEEN 16 AND 17"]),
        ("NOT BETWEEN", "vital.gcs NOT BETWEEN 10 AND 14", ["vital.gcs BETWEEN 10 AND 14", "vital.gcs NOT BETWEEN 10 AND 15", "vital.gcs NOT BETWEEN 15 AND 16"]),
        ("IS KNOWN", "vital.gcs IS KNOWN AND NOT vital.pain IS KNOWN", ["vital.gcs IS UNKNOWN", "vital.pain IS KNOWN"]),
        ("IS UNKNOWN", "vital.pain IS UNKNOWN AND vital.gcs IS NOT UNKNOWN", ["vital.pain IS KNOWN", "vital.gcs IS UNKNOWN"]),
        ("CONTAINS", "condition.active CONTAINS \"0.9\"", ["condition.active STARTS WITH \"0.9\"", "condition.active LIKE \"0.9\"", "condition.active NOT CONTAINS \"0.9\""]),
        ("STARTS WITH", "condition.active STARTS WITH \"i50\" AND NOT condition.active STARTS WITH \"50\"", ["condition.active STARTS WITH \"50\"", "condition.active NOT STARTS WITH \"i50\""]),
        ("LIKE", "condition.active LIKE \"I__.%\"", ["condition.active LIKE \"I_.%\"", "condition.active CONTAINS \"I__.%\"", "condition.active NOT LIKE \"I__.%\""]),
        ("+", "vital.gcs + 2 = 17", ["vital.gcs - 2 = 17", "vital.gcs * 2 = 17", "vital.gcs / 2 = 17"]),
        ("-", "vital.gcs - 2 = 13 AND -vital.gcs = -15", ["vital.gcs + 2 = 13", "2 - vital.gcs = 13", "vital.gcs - 2 = 13 AND vital.gcs = -15"]),
        ("*", "vital.gcs * 2 = 30", ["vital.gcs / 2 = 30", "vital.gcs + 2 = 30"]),
        ("/", "vital.gcs / 2 = 7.5", ["vital.gcs * 2 = 7.5", "2 / vital.gcs = 7.5"]),
        ("units", "lab.lactate > 31.5 mg/dL AND lab.lactate < 31.6 mg/dL", ["lab.lactate > 31.6 mg/dL", "lab.lactate > 31.5 mmol/L"]),
        ("last", "last(vital.heart_rate, 6h) = 105 /min AND last(lab.creatinine) > 3 mg/dL", []),
        ("first", "first(vital.heart_rate, 6h) = 95 /min", ["first(vital.heart_rate, 359min) = 95 /min", "first(vital.heart_rate, 361min) = 95 /min AND first(vital.heart_rate, 7h) = 95 /min"]),
        ("min", "min(vital.heart_rate, 6h) = 70 /min AND min(vital.heart_rate, 5h) = 70 /min", ["min(vital.heart_rate, 299min) = 70 /min"]),
        ("max", "max(vital.heart_rate, 4h) = 120 /min AND max(vital.heart_rate, 3h) = 120 /min", ["max(vital.heart_rate, 179min) = 120 /min"]),
        ("avg", "avg(vital.heart_rate, 6h) = 96 /min", ["avg(vital.heart_rate, 359min) = 96 /min", "avg(vital.heart_rate, 7h) = 96 /min"]),
        ("median", "median(vital.heart_rate, 6h) = 100 /min AND median(vital.heart_rate, 5h) = 105 /min", ["median(vital.heart_rate, 7h) = 100 /min"]),
        ("sum", "sum(vital.heart_rate, 6h) = 576 /min", ["sum(vital.heart_rate, 359min) = 576 /min", "sum(vital.heart_rate, 7h) = 576 /min"]),
        ("change", "change(vital.heart_rate, 6h) = 10 /min", ["change(vital.heart_rate, 359min) = 10 /min"]),
        ("rise", "rise(vital.heart_rate, 6h) = 35 /min AND rise(vital.heart_rate, 7h) = 55 /min", []),
        ("fall", "fall(vital.heart_rate, 6h) = 15 /min", ["fall(vital.heart_rate, 2h) = 15 /min"]),
        ("rate", "rate(vital.heart_rate, 1h) = 25 /min/h", ["rate(vital.heart_rate, 6h) = 25 /min/h", "rate(vital.heart_rate, 1h) = 25 /min/d"]),
        ("previous", "previous(vital.heart_rate) = 80 /min", ["last(vital.heart_rate) = 80 /min", "vital.heart_rate = 80 /min"]),
        ("age_of", "age_of(lab.lactate) = 90min", ["age_of(vital.heart_rate) = 90min", "age_of(lab.lactate) < 90min", "age_of(lab.lactate) > 90min"]),
        ("count", "count(vital.heart_rate, 6h) = 6 AND count(vital.heart_rate > 95 /min, 6h) = 3", ["count(vital.heart_rate, 359min) = 6", "count(vital.heart_rate >= 95 /min, 6h) = 3", "count(vital.heart_rate < 95 /min, 6h) = 3", "count(vital.heart_rate, 7h) = 6"]),
        ("distinct", "distinct(vital.heart_rate, 6h) = 6 AND distinct(condition.active, 6h) = 1", ["distinct(vital.heart_rate, 359min) = 6", "distinct(vital.heart_rate, 7h) = 6", "distinct(vital.heart_rate, 6h) = 1"]),
        ("hour", "hour() = 12", ["hour() = 11", "hour() = 13", "weekday() = 12"]),
        ("weekday", "weekday() = 7", ["weekday() = 6", "weekday() = 1", "hour() = 7"]),
        ("shift", "shift() = \"day\"", ["shift() = \"evening\"", "shift() = \"night\""]),
        ("holiday", "NOT holiday(\"us-federal\")", ["holiday(\"us-federal\")"]),
        ("newest", "newest(vital.spo2, device.spo2) = 94 % AND newest(device.spo2, vital.spo2) = 94 %", ["newest(device.spo2, vital.spo2) = 88 %", "newest(vital.spo2, device.spo2) > 94 %"]),
        ("stdev", "stdev(vital.heart_rate, 4h, 3h) * stdev(vital.heart_rate, 4h, 3h) BETWEEN 97.999999 AND 98.000001", ["stdev(vital.heart_rate, 5h, 3h) < 10 /min", "stdev(vital.heart_rate, 4h, 3h, min_n: 3) < 10 /min", "stdev(vital.heart_rate, 239min, 3h) < 10 /min"]),
        ("reference_low", "reference_low(lab.magnesium) = 0.7 mmol/L", ["reference_high(lab.magnesium) = 0.7 mmol/L", "reference_low(lab.lactate) = 0.7 mmol/L"]),
        ("reference_high", "reference_high(lab.magnesium) = 1.05 mmol/L", ["reference_low(lab.magnesium) = 1.05 mmol/L", "reference_high(lab.lactate) > 0 mmol/L"]),
        ("abnormal_flag", "abnormal_flag(lab.magnesium) = \"HH\"", ["abnormal_flag(lab.magnesium) = \"H\"", "abnormal_flag(lab.magnesium) = \"A\"", "abnormal_flag(lab.lactate) = \"HH\""]),
        ("any", "any(vital.heart_rate = 95 /min, 6h)", ["all(vital.heart_rate = 95 /min, 6h)", "any(vital.heart_rate = 95 /min, 359min)", "sustained(vital.heart_rate = 95 /min, 6h)"]),
        ("all", "all(vital.heart_rate >= 70 /min, 6h, min_samples: 6)", ["all(vital.heart_rate > 70 /min, 6h)", "all(vital.heart_rate >= 70 /min, 7h)", "all(vital.heart_rate >= 70 /min, 6h, min_samples: 7)", "NOT any(vital.heart_rate >= 70 /min, 6h)"]),
        ("ratio", "ratio(lab.creatinine, baseline(lab.creatinine, lowest, 48h, 1h)) = 3.2", ["ratio(baseline(lab.creatinine, lowest, 48h, 1h), lab.creatinine) = 3.2"]),
        ("baseline", "baseline(vital.heart_rate, lowest, 6h, 3h) = 70 /min AND baseline(vital.heart_rate, median, 6h, 4h) = 95 /min AND baseline(vital.heart_rate, mean, 4h, 3h) = 113 /min",
            ["baseline(vital.heart_rate, mean, 6h, 3h) = 70 /min", "baseline(vital.heart_rate, median, 6h, 3h) = 95 /min", "baseline(vital.heart_rate, mean, 239min, 3h) = 113 /min", "baseline(vital.heart_rate, mean, 4h, 181min) = 113 /min", "baseline(vital.heart_rate, mean, 4h, 3h, min_n: 3) = 113 /min"]),
        ("sustained", "sustained(vital.heart_rate >= 70 /min, 6h) AND sustained(vital.heart_rate > 75 /min, 4h, max_gap: 2h)", ["sustained(vital.heart_rate > 70 /min, 6h)", "sustained(vital.heart_rate >= 70 /min, 7h)", "sustained(vital.heart_rate > 75 /min, 4h, max_gap: 119min)"]),
        ("absent", "absent(lab.lactate, 89min) AND absent(lab.potassium, 1h, after: lab.lactate)", ["absent(lab.lactate, 90min)", "absent(lab.potassium, 90min, after: lab.lactate)", "absent(vital.heart_rate, 1h, after: lab.lactate)", "absent(vital.heart_rate, 2h)"]),
        ("each", "each(order, lab.magnesium > 0.1 mmol/L AND since(lab.magnesium) >= 0min)", ["each(order, lab.lactate > 100 mmol/L)", "each(referral, since(referral.placed) >= 0min)"]),
        ("within", "within(vital.heart_rate = 120 /min, vital.heart_rate = 80 /min, 3h)", ["within(vital.heart_rate = 120 /min, vital.heart_rate = 80 /min, 179min)", "within(vital.heart_rate = 120 /min, vital.heart_rate = 81 /min, 3h)"]),
        ("since", "since(vital.heart_rate > 100 /min) = 0min AND since(lab.lactate) = 90min AND since(vital.heart_rate < 100 /min) = 1h", ["since(lab.lactate) < 90min", "since(vital.heart_rate > 100 /min) = 3h", "since(vital.heart_rate < 100 /min) = 5h"]),
        ("business_hours", "business_hours(encounter.started, now, \"weekdays\") = 0min AND business_hours(lab.lactate, now, \"round-the-clock\") = 90min", ["business_hours(lab.lactate, now, \"weekdays\") = 90min", "business_hours(lab.lactate, now, \"round-the-clock\") < 90min"]),
        ("now", "now - encounter.started = 4h", ["now - encounter.started < 4h", "encounter.started > now"]),
        ("qsofa", "qsofa() = 2", []),
        ("sirs", "sirs() = 4", []),
        ("news2", "news2() = 7", []),
        ("mews", "mews() = 6", []),
        ("kdigo_stage", "kdigo_stage() = 3", []),
        ("phq9", "phq9() = 21", []),
        ("lace", "lace() >= 5", ["lace() >= 17", "qsofa() >= 5", "sirs() >= 5", "kdigo_stage() >= 5"]),
        ("hospital", "hospital() >= 1 AND hospital() <= 12", ["hospital() > 12", "hospital() < 1"]),
        ("on_pathway", "on_pathway(\"sepsis\")", ["on_pathway(\"stroke\")", "in_cohort(\"sepsis\")", "on_pathway(\"over\")"]),
        ("has_condition", "has_condition(heart_failure)", ["has_condition(diabetes)", "on_medication(heart_failure)"]),
        ("on_medication", "on_medication(warfarin)", ["on_medication(heparin)", "has_condition(warfarin)"]),
        ("consent", "consent(\"outreach\")", ["consent(\"research\")", "on_pathway(\"outreach\")"]),
        ("in_cohort", "in_cohort(\"frail\")", ["in_cohort(\"sepsis\")", "on_pathway(\"frail\")"]),
    ];

    private static readonly string[] Scores = ["qsofa", "sirs", "news2", "mews", "kdigo_stage", "phq9"];

    private static readonly string[] OverWindow = ["last", "first", "min", "max", "avg", "median", "sum", "change", "rise", "fall"];

    public static TheoryData<string> Named => [.. Cases.Select(c => c.Names)];

    [Theory]
    [MemberData(nameof(Named))]
    public void What_is_said_is_true_and_nothing_like_it_is(string name)
    {
        var (_, condition, mutants) = Cases.Single(c => c.Names == name);
        Assert.Equal(Verdict.True, Holds(condition));
        foreach (var mutant in mutants.Concat(Siblings(name, condition)))
            Assert.True(Holds(mutant) != Verdict.True, $"{mutant} survives");
    }

    [Fact]
    public void Every_function_of_the_language_has_its_case() =>
        Assert.Empty(LanguageReference.Functions.Select(f => f.Name).Except(Cases.Select(c => c.Names), StringComparer.Ordinal));

    /// <summary>The condition with each function of the same shape in place of its own.</summary>
    private static IEnumerable<string> Siblings(string name, string condition)
    {
        var family = Scores.Contains(name, StringComparer.Ordinal) ? Scores : OverWindow.Contains(name, StringComparer.Ordinal) ? OverWindow : [];
        return family.Where(other => other != name).Select(other => condition.Replace($"{name}(", $"{other}(", StringComparison.Ordinal)).Where(mutant => !mutant.Contains("last(lab.creatinine) >", StringComparison.Ordinal) || name == "last")
            .Where(mutant => Write.Check($"trigger:\n  when: '{mutant}'\n  then: [{{action: log, entry: x}}]\n").Triggers.Count == 1);
    }

    private static Verdict Holds(string condition) => Write.When(condition).Holds(Patient());

    private static PatientState Patient()
    {
        var state = Write.Patient()
            .With("vital.resp_rate", "24", "/min").With("vital.sbp", "98", "mm[Hg]").With("vital.temperature", "38.6", "Cel").With("vital.spo2", "94", "%")
            .With("vital.on_oxygen", "N").With("vital.acvpu", "A").With("vital.gcs", "15").With("lab.wbc", "13", "10*9/L")
            .With("lab.creatinine", "1.0", "mg/dL", -24).With("lab.creatinine", "3.2", "mg/dL", -0.5).With("lab.lactate", "2", "mmol/L", -9).With("lab.lactate", "3.5", "mmol/L", -1.5)
            .With("score.phq9", "21").With("encounter.acuity", "emergent").With("lab.sodium", "133", "mmol/L").With("lab.hemoglobin", "13", "g/dL")
            .With("care.pathway", "sepsis", null, -2).With("care.pathway", "over", null, -3).With("care.pathway", "over", "ended", -1)
            .With("condition.active", "I50.9").With("medication.active", "warfarin").With("consent.active", "outreach").With("care.cohort", "frail");
        state.With("device.spo2", "88", "%", -1);
        state.Add(Write.Signal("lab.magnesium", "1.4", "mmol/L") with { Marks = ResultMarks.Of("0.70 - 1.05", ["a", "HH", "H"]) });
        foreach (var (hours, value) in new[] { (-6.5, "50"), (-6.0, "95"), (-5, "70"), (-4, "106"), (-3, "120"), (-1, "80"), (0, "105") })
            state.With("vital.heart_rate", value, "/min", hours);
        return state;
    }
}
