using Runink.Domain.Signals;
using Runink.Domain.Signals.Scores;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

internal sealed class ConstantCode(BoundExpr bound, Value value) : ScalarCode(bound)
{
    public Value Value => value;

    protected override Value Run(ref Frame frame) => value;
}

/// <summary>The newest value of a series that still speaks for the patient.</summary>
internal sealed class LatestCode(BoundExpr bound, Concept concept, Func<PatientState, DateTimeOffset, ScoreResult>? computed) : ScalarCode(bound)
{
    private readonly int slot = concept.Slot;
    private readonly bool numeric = concept.IsNumeric || concept.Kind is ConceptKind.Instant or ConceptKind.Date;

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
        if (frame.State.SeriesAt(slot) is not { } series)
            return Compilation.Value.Unknown(UnknownCauses.Missing);
        frame.Pay(1);
        var count = series.CountUntil(frame.Now);
        if (count < series.Count)
            frame.Note(series.Samples[count].At);
        if (count == 0)
            return Compilation.Value.Unknown(UnknownCauses.Missing);
        ref readonly var sample = ref series.Samples[count - 1];
        var until = sample.At + (frame.StaleAfter ?? concept.FreshFor);
        if (frame.Now > until)
            return Compilation.Value.Unknown(UnknownCauses.Stale);
        frame.Note(until + Frame.Tick);
        return SampleValue.Of(sample, numeric, frame.FinalOnly);
    }
}

internal static class SampleValue
{
    public static Value Of(in Sample sample, bool numeric, bool finalOnly)
    {
        if (finalOnly && sample.Signal.Status == SignalStatus.Preliminary)
            return Value.Unknown(UnknownCauses.Preliminary);
        return sample.Fault switch
        {
            SampleFault.NonNumeric => Value.Unknown(UnknownCauses.NonNumeric),
            SampleFault.UnitUnknown => Value.Unknown(UnknownCauses.UnitUnknown),
            SampleFault.None => numeric ? Value.Of(sample.Number) : Value.Of(sample.Signal.Value),
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
    protected override Value Run(ref Frame frame)
    {
        var facts = frame.State.Facts;
        var encounter = frame.State.Encounter;
        switch (concept.Name)
        {
            case "patient.age": return Age(ref frame);
            case "patient.sex": return Text(facts.Sex);
            case "patient.birth_date" when facts.BirthDate is { } born:
                return Compilation.Value.Of(new DateTimeOffset(born, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds());
            case "patient.deceased":
                if (facts.DeceasedAt is { } at)
                    frame.Note(at);
                return Compilation.Value.Of(facts.DeceasedAt <= frame.Now ? "true" : "false");
            case "encounter.type": return Text(encounter?.Type);
            case "encounter.unit": return Text(encounter?.Unit);
            case "encounter.bed": return Text(encounter?.Bed);
            case "encounter.service": return Text(encounter?.Service);
            case "encounter.started" when encounter?.StartedAt is { } started: return Compilation.Value.Of(Instants.Seconds(started));
            default: return Compilation.Value.Unknown(UnknownCauses.Missing);
        }
    }

    private static Value Text(string? text) => string.IsNullOrEmpty(text) ? Compilation.Value.Unknown(UnknownCauses.Missing) : Compilation.Value.Of(text);

    /// <summary>Completed years on the day of the evaluation; it changes at the hospital's midnight before the next birthday.</summary>
    private static Value Age(ref Frame frame)
    {
        if (frame.State.Age(frame.Now) is not { } age)
            return Compilation.Value.Unknown(UnknownCauses.Missing);
        if (age.Years < 150)
            frame.Note(age.Next);
        return Compilation.Value.Of(age.Years);
    }
}
