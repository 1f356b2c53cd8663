using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Compilation;

internal sealed class TriggerProgram
{
    public string Render(string template, PatientState state, DateTimeOffset now) => throw new NotSupportedException("Not built yet.");
}
