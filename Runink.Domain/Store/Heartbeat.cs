namespace Runink.Domain.Store;

/// <summary>The proof that the store takes what is written to it: one row, renewed every few seconds.</summary>
public sealed class Heartbeat
{
    /// <summary>Which process beats.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset At { get; set; }
}
