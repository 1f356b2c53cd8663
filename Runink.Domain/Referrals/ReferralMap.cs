using static Runink.Domain.Referrals.ReferralState;

namespace Runink.Domain.Referrals;

public enum ReferralStationKind { Ahead, Passed, Here, Next, Blocked }

/// <summary>How long somebody owned a referral in a state.</summary>
/// <param name="Owner">Null while nobody did.</param>
public sealed record ReferralStint(string? Owner, TimeSpan Length);

/// <summary>A state on the way of one referral.</summary>
/// <param name="IsAside">Off the straight way: a question on the way, a detour, a rest, an end.</param>
/// <param name="Spent">In all of its stays there; null when it never was.</param>
/// <param name="Way">What leads there from where it stands: what is allowed, else what would be, with the reason why not.</param>
public sealed record ReferralStation(ReferralState State, ReferralStationKind Kind, bool IsAside, TimeSpan? Spent, IReadOnlyList<ReferralStint> By, ReferralAction? Way);

/// <summary>Where a referral stands on its way: the line that all share, and what lies off it as far as it matters to this one.</summary>
public static class ReferralMap
{
    private static readonly ReferralState[] Line = [Received, Triage, Authorization, ReadyToSchedule, Scheduled, ReportDue, ReportReview, LoopClosed, FinanciallyReady];

    /// <summary>Off the line, and worth a place whenever one may go there; an end has one only for who has come to it.</summary>
    private static readonly ReferralState[] Detours = [Draft, IdentityReview, AwaitingInformation, Reroute, OnHold];

    public static IReadOnlyList<ReferralStation> Of(ReferralState here, ReferralWaits waits, IReadOnlyList<ReferralAction> actions)
    {
        var been = waits.Waits.ToLookup(wait => wait.State);
        var ends = Enum.GetValues<ReferralState>().Except(Line).Except(Detours).Where(state => state == here);
        return
        [
            .. Line.Select(state => Station(state, false)),
            .. Detours.Concat(ends).Select(state => Station(state, true)).Where(station => station.Kind is not (ReferralStationKind.Ahead or ReferralStationKind.Blocked)),
        ];

        ReferralStation Station(ReferralState state, bool isAside)
        {
            var way = actions.Where(action => action.To == state && state != here).OrderBy(action => action.WhyNot is null ? 0 : 1).FirstOrDefault();
            var stays = been[state].ToList();
            var kind = state == here ? ReferralStationKind.Here
                : way is { WhyNot: null } ? ReferralStationKind.Next
                : stays.Count > 0 ? ReferralStationKind.Passed
                : way is not null ? ReferralStationKind.Blocked
                : ReferralStationKind.Ahead;
            return new ReferralStation(state, kind, isAside, stays.Count == 0 ? null : Sum(stays), [.. stays.GroupBy(stay => stay.Owner).Select(group => new ReferralStint(group.Key, Sum(group))).OrderByDescending(stint => stint.Length)], way);
        }
    }

    private static TimeSpan Sum(IEnumerable<ReferralWait> stays) => stays.Aggregate(TimeSpan.Zero, (sum, stay) => sum + stay.Length);
}
