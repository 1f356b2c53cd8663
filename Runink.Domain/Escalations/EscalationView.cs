using Runink.Domain.Teams;

namespace Runink.Domain.Escalations;

/// <summary>One escalation with all that its panel shows. The explanation is JSON in the shape of the public API.</summary>
public sealed record EscalationView(
    EscalationRow Row,
    string ExplanationJson,
    IReadOnlyList<SourceMessage> Sources,
    IReadOnlyList<LadderStep> Ladder,
    IReadOnlyList<ChecklistItem> Checklist,
    IReadOnlyList<EscalationEvent> Events);

/// <summary>The message that carried a value: id, kind such as ORU^R01 or FHIR transaction, sender, when it came.</summary>
public sealed record SourceMessage(string Id, string Kind, string Source, DateTimeOffset ReceivedAt, string? ControlId);

/// <summary>One step of "who was told": done with its receipt, the next one with its time, or one still to come.</summary>
/// <param name="State">delivered, sending, failed, skipped, next, planned.</param>
public sealed record LadderStep(string Who, string Channel, string State, DateTimeOffset At, string? Detail);

/// <param name="Kind">opened, claimed, acknowledged, commented, handed-over, snoozed, woke, escalated, resolved, reopened, corrected, checked.</param>
public sealed record EscalationEvent(DateTimeOffset At, string Kind, string Actor, string? Text);
