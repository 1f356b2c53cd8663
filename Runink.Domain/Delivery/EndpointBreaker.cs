namespace Runink.Domain.Delivery;

/// <summary>What may happen with the next message of a channel.</summary>
/// <param name="IsAllowed">It may be tried.</param>
/// <param name="RetryAt">When it may not: when to ask again.</param>
public readonly record struct BreakerDecision(bool IsAllowed, DateTimeOffset? RetryAt);

/// <summary>
/// Leaves a server alone that fails again and again: after so many failures in a row nothing is tried for a while, then one message
/// tries, and its end decides. A value: each step makes the next one.
/// </summary>
/// <param name="Failures">In a row.</param>
/// <param name="OpenUntil">Nothing is tried before; null while all is well.</param>
/// <param name="IsProbing">One message tries; the others wait for its end.</param>
public sealed record EndpointBreaker(int Failures, DateTimeOffset? OpenUntil, bool IsProbing)
{
    public static EndpointBreaker Closed { get; } = new(0, null, false);

    public (EndpointBreaker Next, BreakerDecision Decision) Ask(TimeSpan pause, DateTimeOffset now) => this switch
    {
        { OpenUntil: null } => (this, new BreakerDecision(true, null)),
        { OpenUntil: { } until } when now < until => (this, new BreakerDecision(false, until)),
        { IsProbing: true } => (this, new BreakerDecision(false, now + pause)),
        _ => (this with { IsProbing = true }, new BreakerDecision(true, null)),
    };

    public EndpointBreaker Failed(int most, TimeSpan pause, DateTimeOffset now) =>
        IsProbing || Failures + 1 >= most ? new EndpointBreaker(Failures + 1, now + pause, false) : this with { Failures = Failures + 1 };

    /// <summary>The probe ended without a word about the server: the next one tries.</summary>
    public EndpointBreaker Abandoned() => this with { IsProbing = false };
}
