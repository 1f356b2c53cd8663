using Runink.Domain.Intake;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>
/// Nobody can tell whose message this is. Thrown so that the savepoint is rolled back: what was written of the message before
/// must not stay.
/// </summary>
internal sealed class UnresolvedPatientException(MessageFault fault) : Exception(fault.Text)
{
    public MessageFault Fault { get; } = fault;
}
