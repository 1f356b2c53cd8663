using Microsoft.EntityFrameworkCore;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Assisting;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Stages that referrals of this site have left, and what payers decided here: what outlooks are counted from.</summary>
public static class FinishedStages
{
    /// <summary>What is older says little of how it goes today.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromDays(365);

    private const int MostReferrals = 3000;

    /// <param name="state">Only stages of this state.</param>
    public static async Task<IReadOnlyList<FinishedStage>> OfAsync(CompanionDb db, ReferralState state, string priority, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - Back;
        var referrals = await db.Referrals.AsNoTracking().Where(row => row.OpenedAt >= since && db.ReferralSegments.Any(segment => segment.ReferralId == row.Id && segment.State == state && segment.Priority == priority)).OrderByDescending(row => row.OpenedAt).Take(MostReferrals)
            .Select(row => new { row.Id, row.Service }).ToListAsync(cancel);
        var (ids, services) = (referrals.ConvertAll(row => row.Id), referrals.ToDictionary(row => row.Id, row => row.Service, StringComparer.Ordinal));
        var segments = await db.ReferralSegments.AsNoTracking().Where(segment => ids.Contains(segment.ReferralId)).ToListAsync(cancel);
        return [.. segments.GroupBy(segment => segment.ReferralId, StringComparer.Ordinal).SelectMany(group => Stages(services[group.Key], [.. group.OrderBy(segment => segment.Ordinal)])).Where(stage => stage.State == state && stage.Priority == priority)];
    }

    /// <summary>Segments of one state beside each other are one stage; the last of a referral has not ended.</summary>
    private static IEnumerable<FinishedStage> Stages(string service, List<ReferralSegment> segments)
    {
        for (var first = 0; first < segments.Count;)
        {
            var next = first + 1;
            while (next < segments.Count && segments[next].State == segments[first].State)
                next++;
            if (next < segments.Count && segments[next - 1] is { DueAt: { } due } last)
                yield return new FinishedStage(service, last.Priority, last.State, segments[next].StartedAt - segments[first].StartedAt, segments[next].StartedAt > due);
            first = next;
        }
    }
}
