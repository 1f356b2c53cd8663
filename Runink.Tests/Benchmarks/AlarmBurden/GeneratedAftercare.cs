using System.Globalization;
using Runink.Domain.Signals;

namespace Runink.Benchmarks.AlarmBurden;

/// <summary>
/// What follows a stay: referrals and authorizations by their numbers, visits, calls, home monitoring, tests of a list. Most of it
/// happens in time. Drawn by itself, so that the stay is the same with it or without.
/// </summary>
/// <param name="hours">From arrival to discharge.</param>
internal sealed class GeneratedAftercare(int seed, int number, DateTimeOffset arrived, double hours, bool isAdult, bool isPsychiatric)
{
    private const double Day = 24;

    private readonly Random random = new(unchecked((seed * 7_919) + (number * 31) + 5));
    private readonly List<Signal> signals = [];
    private readonly string id = string.Create(CultureInfo.InvariantCulture, $"a{number}");

    public IReadOnlyList<Signal> Live()
    {
        CriticalResults();
        if (!isAdult)
            return signals;
        for (var i = 0; Chance(0.3) && i < 3; i++)
            Referral($"R{i + 1}");
        for (var i = 0; Chance(0.15) && i < 2; i++)
            Authorization($"A{i + 1}");
        Transition();
        Behavioral();
        if (Chance(0.1))
            Home();
        if (Chance(0.06))
            Anticoagulated();
        if (Chance(0.03))
            Screened();
        if (Chance(0.05))
            Procedure();
        return signals;
    }

    /// <summary>One stay in twenty has one or two; they are read within minutes, one in twelve after an hour.</summary>
    private void CriticalResults()
    {
        for (var i = 0; Chance(0.05) && i < 3; i++)
        {
            var at = random.NextDouble() * hours;
            Say("lab.critical_result", $"K{i + 1}", at);
            Say("lab.result_read", $"K{i + 1}", at + (Chance(0.08) ? 0.7 + random.NextDouble() : 0.05 + (random.NextDouble() * 0.4)));
        }
    }

    private void Referral(string called)
    {
        var (placed, urgent) = (hours + (random.NextDouble() * Day), Chance(0.15));
        Say("referral.placed", called, placed);
        Say("referral.priority", urgent ? "urgent" : "routine", placed, called);
        if (Chance(0.04))
        {
            Say("referral.status", "cancelled", placed + (3 * Day), called);
            return;
        }

        var booked = placed + (Chance(0.15) ? (15 + (random.NextDouble() * 20)) * Day : (urgent ? 0.5 + random.NextDouble() : 1 + (random.NextDouble() * 9)) * Day);
        var seen = booked + ((3 + (random.NextDouble() * 14)) * Day);
        Say("referral.scheduled", called, booked);
        Say("referral.visit_done", called, seen);
        Say("referral.note_received", called, seen + ((Chance(0.1) ? 32 + (random.NextDouble() * 15) : 2 + (random.NextDouble() * 20)) * Day));
    }

    private void Authorization(string called)
    {
        var (asked, expedited) = (hours + (random.NextDouble() * 2 * Day), Chance(0.2));
        Say("authorization.submitted", called, asked);
        Say("authorization.kind", expedited ? "expedited" : "standard", asked, called);
        Say("authorization.status", "submitted", asked, called);
        var limit = expedited ? 3 * Day : 7 * Day;
        var answered = asked + (Chance(0.1) ? limit * (1.05 + random.NextDouble()) : limit * (0.1 + (random.NextDouble() * 0.6)));
        if (Chance(0.3))
            Say("authorization.status", "pended", asked + ((answered - asked) / 2), called);
        Say("authorization.status", Chance(0.85) ? "approved" : "denied", answered, called);
    }

    private void Transition()
    {
        if (Chance(0.2))
            Say("care.cohort", "panel", 0);
        if (Chance(0.12))
        {
            var back = hours + ((3 + (random.NextDouble() * 24)) * Day);
            Say("encounter.ed_visit", "true", back);
            Say("encounter.admission", "true", back + 4);
        }

        if (!Chance(0.25))
            return;
        var high = Chance(0.3);
        Say("care.cohort", "tcm", 0);
        Say("encounter.complexity", high ? "high" : "moderate", hours);
        Say("engagement.call", "true", hours + ((Chance(0.8) ? 0.4 + random.NextDouble() : 4 + random.NextDouble()) * Day));
        Say("appointment.booked", "V1", hours + (random.NextDouble() * 3 * Day));
        Say("appointment.completed", "V1", hours + ((Chance(0.8) ? 3 + (random.NextDouble() * (high ? 3.5 : 9)) : 16 + random.NextDouble()) * Day));
    }

