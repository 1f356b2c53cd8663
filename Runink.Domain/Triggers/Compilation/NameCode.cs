using System.Diagnostics.CodeAnalysis;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Signals.Scores;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

internal sealed class ConstantCode(BoundExpr bound, Value value) : ScalarCode(bound)
{
    public Value Value => value;

    public override bool IsAlwaysKnown => true;

    public override bool TryText(ref Frame frame, [NotNullWhen(true)] out string? text) => (text = value.Text) is not null;

    protected override Value Run(ref Frame frame) => value;
}

/// <summary>The newest value of a series that still speaks for the patient.</summary>
internal sealed class LatestCode(BoundExpr bound, Concept concept, Func<PatientState, DateTimeOffset, ScoreResult>? computed) : ScalarCode(bound)
{
    private readonly int slot = concept.Slot;
    private readonly bool numeric = concept.HasNumber;
    private readonly long fresh = concept.FreshFor.Ticks;

    /// <summary>Place of the series and ticks for which a sample speaks; null when the value may come from elsewhere.</summary>
    public (int Slot, long FreshFor)? OneSeries => numeric && computed is null ? (slot, fresh) : null;

    public override bool TryPoint(ref Frame frame, out double near, out decimal exact)
    {
        if (numeric && frame.SeriesAt(slot) is { } series && series.Samples is [.., var newest] && newest.IsPlain && newest.AtTicks <= frame.NowTicks
            && !(frame.FinalOnly && newest.Signal.Status == SignalStatus.Preliminary))
        {
            var until = newest.AtTicks + (frame.StaleTicks < 0 ? fresh : frame.StaleTicks);
            if (frame.NowTicks <= until)
            {
                frame.Note(until + TimeSpan.TicksPerMillisecond);
                (near, exact) = (newest.Near, newest.Number.Low);
                return true;
            }
        }

        (near, exact) = (0, 0);
        return false;
    }

    protected override Value Run(ref Frame frame)
    {
        var received = Received(ref frame);
        // A score that the feed sends wins while it is fresh; else it is made from its parts.
        return computed is not null && !received.Known && received.Cause is UnknownCauses.Missing or UnknownCauses.Stale
            ? ScoreCode.Value(ref frame, computed(frame.State, frame.Now), received.Cause)
            : received;
    }

    private Value Received(ref Frame frame)
    {
        var newest = FreshSample.Of(ref frame, slot, fresh, out var cause);
        return newest.IsEmpty ? Compilation.Value.Unknown(cause) : SampleValue.Of(newest[0], concept, frame.FinalOnly);
    }
}

internal static class SampleValue
{
    public static Value Of(in Sample sample, Concept concept, bool finalOnly)
    {
        if (finalOnly && sample.Signal.Status == SignalStatus.Preliminary)
            return Value.Unknown(UnknownCauses.Preliminary);
        return sample.Fault switch
        {
            SampleFault.NonNumeric => Value.Unknown(UnknownCauses.NonNumeric),
            SampleFault.UnitUnknown => Value.Unknown(UnknownCauses.UnitUnknown),
            SampleFault.Implausible => Value.Unknown(UnknownCauses.Implausible, $"{sample.Signal.Value} {sample.Signal.Unit}".TrimEnd()),
            SampleFault.None => concept.HasNumber ? Value.Of(sample.Number) : Value.Of(concept.Meant(sample.Signal.Value)),
        };
    }
}

/// <summary>A score made from its parts; what is missing widens it to an interval.</summary>
internal sealed class ScoreCode(BoundExpr bound, Func<PatientState, DateTimeOffset, ScoreResult> compute) : ScalarCode(bound)
{
    public Func<PatientState, DateTimeOffset, ScoreResult> Compute => compute;

    public static Value Value(ref Frame frame, ScoreResult score, UnknownCauses none)
    {
        frame.Pay(score.Parts.Count);
        if (score.NextChange is { } next)
            frame.Note(next);
        if (score.NotApplicable is not null)
            return Compilation.Value.Unknown(UnknownCauses.NotApplicable);
        return score.Parts.All(p => p.Missing)
            ? Compilation.Value.Unknown(none)
            : Compilation.Value.Of(score.Range, UnknownCauses.PartsMissing);
    }

    protected override Value Run(ref Frame frame) => Value(ref frame, compute(frame.State, frame.Now), UnknownCauses.Missing);
}

