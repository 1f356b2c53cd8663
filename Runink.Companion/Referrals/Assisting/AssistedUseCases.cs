using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Assisting;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Assisting;

/// <param name="Answer">What was made of it already; null: nothing yet.</param>
/// <param name="OffWhy">Why this kind is switched off; null while it is on.</param>
public sealed record AssistedLine(AssistedSuggestion Suggestion, string Accuracy, string? Answer, string? OffWhy);

/// <summary>Suggestions beside a referral: accepted or not by a person, never done by themselves.</summary>
public sealed class AssistedUseCases(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals, AssistedCommandHandler assisted, ReferralUseCases board, TimeProvider time)
{
    private static readonly TimeSpan Back = TimeSpan.FromDays(365);

    public async Task<Outcome<IReadOnlyList<AssistedLine>>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        // They are read out of the reason, which says as much of a patient as a name.
        if ((caller.Lacks(Permission.ReadReferrals) ?? caller.Lacks(Permission.ReadPatients)) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.Referrals.AsNoTracking().SeenBy(db, caller).FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        if (!ReferralStates.IsOpen(referral.State))
            return new Outcome<IReadOnlyList<AssistedLine>>([], null);
        var switches = await db.AssistedSwitches.AsNoTracking().ToListAsync(cancel);
        var records = await db.AssistedRecords.AsNoTracking().Where(row => row.ReferralId == id && row.SettledAt == null).ToListAsync(cancel);
        var lines = new List<AssistedLine>();
        foreach (var suggestion in await DecideAsync(db, caller, referral, cancel))
        {
            var off = switches.Find(one => one.Kind == suggestion.Kind) is { OffSince: not null } gone ? gone.Why : null;
            var answer = records.Find(row => row.Kind == suggestion.Kind && row.Suggested == suggestion.Value) is { } record ? $"{(record.Accepted ? "Accepted" : "Overridden")} by {record.By}" : null;
            lines.Add(new AssistedLine(off is null ? suggestion : AssistedSuggestion.Unknown(suggestion.Kind, "Switched off"), AssistedCommandHandler.Accuracy(db, suggestion.Kind).Words, answer, off));
        }

        return new Outcome<IReadOnlyList<AssistedLine>>(lines, null);
    }

    public async Task<Outcome<IReadOnlyList<AssistedLine>>> AnswerAsync(Caller caller, string id, AssistedKind kind, int version, bool accepted, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var found = await FindAsync(caller, id, cancel);
        if (found.Value?.FirstOrDefault(line => line.Suggestion.Kind == kind) is not { } line)
            return found.Refusal ?? new Refusal("not-found", "Nothing is suggested.");
        var done = await writer.WriteAsync(scope => ReferralUseCases.MayAct(scope.Db, caller, id) ?? assisted.Answer(scope, id, line.Suggestion, version, accepted, caller.Actor), cancel);
        return done.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    /// <summary>Concerns everybody: only who acts on referrals of the whole hospital.</summary>
    public async Task<Refusal?> SwitchOnAsync(Caller caller, AssistedKind kind, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.ActOnReferrals) ?? (caller.UnitsFor(Permission.ActOnReferrals) is null ? null : new Refusal("forbidden", "Suggestions are switched on for the whole hospital."))) is { } refusal)
            return refusal;
        await writer.WriteAsync(scope => AssistedCommandHandler.SwitchOn(scope, kind, caller.Actor), cancel);
        return null;
    }

    private async Task<IReadOnlyList<AssistedSuggestion>> DecideAsync(CompanionDb db, Caller caller, Referral referral, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var suggestions = new List<AssistedSuggestion>();
        if (Referral.IsAssessed(referral.State))
        {
            suggestions.Add(ServiceSuggestion.Decide(referral.Reason, ServiceSuggestion.Standard, await board.ServicesAsync(caller, cancel)));
            suggestions.Add(PrioritySuggestion.Decide(referral.Priority, referral.Reason, referrals.PriorityWordsOf(referral)));
        }

        if (referral.DueAt is { } due && referral.State != ReferralState.OnHold)
            suggestions.Add(Outlook.Breach(referral.Service, referral.Priority, referral.State, now - referral.EnteredStateAt, due < now, await FinishedStages.OfAsync(db, referral.State, referral.Priority, now, cancel)));
        if (referral.AuthorizationGate is "unknown" or "required" or "submitted" or "pended")
        {
            var decided = await PayerDecisionReader.ReadAsync(db, db.Referrals.Select(row => row.Id), now - Back, null, cancel);
            var ids = decided.Select(one => one.Referral).Distinct().ToList();
            var services = await db.Referrals.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Service, cancel);
            suggestions.Add(Outlook.Authorization(referral.Service, referral.Payer, [.. decided.Select(one => new DecidedRequest(services[one.Referral], one.Payer, !one.IsApproved))]));
        }

        return suggestions;
    }
}
