using Runink.Domain.Signals;

namespace Runink.Domain.Triggers;

public static class TriggerEvaluator
{
    public static Evaluation Evaluate(CompiledTrigger trigger, PatientState state, DateTimeOffset now) => throw new NotSupportedException("Not built yet.");

    public static Explanation Explain(CompiledTrigger trigger, PatientState state, DateTimeOffset now) => throw new NotSupportedException("Not built yet.");

    public static Headline Headline(CompiledTrigger trigger, PatientState state, DateTimeOffset now) => throw new NotSupportedException("Not built yet.");
}
