using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Contracts;

/// <summary>One text of a feed's contract.</summary>
public sealed class FeedContractVersion : TextVersion
{
    public required string ContractId { get; init; }
}
