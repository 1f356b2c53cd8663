namespace Runink.Companion.Intake.Feeds;

/// <summary>What is wrong with a feed, the later the worse.</summary>
public enum FeedConcern
{
    None,

    /// <summary>It was silent for so long that nobody waits for it any more.</summary>
    Gone,

    /// <summary>Something of its messages is not understood.</summary>
    NotUnderstood,

    /// <summary>Refused messages of it wait in quarantine.</summary>
    Refused,

    /// <summary>It does not send what is agreed.</summary>
    Broken,

    /// <summary>Its messages come long after they were sent, or its clock is slow.</summary>
    Behind,

    /// <summary>Its clock is ahead of ours.</summary>
    Ahead,

    /// <summary>It says nothing, longer than its pauses last.</summary>
    Silent,
}

/// <param name="Name">A kind of message, or of finding.</param>
/// <param name="Messages">In how many messages.</param>
public sealed record FeedCount(string Name, int Messages);

/// <param name="ClocksOff">How many of them have a clock that somebody must look at.</param>
public sealed record FeedDevices(int Known, int ClocksOff);

/// <summary>One sender at one door, as its last messages show it.</summary>
/// <param name="LastAt">Null when everything it sent was refused.</param>
/// <param name="LastDay">Messages in the last 24 hours.</param>
/// <param name="IsMore">Whether there were more than were counted.</param>
/// <param name="Waiting">Its refused messages that wait in quarantine.</param>
/// <param name="DelaySeconds">Median from sending to arrival, negative when its clock is ahead; null when it does not say when it sends.</param>
/// <param name="Clock">The same in words; null when it is as it should be.</param>
/// <param name="Silence">How long it has said nothing, beside how often it speaks; null when that is one of its pauses.</param>
/// <param name="Advice">What to do, in one line.</param>
public sealed record FeedView(
    string Source, string Door, DateTimeOffset? LastAt, int LastHour, int LastDay, bool IsMore, IReadOnlyList<FeedCount> Kinds, int Waiting,
    IReadOnlyList<FeedCount> Findings, long? DelaySeconds, string? Clock, string? Silence, FeedConcern Concern, string Advice)
{
    /// <summary>Whether somebody must speak with whoever runs it. What was refused waits in quarantine, which has a count of its own.</summary>
    public bool NeedsSomebody => Concern >= FeedConcern.Broken;

    /// <summary>The profile by which its own codes and segments are read; null when it has none.</summary>
    public string? Profile { get; init; }

    /// <summary>The devices that it names; null when it names none.</summary>
    public FeedDevices? Devices { get; init; }

    /// <summary>How its contract is kept, in words; null when nothing is agreed.</summary>
    public string? Contract { get; init; }
}

/// <summary>Something of one message that was kept and not understood.</summary>
/// <param name="MessageId">Opens the message.</param>
/// <param name="MessageKind">ADT^A01, ORU^R01, …</param>
/// <param name="Finding">The kind of finding.</param>
public sealed record FeedFinding(string MessageId, DateTimeOffset At, string? ControlId, string MessageKind, string Finding, string? Place, string Text);

/// <summary>A code that the vocabulary does not know.</summary>
/// <param name="Messages">In how many messages of the last day.</param>
public sealed record FeedCode(string System, string Code, string? Label, int Messages, DateTimeOffset LastAt);

/// <param name="Text">As it was received, a line for each segment.</param>
/// <param name="IsCut">Whether the text is longer than what is shown.</param>
public sealed record MessageView(
    string Id, string Source, string Door, string Kind, string? ControlId, DateTimeOffset ReceivedAt, DateTimeOffset? SentAt, string Text, bool IsCut,
    IReadOnlyList<FeedFinding> Findings);
