using Runink.Domain.Triggers;

namespace Runink.Companion.Triggers;

/// <param name="Status">published, draft, shadow or retired.</param>
public sealed record TriggerRow(
    string Id, string Name, string? Severity, string Status, int? VersionInForce, bool HasDraft, int Firings30Days,
    DateTimeOffset ChangedAt, string ChangedBy);

/// <param name="Status">published, shadow, superseded or retired.</param>
public sealed record TriggerVersionRow(int Version, string Status, string Hash, string Author, DateTimeOffset At, string Yaml, string? Note);

/// <param name="Yaml">The draft when there is one, else the version in force.</param>
/// <param name="Revision">Grows with every save; send it back with a change.</param>
public sealed record TriggerView(
    string Id, string Name, string Yaml, int? VersionInForce, bool IsDraft, int Revision, IReadOnlyList<TriggerVersionRow> Versions);

/// <summary>
/// What a replay found. Whoever may not see patients is answered with a summary (<see cref="IsSummary"/>): no patient and no unit, counts below eleven are null and the
/// others rounded to tens.
/// </summary>
public sealed record BacktestView(
    DateTimeOffset From, DateTimeOffset To, int? Signals, int? Firings, int? Unknown, int? Suppressed, decimal? PatientDays,
    decimal? Per100PatientDays, IReadOnlyList<BacktestFiring> Items, IReadOnlyList<BacktestFiring> Gained, IReadOnlyList<BacktestFiring> Lost,
    IReadOnlyList<BacktestMove> Moved, IReadOnlyList<BacktestShare> ByUnit, IReadOnlyList<BacktestShare> ByShift, ForetoldOutcome? Outcome)
{
    public bool IsSummary { get; init; }

    /// <summary>Patients whom this text calls and the other version does not, the other way round, and at another time.</summary>
    public BacktestChanges? Changes { get; init; }
}

public sealed record BacktestChanges(int? Gained, int? Lost, int? Moved);

/// <summary>What is asked of a replay.</summary>
/// <param name="Outcome">What a firing should have foretold: a name or a condition; null measures none.</param>
/// <param name="Against">The version to compare with; null is the one in force.</param>
/// <param name="ByClinicalTime">
/// As if each value had been known when it was true of the patient: for a past that was imported at once. Else as it was learnt.
/// </param>
public sealed record BacktestQuery(DateTimeOffset From, DateTimeOffset To, string? Outcome = null, int? Against = null, bool ByClinicalTime = false);

/// <param name="HoursLater">Than the other version; negative is earlier.</param>
public sealed record BacktestMove(string Patient, string PatientLabel, DateTimeOffset From, DateTimeOffset To, decimal HoursLater);

/// <param name="State">running, done, cancelled or failed.</param>
/// <param name="Progress">0 to 1.</param>
public sealed record BacktestJobView(string Id, string State, double Progress, BacktestView? Result, string? Problem);

/// <param name="LeadHours">From the firing to the outcome that was asked for; null when it did not follow.</param>
/// <param name="Patient">Id of the patient; the page shows initials only to those who may read patients.</param>
public sealed record BacktestFiring(string Patient, string PatientLabel, DateTimeOffset At, string Verdict, string? Unit, decimal? LeadHours);

public sealed record CompletionView(string Label, string Kind, string Detail, string Documentation, string InsertText);
