using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources;

/// <summary>What is said of sources, and what to do.</summary>
internal static class SourceWords
{
    public static string Headline(string source, SourceFault fault) => fault switch
    {
        SourceFault.Changed or SourceFault.Gone => $"{source} looks otherwise than before",
        SourceFault.Silent => $"{source} has nothing new",
        SourceFault.HalfAnswer => $"{source} answers half",
        _ => $"{source} cannot be read",
    };

    public static string Advice(SourceFault fault) => fault switch
    {
        SourceFault.Temporary => "It is tried again by itself. If it lasts, ask whoever runs it.",
        SourceFault.Refused => "Look at its settings and at the rights of its user.",
        SourceFault.Changed => "Nothing of it is taken in meanwhile. Look at its rows with Test, mend the profile if need be, then accept its columns.",
        SourceFault.Gone => "Nothing of it is taken in meanwhile. Ask whoever runs it, or mend the query or the profile.",
        SourceFault.HalfAnswer => "What was whole is taken in; the rest is asked for again. If it lasts, ask whoever runs it.",
        SourceFault.NotUnderstood => "Look at its settings; Test shows what it answers.",
        SourceFault.Silent => "Ask whoever runs it whether it is filled. Until then its patients are watched without it.",
        _ => "",
    };

    public static string Kind(string kind) => kind switch
    {
        "PostgreSql" => "PostgreSQL",
        "Sqlite" => "SQLite",
        "SqlServer" => "SQL Server",
        "Fhir" => "FHIR",
        "GoogleSheets" => "Google Sheets",
        "File" => "a file",
        _ => kind,
    };

    public static (string Word, string Icon, string Chip) State(SourceView source) => source switch
    {
        { IsPaused: true } => ("Paused", "dots", ""),
        { Concern: SourceUseCases.NotMapped } => ("Not mapped yet", "alert", "moderate"),
        { IsRunning: true } => ("Reading", "clock", "low"),
        { Concern: { } concern } => concern == "silent" ? ("Nothing new", "alert", "high") : concern is "changed" or "gone" ? ("Looks otherwise", "alert", "critical") : ("Fails", "alert", "critical"),
        { Problem: not null } => ("Tried again", "clock", "moderate"),
        { LastPullAt: null } => ("Not read yet", "dots", ""),
        { Waiting: > 0 } => ("Rows refused", "quarantine", "moderate"),
        _ => ("Well", "check", "ok"),
    };
}
