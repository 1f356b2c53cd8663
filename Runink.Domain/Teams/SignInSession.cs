namespace Runink.Domain.Teams;

/// <summary>One signed-in browser. It ends on the server, whatever the browser still holds.</summary>
public sealed class SignInSession
{
    public required string Id { get; init; }

    public required string PersonId { get; init; }

    /// <summary><c>sample</c>, <c>passphrase</c>, <c>passphrase+code</c>, <c>passkey</c>, <c>provider</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Browser and system in a few words, and the address it came from.</summary>
    public required string Device { get; init; }

    public required string Address { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When the person last proved who it is.</summary>
    public required DateTimeOffset ConfirmedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary><c>signed-out</c>, <c>signed-out-elsewhere</c>, <c>idle</c>, <c>too-old</c>, <c>too-many</c>, <c>disabled</c>, <c>credential-changed</c>.</summary>
    public string? EndReason { get; set; }

    /// <summary>The provider's token that names this session when it is ended there too; encrypted.</summary>
    public string? ProviderToken { get; set; }
}

/// <summary>How long a session lasts.</summary>
/// <param name="Idle">Without a key or a pointer.</param>
/// <param name="Absolute">In all.</param>
/// <param name="Confirmed">How long a proof of who one is counts for dangerous acts.</param>
public sealed record SessionLimits(TimeSpan Idle, TimeSpan Absolute, TimeSpan Confirmed);

public enum SessionState { Alive, Ended, Idle, TooOld }

public static class SessionRules
{
    public static SessionState Decide(SignInSession session, SessionLimits limits, DateTimeOffset now) => session switch
    {
        { EndedAt: not null } => SessionState.Ended,
        _ when now - session.CreatedAt >= limits.Absolute => SessionState.TooOld,
        _ when now - session.LastSeenAt >= limits.Idle => SessionState.Idle,
        _ => SessionState.Alive,
    };
}
