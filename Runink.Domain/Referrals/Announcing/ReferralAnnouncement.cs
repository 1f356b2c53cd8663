namespace Runink.Domain.Referrals.Announcing;

/// <summary>That one step of a referral is told to one party outside. Its id is that of the delivery, where there is one.</summary>
public sealed class ReferralAnnouncement
{
    public required string Id { get; init; }

    public required string ReferralId { get; init; }

    /// <summary>The line of the history that is told of: one step is told to one party once.</summary>
    public required string EventId { get; init; }

    public required AnnouncementAudience Audience { get; init; }

    /// <summary>Id of the entry in the directory, or the name of the referrer in the settings.</summary>
    public required string Party { get; init; }

    public required string PartyName { get; init; }

    public required ReferralNews News { get; init; }

    public required AnnouncementDialect Dialect { get; init; }

    /// <summary>Registered endpoint, address, or the number for a person to call.</summary>
    public string? To { get; init; }

    /// <summary>Why no message goes out by itself: a person tells them. Null when one does.</summary>
    public string? ByHandBecause { get; init; }

    /// <summary>The link that was made for this mail.</summary>
    public string? LinkId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A later one says what holds, and this one was not sent, or not any more.</summary>
    public string? SupersededBy { get; private set; }

    public DateTimeOffset? ToldAt { get; private set; }

    public string? ToldBy { get; private set; }

    /// <summary>phone, portal, fax or in-person.</summary>
    public string? ToldHow { get; private set; }

    public string? ToldWhom { get; private set; }

    /// <summary>What the other side said or gave: a name, a number, a time.</summary>
    public string? ToldEvidence { get; private set; }

    public void Supersede(string by) => SupersededBy ??= by;

    public void Tell(string by, string how, string whom, string? evidence, DateTimeOffset now) =>
        (ToldAt, ToldBy, ToldHow, ToldWhom, ToldEvidence) = (now, by, how, whom, evidence);
}
