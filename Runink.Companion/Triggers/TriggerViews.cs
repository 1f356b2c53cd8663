namespace Runink.Companion.Triggers;

/// <param name="Status">published, draft or retired.</param>
public sealed record TriggerRow(
    string Id, string Name, string? Severity, string Status, int? VersionInForce, bool HasDraft, int Firings30Days,
    DateTimeOffset ChangedAt, string ChangedBy);

/// <param name="Status">draft, published, superseded or retired.</param>
public sealed record TriggerVersionRow(int Version, string Status, string Hash, string Author, DateTimeOffset At, string Yaml, string? Note);

/// <param name="Yaml">The draft when there is one, else the version in force.</param>
/// <param name="Revision">Grows with every save; send it back with a change.</param>
public sealed record TriggerView(
    string Id, string Name, string Yaml, int? VersionInForce, bool IsDraft, int Revision, IReadOnlyList<TriggerVersionRow> Versions);

public sealed record BacktestView(
    DateTimeOffset From, DateTimeOffset To, int Signals, int Firings, int Unknown, int Suppressed, decimal PatientDays,
    decimal? Per100PatientDays, IReadOnlyList<BacktestFiring> Items, IReadOnlyList<BacktestFiring> Gained, IReadOnlyList<BacktestFiring> Lost);

/// <param name="Patient">Id of the patient; the page shows initials only to those who may read patients.</param>
public sealed record BacktestFiring(string Patient, string PatientLabel, DateTimeOffset At, string Verdict);

public sealed record CompletionView(string Label, string Kind, string Detail, string Documentation, string InsertText);
