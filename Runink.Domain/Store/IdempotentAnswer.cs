namespace Runink.Domain.Store;

/// <summary>What was answered to a request that carried an Idempotency-Key, so that the same request sent again does nothing twice.</summary>
public sealed class IdempotentAnswer
{
    public const int LongestKey = 255;

    /// <summary>Kind and id of who asked: keys of others are none of theirs.</summary>
    public required string Caller { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of method, address and body, lower-case hex.</summary>
    public required string RequestHash { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null while the first request is on its way.</summary>
    public int? Status { get; set; }

    public string? ContentType { get; set; }

    public string? ETag { get; set; }

    public string? Location { get; set; }

    public byte[]? Body { get; set; }
}
