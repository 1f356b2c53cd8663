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

    /// <summary>One message to the same receiver speaks for this one and others.</summary>
    Bundled,
}

/// <summary>Something that must leave the product, written in the transaction that decided it.</summary>
public sealed class OutboxMessage
{
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    /// <summary>Also the idempotency key: every attempt carries it, so that a receiver can drop a copy.</summary>
    public required string Id { get; init; }

    /// <summary>The kind: <c>email</c>, or one of <see cref="RegisteredEndpoints"/>.</summary>
    public required string Channel { get; init; }

    /// <summary>For <c>email</c> an address, team or rota; for <c>sms</c> a phone number; else the name of a registered endpoint.</summary>
    public required string To { get; init; }

    /// <summary>Who a message to a patient is for: whoever looks after deliveries need not know the address.</summary>
    public const string ThePatient = "The patient";

    /// <summary>Whom it is for, as it may be shown and kept.</summary>
    public string Receiver => Who == ThePatient ? ThePatient : To;

    /// <summary>The name by which it was asked for: a team, a rota, a role. Null when the address itself was.</summary>
    public string? Who { get; init; }

    /// <summary>One line without control characters, whatever its parts are named: no mail server takes another.</summary>
    public required string Subject { get; init => field = PlainText.Line(value); }

    public required string Body { get; init => field = PlainText.Of(value); }

    /// <summary>What it says is for its receiver alone, like a code: whoever looks after deliveries sees that it was sent, not what it says.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>JSON for machines, where a channel needs more than the escalation says; see <c>Pipeline/Effects/OutsideActions</c>.</summary>
    public string? Content { get; init; }

    public string? EscalationId { get; init; }

    /// <summary>The referral of which it tells somebody outside.</summary>
    public string? ReferralId { get; init; }

    /// <summary>The person whom it is for, when it is for one.</summary>
    public string? RecipientId { get; init; }

    /// <summary>The step of the escalation policy that sent it; null when a trigger's action or a person did.</summary>
    public int? Step { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public OutboxStatus Status { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? NextAttemptAt { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>Its receiver had many messages when it was due; with others that were held it becomes one.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>What the receiver answered, or why it is as it is.</summary>
    public string? Receipt { get; private set; }

    /// <summary>What the receiver calls it, where it says so.</summary>
    public string? Reference { get; private set; }

    /// <summary>When the receiver's server took it.</summary>
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>When it stood before the receiver, as far as the receiver says that; a mail server never does.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>When the receiver opened what it is about.</summary>
    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>When the work that it is about was acknowledged.</summary>
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    /// <summary>When the receiver said no to what its server had taken: a task that was rejected, a telephone that was never reached.</summary>
    public DateTimeOffset? RefusedAt { get; private set; }

    /// <summary>What the receiver said last of what its server took, in the receiver's own word.</summary>
    public string? LastWord { get; private set; }

    /// <summary>When the receiver is asked next what became of it; null when nobody asks.</summary>
    public DateTimeOffset? NextLookAt { get; private set; }

    /// <summary>How often it was asked since it said something new.</summary>
    public int Looks { get; private set; }

    public void Plan(DateTimeOffset at) => NextAttemptAt = at;

    public void Delivered(DeliveryReceipt receipt, DateTimeOffset now)
    {
        (Status, Attempts, DoneAt, NextAttemptAt) = (OutboxStatus.Delivered, Attempts + 1, now, null);
        (Receipt, Reference, AcceptedAt, DeliveredAt) = (receipt.Text, receipt.Reference, now, receipt.IsDelivered ? now : null);
        NextLookAt = receipt.IsAskedLater ? TaskReadBack.Next(0, now, now, ReferralId is not null) : null;
    }

    public void Skipped(string why, DateTimeOffset now) => (Status, DoneAt, NextAttemptAt, Receipt) = (OutboxStatus.Skipped, now, null, why);

    /// <param name="bundle">The message that speaks for it.</param>
    public void BundledInto(string bundle, DateTimeOffset now) => (Status, DoneAt, NextAttemptAt, Receipt) = (OutboxStatus.Bundled, now, null, $"told together with others in {bundle}");

    /// <summary>Waits because its receiver got many lately; that is no attempt.</summary>
    public void Held(string why, DateTimeOffset until) => (IsHeld, NextAttemptAt, Receipt) = (true, until, why);

    /// <summary>Plans the next attempt, or gives up when the schedule is spent.</summary>
    /// <param name="wish">How long the receiver asks us to wait; an hour of it is granted.</param>
    public void FailedAttempt(string error, DateTimeOffset now, TimeSpan? wish = null)
    {
        Attempts++;
        Receipt = error;
        NextAttemptAt = RetrySchedule.Next(Attempts, Id, now);
        if (NextAttemptAt is null)
            (Status, DoneAt) = (OutboxStatus.Failed, now);
        else if (wish is { } wait && now + (wait < LongestWish ? wait : LongestWish) is var granted && granted > NextAttemptAt)
            NextAttemptAt = granted;
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
        (RefusedAt, LastWord, NextLookAt, Looks) = (null, null, null, 0);
    }

    /// <summary>The receiver was asked, and said nothing new or did not answer.</summary>
    public void Looked(DateTimeOffset now) => NextLookAt = AcceptedAt is { } taken ? TaskReadBack.Next(++Looks, taken, now, ReferralId is not null) : null;

    public void LooksNoMore() => NextLookAt = null;

    /// <summary>The receiver says what became of what its server took. Words come late, twice, and in any order.</summary>
    /// <param name="said">In its own word.</param>
    /// <param name="text">What is shown of it.</param>
    /// <returns>Whether the message stands elsewhere than before.</returns>
    public bool Hear(LaterWord word, string said, string text, DateTimeOffset now)
    {
        LastWord = said;
        Looks = 0;
        // What a person settled otherwise stays so.
        if (Status != OutboxStatus.Delivered && this is not { Status: OutboxStatus.Failed, RefusedAt: not null })
            return false;
        switch (word)
        {
            case LaterWord.Delivered or LaterWord.Seen or LaterWord.Acknowledged when Status == OutboxStatus.Failed:
                // It got there after all.
                (Status, RefusedAt, DeliveredAt, Receipt) = (OutboxStatus.Delivered, null, DeliveredAt ?? now, text);
                break;
            case LaterWord.Delivered when DeliveredAt is null:
                (DeliveredAt, Receipt) = (now, text);
                break;
            case LaterWord.NotDelivered when DeliveredAt is null && RefusedAt is null:
            case LaterWord.Refused when RefusedAt is null:
                (Status, RefusedAt, Receipt) = (OutboxStatus.Failed, now, text);
                break;
            case LaterWord.Seen or LaterWord.Acknowledged:
                Receipt = text;
                break;
            default:
                return false;
        }

        if (word is LaterWord.Seen or LaterWord.Acknowledged)
            Seen(now);
        if (word == LaterWord.Acknowledged)
            Acknowledged(now);
        return true;
    }

    /// <returns>Whether that is news.</returns>
    public bool Seen(DateTimeOffset now)
    {
        if (SeenAt is not null || AcceptedAt is null)
            return false;
        SeenAt = now;
        return true;
    }

    /// <returns>Whether that is news.</returns>
    public bool Acknowledged(DateTimeOffset now)
    {
        if (AcknowledgedAt is not null || AcceptedAt is null)
            return false;
        AcknowledgedAt = now;
        return true;
    }
}
