namespace Runink.Domain.Teams;

public enum BreakGlassVerdict { Waiting, Justified, NotJustified }

/// <summary>
/// Somebody whose role may see patients opened one of another unit in an emergency: for this patient, for a short time, with a reason, and somebody else
/// says afterwards whether it was justified.
/// </summary>
public sealed class BreakGlassGrant
{
    public const int ShortestReason = 10;
    public const int LongestReason = 500;

    /// <summary>How long a review may wait before it is shown as overdue.</summary>
    public static readonly TimeSpan ReviewWithin = TimeSpan.FromDays(7);

    /// <summary>Code and what it says.</summary>
    public static readonly IReadOnlyDictionary<string, string> Reasons = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["emergency"] = "Emergency: the patient needs help now",
        ["covering"] = "I cover for a colleague on that unit",
        ["transfer"] = "The patient is on the way to or from my unit",
        ["consult"] = "I was asked to help with this patient",
        ["safety"] = "A possible danger to the patient must be looked into",
    };

    public required string Id { get; init; }

    public required string PersonId { get; init; }

    public required string PersonName { get; init; }

    public required string PatientId { get; init; }

    /// <summary>Where the patient was; whoever reviews that unit is told. Null when nobody knows.</summary>
    public string? Unit { get; init; }

    public required string ReasonCode { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The first instant at which it opens nothing any more, by itself or because somebody ended it.</summary>
    public required DateTimeOffset EndsAt { get; set; }

    /// <summary>When its end was written down.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public BreakGlassVerdict Verdict { get; private set; }

    public string? ReviewerId { get; private set; }

    public string? ReviewerName { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }

    public string? ReviewNote { get; private set; }

    public bool IsOpen(DateTimeOffset now) => EndedAt is null && EndsAt > now;

    public bool IsOverdue(DateTimeOffset now) => Verdict == BreakGlassVerdict.Waiting && now - OpenedAt > ReviewWithin;

    public void Review(BreakGlassVerdict verdict, PersonRef reviewer, string? note, DateTimeOffset now) =>
        (Verdict, ReviewerId, ReviewerName, ReviewNote, ReviewedAt) = (verdict, reviewer.Id, reviewer.Name, note, now);
}
