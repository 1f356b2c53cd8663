using Runink.Domain.Signals;

namespace Runink.Domain.Triggers;

/// <summary>What the store knows of one patient, for a replay.</summary>
/// <param name="Signals">In the order in which they were recorded.</param>
/// <param name="Encounters">With the end of each; null while it is open.</param>
public sealed record PatientHistory(PatientFacts Facts, IReadOnlyList<PastEncounter> Encounters, IEnumerable<Signal> Signals)
{
    /// <summary>Of the hospital.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
}

/// <param name="StartedAt">From when the encounter was known.</param>
public sealed record PastEncounter(EncounterFacts Facts, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <param name="Verdict">true for a firing, false for a suppressed one, unknown for one that a data fault hid.</param>
/// <param name="Reason">Why it was suppressed or unknown; null for a firing.</param>
public sealed record BacktestItem(string Patient, DateTimeOffset At, Verdict Verdict, string? Unit, string? Reason, string? Headline);

/// <summary>What a trigger would have done. The same trigger and the same signals give the same result.</summary>
/// <param name="Signals">Signals replayed inside the period.</param>
/// <param name="Gained">Patients for whom this version fires and the other does not; empty without a comparison.</param>
public sealed record BacktestResult(
    DateTimeOffset From, DateTimeOffset To, long Signals, int Patients, int Firings, int Unknown, int Suppressed,
    decimal PatientDays, decimal Per100PatientDays, IReadOnlyList<BacktestItem> Items, IReadOnlyList<string> Gained, IReadOnlyList<string> Lost)
{
    /// <summary>This result with the patients that it gains and loses against another version's.</summary>
    public BacktestResult Against(BacktestResult other)
    {
        var mine = Fired(this);
        var theirs = Fired(other);
        return this with
        {
            Gained = [.. mine.Except(theirs, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Lost = [.. theirs.Except(mine, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    private static HashSet<string> Fired(BacktestResult result) =>
        result.Items.Where(i => i.Verdict == Verdict.True).Select(i => i.Patient).ToHashSet(StringComparer.Ordinal);
}
