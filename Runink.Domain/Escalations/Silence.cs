using Runink.Domain.Teams;

namespace Runink.Domain.Escalations;

public enum SilenceKind
{
    /// <summary>Known noise that somebody answers for.</summary>
    Silence,

    /// <summary>Planned work on a device, a feed or a ward.</summary>
    Maintenance,
}

/// <summary>
/// For a while, what fires is kept quiet: with an owner, a reason and an end, and everybody can see what it hides. What it hides is on the list of
/// muted work, and speaks when it ends.
/// </summary>
public sealed class Silence
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public required string Id { get; init; }

    public required SilenceKind Kind { get; init; }

    /// <summary>Only what this trigger raises; null any.</summary>
    public string? TriggerId { get; init; }

    /// <summary>Only work of this unit; null any.</summary>
    public string? Unit { get; init; }

    /// <summary>Only work about this patient; null any.</summary>
    public string? PatientId { get; init; }

    /// <summary>Critical work speaks through, unless whoever made it said otherwise.</summary>
    public bool CoversCritical { get; init; }

    public required string Reason { get; init; }

    public required string OwnerId { get; init; }

    public required string OwnerName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant at which it hides nothing any more.</summary>
    public required DateTimeOffset Until { get; set; }

    /// <summary>When its beginning was carried out.</summary>
    public DateTimeOffset? BegunAt { get; set; }

    /// <summary>When its end was carried out, or a person ended it.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public string? EndedBy { get; set; }

    public string Key => $"silence:{Id}";

    /// <summary>Work that somebody already owns is in hands, and is not hidden.</summary>
    public bool Covers(Escalation escalation) =>
        escalation is { IsOpen: true, OwnerId: null }
        && (TriggerId is null || TriggerId == escalation.TriggerId)
        && (Unit is null || string.Equals(Unit, escalation.Unit, StringComparison.OrdinalIgnoreCase))
        && (PatientId is null || PatientId == escalation.PatientId)
        && (CoversCritical || escalation.Severity != "critical");

    public PersonRef Owner => new(OwnerId, OwnerName);
}
