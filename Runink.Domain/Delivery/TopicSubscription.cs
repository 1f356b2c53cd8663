namespace Runink.Domain.Delivery;

public enum SubscriptionState
{
    /// <summary>The handshake has not been answered yet.</summary>
    Requested,

    Active,

    /// <summary>It failed again and again; what comes meanwhile waits in the outbox, and the first success makes it active again.</summary>
    Error,

    Off,
}

/// <summary>Somebody outside wants to hear of changes (R4 Subscriptions Backport, rest-hook).</summary>
public sealed class TopicSubscription
{
    private const int FailuresBeforeError = 5;

    public required string Id { get; init; }

    /// <summary>One of <see cref="SubscriptionTopics"/>.</summary>
    public required string Topic { get; init; }

    /// <summary>The registered endpoint whose host it is on; its secret signs what is sent.</summary>
    public required string Endpoint { get; init; }

    public required string Address { get; init; }

    /// <summary><c>empty</c> or <c>id-only</c>.</summary>
    public required string Payload { get; init; }

    public int? HeartbeatSeconds { get; init; }

    public required string Reason { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public SubscriptionState State { get; private set; }

    public string? Error { get; private set; }

    /// <summary>Attempts in a row that failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Events since the start.</summary>
    public long Events { get; private set; }

    /// <summary>The last event that was looked at.</summary>
    public required string Cursor { get; set; }

    public DateTimeOffset? LastSaidAt { get; private set; }

    /// <returns>The number of the new event.</returns>
    public long Happened(DateTimeOffset now)
    {
        LastSaidAt = now;
        return ++Events;
    }

    /// <summary>Whether it is time to say that there is nothing to say.</summary>
    public bool IsSilent(DateTimeOffset now) => State == SubscriptionState.Active && HeartbeatSeconds is { } seconds && now - (LastSaidAt ?? CreatedAt) >= TimeSpan.FromSeconds(seconds);

    public void Said(DateTimeOffset now) => LastSaidAt = now;

    public void Answered() => (State, Error, Failures) = (State == SubscriptionState.Off ? SubscriptionState.Off : SubscriptionState.Active, null, 0);

    public void Failed(string why, bool forGood)
    {
        Failures++;
        Error = why;
        if (State != SubscriptionState.Off && (forGood || Failures >= FailuresBeforeError))
            State = SubscriptionState.Error;
    }

    public void End() => State = SubscriptionState.Off;
}

/// <summary>What can be subscribed to.</summary>
public static class SubscriptionTopics
{
    public const string EscalationChanged = "urn:runink:subscription-topic:escalation-changed";
    public const string ReferralChanged = "urn:runink:subscription-topic:referral-changed";

    /// <summary>Whatever is read as a Task here: escalations, and the Tasks that others sent.</summary>
    public const string TaskChanged = "urn:runink:subscription-topic:task-changed";

    public static IReadOnlyList<string> All { get; } = [EscalationChanged, ReferralChanged, TaskChanged];
}
