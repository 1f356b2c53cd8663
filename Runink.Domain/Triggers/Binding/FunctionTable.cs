using System.Collections.Frozen;
using Runink.Domain.Signals.Scores;

namespace Runink.Domain.Triggers.Binding;

/// <summary>Every function of the language.</summary>
internal static class FunctionTable
{
    private static readonly Parameter X = new("x", ParameterKind.Series);
    private static readonly Parameter Window = new("window", ParameterKind.Length);
    private static readonly Parameter Condition = new("condition", ParameterKind.Condition);

    public static readonly IReadOnlyList<Function> Rows =
    [
        new("last", "latest", ResultRule.SameAsFirst, "The newest value, however old, or no older than the window.", X, Window with { Optional = true }),
        new("previous", "latest", ResultRule.SameAsFirst, "The value before the newest one.", X),
        new("first", "latest", ResultRule.SameAsFirst, "The oldest value inside the window.", X, Window),
        new("newest", "latest", ResultRule.SameAsFirst, "The newest value of two or three names that are still fresh, in the unit of the first.", new Parameter("x", ParameterKind.Series), new Parameter("y", ParameterKind.Series), new Parameter("z", ParameterKind.Series, true)),
        new("age_of", "latest", ResultRule.Duration, "How long ago the newest value was true.", X),
        new("min", "window", ResultRule.SameAsFirst, "The lowest value inside the window.", X, Window),
        new("max", "window", ResultRule.SameAsFirst, "The highest value inside the window.", X, Window),
        new("avg", "window", ResultRule.SameAsFirst, "The mean of the values inside the window.", X, Window),
        new("median", "window", ResultRule.SameAsFirst, "The median of the values inside the window.", X, Window),
        new("sum", "window", ResultRule.SameAsFirst, "The sum of the values inside the window.", X, Window),
        new("count", "window", ResultRule.Number, "How many values came inside the window, or how many of them made a condition true.", new("x or condition", ParameterKind.Event), Window),
        new("distinct", "window", ResultRule.Number, "How many different values came inside the window.", X, Window),
        new("any", "window", ResultRule.Boolean, "The condition was true at a sample inside the window.", Condition, Window),
        new("all", "window", ResultRule.Boolean, "The condition was true at every sample inside the window.", Condition, Window, new("min_samples", ParameterKind.Whole, true)),
        new("change", "change", ResultRule.DifferenceOfFirst, "Last value minus first value of the window.", X, Window),
        new("rise", "change", ResultRule.DifferenceOfFirst, "Last value minus lowest value of the window.", X, Window),
        new("fall", "change", ResultRule.DifferenceOfFirst, "Highest value of the window minus last value.", X, Window),
        new("ratio", "change", ResultRule.Number, "One value divided by another, such as a baseline.", new("x", ParameterKind.Scalar), new("to", ParameterKind.Scalar)),
        new("rate", "change", ResultRule.FirstPerHour, "Slope per hour inside the window, by least squares.", X, Window),
        new("baseline", "baseline", ResultRule.SameAsFirst, "Lowest, median or mean value between two ages, e.g. baseline(lab.creatinine, median, 365d, 8d).", X, new("method", ParameterKind.Word, false, "lowest", "median", "mean"), new("from", ParameterKind.Length), new("to", ParameterKind.Length), new("min_n", ParameterKind.Whole, true)),
        new("stdev", "baseline", ResultRule.DifferenceOfFirst, "Standard deviation of the sample between two ages, of two values or more: with the mean it makes a patient's own band.", X, new("from", ParameterKind.Length), new("to", ParameterKind.Length), new("min_n", ParameterKind.Whole, true)),
        new("reference_low", "laboratory", ResultRule.SameAsFirst, "The lower reference limit that came with the newest value; unknown when none came.", X),
        new("reference_high", "laboratory", ResultRule.SameAsFirst, "The upper reference limit that came with the newest value; unknown when none came.", X),
        new("abnormal_flag", "laboratory", ResultRule.Text, "The flag that came with the newest value, by HL7 table 0078: HH, LL, H, L, A, N and so on; of several the gravest.", X),
        new("sustained", "time", ResultRule.Boolean, "The condition has held without a break this long; a gap between samples longer than max_gap makes it unknown.", Condition, new("duration", ParameterKind.Length), new("max_gap", ParameterKind.Length, true)),
        new("absent", "time", ResultRule.Boolean, "No value came inside the window, or none within the window after an event. match: each asks it of each event that is still fresh: one value answers the event with its number, else the oldest without an answer.", X, Window, new("after", ParameterKind.Event, true), new("match", ParameterKind.Word, true, "each")),
        new("within", "time", ResultRule.Boolean, "Both conditions were true inside the same window.", new Parameter("a", ParameterKind.Condition), new Parameter("b", ParameterKind.Condition), Window),
        new("since", "time", ResultRule.Duration, "How long ago the event happened: a value came, or a condition became true.", new Parameter("event", ParameterKind.Event)),
        new("business_hours", "time", ResultRule.Duration, "Working time between two instants or events by a business calendar, e.g. business_hours(authorization.submitted, now, \"us-federal\").", new Parameter("from", ParameterKind.Instant), new Parameter("to", ParameterKind.Instant), new Parameter("calendar", ParameterKind.Word)),
        new("hour", "time", ResultRule.Number, "The hour of the day at the hospital: 0 to 23.", []),
        new("weekday", "time", ResultRule.Number, "The day of the week at the hospital: 1 is Monday, 7 Sunday.", []),
        new("shift", "time", ResultRule.Text, "The shift at the hospital: day from 7 to 15, evening from 15 to 23, night from 23 to 7.", []),
        new("holiday", "time", ResultRule.Boolean, "Today is a holiday of the calendar, e.g. holiday(\"us-federal\").", new Parameter("calendar", ParameterKind.Word)),
        new("each", "items", ResultRule.Boolean, "The condition holds of one order, referral, authorization or appointment: names of that kind mean what was said of it alone.", new Parameter("of", ParameterKind.Word, false, [.. Signals.ItemKinds.All]), Condition),
        new("qsofa", "scores", ResultRule.Number, "qSOFA from breathing rate, systolic pressure and mentation: 0 to 3.", []) { AlsoReads = Qsofa.Parts },
        new("news2", "scores", ResultRule.Number, "National Early Warning Score 2; scale 2 for a prescribed hypercapnic target.", new Parameter("scale", ParameterKind.Whole, true)) { AlsoReads = News2.Parts },
        new("sirs", "scores", ResultRule.Number, "SIRS criteria met: 0 to 4; the variant sep-1 has the fever limit of CMS SEP-1.", new Parameter("variant", ParameterKind.Word, true, Sirs.Bone, Sirs.Sep1)) { AlsoReads = Sirs.Parts },
        new("mews", "scores", ResultRule.Number, "Modified Early Warning Score: 0 to 14, critical from 5.", []) { AlsoReads = Mews.Parts },
        new("kdigo_stage", "scores", ResultRule.Number, "KDIGO stage of acute kidney injury by creatinine, and by urine output where it is charted: 0 to 3.", []) { AlsoReads = Kdigo.Parts },
        new("lace", "scores", ResultRule.Number, "LACE index of readmission or death within 30 days: 0 to 19, high from 10. Length of stay counts nights.", []) { AlsoReads = Lace.Parts },
        new("hospital", "scores", ResultRule.Number, "HOSPITAL score of avoidable readmission: 0 to 13, high from 7. Variants: 2016, 2013, simplified-2017.", new Parameter("variant", ParameterKind.Word, true, HospitalScore.Validation2016, HospitalScore.Derivation2013, HospitalScore.Simplified2017)) { AlsoReads = HospitalScore.Parts },
        new("phq9", "scores", ResultRule.Number, "PHQ-9 from its nine items, else the total that was received: 0 to 27.", []) { AlsoReads = Phq9.Parts },
        new("on_pathway", "context", ResultRule.Boolean, "The patient is on the pathway.", new Parameter("name", ParameterKind.Word)) { AlsoReads = ["care.pathway"] },
        new("has_condition", "context", ResultRule.Boolean, "A diagnosis of the set or with the code is active.", new Parameter("set", ParameterKind.Word)) { AlsoReads = ["condition.active"] },
        new("on_medication", "context", ResultRule.Boolean, "A medicine of the set or with the name is active.", new Parameter("set", ParameterKind.Word)) { AlsoReads = ["medication.active"] },
        new("consent", "context", ResultRule.Boolean, "A consent for the purpose is active.", new Parameter("purpose", ParameterKind.Word)) { AlsoReads = ["consent.active"] },
        new("in_cohort", "context", ResultRule.Boolean, "The patient is in the cohort.", new Parameter("name", ParameterKind.Word)) { AlsoReads = ["care.cohort"] },
    ];

    private static readonly FrozenDictionary<string, Function> ByName = Rows.ToFrozenDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);

    public static Function? Find(string name) => ByName.GetValueOrDefault(name);
}
