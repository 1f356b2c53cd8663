using Runink.Domain.Signals;

namespace Runink.Domain.Triggers;

public static class TriggerCheck
{
    public static CheckReport Check(IReadOnlyList<TriggerFile> files, Vocabulary vocabulary) => throw new NotSupportedException("Not built yet.");
}
