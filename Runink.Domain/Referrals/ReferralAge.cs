namespace Runink.Domain.Referrals;

/// <summary>How far the clock of a state has run: less than half, more than half, the last fifth, over.</summary>
public enum ReferralAgeBand { NoClock, Early, Half, Late, Over }

/// <summary>The two ages of a referral that say different things: how its clock stands, and for how long nothing has happened at all.</summary>
/// <param name="Quiet">Since anything last happened.</param>
/// <param name="Left">Until it is due; below zero when it is over; null without a clock.</param>
public sealed record ReferralAge(ReferralAgeBand Band, TimeSpan InState, TimeSpan? Left, TimeSpan Quiet)
{
    /// <summary>From then on a card says that nothing happens; from twice as long on it is a warning.</summary>
    public static readonly TimeSpan QuietFrom = TimeSpan.FromDays(3);

    public bool IsQuiet => Quiet >= QuietFrom;

    public bool IsVeryQuiet => Quiet >= 2 * QuietFrom;

    public static ReferralAge Of(DateTimeOffset entered, DateTimeOffset? due, DateTimeOffset changed, DateTimeOffset now) =>
        new(BandOf(now - entered, due - entered), now - entered, due - now, now - changed);

    private static ReferralAgeBand BandOf(TimeSpan passed, TimeSpan? allowed) => allowed is not { } all ? ReferralAgeBand.NoClock
        : passed > all ? ReferralAgeBand.Over
        : passed >= 0.8 * all ? ReferralAgeBand.Late
        : passed >= 0.5 * all ? ReferralAgeBand.Half
        : ReferralAgeBand.Early;
}
