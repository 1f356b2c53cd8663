using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Billing;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Billing;

/// <param name="Match">referral, authorization, visit, window or person; unmatched while it is not known where it belongs.</param>
/// <param name="MatchedBy">The person who said so.</param>
public sealed record ChargeView(string Id, string? Referral, ChargeMatch Match, string? MatchedBy, string? Number, string? Code, string? Text, int Units, DateOnly? Day, string? CostCentre, decimal? Amount, string? Currency, bool IsReversed, DateTimeOffset ReceivedAt);

/// <summary>Whether a referral can be billed, by what, and what is missing.</summary>
/// <param name="Unmatched">Charges of the patient that name no referral.</param>
public sealed record FinancialView(bool IsReady, IReadOnlyList<FinancialCheck> Checks, IReadOnlyList<ChargeView> Charges, IReadOnlyList<ChargeView> Unmatched, bool MayAssign);

/// <summary>One referral from order to revenue. Nothing in it names the patient.</summary>
/// <param name="Missing">Names of what is missing, between blanks.</param>
public sealed record RevenueRow(
    string Referral, string Service, ReferralState State, string? Payer, string? Contract, string? CostCentre, DateTimeOffset ReceivedAt, DateOnly? VisitDay, string Authorization, string? AuthorizationNumber, int? UnitsAuthorized, int UnitsUsed,
    string Charges, int ChargedUnits, decimal? Amount, string? Currency, bool IsReady, string Missing, DateTimeOffset? ClosedAt);

/// <summary>Where a referral stands on its way to revenue, and the facts of all for whoever reads numbers.</summary>
public sealed class FinancialUseCases(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals, ChargeCommandHandler charges, PhiAccessLog reads)
{
    private const int MostRows = 10_000;

    private static readonly List<ReferralState> Visited = [ReferralState.ReportDue, ReferralState.ReportReview, ReferralState.LoopClosed, ReferralState.FinanciallyReady];

