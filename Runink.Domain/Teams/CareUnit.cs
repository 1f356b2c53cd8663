namespace Runink.Domain.Teams;

/// <summary>A ward or department, by the name that the feeds call it in PV1-3.</summary>
public sealed class CareUnit
{
    public required string Name { get; init; }

    public string? Specialty { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }
}

public sealed class Bed
{
    public required string Unit { get; init; }

    public required string Name { get; init; }
}
