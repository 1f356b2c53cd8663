using Microsoft.EntityFrameworkCore;
using Runink.Domain.Referrals.Authorizing;

namespace Runink.Domain.Store.Reading;

/// <summary>What payers decided, out of the histories of referrals: whichever way it was asked and answered, by message, by file or by telephone.</summary>
public static class PayerDecisionReader
{
    private static readonly List<string> Decisions = ["approve-authorization", "modify-authorization", "deny-authorization"];

    private static readonly List<string> Moves = [.. Decisions, "submit-authorization", "appeal-authorization"];

    /// <param name="referrals">The ids of those that count.</param>
    /// <param name="from">Decided from then on; null for ever.</param>
    /// <param name="end">Decided before.</param>
    /// <returns>In the order of the decisions.</returns>
    public static async Task<IReadOnlyList<DecidedAuthorization>> ReadAsync(CompanionDb db, IQueryable<string> referrals, DateTimeOffset? from, DateTimeOffset? end, CancellationToken cancel)
    {
        var answers = db.ReferralEvents.Where(row => Decisions.Contains(row.Kind) && referrals.Contains(row.ReferralId));
        if (from is { } first)
            answers = answers.Where(row => row.At >= first);
        if (end is { } until)
            answers = answers.Where(row => row.At < until);
        var answered = answers.Select(row => row.ReferralId).Distinct();
        var heads = await db.Referrals.Where(row => answered.Contains(row.Id)).Select(row => new { row.Id, row.Payer, row.Priority }).ToListAsync(cancel);
        var steps = (await db.ReferralEvents.Where(row => Moves.Contains(row.Kind) && answered.Contains(row.ReferralId)).OrderBy(row => row.At).ThenBy(row => row.Id)
            .Select(row => new { row.ReferralId, row.Kind, row.At }).ToListAsync(cancel)).ToLookup(row => row.ReferralId, row => (row.Kind, row.At), StringComparer.Ordinal);
        return
        [
            .. heads.SelectMany(head => DecidedAuthorization.Of(head.Id, head.Payer ?? "not said", head.Priority == "urgent", steps[head.Id]))
                .Where(one => !(one.DecidedAt < from) && !(one.DecidedAt >= end)).OrderBy(one => one.DecidedAt).ThenBy(one => one.Referral, StringComparer.Ordinal),
        ];
    }
}
