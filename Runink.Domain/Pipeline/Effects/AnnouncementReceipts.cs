using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals.Announcing;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What the end of a delivery means for the referral of which it tells: what is settled by it, and whether a person has to tell them.</summary>
public static class AnnouncementReceipts
{
    /// <summary>A party that cannot be told of a referral is work for whoever follows that referral, and names it.</summary>
    public static void Work(WriteScope scope, OutboxMessage message)
    {
        if (message.ReferralId is not { } referral)
            return;
        scope.Announce(new Change("referral", referral));
        var key = $"{message.Channel} {message.Receiver} {referral}";
        if (message.Status == OutboxStatus.Failed)
        {
            OperationalTasks.Raise(
                scope, "delivery-failed", key, "high", $"{message.Who} cannot be told of a referral over {message.Channel}",
                $"{message.Receipt} Referral {referral}. Tell them by phone or portal and write it down there, or try again.", $"/referrals/{referral}");
            return;
        }

        if (message.Status == OutboxStatus.Delivered && scope.Db.ReferralAnnouncements.Find(message.Id) is { } told)
        {
            Known(scope, told);
            ByHand(scope, told);
        }

        var others = scope.Db.Outbox.Where(other => other.Id != message.Id && other.ReferralId == referral && other.Channel == message.Channel && other.To == message.To).ToList();
        if (others.TrueForAll(other => other.Status != OutboxStatus.Failed))
            OperationalTasks.Settle(scope, "delivery-failed", key, $"{message.Who} knows how the referral stands.");
    }

    /// <summary>What no message can say to a party is work for a person, one piece for each party of a referral, until all of it is said or no longer holds.</summary>
    internal static void ByHand(WriteScope scope, ReferralAnnouncement of)
    {
        scope.Db.ReferralAnnouncements.Where(row => row.ReferralId == of.ReferralId).Load();
        var open = scope.Db.ReferralAnnouncements.Local.Where(row => row.ReferralId == of.ReferralId && row.Audience == of.Audience && row.Party == of.Party && row is { ByHandBecause: not null, ToldAt: null, SupersededBy: null })
            .OrderBy(row => row.Id, StringComparer.Ordinal).ToList();
        var key = $"{of.ReferralId} {of.Audience} {of.Party}";
        if (open is [.., var newest])
            OperationalTasks.Raise(
                scope, "referral-to-tell", key, newest.News == ReferralNews.Requested ? "high" : "moderate", $"{of.PartyName} is to be told by a person: {string.Join("; ", open.Select(row => NewsWords.Of(row.News)).Distinct(StringComparer.Ordinal))}",
                $"{newest.ByHandBecause} Referral {of.ReferralId}. Tell them and write it down there.", $"/referrals/{of.ReferralId}");
        else
            OperationalTasks.Settle(scope, "referral-to-tell", key, $"{of.PartyName} knows how the referral stands.");
    }

    /// <summary>A party knows this by now: what it was to be told before, by a message that was given up or by a person, need not be told any more.</summary>
    internal static void Known(WriteScope scope, ReferralAnnouncement told)
    {
        var before = scope.Db.ReferralAnnouncements.Where(row => row.ReferralId == told.ReferralId && row.Audience == told.Audience && row.Party == told.Party && string.Compare(row.Id, told.Id) < 0).ToList();
        Supersede(scope, told, before, OutboxStatus.Failed);
        foreach (var row in before.Where(row => row is { ByHandBecause: not null, ToldAt: null, SupersededBy: null }))
            Note(scope, row, told);
    }

    /// <summary>What was said before, and stands like this in the outbox, is not said any more: the newer word holds.</summary>
    internal static void Supersede(WriteScope scope, ReferralAnnouncement by, IEnumerable<ReferralAnnouncement> before, OutboxStatus standing)
    {
        foreach (var row in before)
        {
            if (scope.Db.Outbox.Find(row.Id) is not { } message || message.Status != standing)
                continue;
            Note(scope, row, by);
            message.Skipped($"superseded: {NewsWords.Of(by.News)} is what holds", scope.Now);
            scope.Announce(new Change("delivery", message.Id));
        }
    }

    private static void Note(WriteScope scope, ReferralAnnouncement row, ReferralAnnouncement by)
    {
        row.Supersede(by.Id);
        scope.Record("referral_announcement_superseded", new Subject("referral", row.ReferralId), Actor.System, Detail.Of(("announcement", row.Id), ("by", by.Id)));
    }
}
