namespace Runink.Domain.Triggers;

/// <summary>What is remembered of one trigger and one key (encounter or patient) between evaluations.</summary>
/// <param name="Armed">The truth has been other than true since the last firing, so that it may become true again.</param>
/// <param name="Open">An episode is on the worklist.</param>
/// <param name="Fired">Instants of the firings of the last 24 hours, and the newest however old.</param>
/// <param name="UnknownSince">Since when the truth cannot be told for a fault of the data.</param>
/// <param name="AsleepAt">The value of the signal that drives it when somebody put it off; null while it is awake.</param>
/// <param name="Told">What has already been reported for the present truth, so that it is said once.</param>
public sealed record EpisodeState(
    bool Armed, bool Open, bool ReAlertArmed, IReadOnlyList<DateTimeOffset> Fired, DateTimeOffset? UnknownSince, string? Told, decimal? AsleepAt = null)
{
    public static readonly EpisodeState Initial = new(Armed: true, Open: false, ReAlertArmed: true, [], null, null);

    /// <summary>Nothing is open, held back or waited for: a truth that is false leaves it as it is.</summary>
    public bool IsQuiet => Armed && !Open && UnknownSince is null && Told is null;

    /// <summary>After a person or a rule closed the episode: the same unbroken truth does not open it again.</summary>
    public EpisodeState Closed() => this with { Open = false, ReAlertArmed = true, AsleepAt = null };
}
