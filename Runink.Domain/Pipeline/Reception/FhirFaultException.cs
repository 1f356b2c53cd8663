using Runink.Domain.Intake;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>A submission that cannot be carried out as a whole; thrown so that its savepoint is rolled back.</summary>
internal sealed class FhirFaultException(int status, MessageFault fault) : Exception(fault.Text)
{
    public int Status => status;

    public MessageFault Fault => fault;
}
