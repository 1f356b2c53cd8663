using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Routing;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals;

/// <param name="Chosen">The recipient that was chosen last and has not declined; null when there is none.</param>
/// <param name="MayChoose">Whether the stage still lets somebody choose.</param>
public sealed record RoutingView(IReadOnlyList<RoutingCandidate> Candidates, RecipientChoice? Chosen, IReadOnlyList<RecipientChoice> Before, bool MayChoose, int Version);

/// <summary>Who could see the patient of a referral, and who was chosen: for who may know whom it is about.</summary>
public sealed class RoutingUseCases(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals, PhiAccessLog reads, TimeProvider time)
{
    public async Task<Outcome<RoutingView>> CandidatesAsync(Caller caller, string id, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await DossierUseCases.ClosedAsync(db, caller, id, cancel) is { } refusal)
            return refusal;
        var referral = await db.Referrals.FirstAsync(row => row.Id == id, cancel);
        var choices = await db.RecipientChoices.AsNoTracking().Where(row => row.ReferralId == id).OrderBy(row => row.Ordinal).ToListAsync(cancel);
        await reads.NoteAsync(caller, "referral_read", new Subject("referral", id), cancel, referral.PatientId);
        var chosen = choices.LastOrDefault() is { DeclinedAt: null } last && referral.RecipientId == last.ServiceId ? last : null;
        return new RoutingView(
            referrals.Candidates(db, referral, time.GetUtcNow()), chosen, [.. choices.Where(choice => choice != chosen)],
            caller.May(Permission.ActOnReferrals) && ReferralFlow.MayChooseRecipient(referral.State), referral.Version);
    }

    public async Task<Outcome<string>> ChooseAsync(Caller caller, string id, string serviceId, ReferralInput input, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var reason = WrittenText.Note(input.Reason, "The reason");
        if (reason.Refusal is { } unwritable)
            return unwritable;
        return await writer.WriteAsync(scope => ReferralUseCases.MayAct(scope.Db, caller, id) ?? referrals.Choose(scope, id, serviceId, input with { Reason = reason.Value }, caller.Actor), cancel);
    }
}
