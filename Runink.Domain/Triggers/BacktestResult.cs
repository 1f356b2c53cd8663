using Runink.Domain.Signals;

namespace Runink.Domain.Triggers;

/// <summary>What the store knows of one patient, for a replay.</summary>
/// <param name="Facts">As they are known today; they hold until the first of the contexts.</param>
/// <param name="Contexts">What was known of patient and encounter, in the order in which it became known.</param>
/// <param name="Signals">In the order in which they were recorded.</param>
public sealed record PatientHistory(PatientFacts Facts, IReadOnlyList<PatientContext> Contexts, IEnumerable<Signal> Signals)
{
    /// <summary>Numbers of triggers that were set for the patient or for units, ended ones included.</summary>
    public IReadOnlyList<ParameterSetting> Settings { get; init; } = [];

    /// <summary>Of the hospital.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>A history of which only the stays as they are known today are left.</summary>
    public static PatientHistory OfStays(PatientFacts facts, IReadOnlyList<PastEncounter> stays, IEnumerable<Signal> signals) =>
        new(facts, Stays(facts, stays), signals);

    public static IReadOnlyList<PatientContext> Stays(PatientFacts facts, IReadOnlyList<PastEncounter> stays)
    {
        var moves = stays.Select(s => (At: s.StartedAt, Stay: s, Starts: true))
            .Concat(stays.Where(s => s.EndedAt is not null).Select(s => (At: s.EndedAt!.Value, Stay: s, Starts: false)))
            .OrderBy(m => m.At).ThenBy(m => m.Starts);
        var contexts = new List<PatientContext>();
        foreach (var (at, stay, starts) in moves)
        {
            if (starts || contexts is [.., { Encounter: { } open }] && open.Id == stay.Facts.Id)
                contexts.Add(new(at, "", facts, starts ? stay.Facts : null, stay.Facts.Id));
        }

        return contexts;
    }
}

/// <param name="EndedAt">Null while it is open.</param>
public sealed record PastEncounter(EncounterFacts Facts, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <param name="Verdict">true for a firing, false for a suppressed one, unknown for one that a data fault hid.</param>
/// <param name="Reason">Why it was suppressed or unknown; null for a firing.</param>
public sealed record BacktestItem(string Patient, DateTimeOffset At, Verdict Verdict, string? Unit, string? Reason, string? Headline)
{
    /// <summary>Of a firing, how many hours later the outcome came; null when it did not within 72, or none was named.</summary>
    public decimal? LeadHours { get; init; }
}

/// <summary>The part of the result that fell to one unit or shift.</summary>
/// <param name="PatientDays">Null where it is not told apart, as for shifts.</param>
public sealed record BacktestShare(string Name, int Firings, int Unknown, int Suppressed, decimal? PatientDays, decimal? Per100PatientDays);

/// <summary>How well the firings foretold the outcome that was named.</summary>
/// <param name="WithinHours">How long after a firing it counts as foretold.</param>
/// <param name="Outcomes">How often it happened in the period.</param>
/// <param name="Followed">Firings that it followed in that time.</param>
/// <param name="Missed">Outcomes without a firing in that time before.</param>
/// <param name="Ppv">Share of the firings that it followed, 0 to 1; null without firings.</param>
/// <param name="MedianLeadHours">From the firing to the outcome; null when it followed none.</param>
public sealed record ForetoldOutcome(string Outcome, decimal WithinHours, int Outcomes, int Followed, int Missed, decimal? Ppv, decimal? MedianLeadHours);

/// <summary>A patient for whom both versions fire, first at different times.</summary>
/// <param name="By">How much later than the other version; negative is earlier.</param>
public sealed record MovedFiring(string Patient, DateTimeOffset From, DateTimeOffset To, TimeSpan By);

/// <summary>What a trigger would have done. The same trigger and the same signals give the same result.</summary>
/// <param name="Signals">Signals replayed inside the period.</param>
/// <param name="Gained">Patients for whom this version fires and the other does not; empty without a comparison.</param>
public sealed record BacktestResult(
    DateTimeOffset From, DateTimeOffset To, long Signals, int Patients, int Firings, int Unknown, int Suppressed,
    decimal PatientDays, decimal Per100PatientDays, IReadOnlyList<BacktestItem> Items, IReadOnlyList<string> Gained, IReadOnlyList<string> Lost)
{
    /// <summary>By the unit in which the patient was.</summary>
    public IReadOnlyList<BacktestShare> ByUnit { get; init; } = [];

    /// <summary>day, evening and night.</summary>
    public IReadOnlyList<BacktestShare> ByShift { get; init; } = [];

    /// <summary>Null when no outcome was named.</summary>
    public ForetoldOutcome? Outcome { get; init; }

    /// <summary>Against the other version; empty without a comparison.</summary>
    public IReadOnlyList<MovedFiring> Moved { get; init; } = [];

    /// <summary>Of fewer firings than this a share says nothing: one of three may be two of three by chance.</summary>
    public const int FewestForPpv = 10;

    /// <summary>Null when the budget is kept, else in one sentence how it is not.</summary>
    public string? Breaks(TriggerBudget budget)
    {
        if (budget.MaxPer100PatientDays is { } most && PatientDays > 0 && Per100PatientDays > most)
            return FormattableString.Invariant($"It would have called {Per100PatientDays:0.##} times per 100 patient-days; its budget is {most:0.##}.");
        return Firings >= FewestForPpv && budget.MinPpv is { } least && Outcome is { Ppv: { } ppv } && ppv < least
            ? FormattableString.Invariant($"{Outcome.Followed} of {Firings} firings were followed by {Outcome.Outcome}: {ppv:0.##}, and its budget asks for {least:0.##}.")
            : null;
    }

    /// <summary>This result with the patients that it gains, loses and moves against another version's.</summary>
    public BacktestResult Against(BacktestResult other)
    {
        var mine = Fired(this);
        var theirs = Fired(other);
        return this with
        {
            Gained = [.. mine.Except(theirs, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Lost = [.. theirs.Except(mine, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Moved =
            [
                .. First(this).Join(First(other), m => m.Key, t => t.Key, (m, t) => new MovedFiring(m.Key, t.Value, m.Value, m.Value - t.Value))
                    .Where(m => m.By != TimeSpan.Zero).OrderBy(m => m.Patient, StringComparer.Ordinal),
            ],
        };
    }

    private static HashSet<string> Fired(BacktestResult result) => First(result).Keys.ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, DateTimeOffset> First(BacktestResult result) =>
        result.Items.Where(i => i.Verdict == Verdict.True).GroupBy(i => i.Patient, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Min(i => i.At), StringComparer.Ordinal);
}