    private void Behavioral()
    {
        var (ill, addicted) = (Chance(0.05), Chance(0.03));
        if (ill)
            Say("condition.active", "F33.2", 2);
        if (addicted)
            Say("condition.active", "F11.20", 2);
        if (!isPsychiatric && !ill && !addicted)
            return;
        var visit = hours + ((Chance(0.7) ? 1 + (random.NextDouble() * 5) : 12 + (random.NextDouble() * 15)) * Day);
        Say("appointment.behavioral_booked", "B1", visit - Day);
        Say("appointment.behavioral_done", "B1", visit);
    }

    /// <summary>Thirty days of weight, pressure and saturation; some stop for days, some of those with heart failure gain weight.</summary>
    private void Home()
    {
        var (begun, failing) = (hours + Day, Chance(0.5));
        if (failing)
            Say("condition.active", "I50.9", 1);
        Say("consent.active", "remote-monitoring", Chance(0.1) ? begun + ((0.5 + (random.NextDouble() * 3)) * Day) : begun - 1);
        Say("device.program", "active", begun);
        Say("device.program_started", "true", begun);
        var (stops, gains, crisis, days) = (Chance(0.15) ? 5 + random.Next(20) : 99, failing && Chance(0.15) ? 8 + random.Next(15) : 99, Chance(0.08) ? 4 + random.Next(20) : 99, 0);
        var weight = 70 + (random.NextDouble() * 30);
        for (var day = 1; day <= 30; day++)
        {
            if (day < stops || day > stops + 4)
                Readings(begun + (day * Day), weight + (day >= gains ? Math.Min(4, 1.2 * (day - gains + 1)) : 0), day == crisis, ++days);
            if (day == gains + 3)
                Say("encounter.admission", "true", begun + (day * Day) + 6);
        }

        Say("device.program", "ended", begun + (31 * Day));
    }

    private void Readings(double at, double weight, bool isCrisis, int days)
    {
        Say("device.reading", "true", at);
        Measure("device.weight", weight + ((random.NextDouble() - 0.5) * 0.6), "kg", at);
        Measure("device.sbp", isCrisis ? 192 : 128 + (random.NextDouble() * 20), "mm[Hg]", at);
        Measure("device.dbp", isCrisis ? 118 : 76 + (random.NextDouble() * 10), "mm[Hg]", at);
        if (isCrisis)
        {
            Measure("device.sbp", 190, "mm[Hg]", at + 0.2);
            Measure("device.dbp", 117, "mm[Hg]", at + 0.2);
            Say("engagement.contact", "true", at + 1);
        }

        Measure("device.spo2", 95 + (random.NextDouble() * 3), "%", at);
        Measure("device.reading_days", days, null, at);
    }

    private void Anticoagulated()
    {
        Say("medication.active", "warfarin", 1);
        for (var at = hours + (2 * Day); at < hours + (30 * Day); at += (3 + (random.NextDouble() * 4)) * Day)
        {
            var high = Chance(0.04);
            Measure("lab.inr", high ? 5.2 + (random.NextDouble() * 5) : 2 + (random.NextDouble() * 1.4), null, at);
            // What is high is measured again within days, mostly.
            if (high && Chance(0.75))
                Measure("lab.inr", 3, null, at + (1.5 * Day));
        }
    }

    private void Screened()
    {
        Say("lab.fit", "positive", hours - 1);
        var booked = hours + ((Chance(0.75) ? 5 + (random.NextDouble() * 20) : 45 + (random.NextDouble() * 30)) * Day);
        Say("appointment.colonoscopy_booked", "C1", booked);
        Say("appointment.colonoscopy_done", "C1", booked + (20 * Day));
    }

    private void Procedure()
    {
        var due = hours + (10 * Day);
        Say("encounter.procedure_due", arrived.AddHours(due).ToString("O", CultureInfo.InvariantCulture), hours);
        Say("consent.active", "procedure", due - (Chance(0.85) ? 5 * Day : Day));
    }

    private bool Chance(double share) => random.NextDouble() < share;

    private void Measure(string concept, double value, string? unit, double at) => Add(concept, Math.Round(value, 1).ToString(CultureInfo.InvariantCulture), unit, at, null);

    private void Say(string concept, string value, double at, string? item = null) => Add(concept, value, null, at, item);

    private void Add(string concept, string value, string? unit, double at, string? item)
    {
        var when = arrived.AddSeconds(Math.Round(at * 3600));
        signals.Add(new(concept, value, unit, when, when, SignalStatus.Final, string.Create(CultureInfo.InvariantCulture, $"{id}-{signals.Count}")) { Item = item });
    }
}
