using System.Globalization;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Benchmarks.AlarmBurden;

/// <summary>
/// One stay from arrival to discharge: moves, vital signs as often as the place takes them, laboratory, medicines, diagnoses
/// and what became of it. The same seed and number give the same stay.
/// </summary>
internal sealed class GeneratedStay
{
    private static readonly DateTimeOffset Year = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<Signal> signals = [];
    private readonly List<PatientContext> contexts = [];
    private readonly Random random;
    private readonly string id;
    private readonly DateTimeOffset arrived;
    private readonly double hours;
    private readonly int age;
    private readonly Course course;
    private readonly PatientFacts facts;
    private readonly double ward;
    private readonly double? intensive;
    private readonly int seed;
    private readonly int number;

    public GeneratedStay(int seed, int number)
    {
        (this.seed, this.number) = (seed, number);
        random = new Random(unchecked((seed * 1_000_003) + number));
        id = string.Create(CultureInfo.InvariantCulture, $"g{number}");
        arrived = Year.AddMinutes(random.Next(0, 365 * 24 * 60));
        var young = random.NextDouble();
        age = young < 0.02 ? 0 : young < 0.06 ? random.Next(1, 17) : (int)Math.Clamp(62 + (Normal() * 18), 18, 98);
        facts = new(id, DateOnly.FromDateTime(arrived.AddYears(-age).AddDays(age == 0 ? -random.Next(1, 25) : -random.Next(0, 365)).DateTime), random.Next(2) == 0 ? "female" : "male");
        hours = Math.Clamp(Math.Exp(4.2 + (Normal() * 0.75)), 16, 24 * 30);
        course = Course.Draw(random, hours, age);
        ward = 2 + (random.NextDouble() * 9);
        // Who is very ill is seen in time more often than not, and is moved some hours before the worst or after it.
        intensive = course is { Worst: > 0.8, Illness: Illness.Sepsis or Illness.Bleeding or Illness.MyocardialInfarction } or { Worst: > 0.55, Illness: Illness.RespiratoryFailure }
            ? Math.Max(ward + 1, course.Onset + course.Rise + (Normal() * 4)) : null;
    }

    public PatientHistory Live()
    {
        Move(0, "ED", "ED");
        Say("encounter.arrived", "true", null, 0);
        Say("encounter.ed_visit", "true", null, 0);
        Say("encounter.admit_decision", "true", null, Math.Max(0.5, ward - (random.NextDouble() * 6)));
        Move(ward, "inpatient", random.Next(3) switch { 0 => "Medicine", 1 => "Surgery", _ => "Cardiology" });
        Say("encounter.admission", "true", null, ward);
        if (intensive is { } moved && moved < hours)
            Move(moved, "inpatient", "ICU");
        Background();
        for (var at = random.NextDouble(); at < hours; at += Every(at))
            VitalSigns(at);
        for (var at = 0.5; at < hours; at = Next(at))
            Laboratory(at);
        Treated();
        contexts.Add(new(At(hours), "", facts, null, id + "-e"));
        var isPsychiatric = random.NextDouble() < 0.02;
        Say("encounter.discharged", isPsychiatric ? "psychiatry" : "medicine", null, hours);
        var aftercare = new GeneratedAftercare(seed, number, arrived, hours, age >= 18, isPsychiatric);
        return new(facts, contexts, [.. signals.Concat(aftercare.Live()).OrderBy(signal => signal.RecordedAt)]);
    }

    private double Ill(Illness illness, double at) => course.Of(illness, at);

    /// <summary>Hours to the next round: hourly in the emergency department, in intensive care and for the ill, else four to six; one round in twelve comes late.</summary>
    private double Every(double at)
    {
        var planned = at < ward || (intensive is { } moved && at >= moved) ? 0.9 : course.At(at) > 0.3 ? 0.8 + (random.NextDouble() * 0.2) : 4 + (random.NextDouble() * 1.9);
        return random.Next(12) == 0 ? planned * 1.5 : planned;
    }

    /// <summary>The next round of blood: at six in the morning, and every six hours while something is wrong.</summary>
    private double Next(double at) => course.At(at) > 0.3 ? at + 6 : Math.Max(at + 1, Math.Ceiling((at + arrived.Hour - 6) / 24) * 24 + 6 - arrived.Hour + random.NextDouble());

