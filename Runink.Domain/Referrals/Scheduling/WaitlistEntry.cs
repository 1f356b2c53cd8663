namespace Runink.Domain.Referrals.Scheduling;

/// <summary>That the patient of a referral waits for a time, or an earlier one, of the service that it goes to. Kept for good; one stands for each referral.</summary>
public sealed class WaitlistEntry
{
    public const string ByMessage = "message";

    public const string ByTelephone = "telephone";

    public const int MostNoticeHours = 336;

    public required string Id { get; init; }

    /// <summary>Unique: the referral while it stands, itself once it has ended.</summary>
    public required string Holds { get; set; }

    public required string ReferralId { get; init; }

    public required string ServiceId { get; init; }

    public required string ServiceName { get; init; }

    /// <summary>Not before this day by the clock of the site; null: as soon as possible.</summary>
    public DateOnly? Earliest { get; set; }

    /// <summary>As <see cref="SuitableTimes"/> reads it; empty: at any time.</summary>
    public string Suits { get; set; } = "";

    /// <summary>How many hours before a visit the patient has to know.</summary>
    public int NoticeHours { get; set; }

    /// <summary>message or telephone.</summary>
    public required string Channel { get; set; }

    public required DateTimeOffset AddedAt { get; init; }

    public required string AddedBy { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary><c>accepted</c>, <c>removed</c>, <c>no-longer-waiting</c>, <c>recipient-changed</c>, <c>offers-unanswered</c>.</summary>
    public string? EndedBecause { get; private set; }

    public bool Stands => EndedAt is null;

    public void End(string because, DateTimeOffset now) => (EndedAt, EndedBecause, Holds) = (now, because, Id);
}
