using System.Globalization;

namespace Runink.Domain.Referrals.Scheduling;

/// <param name="InTime">Within the time that the referral may wait for its visit.</param>
/// <param name="Words">How it fits, as people say it.</param>
/// <param name="WhyNot">Why it cannot be booked; null when it can.</param>
public sealed record SlotCandidate(string Id, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string? ServiceType, string? Place, bool InTime, string Words, string? WhyNot);

/// <summary>Which free slots fit a referral: what can be booked first, the earliest first.</summary>
public static class SlotCandidates
{
    /// <param name="accessDue">By when the visit should be; null when nothing says so.</param>
    public static IReadOnlyList<SlotCandidate> Of(IEnumerable<Slot> slots, DateTimeOffset? accessDue, DateTimeOffset? authorizedUntil, DateTimeOffset now) =>
    [
        .. slots.Where(slot => slot.Status == SlotStatus.Free && slot.StartsAt > now)
            .Select(slot => Candidate(slot, accessDue, authorizedUntil, now))
            .OrderBy(candidate => candidate.WhyNot is null ? 0 : 1).ThenBy(candidate => candidate.StartsAt).ThenBy(candidate => candidate.Place, StringComparer.Ordinal).ThenBy(candidate => candidate.Id, StringComparer.Ordinal),
    ];

    private static SlotCandidate Candidate(Slot slot, DateTimeOffset? accessDue, DateTimeOffset? authorizedUntil, DateTimeOffset now)
    {
        var whyNot = slot.StartsAt > authorizedUntil ? string.Create(CultureInfo.InvariantCulture, $"The authorization ends on {authorizedUntil:yyyy-MM-dd}.") : null;
        var inTime = accessDue is null || slot.StartsAt <= accessDue;
        return new SlotCandidate(slot.Id, slot.StartsAt, slot.EndsAt, slot.ServiceType, slot.Place, inTime, Words(slot.StartsAt, accessDue, now), whyNot);
    }

    private static string Words(DateTimeOffset start, DateTimeOffset? due, DateTimeOffset now)
    {
        var ahead = Length(start - now);
        return due is null ? $"in {ahead}" : start <= due ? $"in {ahead}, in time" : $"in {ahead}, {Length(start - due.Value)} after the time allowed";
    }

    private static string Length(TimeSpan span) => span switch
    {
        { TotalHours: < 1 } => "less than an hour",
        { TotalDays: < 2 } => Count((int)span.TotalHours, "hour"),
        _ => Count((int)span.TotalDays, "day"),
    };

    private static string Count(int number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
}
