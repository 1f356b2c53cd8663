using System.Collections.Frozen;

namespace Runink.Domain.Triggers.Binding;

/// <summary>For each function a condition that uses it; the reference shows them and each is checked.</summary>
internal static class FunctionExamples
{
    private static readonly FrozenDictionary<string, string> Conditions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["last"] = "last(lab.hba1c, 180d) >= 8 %",
        ["previous"] = "lab.lactate > previous(lab.lactate)",
        ["first"] = "first(lab.lactate, 24h) > 4 mmol/L",
        ["newest"] = "newest(vital.spo2, device.spo2) < 88 %",
        ["age_of"] = "age_of(lab.inr) > 30d",
        ["min"] = "min(vital.sbp, 6h) < 90 mmHg",
        ["max"] = "max(vital.temperature, 24h) >= 38.3 Cel",
        ["avg"] = "avg(vital.map, 4h) < 65 mmHg",
        ["median"] = "median(vital.heart_rate, 12h) > 110 /min",
        ["sum"] = "sum(vital.urine_output, 6h) < 180 mL",
        ["count"] = "count(vital.sbp < 90 mmHg, 6h) >= 2",
        ["any"] = "any(lab.potassium > 6 mmol/L, 12h)",
        ["all"] = "all(vital.spo2 < 92 %, 2h, min_samples: 3)",
        ["change"] = "change(device.weight, 7d) >= 2.3 kg",
        ["rise"] = "rise(lab.creatinine, 48h) >= 26.5 umol/L",
        ["fall"] = "fall(lab.hemoglobin, 24h) >= 2 g/dL",
        ["ratio"] = "ratio(lab.creatinine, baseline(lab.creatinine, median, 365d, 8d)) >= 1.5",
        ["rate"] = "rate(lab.lactate, 6h) > 0.3 mmol/L/h",
        ["baseline"] = "lab.creatinine > 1.5 * baseline(lab.creatinine, median, 365d, 8d)",
        ["stdev"] = "vital.heart_rate > baseline(vital.heart_rate, mean, 30d, 1d, min_n: 5) + 2 * stdev(vital.heart_rate, 30d, 1d, min_n: 5)",
        ["reference_low"] = "lab.sodium < reference_low(lab.sodium) - 5 mmol/L",
        ["reference_high"] = "lab.bilirubin > 3 * reference_high(lab.bilirubin)",
        ["abnormal_flag"] = "abnormal_flag(lab.potassium) IN (\"HH\", \"LL\")",
        ["sustained"] = "sustained(vital.heart_rate > 120 /min, 1h, max_gap: 30m)",
        ["absent"] = "absent(lab.lactate, 6h, after: lab.lactate > 2 mmol/L)",
        ["within"] = "within(vital.temperature > 38.3 Cel, lab.wbc > 12 10*9/L, 24h)",
        ["each"] = "each(authorization, authorization.status = \"pended\" AND since(authorization.submitted) > 5d)",
        ["since"] = "since(medication.antibiotic) > 3h",
        ["business_hours"] = "business_hours(authorization.submitted, now, \"us-federal\") > 24h",
        ["distinct"] = "distinct(lab.blood_culture, 72h) >= 2",
        ["hour"] = "lab.lactate > 2 mmol/L AND (hour() >= 19 OR hour() < 7)",
        ["weekday"] = "lab.lactate > 2 mmol/L AND weekday() >= 6",
        ["shift"] = "lab.lactate > 2 mmol/L AND shift() = \"night\"",
        ["holiday"] = "lab.lactate > 2 mmol/L AND holiday(\"us-federal\")",
        ["qsofa"] = "qsofa() >= 2 OR lab.lactate > 3 mmol/L",
        ["news2"] = "news2() >= 7",
        ["sirs"] = "sirs() >= 2",
        ["mews"] = "mews() >= 5",
        ["kdigo_stage"] = "kdigo_stage() >= 2",
        ["lace"] = "lace() >= 10",
        ["hospital"] = "hospital() >= 7",
        ["phq9"] = "phq9() >= 20",
        ["on_pathway"] = "NOT on_pathway(\"sepsis\")",
        ["has_condition"] = "has_condition(heart_failure)",
        ["on_medication"] = "on_medication(warfarin)",
        ["consent"] = "consent(\"outreach\")",
        ["in_cohort"] = "in_cohort(\"remote monitoring\")",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string Of(string function) => Conditions.GetValueOrDefault(function, "");
}
