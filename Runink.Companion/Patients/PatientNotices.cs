using Microsoft.EntityFrameworkCore;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Patients;
using Runink.Domain.Referrals;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Patients;

/// <summary>Whom the work of a patient told, and how far each message got. What a message says stays with its receiver.</summary>
internal static class PatientNotices
{
    private const int MostMessages = 200;

    public static async Task<IReadOnlyList<ToldView>> ReadAsync(CompanionDb db, List<Escalation> escalations, List<Referral> referrals, CancellationToken cancel)
    {
        var about = escalations.Select(row => (row.Id, (row.TriggerName, Href: $"/escalations/{row.Id}")))
            .Concat(referrals.Select(row => (row.Id, (TriggerName: $"Referral to {row.Service}", Href: $"/referrals/{row.Id}")))).ToDictionary(StringComparer.Ordinal);
        var (ofEscalations, ofReferrals) = (escalations.ConvertAll(row => row.Id), referrals.ConvertAll(row => row.Id));
        var messages = await db.Outbox.Where(row => (row.EscalationId != null && ofEscalations.Contains(row.EscalationId)) || (row.ReferralId != null && ofReferrals.Contains(row.ReferralId)))
            .OrderByDescending(row => row.Id).Take(MostMessages).ToListAsync(cancel);
        return [.. messages.Select(message => View(message, about[message.EscalationId ?? message.ReferralId!]))];
    }

    private static ToldView View(OutboxMessage message, (string What, string Href) about) => new(
        message.DoneAt ?? message.CreatedAt, RecipientNames.Spoken(message.Who ?? message.Receiver), message.Channel, about.What, about.Href, State(message), message.Status == OutboxStatus.Failed);

    /// <summary>The furthest that is known, never more.</summary>
    private static string State(OutboxMessage message) => message.Status switch
    {
        OutboxStatus.Pending => message.Attempts == 0 ? "on its way" : $"on its way, {message.Attempts} {(message.Attempts == 1 ? "attempt" : "attempts")} so far",
        OutboxStatus.Failed => "given up",
        OutboxStatus.Skipped => "not sent: not needed any more",
        OutboxStatus.Told => "told by a person",
        OutboxStatus.Bundled => "told together with others",
        OutboxStatus.Delivered => message switch
        {
            { AcknowledgedAt: { } at } => $"acknowledged {When.DayClock(at)}",
            { SeenAt: { } at } => $"seen {When.DayClock(at)}",
            { DeliveredAt: { } at } => $"arrived {When.DayClock(at)}",
            _ => "the receiver's server took it",
        },
    };
}
