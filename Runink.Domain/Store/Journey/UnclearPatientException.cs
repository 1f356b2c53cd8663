using Runink.Domain.Intake;

namespace Runink.Domain.Store.Journey;

/// <summary>
/// Nobody can tell whose message this is. Thrown so that the savepoint is rolled back: what was written of the message before
/// must not stay.
/// </summary>
internal sealed class UnclearPatientException(MessageFault fault) : Exception(fault.Text)
{
    public MessageFault Fault { get; } = fault;
}
