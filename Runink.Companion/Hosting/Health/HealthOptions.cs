using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Hosting.Health;

/// <summary>Settings under <c>Health</c>: from when on something is said to be wrong.</summary>
public sealed class HealthOptions
{
    /// <summary>Minutes for which something that must leave may wait for its first attempt.</summary>
    [Range(1, 1440)]
    public int OutboxMinutes { get; set; } = 5;

    /// <summary>Messages set aside within an hour that one person can still look at.</summary>
    [Range(1, 1_000_000)]
    public int QuarantinePerHour { get; set; } = 100;

    /// <summary>Share of the memory that this process may have.</summary>
    [Range(10, 100)]
    public int MemoryPercent { get; set; } = 85;

    /// <summary>Megabytes that must be free where the store is.</summary>
    [Range(1, 10_000_000)]
    public int FreeMegabytes { get; set; } = 500;

    /// <summary>Share of the writer's queue.</summary>
    [Range(1, 100)]
    public int QueuePercent { get; set; } = 50;
}