    public async Task<Outcome<FinancialView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await DossierUseCases.ClosedAsync(db, caller, id, cancel) is { } refusal)
            return refusal;
        var referral = await db.Referrals.AsNoTracking().FirstAsync(row => row.Id == id, cancel);
        await reads.NoteAsync(caller, "referral_read", new Subject("referral", id), cancel, referral.PatientId);
        var decision = referrals.Financial(db, referral);
        var rows = await db.ReferralCharges.AsNoTracking().Where(row => row.ReferralId == id).OrderBy(row => row.Id).ToListAsync(cancel);
        var lost = await Unmatched(db).Where(row => db.FhirResources.Any(item => item.Type == "ChargeItem" && item.Id == row.Id && item.PatientId == referral.PatientId)).OrderBy(row => row.Id).ToListAsync(cancel);
        return new FinancialView(decision.IsReady, decision.Checks, [.. rows.Select(View)], [.. lost.Select(View)], caller.May(Permission.ActOnReferrals) && ReferralUseCases.MayAct(db, caller, id) is null);
    }

    /// <summary>Charges of patients with visits that name no referral.</summary>
    public async Task<Outcome<IReadOnlyList<ChargeView>>> UnmatchedAsync(Caller caller, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.ReadReferrals) ?? caller.Lacks(Permission.ReadPatients)) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var patients = db.Patients.SeenBy(db, caller).Select(row => row.Id);
        var rows = await Unmatched(db).Where(row => db.FhirResources.Any(item => item.Type == "ChargeItem" && item.Id == row.Id && item.PatientId != null && patients.Contains(item.PatientId))).OrderByDescending(row => row.Id).Take(MostRows).ToListAsync(cancel);
        return new Outcome<IReadOnlyList<ChargeView>>([.. rows.Select(View)], null);
    }

    /// <param name="referral">Null: it belongs to none.</param>
    public async Task<Outcome<ChargeView>> AssignAsync(Caller caller, string charge, string? referral, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.ActOnReferrals) ?? caller.Lacks(Permission.ReadPatients)) is { } refusal)
            return refusal;
        var done = await writer.WriteAsync(
            scope => scope.Db.ReferralCharges.Find(charge) is not { } row || (row.ReferralId ?? referral) is not { } about ? new Refusal("not-found", "There is no such charge.")
                : ReferralUseCases.MayAct(scope.Db, caller, about) ?? (referral is null ? null : ReferralUseCases.MayAct(scope.Db, caller, referral)) ?? charges.Assign(scope, charge, referral, caller.Actor), cancel);
        if (done.Refusal is { } refused)
            return refused;
        await using var db = store.Read();
        return View(await db.ReferralCharges.AsNoTracking().FirstAsync(row => row.Id == charge, cancel));
    }

    /// <summary>Referrals whose patient was seen, newest first: for whoever reads numbers, of the units that they see.</summary>
    public async Task<Outcome<IReadOnlyList<RevenueRow>>> RevenueAsync(Caller caller, DateOnly? from, DateOnly? until, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.ReadReferrals) ?? caller.Lacks(Permission.ReadKpis)) is { } refusal)
            return refusal;
        if (until < from)
            return new Refusal("invalid", "The last day lies before the first.");
        await using var db = store.Read();
        var (first, end) = (from is { } day ? When.StartOf(day) : (DateTimeOffset?)null, until is { } last ? When.StartOf(last.AddDays(1)) : (DateTimeOffset?)null);
        var rows = await db.Referrals.AsNoTracking().SeenBy(db, caller).Where(row => Visited.Contains(row.State) && (first == null || row.OpenedAt >= first) && (end == null || row.OpenedAt < end)).OrderByDescending(row => row.Id).Take(MostRows).ToListAsync(cancel);
        var ids = rows.Select(row => row.Id).ToList();
        var charged = (await db.ReferralCharges.AsNoTracking().Where(row => row.ReferralId != null && !row.IsReversed && ids.Contains(row.ReferralId)).ToListAsync(cancel)).ToLookup(row => row.ReferralId!);
        await reads.NoteListAsync(caller, "revenue_read", new Subject("referrals", "revenue"), rows.Select(row => row.PatientId), cancel);
        return new Outcome<IReadOnlyList<RevenueRow>>([.. rows.Select(row => Row(db, row, [.. charged[row.Id]]))], null);
    }

    internal static string Csv(IReadOnlyList<RevenueRow> rows) => CsvText.Of(
        ["referral_id", "service", "state", "payer", "contract", "cost_centre", "received_at", "visit_day", "authorization", "authorization_number", "units_authorized", "units_used", "charges", "charged_units", "amount", "currency", "financially_ready", "missing", "closed_at"],
        rows.Select(row => (IEnumerable<string>)
        [
            row.Referral, row.Service, row.State.ToString(), row.Payer ?? "", row.Contract ?? "", row.CostCentre ?? "", When.Iso(row.ReceivedAt), row.VisitDay?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", row.Authorization, row.AuthorizationNumber ?? "",
            Number(row.UnitsAuthorized), Number(row.UnitsUsed), row.Charges, Number(row.ChargedUnits), row.Amount?.ToString(CultureInfo.InvariantCulture) ?? "", row.Currency ?? "", row.IsReady ? "1" : "0", row.Missing, row.ClosedAt is { } closed ? When.Iso(closed) : "",
        ]));

    private RevenueRow Row(CompanionDb db, Referral referral, IReadOnlyList<ReferralCharge> charged)
    {
        var facts = referrals.FinancialFacts(db, referral);
        var decision = FinancialReadiness.Decide(facts);
        var currencies = charged.Select(charge => charge.Currency).Distinct().ToList();
        // Amounts of two currencies have no sum.
        var amount = charged.Any(charge => charge.Amount is not null) && currencies.Count == 1 ? charged.Sum(charge => charge.Amount ?? 0) : (decimal?)null;
        return new RevenueRow(
            referral.Id, referral.Service, referral.State, facts.Covered ?? referral.Payer, facts.Contract, facts.CostCentre, referral.OpenedAt, facts.VisitDay, referral.AuthorizationGate, referral.AuthorizationNumber, referral.AuthorizedUnits, referral.UnitsUsed,
            string.Join(' ', facts.Charges), charged.Sum(charge => charge.Units), amount, amount is null ? null : currencies[0], decision.IsReady, string.Join(' ', decision.Checks.Where(check => !check.IsMet).Select(check => check.Name)), referral.ClosedAt);
    }

    private static IQueryable<ReferralCharge> Unmatched(CompanionDb db) => db.ReferralCharges.AsNoTracking().Where(row => row.ReferralId == null && !row.IsReversed);

    private static ChargeView View(ReferralCharge row) => new(row.Id, row.ReferralId, row.Match, row.MatchedBy, row.Number, row.Code, row.Text, row.Units, row.Day, row.CostCentre, row.Amount, row.Currency, row.IsReversed, row.ReceivedAt);

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
