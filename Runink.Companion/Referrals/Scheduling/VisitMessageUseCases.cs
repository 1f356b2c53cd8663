using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Scheduling;

/// <param name="Sent">How the delivery stands: pending, delivered, failed, skipped, told.</param>
/// <param name="Link">open, expired or revoked.</param>
public sealed record VisitMessageView(
    string Id, VisitMessageKind Kind, string Language, string Channel, DateTimeOffset? VisitAt, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset SendAt, string? Sent, DateTimeOffset ExpiresAt, string Link,
    DateTimeOffset? SeenAt, DateTimeOffset? AnsweredAt, VisitAnswer? Answer, string? Barrier);

/// <param name="Kinds">What can be sent now.</param>
/// <param name="Reach">email or sms; null when nothing reaches the patient.</param>
public sealed record VisitMessagesView(IReadOnlyList<VisitMessageView> Items, IReadOnlyList<VisitMessageKind> Kinds, string? Reach, string? Language);

/// <summary>What a patient was written, and what came back.</summary>
public sealed class VisitMessageUseCases(CompanionStore store, StoreWriter writer, VisitMessageCommandHandler messages, PhiAccessLog reads, TimeProvider time)
{
    public async Task<Outcome<VisitMessagesView>> ListAsync(Caller caller, string referral, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await ReferralUseCases.ClosedAsync(db, caller, referral, cancel) is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        var of = await db.Referrals.FirstAsync(row => row.Id == referral, cancel);
        var rows = await db.VisitMessages.AsNoTracking().Where(row => row.ReferralId == referral).OrderByDescending(row => row.Id).ToListAsync(cancel);
        var sent = await db.Outbox.Where(message => message.ReferralId == referral).Select(message => new { message.Id, message.Status }).ToDictionaryAsync(message => message.Id, message => message.Status.ToString().ToLowerInvariant(), cancel);
        await reads.NoteAsync(caller, "referral_read", new Subject("referral", referral), cancel, of.PatientId);
        var reach = messages.ReachOf(db, of.PatientId);
        return new VisitMessagesView(
            [.. rows.Select(row => new VisitMessageView(row.Id, row.Kind, row.Language, row.Channel, row.VisitAt, row.CreatedAt, row.CreatedBy, row.SendAt, sent.GetValueOrDefault(row.Id), row.ExpiresAt,
                row.IsOpen(now) ? "open" : row.RevokedAt is null ? "expired" : "revoked", row.SeenAt, row.AnsweredAt, row.Answer, row.Barrier))],
            caller.May(Permission.ActOnReferrals) ? [.. Enum.GetValues<VisitMessageKind>().Where(kind => VisitMessageCommandHandler.WhyNot(of, kind, now) is null)] : [], reach?.Channel, reach?.Language);
    }

    public async Task<Outcome<VisitMessagesView>> SendAsync(Caller caller, string referral, VisitMessageKind kind, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var sent = await writer.WriteAsync(scope => ReferralUseCases.MayAct(scope.Db, caller, referral) ?? messages.Send(scope, referral, kind, caller.Actor), cancel);
        return sent.Refusal is { } refused ? refused : await ListAsync(caller, referral, cancel);
    }

    public async Task<Outcome<string>> RevokeAsync(Caller caller, string referral, string message, CancellationToken cancel) =>
        caller.Lacks(Permission.ActOnReferrals) is { } refusal
            ? refusal
            : await writer.WriteAsync(scope => ReferralUseCases.MayAct(scope.Db, caller, referral) ?? VisitMessageCommandHandler.Revoke(scope, referral, message, caller.Actor), cancel);
}
