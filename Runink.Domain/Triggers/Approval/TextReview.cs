using Runink.Domain.Foundation;

namespace Runink.Domain.Triggers.Approval;

public enum ReviewState
{
    /// <summary>Somebody else is asked to look.</summary>
    Waiting,
    Approved,

    /// <summary>Approved, and comes into force by itself at an instant.</summary>
    Scheduled,
    SentBack,
    Withdrawn,

    /// <summary>The text, or what it was compared with, changed: what was said of it holds no more.</summary>
    Void,
    Published,

    /// <summary>In force already, because it could not wait; somebody else looks afterwards.</summary>
    LaterReview,
    Confirmed,
    TakenBack,
}

/// <summary>What is reviewed.</summary>
public enum ReviewKind { Trigger, IntakeRules, FeedProfile, FeedContract, Policy }

/// <summary>A text about which a second person is asked. The text in it never changes: another text is another review.</summary>
public sealed class TextReview
{
    public required string Id { get; init; }

    public ReviewKind Kind { get; init; }

    /// <summary>Id of the trigger, of the rules or of the profile.</summary>
    public required string SubjectId { get; init; }

    public required string Name { get; init; }

    public required string Yaml { get; init; }

    /// <summary>SHA-256 of exactly this text: an approval holds for it and for nothing else.</summary>
    public required string TextHash { get; init; }

    /// <summary>The version in force with which it was compared; null for what is new.</summary>
    public int? BaseVersion { get; init; }

    /// <summary>Who asked.</summary>
    public required string AuthorId { get; init; }

    public required string AuthorName { get; init; }

    /// <summary>Ids of everybody who wrote on this text, one a line. None of them may approve it.</summary>
    public required string Editors { get; init; }

    public string? Note { get; init; }

    public required DateTimeOffset At { get; init; }

    public ReviewState State { get; set; }

    public string? DecidedById { get; set; }

    public string? DecidedByName { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why it was sent back, withdrawn, void, published in an emergency or taken back.</summary>
    public string? Reason { get; set; }

    /// <summary>When it comes into force by itself.</summary>
    public DateTimeOffset? PublishAt { get; set; }

    /// <summary>Why it did not come into force when it should have.</summary>
    public string? Problem { get; set; }

    public int? PublishedVersion { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>As the ledger calls it.</summary>
    public Subject Subject => new(WordOf(Kind), SubjectId);

    /// <summary>How kinds of facts about it begin.</summary>
    public string FactPrefix => Subject.Type.Replace('-', '_');

    public bool WroteIt(string personId) => Editors.Split('\n').Contains(personId, StringComparer.Ordinal);

    public bool IsOpen => State is ReviewState.Waiting or ReviewState.Approved or ReviewState.Scheduled;

    /// <summary>The name of the connected repository from which it came; null for what was written here.</summary>
    public string? Repository { get; set; }

    /// <summary>Its file, below the folder of the connection.</summary>
    public string? RepositoryPath { get; set; }

    /// <summary>The commit that brought it.</summary>
    public string? Commit { get; set; }

    public static string WordOf(ReviewKind kind) => kind switch
    {
        ReviewKind.Trigger => "trigger",
        ReviewKind.IntakeRules => "intake-rules",
        ReviewKind.FeedProfile => "feed-profile",
        ReviewKind.FeedContract => "feed-contract",
        ReviewKind.Policy => "policy",
    };

    public static string HashOf(string yaml) => Detail.HashOf(yaml)!;
}

/// <summary>What somebody said about a line of a text under review.</summary>
public sealed class ReviewComment
{
    public required string Id { get; init; }

    public required string ReviewId { get; init; }

    /// <summary>Counts from 1; 0 is about the whole.</summary>
    public required int Line { get; init; }

    public required string Text { get; init; }

    public required string AuthorId { get; init; }

    public required string AuthorName { get; init; }

    public required DateTimeOffset At { get; init; }
}