    private void Background()
    {
        if (random.NextDouble() < 0.25)
            Say("medication.active", "lisinopril", null, 0);
        if (random.NextDouble() < 0.06)
            Say("medication.active", "warfarin", null, 0);
        Say("medication.active", "paracetamol", null, 1);
        if (course.Illness is Illness.Hyperglycaemia or Illness.Hypoglycaemia || random.NextDouble() < 0.15)
            Say("condition.active", "E11.9", null, 0);
        if (random.NextDouble() < 0.03)
            Say("care.dialysis", "true", null, 0);
        if (random.NextDouble() < 0.03)
            Say("care.code_status", "comfort", null, ward);
        Say("score.fall_risk", Whole(Math.Clamp(20 + ((age - 50) * 0.5) + (Normal() * 15), 0, 125)), null, ward + 1);
        if (course.Illness == Illness.HeparinThrombocytopenia || random.NextDouble() < 0.1)
        {
            Say("medication.active", "heparin", null, ward);
            Say("medication.heparin_started", "true", null, ward);
        }
    }

    private void VitalSigns(double at)
    {
        var (septic, breath, bleed, ill) = (Ill(Illness.Sepsis, at) + Ill(Illness.NeutropenicFever, at), Ill(Illness.RespiratoryFailure, at), Ill(Illness.Bleeding, at), course.At(at));
        var child = age < 12 ? 1.0 : 0;
        Measure("vital.resp_rate", Math.Max(6, 16 + (12 * child) + (10 * septic) + (14 * breath) - (8 * Ill(Illness.OpioidPain, at)) + (Normal() * 1.8)), "/min", at);
        Measure("vital.heart_rate", 80 + (45 * child) + (38 * septic) + (45 * bleed) + (15 * breath) + (20 * Ill(Illness.AlcoholWithdrawal, at)) + (Normal() * 9), "/min", at);
        Measure("vital.sbp", Math.Max(50, 128 - (30 * child) - (38 * septic) - (45 * bleed) + (Normal() * 12)), "mm[Hg]", at);
        Measure("vital.dbp", Math.Max(30, 74 - (15 * child) - (18 * septic) + (Normal() * 8)), "mm[Hg]", at);
        Measure("vital.temperature", 36.8 + (1.9 * septic) + (Normal() * 0.25), "Cel", at, 1);
        var saturation = Math.Clamp(96.8 - (10 * breath) - (3 * septic) + (Normal() * 1.1), 60, 100);
        Measure("vital.spo2", saturation, "%", at);
        Say("vital.on_oxygen", saturation < 92 || breath > 0.2 ? "Y" : "N", null, at);
        Say("vital.acvpu", ill > 0.9 && (septic + breath + bleed) > 0 ? "V" : Ill(Illness.Delirium, at) > 0.4 ? "C" : "A", null, at);
        Measure("vital.gcs", ill > 0.9 && (septic + breath) > 0 ? 12 : Ill(Illness.Delirium, at) > 0.4 ? 14 : 15, null, at);
        Measure("vital.map", Math.Max(35, 90 - (25 * septic) + (Normal() * 8)), "mm[Hg]", at);
        if (breath > 0.4)
            Measure("vital.fio2", Math.Min(90, 28 + (50 * breath)), "%", at);
        if (course.Illness == Illness.AlcoholWithdrawal)
            Say("score.ciwa", Whole(Math.Clamp((28 * ill) + (Normal() * 2), 0, 67)), null, at);
        if (course.Illness == Illness.OpioidPain && at > ward && (int)at % 4 == 0)
            Measure("medication.opioid_dose", 10 + (20 * course.Worst), "mg", at);
    }

