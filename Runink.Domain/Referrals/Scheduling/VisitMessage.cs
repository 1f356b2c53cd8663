using System.Security.Cryptography;

namespace Runink.Domain.Referrals.Scheduling;

/// <summary>What a patient is written about.</summary>
public enum VisitMessageKind
{
    /// <summary>A time was found.</summary>
    Offer,

    /// <summary>The visit comes near.</summary>
    Reminder,

    /// <summary>The visit was missed.</summary>
    NoShow,

    /// <summary>A time became free, and is kept for the patient for a while.</summary>
    SlotOffer,
}

/// <summary>What a patient answers by the link of a message.</summary>
public enum VisitAnswer
{
    Confirm,
    CannotCome,
    AnotherTime,

    /// <summary>The time that was offered is not wanted; all stays as it was.</summary>
    Decline,
}

/// <summary>
/// One message to a patient, with one link that needs no account and shows the visit as it was when it was written: the hospital, the place, the time, and
/// nothing of why. Only a hash of what the link contains is kept.
/// </summary>
public sealed class VisitMessage
{
    /// <summary>Long enough that nobody guesses it, and short enough for a text message.</summary>
    private const int TokenBytes = 16;

    public static readonly TimeSpan Lasts = TimeSpan.FromDays(14);

    /// <summary>Also of the delivery.</summary>
    public required string Id { get; init; }

    public required string ReferralId { get; init; }

    public required VisitMessageKind Kind { get; init; }

    /// <summary>en, de or es.</summary>
    public required string Language { get; init; }

    /// <summary>email or sms.</summary>
    public required string Channel { get; init; }

    public required string TokenHash { get; init; }

    /// <summary>The visit that it is about; null after a missed one.</summary>
    public DateTimeOffset? VisitAt { get; init; }

    public string? Place { get; init; }

    public string? Address { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>Not before; quiet hours are over then.</summary>
    public required DateTimeOffset SendAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The offer of the waiting list that it makes.</summary>
    public string? OfferId { get; init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public DateTimeOffset? SeenAt { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public VisitAnswer? Answer { get; private set; }

    /// <summary>One of <see cref="Barriers"/>.</summary>
    public string? Barrier { get; private set; }

    /// <summary>It went out, and counts among the tries to reach the patient.</summary>
    public bool Counted { get; set; }

    public bool IsOpen(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    public void Seen(DateTimeOffset now) => SeenAt ??= now;

    public void Answered(VisitAnswer answer, string? barrier, DateTimeOffset now) => (Answer, Barrier, AnsweredAt) = (answer, barrier, now);

    /// <summary>It asks whether an offered time is wanted, and nobody has said.</summary>
    public bool IsOffer => Kind == VisitMessageKind.SlotOffer && Answer is null;

    /// <summary>What may be answered: a visit that was missed cannot be confirmed, and an offer is taken or not.</summary>
    public bool Takes(VisitAnswer answer) => IsOffer ? answer is VisitAnswer.Confirm or VisitAnswer.Decline : answer switch
    {
        VisitAnswer.Decline => Answer == VisitAnswer.Decline,
        VisitAnswer.Confirm => VisitAt is not null && Answer != VisitAnswer.Decline,
        _ => Answer != VisitAnswer.Decline,
    };

    public static string NewToken() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
}
