using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;

namespace Runink.Tests.Domain.Referrals;

/// <summary>Calendars as people write them, and which free time comes first.</summary>
public sealed class SchedulingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void ACalendarBecomesSlotsByTheClockOfTheSite()
    {
        var slots = OpeningTimes.Read("Mon-Wed 08:00-09:30 every 40; Sat-Mon 14:00-14:30 every 30; not 2026-03-03").Value!.Slots(new DateOnly(2026, 3, 2), 3, Berlin);
        // Monday in winter: an hour ahead of UTC; what is left of the last forty minutes is no slot; Tuesday is closed.
        Assert.Equal(
            ["2026-03-02 07:00", "2026-03-02 07:40", "2026-03-02 13:00", "2026-03-04 07:00", "2026-03-04 07:40"],
            slots.Select(slot => slot.StartsAt.ToString("yyyy-MM-dd HH:mm", null)));
        Assert.Equal(TimeSpan.FromMinutes(40), slots[0].EndsAt - slots[0].StartsAt);
    }

    [Fact]
    public void AnHourThatNoClockShowsIsNoSlotAndTheOneThatComesTwiceIsOne()
    {
        var forward = OpeningTimes.Read("Sun 01:00-04:00 every 60").Value!.Slots(new DateOnly(2026, 3, 29), 1, Berlin);
        Assert.Equal([0, 1], forward.Select(slot => slot.StartsAt.Hour));
        Assert.Equal(3, OpeningTimes.Read("Sun 01:00-04:00 every 60").Value!.Slots(new DateOnly(2026, 10, 25), 1, Berlin).Count);
    }

    [Theory]
    [InlineData("Mon 08:00-12:00", "every 30")]
    [InlineData("Mon 12:00-08:00 every 30", "closes after it opens")]
    [InlineData("Mon 08:00-12:00 every 2", "5 to 480")]
    [InlineData("not 2026-13-01", "no day")]
    [InlineData("not 2026-12-26 to 2026-12-24", "wrong way round")]
    [InlineData("Mon 08:61-12:00 every 30", "08:00")]
    public void WhatCannotBeReadIsRefusedWithThePartThatIsMeant(string text, string words)
    {
        var refusal = OpeningTimes.Read($"Tue 08:00-09:00 every 30; {text}").Refusal;
        Assert.Contains(words, refusal!.Message, StringComparison.Ordinal);
        Assert.Contains(text, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheEarliestThatFitsComesFirstAndSaysHow()
    {
        var slots = new[] { Slot(20), Slot(3), Slot(1, SlotStatus.Busy), Slot(1, SlotStatus.Withdrawn), Slot(-1), Slot(9) };
        var found = SlotCandidates.Of(slots, accessDue: Now.AddDays(5), authorizedUntil: Now.AddDays(10), Now);
        Assert.Equal([3, 9, 20], found.Select(one => (int)(one.StartsAt - Now).TotalDays));
        Assert.Equal(["in 3 days, in time", "in 9 days, 4 days after the time allowed"], found.Take(2).Select(one => one.Words));
        Assert.Equal((true, null), (found[0].InTime, found[0].WhyNot));
        Assert.Contains("The authorization ends on 2026-03-12", found[2].WhyNot, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReferralState.Scheduled, true)]
    [InlineData(ReferralState.OnHold, true)]
    [InlineData(ReferralState.ReportDue, true)]
    [InlineData(ReferralState.FinanciallyReady, true)]
    [InlineData(ReferralState.Cancelled, false)]
    [InlineData(ReferralState.PatientDeclined, false)]
    public void ABookingStandsWhileItsReferralHasTheVisit(ReferralState state, bool stands)
    {
        Assert.Equal(stands, SlotBooking.Holding(state, Now, Now));
        Assert.False(SlotBooking.Holding(state, Now.AddHours(1), Now));
        Assert.False(SlotBooking.Holding(state, null, Now));
    }

    private static Slot Slot(int days, SlotStatus status = SlotStatus.Free) => new()
    {
        Id = $"{days} {status}", Source = Runink.Domain.Referrals.Scheduling.Slot.FromFile, SourceKey = $"{days} {status}", ServiceId = "s", StartsAt = Now.AddDays(days), EndsAt = Now.AddDays(days).AddMinutes(30), Status = status, ChangedAt = Now,
    };
}
