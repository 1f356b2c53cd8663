namespace Runink.Domain.Triggers;

public static class TriggerSentence
{
    public static string Describe(CompiledTrigger trigger) => throw new NotSupportedException("Not built yet.");
}
