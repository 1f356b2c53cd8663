using Runink.Domain.Foundation.Calendars;

namespace Runink.Domain.Referrals.Rules;

/// <param name="Priority">urgent, soon or routine.</param>
public readonly record struct ClockKey(ReferralState State, string Priority);

/// <summary>How long a referral may stand in a state: the table of <see cref="ReferralStates"/>, and what a service has otherwise.</summary>
/// <param name="Own">Times of the service, which run by its calendar. A payer's time is never among them.</param>
/// <param name="Calendar">Null counts round the clock.</param>
public sealed record ReferralClocks(IReadOnlyDictionary<ClockKey, TimeSpan> Own, BusinessCalendar? Calendar)
{
    public static ReferralClocks Standard { get; } = new(new Dictionary<ClockKey, TimeSpan>(), null);

    /// <summary>By when it is due; null when no clock runs there.</summary>
    /// <param name="paused">How long the clock has rested, as <see cref="Between"/> measures it.</param>
    public DateTimeOffset? DueAt(ReferralState state, string priority, DateTimeOffset entered, TimeSpan paused) =>
        Own.TryGetValue(new ClockKey(state, priority), out var allowed) ? WorkingTime.Add(Calendar, entered, allowed + paused) : ReferralStates.DueAt(state, priority, entered + paused);

    /// <summary>The time of a state's clock between two instants.</summary>
    public TimeSpan Between(ReferralState state, string priority, DateTimeOffset from, DateTimeOffset until) =>
        WorkingTime.Between(Own.ContainsKey(new ClockKey(state, priority)) ? Calendar : null, from, until);
}
