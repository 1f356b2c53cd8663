using Runink.Domain.Signals;
using Runink.Domain.Triggers.Explaining;

namespace Runink.Domain.Triggers;

/// <summary>Runs a trigger on a patient. Pure: the same trigger, state and instant give the same answer.</summary>
public static class TriggerEvaluator
{
    public static Evaluation Evaluate(CompiledTrigger trigger, PatientState state, DateTimeOffset now)
    {
        var evaluation = EvaluateIn(trigger, state, now);
        if (state.OtherEncounters.Count == 0 || evaluation.Holds == Verdict.True)
            return evaluation;
        var next = evaluation.NextTicks;
        var here = state.Encounter;
        foreach (var other in state.OtherEncounters)
        {
            state.Encounter = other;
            var there = EvaluateIn(trigger, state, now);
            next = Math.Min(next, there.NextTicks);
            if (there.Holds == Verdict.True)
            {
                evaluation = there;
                break;
            }
        }

        state.Encounter = here;
        return evaluation with { NextTicks = next };
    }

    private static Evaluation EvaluateIn(CompiledTrigger trigger, PatientState state, DateTimeOffset now)
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
    public static Explanation Explain(CompiledTrigger trigger, PatientState state, DateTimeOffset now)
    {
        var here = state.Encounter;
        // Explained is the encounter in which it holds, else the one where the patient is.
        if (state.OtherEncounters.Count > 0 && EvaluateIn(trigger, state, now).Holds != Verdict.True)
            state.Encounter = state.OtherEncounters.FirstOrDefault(other => HoldsIn(trigger, state, other, now)) ?? here;
        var explanation = Explainer.Explain(trigger, state, now);
        state.Encounter = here;
        return explanation;
    }

    private static bool HoldsIn(CompiledTrigger trigger, PatientState state, EncounterFacts encounter, DateTimeOffset now)
    {
        state.Encounter = encounter;
        return EvaluateIn(trigger, state, now).Holds == Verdict.True;
    }

    /// <summary>The short line of the worklist.</summary>
    public static Headline Headline(CompiledTrigger trigger, PatientState state, DateTimeOffset now) => Explainer.Headline(trigger, state, now);
}
