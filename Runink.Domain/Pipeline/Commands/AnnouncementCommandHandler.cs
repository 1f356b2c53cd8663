using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>How somebody outside was told by a person.</summary>
/// <param name="How">One of <see cref="AnnouncementCommandHandler.Ways"/>.</param>
/// <param name="Whom">A name, or the role of who answered.</param>
/// <param name="Evidence">What the other side said or gave: a case number, a time; may be null.</param>
public sealed record ToldByHand(string How, string Whom, string? Evidence);

/// <summary>A person tells somebody outside of a referral, inside the writing transaction.</summary>
public static class AnnouncementCommandHandler
{
    public static IReadOnlyDictionary<string, string> Ways { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["phone"] = "by phone", ["portal"] = "in their portal", ["fax"] = "by fax", ["in-person"] = "in person",
    };

    /// <summary>Ends the delivery, also one that is still being tried: nobody is told the same twice.</summary>
    public static Outcome<string> Tell(WriteScope scope, string referral, string id, ToldByHand told, Actor actor)
    {
        if (scope.Db.ReferralAnnouncements.Find(id) is not { } row || row.ReferralId != referral)
            return new Refusal("not-found", "There is no such announcement.");
        if (!Ways.TryGetValue(told.How, out var way))
            return new Refusal("invalid", $"How is one of {string.Join(", ", Ways.Keys)}.");
        if (PlainText.Line(told.Whom).Trim() is not { Length: > 0 } whom)
            return new Refusal("invalid", "Say who was told: a name, or the role of who answered.");
        var message = scope.Db.Outbox.Find(id);
        if (row.ToldAt is not null || row.SupersededBy is not null || message is { Status: not (OutboxStatus.Pending or OutboxStatus.Failed) } || (message is null && row.ByHandBecause is null))
            return new Refusal("not-allowed-now", row.SupersededBy is not null ? "A later word holds: tell them that." : "They have been told already.");
        row.Tell(actor.Name, told.How, whom, told.Evidence is { Length: > 0 } evidence ? evidence : null, scope.Now);
        scope.Record("referral_announcement_told", new Subject("referral", referral), actor, Detail.Of(
            ("announcement", id), ("how", told.How), ("whomHash", Detail.HashOf(whom)), ("evidenceHash", Detail.HashOf(row.ToldEvidence))));
        scope.Announce(new Change("referral", referral));
        AnnouncementReceipts.Known(scope, row);
        AnnouncementReceipts.ByHand(scope, row);
        if (message is null)
            return id;
        message.ToldByHand($"{actor.Name} told {whom} {way}", scope.Now);
        scope.Record("delivery_told", new Subject("delivery", id), actor, Detail.Of(("how", told.How), ("whomHash", Detail.HashOf(whom)), ("referral", referral)));
        scope.Announce(new Change("delivery", id));
        AnnouncementReceipts.Work(scope, message);
        LaterReceipts.Work(scope, message);
        return id;
    }
}
