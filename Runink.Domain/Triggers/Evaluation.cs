namespace Runink.Domain.Triggers;

/// <summary>What one evaluation of one trigger on one patient found.</summary>
/// <param name="Holds">
/// <paramref name="When"/> and <paramref name="Where"/> and not <paramref name="Unless"/>. An exception whose truth is
/// unknown does not silence the trigger: only one that is true does.
/// </param>
/// <param name="When">Unknown, and not looked at, where <paramref name="Where"/> is false.</param>
/// <param name="Resolve">Truth of <c>resolve_when</c>; false when there is none.</param>
/// <param name="ReAlert">Truth of <c>episode.re_alert_when</c>; false when there is none.</param>
/// <param name="NextTicks">UTC ticks of <see cref="NextChange"/>; the largest number when never.</param>
public readonly record struct Evaluation(
    Verdict When,
    Verdict Where,
    Verdict Unless,
    Verdict Holds,
    Verdict Resolve,
    Verdict ReAlert,
    UnknownCauses Causes,
    long NextTicks)
{
    /// <summary>The first instant at which any of these may change though no message arrives; null when never.</summary>
    public DateTimeOffset? NextChange => NextTicks == long.MaxValue ? null : new DateTimeOffset(NextTicks, TimeSpan.Zero);

    /// <summary>It would have fired, had an exception not been true.</summary>
    public bool Suppressed => Unless == Verdict.True && When.And(Where) == Verdict.True;
}
