using Runink.Domain.Foundation;

namespace Runink.Domain.Delivery;

public enum OutboxStatus
{
    Pending,

    /// <summary>The receiver's server took it.</summary>
    Delivered,

    /// <summary>Given up; it waits for a person.</summary>
    Failed,

    /// <summary>What it was about was over before it was sent.</summary>
    Skipped,

    /// <summary>A person told the receiver in another way.</summary>
    Told,
}

/// <summary>Something that must leave the product, written in the transaction that decided it.</summary>
public sealed class OutboxMessage
{
    /// <summary>Also the idempotency key: every attempt carries it, so that a receiver can drop a copy.</summary>
    public required string Id { get; init; }

    public required string Channel { get; init; }

    public required string To { get; init; }

    /// <summary>One line without control characters, whatever its parts are named: no mail server takes another.</summary>
    public required string Subject { get; init => field = PlainText.Line(value); }

    public required string Body { get; init => field = PlainText.Of(value); }

    public string? EscalationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public OutboxStatus Status { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? NextAttemptAt { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    public string? Receipt { get; private set; }

    public void Plan(DateTimeOffset at) => NextAttemptAt = at;

    public void Delivered(string receipt, DateTimeOffset now)
    {
        (Status, Attempts, DoneAt, NextAttemptAt) = (OutboxStatus.Delivered, Attempts + 1, now, null);
        Receipt = receipt;
    }

    public void Skipped(string why, DateTimeOffset now) => (Status, DoneAt, NextAttemptAt, Receipt) = (OutboxStatus.Skipped, now, null, why);

    /// <summary>Plans the next attempt, or gives up when the schedule is spent.</summary>
    public void FailedAttempt(string error, DateTimeOffset now)
    {
        Attempts++;
        Receipt = error;
        NextAttemptAt = RetrySchedule.Next(Attempts, Id, now);
        if (NextAttemptAt is null)
            (Status, DoneAt) = (OutboxStatus.Failed, now);
    }

    /// <summary>No attempt will succeed: a person is asked at once.</summary>
    public void GivenUp(string error, DateTimeOffset now)
    {
        Attempts++;
        (Status, DoneAt, NextAttemptAt, Receipt) = (OutboxStatus.Failed, now, null, error);
    }

    /// <param name="evidence">Who told whom, and how.</param>
    public void ToldByHand(string evidence, DateTimeOffset now) => (Status, DoneAt, NextAttemptAt, Receipt) = (OutboxStatus.Told, now, null, evidence);

    public void Retry(DateTimeOffset now)
    {
        (Status, Attempts, NextAttemptAt, DoneAt) = (OutboxStatus.Pending, 0, now, null);
    }
}
