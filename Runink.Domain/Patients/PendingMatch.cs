namespace Runink.Domain.Patients;

/// <summary>A patient who is yet to be compared with all others: new, or known by another name, date or address since.</summary>
public sealed class PendingMatch
{
    public required string PatientId { get; init; }

    /// <summary>New with each change, in the order of time: what changes while the comparison runs stays pending.</summary>
    public required string Mark { get; init; }
}
