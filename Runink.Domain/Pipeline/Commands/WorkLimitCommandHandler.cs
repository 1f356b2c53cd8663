using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>How many may stand in a column of the referral board: soft, so that one more needs a reason and no more.</summary>
public sealed class WorkLimitCommandHandler(StoreWriter writer)
{
    /// <param name="lane">Null for the whole column.</param>
    /// <param name="most">Null when it does not matter how many.</param>
    public async Task<Outcome<WorkLimit>> SetAsync(ReferralState state, (string By, string Key)? lane, int? most, Actor actor, CancellationToken cancel)
    {
        if (ReferralStates.Of(state).Group is null)
            return new Refusal("invalid", "The board has no such column.");
        if (lane is { } asked && !ReferralLanes.All.Contains(asked.By))
            return new Refusal("invalid", $"There is no lane by {asked.By}; there is {string.Join(", ", ReferralLanes.All)}.");
        if (most is < 1 or > WorkLimit.Largest)
            return new Refusal("invalid", $"A limit is from 1 to {WorkLimit.Largest}; leave it empty for none.");
        var (by, key) = lane ?? ("", "");
        return await writer.WriteAsync<Outcome<WorkLimit>>(scope =>
        {
            var limit = scope.Db.WorkLimits.Find(state, by, key);
            if (limit is null)
                scope.Db.WorkLimits.Add(limit = new WorkLimit { State = state, LaneBy = by, Lane = key });
            limit.Most = most;
            scope.Record("work_limit_set", new Subject("board", state.ToString()), actor, Detail.Of(("laneBy", by), ("lane", key), ("most", most)));
            scope.Announce(new Change("referral", ""));
            return limit;
        }, cancel);
    }

    /// <summary>In words, why one more needs a reason where an action leads; null where there is room.</summary>
    /// <param name="ahead">How many others are about to go there.</param>
    public static string? Full(CompanionDb db, Referral referral, ReferralState? to, int ahead = 0)
    {
        if (to is not { } state || state == referral.State || ReferralStates.Of(state).Group is null)
            return null;
        var kept = db.WorkLimits.AsNoTracking().Where(limit => limit.State == state).ToList();
        var title = ReferralStates.Of(state).Title;
        if (WorkLimit.Of(state, kept) is { } most && db.Referrals.Count(row => row.State == state) + ahead is var all && all >= most)
            return $"{title} has {all} of {most}. Say why one more goes there.";
        var lanes = kept.Where(limit => limit.LaneBy.Length > 0 && limit.Most is not null && limit.Lane == ReferralLanes.KeyOf(limit.LaneBy, referral)).ToList();
        if (lanes.Count == 0)
            return null;
        var there = db.Referrals.AsNoTracking().Where(row => row.State == state).ToList();
        return lanes.Select(limit => (limit.Most, Count: there.Count(row => ReferralLanes.KeyOf(limit.LaneBy, row) == limit.Lane) + ahead))
            .Where(lane => lane.Count >= lane.Most).Select(lane => $"This lane of {title} has {lane.Count} of {lane.Most}. Say why one more goes there.").FirstOrDefault();
    }
}
