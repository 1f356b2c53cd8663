namespace Runink.Companion.Intake.Sources;

/// <summary>A source as an administrator sees it. No address and no query: they may name secrets.</summary>
/// <param name="Watermark">Up to where it is read; null where it has none, or nothing was read yet.</param>
/// <param name="Problem">Why the last pull failed; null when it did not.</param>
/// <param name="Concern">temporary, refused, changed, gone, half-answer, not-understood or silent, when it is somebody's work; not-mapped while nothing says what its columns mean; null else.</param>
/// <param name="Remark">What the last pull noticed though it did not fail.</param>
/// <param name="Taken">Rows taken in, in all.</param>
/// <param name="Refused">Rows set aside, in all; one that was tried again counts again.</param>
/// <param name="Waiting">Of those so many wait in quarantine.</param>
public sealed record SourceView(
    string Name, string Kind, string? Profile, string WatermarkKind, string? Watermark, DateTimeOffset? LastPullAt, DateTimeOffset? LastSuccessAt, DateTimeOffset? LastRowAt,
    DateTimeOffset? NextPullAt, int Failures, string? Problem, string? Concern, string? Advice, string? Remark, long Taken, long Refused, int Waiting, int LastTaken, int LastKnown, int LastRefused,
    bool IsRunning, bool IsPaused, int Version);

/// <summary>What a test found, of five rows at most; nothing of it was taken in.</summary>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
public sealed record SourceTest(string? Problem, string? Remark, IReadOnlyList<string> Columns, IReadOnlyList<SourceTestRow> Rows);

/// <param name="Text">As it is kept.</param>
/// <param name="Says">What it comes to say, in the lines that tests of profiles are written in.</param>
/// <param name="Reason">Why it would be refused; null when it would not.</param>
public sealed record SourceTestRow(string Text, IReadOnlyList<string> Says, string? Reason);
