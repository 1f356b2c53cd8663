using Runink.Domain.Delivery;
using Runink.Domain.Referrals.Announcing;

namespace Runink.Companion.Referrals.Announcing;

public enum AnnouncementState
{
    /// <summary>No message can go: a person tells them.</summary>
    ByHand,

    Waiting,

    /// <summary>It failed, and is tried again.</summary>
    Trying,

    /// <summary>The other side's server has taken it.</summary>
    Received,

    /// <summary>Refused, or given up.</summary>
    Failed,

    /// <summary>A later word holds.</summary>
    Superseded,

    /// <summary>Not sent, and nobody need do anything.</summary>
    NotSent,

    /// <summary>A person told them.</summary>
    Told,
}

/// <param name="Evidence">What the other side said or gave, for who may read of the patient.</param>
public sealed record AnnouncementTold(DateTimeOffset At, string By, string How, string Whom, string? Evidence);

/// <param name="Audience">recipient or referrer.</param>
/// <param name="Party">Whom it is told to, as people call them.</param>
/// <param name="Words">The news in a few words, with nothing of the patient.</param>
/// <param name="Dialect">osu, fhir-task, email, or none: by a person.</param>
/// <param name="DoneAt">When it came to its end; null while it is on its way.</param>
/// <param name="Receipt">What the other side answered, or why it is as it is.</param>
/// <param name="MayTell">Whether the caller may write down that they were told in another way.</param>
public sealed record AnnouncementView(
    string Id, AnnouncementAudience Audience, string Party, ReferralNews News, string Words, AnnouncementDialect Dialect, string? To, DateTimeOffset At, AnnouncementState State, int Tries,
    DateTimeOffset? NextTryAt, DateTimeOffset? DoneAt, string? Receipt, AnnouncementTold? Told, bool MayTell)
{
    /// <param name="message">Null where none was made, or it was removed by the rules of retention.</param>
    public static AnnouncementView Of(ReferralAnnouncement row, OutboxMessage? message, bool mayTell, bool mayRead)
    {
        var state = StateOf(row, message);
        var told = row.ToldAt is { } at ? new AnnouncementTold(at, row.ToldBy!, row.ToldHow!, row.ToldWhom!, mayRead ? row.ToldEvidence : null) : null;
        return new AnnouncementView(
            row.Id, row.Audience, row.PartyName, row.News, NewsWords.Of(row.News), row.Dialect, row.To, row.At, state, message?.Attempts ?? 0, message?.NextAttemptAt, message?.DoneAt ?? row.ToldAt,
            message?.Receipt ?? row.ByHandBecause, told, mayTell && (state is AnnouncementState.ByHand or AnnouncementState.Waiting or AnnouncementState.Trying or AnnouncementState.Failed));
    }

    private static AnnouncementState StateOf(ReferralAnnouncement row, OutboxMessage? message) => (row, message) switch
    {
        ({ ToldAt: not null }, _) or (_, { Status: OutboxStatus.Told }) => AnnouncementState.Told,
        ({ SupersededBy: not null }, _) => AnnouncementState.Superseded,
        (_, { Status: OutboxStatus.Pending, Attempts: 0 }) => AnnouncementState.Waiting,
        (_, { Status: OutboxStatus.Pending }) => AnnouncementState.Trying,
        (_, { Status: OutboxStatus.Delivered }) => AnnouncementState.Received,
        (_, { Status: OutboxStatus.Failed }) => AnnouncementState.Failed,
        ({ ByHandBecause: not null }, null) => AnnouncementState.ByHand,
        _ => AnnouncementState.NotSent,
    };
}
