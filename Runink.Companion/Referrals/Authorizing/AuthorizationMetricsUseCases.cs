using System.Globalization;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Authorizing;

/// <summary>The numbers of one payer, or of all together.</summary>
/// <param name="Payer">Null for all.</param>
public sealed record PayerMetrics(string? Payer, IReadOnlyList<PriorAuthorizationMetric> Metrics);

/// <param name="Rows">What was counted, a decision each. Nothing in them names a patient.</param>
public sealed record AuthorizationMetricsView(DateOnly? From, DateOnly? Until, IReadOnlyList<PayerMetrics> Payers, IReadOnlyList<DecidedAuthorization> Rows);

/// <summary>How payers decided, in the metrics of CMS-0057-F.</summary>
public sealed class AuthorizationMetricsUseCases(CompanionStore store, PhiAccessLog reads)
{
    /// <param name="from">First day on which the payer decided.</param>
    public async Task<Outcome<AuthorizationMetricsView>> FindAsync(Caller caller, DateOnly? from, DateOnly? until, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.ReadReferrals) ?? caller.Lacks(Permission.ReadKpis)) is { } refusal)
            return refusal;
        if (until < from)
            return new Refusal("invalid", "The last day lies before the first.");
        await using var db = store.Read();
        var (first, end) = (from is { } day ? When.StartOf(day) : (DateTimeOffset?)null, until is { } last ? When.StartOf(last.AddDays(1)) : (DateTimeOffset?)null);
        var decided = await PayerDecisionReader.ReadAsync(db, db.Referrals.SeenBy(db, caller).Select(row => row.Id), first, end, cancel);
        await reads.NoteListAsync(caller, "authorization_metrics_read", new Subject("referrals", "authorizations"), [], cancel);
        return new AuthorizationMetricsView(
            from, until,
            [new PayerMetrics(null, PriorAuthorizationMetrics.Of(decided)), .. decided.GroupBy(one => one.Payer, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new PayerMetrics(group.Key, PriorAuthorizationMetrics.Of([.. group])))], decided);
    }

    internal static string Csv(AuthorizationMetricsView view) => CsvText.Of(
        ["payer", "metric", "title", "part", "whole", "percent", "hours", "definition"],
        view.Payers.SelectMany(payer => payer.Metrics.Select(metric => (IEnumerable<string>)
        [
            payer.Payer ?? "all", metric.Name, metric.Title, metric.Part?.ToString(CultureInfo.InvariantCulture) ?? "", metric.Whole.ToString(CultureInfo.InvariantCulture), metric.Percent?.ToString(CultureInfo.InvariantCulture) ?? "",
            metric.Hours?.ToString(CultureInfo.InvariantCulture) ?? "", metric.Definition,
        ])));

    internal static string RowsCsv(AuthorizationMetricsView view) => CsvText.Of(
        ["referral_id", "payer", "expedited", "asked_at", "decided_at", "hours", "decision", "late", "appealed_at", "overturned_at"],
        view.Rows.Select(row => (IEnumerable<string>)
        [
            row.Referral, row.Payer, row.IsExpedited ? "1" : "0", When.Iso(row.AskedAt), When.Iso(row.DecidedAt), row.Length.TotalHours.ToString("0.0", CultureInfo.InvariantCulture), row.Decision.ToString(), row.IsLate ? "1" : "0",
            row.AppealedAt is { } appealed ? When.Iso(appealed) : "", row.OverturnedAt is { } overturned ? When.Iso(overturned) : "",
        ]));
}
