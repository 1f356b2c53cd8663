using Runink.Domain.Intake;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>A submission that cannot be carried out as a whole; thrown so that its savepoint is rolled back.</summary>
internal sealed class FhirFaultException(int status, MessageFault fault) : Exception(fault.Text)
{
    public int Status => status;

    public MessageFault Fault => fault;
}

/// <summary>Between planning a submission and writing it, somebody else wrote what it builds on; thrown so that it is planned anew.</summary>
internal sealed class FhirPlanOutdatedException() : Exception("What the submission builds on has changed.");
