using Microsoft.EntityFrameworkCore;
using Runink.Companion.Referrals.Dossiers;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Referrals.Partners;

/// <summary>Where somebody without an account reads the one referral of a link and answers it.</summary>
public sealed class PartnerDoor(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals, DossierUseCases dossiers, TimeProvider time)
{
    internal async Task<Outcome<PartnerView>> OpenAsync(string token, CancellationToken cancel)
    {
        var opened = await writer.WriteAsync(scope => PartnerCommandHandler.Open(scope, token, "partner_viewed"), cancel);
        if (opened.Refusal is { } refusal)
            return refusal;
        var (link, referral) = opened.Value;
        await using var db = store.Read();
        var patient = await db.Patients.FirstAsync(row => row.Id == referral.PatientId, cancel);
        var events = await db.ReferralEvents.Where(one => one.ReferralId == referral.Id && one.At >= link.CreatedAt).OrderByDescending(one => one.Id).ToListAsync(cancel);
        var now = time.GetUtcNow();
        return new PartnerView(
            token, link.Recipient, referral.Service, referral.Priority, referral.Reason, patient.Card(now), patient.BirthDate, ReferralStates.Of(referral.State).Title, referral.VisitAt,
            await ReferralDocumentUseCases.Views(db, referral.Id).ToListAsync(cancel), [.. events.Where(one => one.ActorId == link.Id || one.Kind == "clear-question").Select(one => Line(one, link))],
            ReferralStates.IsOpen(referral.State), events.Any(one => one.ActorId == link.Id && one.Kind == "partner-accepts"),
            ReferralFlow.Actions(referral, now).Any(action => action.Name == "decline"), link.ExpiresAt);
    }

    public async Task<Outcome<ReferralDocument>> DocumentAsync(string token, string document, CancellationToken cancel)
    {
        var opened = await writer.WriteAsync(scope => PartnerCommandHandler.Open(scope, token, "partner_took_document"), cancel);
        if (opened.Refusal is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await db.ReferralDocuments.FirstOrDefaultAsync(row => row.Id == document && row.ReferralId == opened.Value.Referral.Id, cancel) is { } found ? found : PartnerCommandHandler.NotValid;
    }

    internal async Task<Outcome<DossierFile>> DossierAsync(string token, string form, CancellationToken cancel)
    {
        var opened = await writer.WriteAsync(scope => PartnerCommandHandler.Open(scope, token, "partner_took_dossier"), cancel);
        if (opened.Refusal is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await dossiers.FileOfAsync(db, opened.Value.Referral, form, cancel);
    }

    public async Task<Outcome<string>> AnswerAsync(string token, PartnerAnswer answer, CancellationToken cancel)
    {
        var text = WrittenText.Note(answer.Text, "The text");
        return text.Refusal is { } unwritable ? unwritable : await writer.WriteAsync(scope => PartnerCommandHandler.Answer(scope, referrals, token, answer with { Text = text.Value }), cancel);
    }

    private static PartnerLine Line(ReferralEventRecord one, PartnerLink link) => new(one.At, one.ActorId == link.Id ? link.Recipient : one.ActorName, one.Kind switch
    {
        "partner-accepts" => "Accepted",
        "partner-proposes" => $"Proposed a time{(one.Text is { } words ? $": {words}" : "")}",
        "partner-reports" => $"Sent a report: {one.Text}",
        "decline" => $"Declined: {one.Text}",
        "triage" or "report-received" => ReferralLabels.State(one.To ?? ReferralState.Received),
        _ => one.Text ?? "",
    });
}