    private void Laboratory(double at)
    {
        var kidney = Ill(Illness.KidneyInjury, at);
        var potassium = 4.2 + (2.4 * Ill(Illness.Hyperkalaemia, at)) + (1.0 * kidney) + (Normal() * 0.35);
        if (random.NextDouble() < 0.01)
        {
            potassium += 1.6;
            Say("lab.specimen_haemolysed", "Y", null, at);
        }

        Measure("lab.potassium", potassium, random.NextDouble() < 0.003 ? null : "mmol/L", at, 1);
        Measure("lab.sodium", 139 - (14 * Ill(Illness.Hyponatraemia, at)) + (Normal() * 2.2), "mmol/L", at);
        Measure("lab.creatinine", (0.9 + (age > 70 ? 0.2 : 0)) * (1 + (2.4 * kidney)) + (Normal() * 0.05), "mg/dL", at, 2);
        Measure("lab.hemoglobin", Math.Max(3, 12.6 - (6.5 * Ill(Illness.Bleeding, at)) + (Normal() * 0.4)), "g/dL", at, 1);
        Measure("lab.wbc", Math.Max(0.3, 8.2 + (9 * Ill(Illness.Sepsis, at)) - (8 * Ill(Illness.NeutropenicFever, at)) + (Normal() * 1.6)), "10*9/L", at, 1);
        if (course.Illness == Illness.NeutropenicFever)
            Measure("lab.neutrophils", 0.3, "10*9/L", at, 1);
        Measure("lab.platelets", Math.Max(8, 240 * (1 - (0.7 * Ill(Illness.HeparinThrombocytopenia, at))) + (Normal() * 12)), "10*9/L", at);
        Measure("lab.bilirubin", Math.Max(0.1, 0.7 + (2 * Math.Max(0, Ill(Illness.Sepsis, at) - 0.6)) + (Normal() * 0.15)), "mg/dL", at, 1);
        Measure("lab.glucose", Math.Max(18, 118 + (170 * Ill(Illness.Hyperglycaemia, at)) - (85 * Ill(Illness.Hypoglycaemia, at)) + (Normal() * 16)), "mg/dL", at);
        if (Ill(Illness.Sepsis, at) > 0.2 || (at < 6 && random.NextDouble() < 0.25))
            Measure("lab.lactate", Math.Max(0.4, 1.1 + (4.5 * Ill(Illness.Sepsis, at)) + (2 * Ill(Illness.Bleeding, at)) + (Normal() * 0.3)), "mmol/L", at, 1);
        if (Ill(Illness.RespiratoryFailure, at) > 0.3)
            Measure("lab.pao2", Math.Max(35, 95 - (45 * Ill(Illness.RespiratoryFailure, at)) + (Normal() * 5)), "mm[Hg]", at);
        if (course.Illness == Illness.MyocardialInfarction || at < 4)
            Measure("lab.troponin_t", Math.Max(3, 7 + (250 * Ill(Illness.MyocardialInfarction, at)) + (Normal() * 1.5)), "ng/L", at);
        if (age > 70 && at > ward)
            Say("score.four_at", Whole(Math.Clamp((9 * Ill(Illness.Delirium, at)) + random.Next(0, 2), 0, 12)), null, at);
    }

    /// <summary>What was done and what became of it, some hours after it showed; mild courses are often not named at all.</summary>
    private void Treated()
    {
        var seen = course.Onset + (course.Rise * 0.8) + (random.NextDouble() * 8);
        if (course.Illness == Illness.None || course.Worst < 0.35 || seen >= hours)
            return;
        switch (course.Illness)
        {
            case Illness.Sepsis:
                Say("medication.antibiotic", "true", null, seen);
                Say("condition.active", "A41.9", null, seen + 6);
                break;
            case Illness.NeutropenicFever:
                Say("medication.antibiotic", "true", null, seen);
                break;
            case Illness.KidneyInjury when course.Worst > 0.9:
                Say("care.rrt", "true", null, seen + 8);
                break;
            case Illness.AlcoholWithdrawal:
                Say("medication.active", "lorazepam", null, seen);
                break;
            case Illness.Delirium:
                Say("condition.active", "F05", null, seen + 4);
                break;
            case Illness.Hyperglycaemia:
                Say("medication.active", "insulin glargine", null, seen + 4);
                break;
            case Illness.MyocardialInfarction:
                Say("condition.active", "I21.4", null, seen + 4);
                break;
            case Illness.HeparinThrombocytopenia:
                Say("medication.active", "heparin", "ended", seen);
                break;
        }
    }

    private DateTimeOffset At(double hours) => arrived.AddSeconds(Math.Round(hours * 3600));

    private void Move(double at, string type, string unit) =>
        contexts.Add(new(At(at), "", facts, new EncounterFacts(id + "-e", type, unit, null, null, arrived), id + "-e"));

    private void Measure(string concept, double value, string? unit, double at, int digits = 0) =>
        Say(concept, Math.Round(value, digits).ToString(CultureInfo.InvariantCulture), unit, at);

    private void Say(string concept, string value, string? unit, double at)
    {
        if (at <= hours)
            signals.Add(new(concept, value, unit, At(at), At(at), SignalStatus.Final, string.Create(CultureInfo.InvariantCulture, $"{id}-{At(at).UtcTicks}")));
    }

    private static string Whole(double value) => Math.Round(value).ToString(CultureInfo.InvariantCulture);

    /// <summary>Box and Muller.</summary>
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
