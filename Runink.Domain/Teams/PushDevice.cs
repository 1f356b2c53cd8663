namespace Runink.Domain.Teams;

/// <summary>A browser that shows messages while no page is open (Web Push), as the person switched it on.</summary>
public sealed class PushDevice
{
    public const int LongestEndpoint = 1000;

    public required string Id { get; init; }

    public required string PersonId { get; init; }

    /// <summary>One of its kind: <c>Chrome on Windows, H7K2QD</c>. What a channel and a message call it by.</summary>
    public required string Name { get; init; }

    /// <summary>Where its push service takes messages for it: whoever knows it may try to send.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Its public key, P-256, base64url.</summary>
    public required string P256dh { get; init; }

    /// <summary>Its authentication secret, base64url.</summary>
    public required string Auth { get; init; }

    /// <summary>The hospital's public key for which it takes messages, base64url.</summary>
    public required string SenderKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its push service took a message last.</summary>
    public DateTimeOffset? TakenAt { get; set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it hears no more, for the person.</summary>
    public string? EndedWhy { get; private set; }

    public void End(string why, DateTimeOffset now) => (EndedAt, EndedWhy) = (EndedAt ?? now, EndedWhy ?? why);
}
