using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Partners;

/// <param name="State">open, expired or revoked.</param>
public sealed record LinkView(string Id, string Recipient, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? FirstSeenAt, DateTimeOffset? LastSeenAt, string State);

/// <summary>Where people make links for partners without an account, and take them back.</summary>
public sealed class PartnerLinkUseCases(CompanionStore store, StoreWriter writer, TimeProvider time)
{
    public async Task<Outcome<IReadOnlyList<LinkView>>> ListAsync(Caller caller, string referral, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await ReferralUseCases.ClosedAsync(db, caller, referral, cancel) is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        var links = await db.PartnerLinks.Where(link => link.ReferralId == referral).OrderByDescending(link => link.Id).ToListAsync(cancel);
        return new Outcome<IReadOnlyList<LinkView>>(
            [.. links.Select(link => new LinkView(link.Id, link.Recipient, link.CreatedBy, link.CreatedAt, link.ExpiresAt, link.FirstSeenAt, link.LastSeenAt, link.IsOpen(now) ? "open" : link.RevokedAt is null ? "expired" : "revoked"))], null);
    }

    /// <returns>The path of the link: it is shown this once.</returns>
    public async Task<Outcome<string>> MakeAsync(Caller caller, string referral, string recipient, int days, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var made = await writer.WriteAsync(scope => ReferralUseCases.MayAct(scope.Db, caller, referral) ?? PartnerCommandHandler.Make(scope, referral, recipient, days, caller.Actor), cancel);
        return made.Value is { } token ? $"/p/{token}" : made.Refusal!;
    }

    public async Task<Outcome<string>> RevokeAsync(Caller caller, string referral, string link, CancellationToken cancel) =>
        caller.Lacks(Permission.ActOnReferrals) is { } refusal
            ? refusal
            : await writer.WriteAsync(scope => ReferralUseCases.MayAct(scope.Db, caller, referral) ?? PartnerCommandHandler.Revoke(scope, referral, link, caller.Actor), cancel);
}