/// <summary>A fact of the patient or of the open encounter.</summary>
internal sealed class ContextCode(BoundExpr bound, Concept concept) : ScalarCode(bound)
{
    private readonly bool isAge = concept.Name == "patient.age";
    private readonly string unit = bound.Type.Unit.Code;
    private readonly Func<EncounterFacts, string?>? ofEncounter = concept.Name switch
    {
        "encounter.type" => encounter => encounter.Type,
        "encounter.unit" => encounter => encounter.Unit,
        "encounter.bed" => encounter => encounter.Bed,
        "encounter.service" => encounter => encounter.Service,
        _ => null,
    };

    public override bool TryPoint(ref Frame frame, out double near, out decimal exact)
    {
        (near, exact) = (0, 0);
        if (isAge && unit is "h" or "min")
        {
            if (AgeSinceBirth(ref frame) is not { IsPoint: true } known)
                return false;
            (near, exact) = ((double)known.Low, known.Low);
            return true;
        }

        if (isAge && unit is "mo" or "d")
            return TryYoung(ref frame, out near, out exact);
        if (!isAge || !frame.State.TryAge(frame.NowTicks, frame.Now, out var years, out var birthday))
            return false;
        frame.Note(birthday);
        (near, exact) = (years, years);
        return true;
    }

    /// <summary>Completed hours or minutes: at least and at most, where only the day of birth is known.</summary>
    private Interval? AgeSinceBirth(ref Frame frame)
    {
        var (facts, zone, one) = (frame.State.Facts, frame.State.Zone, unit == "h" ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(1));
        if (facts.BirthDate is not { } day)
            return null;
        return facts.BornAt is { } at
            ? Interval.Point(Completed(ref frame, at, one))
            : new Interval(Completed(ref frame, LocalTimes.StartOf(day.AddDays(1), zone), one), Completed(ref frame, LocalTimes.StartOf(day, zone), one));
    }

    /// <summary>Units since an instant, none before it; the frame notes when the next is complete.</summary>
    private static long Completed(ref Frame frame, DateTimeOffset since, TimeSpan one)
    {
        var whole = Math.Max(0, (frame.NowTicks - since.UtcTicks) / one.Ticks);
        frame.Note(since.UtcTicks + ((whole + 1) * one.Ticks));
        return whole;
    }

    /// <summary>Completed months or days.</summary>
    private bool TryYoung(ref Frame frame, out double near, out decimal exact)
    {
        (near, exact) = (0, 0);
        if (frame.State.Facts.BirthDate is not { } born)
            return false;
        var today = LocalTimes.Day(frame.Now, frame.State.Zone);
        var whole = unit == "d" ? today.DayNumber - born.DayNumber : ((today.Year - born.Year) * 12) + today.Month - born.Month;
        if (unit == "mo" && born.AddMonths(whole) > today)
            whole--;
        whole = Math.Max(0, whole);
        frame.Note(LocalTimes.StartOf(unit == "d" ? born.AddDays(whole + 1) : born.AddMonths(whole + 1), frame.State.Zone));
        (near, exact) = (whole, whole);
        return true;
    }

    public override bool TryText(ref Frame frame, [NotNullWhen(true)] out string? text)
    {
        text = ofEncounter is not null && frame.State.Encounter is { } encounter ? ofEncounter(encounter) : null;
        return !string.IsNullOrEmpty(text);
    }

    protected override Value Run(ref Frame frame)
    {
        var facts = frame.State.Facts;
        var encounter = frame.State.Encounter;
        switch (concept.Name)
        {
            case "patient.age" when unit is "h" or "min": return AgeSinceBirth(ref frame) is { } range ? Compilation.Value.Of(range) : Compilation.Value.Unknown(UnknownCauses.Missing);
            case "patient.age": return TryPoint(ref frame, out _, out var years) ? Compilation.Value.Of(years) : Compilation.Value.Unknown(UnknownCauses.Missing);
            case "patient.sex": return Text(facts.Sex);
            case "patient.birth_date" when facts.BirthDate is { } born:
                return Compilation.Value.Of(new DateTimeOffset(born, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds());
            case "patient.deceased":
                if (facts.DeceasedAt is { } at)
                    frame.Note(at);
                return Compilation.Value.Of(facts.DeceasedAt <= frame.Now ? "true" : "false");
            case "encounter.started" when encounter?.StartedAt is { } started: return Compilation.Value.Of(Instants.Seconds(started));
            default: return TryText(ref frame, out var text) ? Compilation.Value.Of(text) : Compilation.Value.Unknown(UnknownCauses.Missing);
        }
    }

    private static Value Text(string? text) => string.IsNullOrEmpty(text) ? Compilation.Value.Unknown(UnknownCauses.Missing) : Compilation.Value.Of(text);
}
