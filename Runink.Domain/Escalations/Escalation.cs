using System.Text.Json;
using Runink.Domain.Teams;

namespace Runink.Domain.Escalations;

/// <summary>One episode: work that somebody must own, acknowledge and finish in time.</summary>
public sealed partial class Escalation
{
    public required string Id { get; init; }

    public required string TriggerId { get; init; }

    public required int TriggerVersion { get; init; }

    public required string TriggerName { get; init; }

    /// <summary>The encounter or patient that the trigger fired once for.</summary>
    public required string EpisodeKey { get; init; }

    public required string PatientId { get; init; }

    public string? EncounterId { get; init; }

    /// <summary>The unit at the time of opening: work stays with the unit that it was opened for.</summary>
    public string? Unit { get; init; }

    public required string Severity { get; init; }

    /// <summary>True for work that says "could not evaluate" instead of "this holds".</summary>
    public bool IsUnknown { get; init; }

    public EscalationStatus Status { get; private set; }

    public string? OwnerId { get; private set; }

    public string? OwnerName { get; private set; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset SignalAt { get; init; }

    public required string Headline { get; set; }

    public required string Narrative { get; set; }

    public required string Explanation { get; set; }

    public string? Spark { get; set; }

    public required string Checklist { get; set; }

    public required string Sources { get; init; }

    public DateTimeOffset? AcknowledgeDueAt { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; private set; }

    public DateTimeOffset? ActDueAt { get; init; }

    public DateTimeOffset? ActedAt { get; private set; }

    public DateTimeOffset? ResolveDueAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public DateTimeOffset? SnoozedUntil { get; private set; }

    public int Version { get; private set; } = 1;

    public bool IsOpen => Status is not (EscalationStatus.Resolved or EscalationStatus.Retracted);

    public PersonRef? Owner => OwnerId is null ? null : new PersonRef(OwnerId, OwnerName!);

    public IReadOnlyList<ChecklistItem> ChecklistItems => JsonSerializer.Deserialize<List<ChecklistItem>>(Checklist)!;

    public static string WriteChecklist(IEnumerable<string> items) =>
        JsonSerializer.Serialize(items.Select((text, index) => new ChecklistItem(index, text, Done: false, By: null, At: null)));

    public string NextAction => Status switch
    {
        EscalationStatus.Open => IsUnknown ? "review" : "claim",
        EscalationStatus.Claimed => "acknowledge",
        EscalationStatus.Acknowledged => ActedAt is null && ChecklistItems.Count > 0 ? "act" : "resolve",
        EscalationStatus.Snoozed => "wait",
        EscalationStatus.Resolved or EscalationStatus.Retracted => "none",
    };

    public IReadOnlyList<SlaClock> Clocks(DateTimeOffset now) =>
    [
        .. Clock("acknowledge", AcknowledgeDueAt, AcknowledgedAt, now),
        .. Clock("act", ActDueAt, ActedAt, now),
        .. Clock("resolve", ResolveDueAt, ResolvedAt, now),
    ];

    private IEnumerable<SlaClock> Clock(string name, DateTimeOffset? due, DateTimeOffset? met, DateTimeOffset now)
    {
        if (due is not { } dueAt)
            yield break;
        var stopped = met ?? (IsOpen ? null : ResolvedAt);
        yield return new SlaClock(name, OpenedAt, dueAt, stopped, SlaDecision.Decide(dueAt, stopped, now));
    }
}
