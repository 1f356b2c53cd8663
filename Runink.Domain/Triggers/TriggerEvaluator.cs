using Runink.Domain.Signals;
using Runink.Domain.Triggers.Explaining;

namespace Runink.Domain.Triggers;

/// <summary>Runs a trigger on a patient. Pure: the same trigger, state and instant give the same answer.</summary>
public static class TriggerEvaluator
{
    public static Evaluation Evaluate(CompiledTrigger trigger, PatientState state, DateTimeOffset now)
    {
        var program = trigger.Program;
        var frame = program.Frame(state, now);
        // Whom it is about is cheap and seldom true: it goes first, and when it is false nothing else can matter.
        var where = program.Where?.Test(ref frame) ?? Verdict.True;
        var when = where == Verdict.False ? Verdict.Unknown : program.When.Test(ref frame);
        var both = when.And(where);
        var unless = both == Verdict.False ? Verdict.False : program.Unless?.Test(ref frame) ?? Verdict.False;
        var causes = frame.Causes;
        var resolve = program.Resolve?.Test(ref frame) ?? Verdict.False;
        var worse = program.ReAlert?.Test(ref frame) ?? Verdict.False;
        return new(when, where, unless, unless == Verdict.True ? Verdict.False : both, resolve, worse, both == Verdict.Unknown ? causes : UnknownCauses.None, frame.NextTicks);
    }

    /// <summary>Why it holds, does not hold or cannot be told.</summary>
    public static Explanation Explain(CompiledTrigger trigger, PatientState state, DateTimeOffset now) => Explainer.Explain(trigger, state, now);

    /// <summary>The short line of the worklist.</summary>
    public static Headline Headline(CompiledTrigger trigger, PatientState state, DateTimeOffset now) => Explainer.Headline(trigger, state, now);
}
