namespace Runink.Domain.Intake;

public enum QuarantineStatus { Waiting, Replayed, Discarded }

/// <summary>A message that broke its contract. Nothing of it is lost: it can be mended and sent through again.</summary>
public sealed class QuarantinedMessage
{
    public required string Id { get; init; }

    public required string Door { get; init; }

    public required string Source { get; init; }

    public required string Kind { get; init; }

    public required string Hash { get; init; }

    public required byte[] Raw { get; init; }

    public required string Reason { get; init; }

    public string? Place { get; init; }

    /// <summary>The device for whose sake it was set aside; null for all other reasons.</summary>
    public string? DeviceId { get; init; }

    public required DateTimeOffset At { get; init; }

    public QuarantineStatus Status { get; private set; }

    public string? ResolvedBy { get; private set; }

    public string? Resolution { get; private set; }

    /// <returns>False when somebody has already dealt with it.</returns>
    public bool Resolve(QuarantineStatus status, string by, string how)
    {
        if (Status != QuarantineStatus.Waiting)
            return false;
        (Status, ResolvedBy, Resolution) = (status, by, how);
        return true;
    }
}
