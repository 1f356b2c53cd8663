using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Mapping;
using Runink.Domain.Triggers;

namespace Runink.Companion.Intake.Mapping;

/// <summary>What one feed means: the text in force, and what waits beside it.</summary>
/// <param name="Version">0 while nothing of it is in force.</param>
/// <param name="Yaml">In force; empty when nothing is.</param>
/// <param name="Draft">Who works on it; null when nobody does.</param>
public sealed record FeedProfileView(string Id, string Name, IReadOnlyList<string> Feeds, int Version, string Yaml, string? Author, DateTimeOffset? At, string? ApprovedBy, FeedProfileDraftRef? Draft, FeedProfileReview? Review);

public sealed record FeedProfileDraftRef(string Author, DateTimeOffset At, int Revision);

/// <param name="State">waiting, approved, scheduled, sent-back or later-review.</param>
public sealed record FeedProfileReview(string Id, string State, string Author);

/// <param name="Ground">approved, emergency, restored or unchecked.</param>
public sealed record FeedProfileVersionView(int Version, string Yaml, string Author, DateTimeOffset At, string Ground, string? ApprovedBy, string? Reason);

/// <summary>A draft as its page works with it.</summary>
/// <param name="Revision">0 while nothing is saved.</param>
/// <param name="Sample">Null when there is none, or none any more.</param>
public sealed record FeedMapping(string Id, string Yaml, int Revision, int Steps, string? Author, SampleText? Sample, int VersionInForce);

/// <summary>What a text and a sample say together.</summary>
/// <param name="Profile">Null while the text cannot be read.</param>
/// <param name="Problem">Why it cannot.</param>
/// <param name="Objections">Why it could not come into force as it stands; empty when it could.</param>
public sealed record MappingLook(FeedProfile? Profile, string? Problem, string? Objections, FeedSample? Sample, string? SampleProblem, IReadOnlyList<ColumnGuess> Guesses, SamplePreview? Preview, IReadOnlyList<TriggerTestResult> Tests);
