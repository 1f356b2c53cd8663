using System.Linq.Expressions;

namespace Runink.Domain.Escalations;

/// <summary>The views of the worklist as queries.</summary>
public static class EscalationQueries
{
    public static IReadOnlyList<string> Views { get; } =
        ["all", "my-unit", "mine", "unowned-critical", "late", "unknown", "delivery-failed", "snoozed", "closed"];

    public static IQueryable<Escalation> Open(this IQueryable<Escalation> rows) =>
        rows.Where(row => row.Status != EscalationStatus.Resolved && row.Status != EscalationStatus.Retracted);

    /// <summary>Open and not snoozed.</summary>
    private static IQueryable<Escalation> Awake(this IQueryable<Escalation> rows) => rows.Open().Where(row => row.Status != EscalationStatus.Snoozed);

    /// <param name="failed">Escalations with a delivery that nobody could receive.</param>
    /// <returns>Null when there is no such view.</returns>
    public static IQueryable<Escalation>? InView(
        this IQueryable<Escalation> rows, string? view, string me, string? myUnit, IQueryable<string?> failed, DateTimeOffset now) => view switch
        {
            null or "" or "all" => rows.Awake(),
            "my-unit" => rows.Awake().Where(row => row.Unit == myUnit),
            "mine" => rows.Awake().Where(row => row.OwnerId == me),
            "unowned-critical" => rows.Open().Where(row => row.OwnerId == null && row.Severity == "critical"),
            "late" => rows.Open().Late(now),
            "unknown" => rows.Open().Where(row => row.IsUnknown),
            "delivery-failed" => rows.Open().Where(row => failed.Contains(row.Id)),
            "snoozed" => rows.Where(row => row.Status == EscalationStatus.Snoozed),
            "closed" => rows.Where(row => row.Status == EscalationStatus.Resolved || row.Status == EscalationStatus.Retracted),
            _ => null,
        };

    public static IQueryable<Escalation> Late(this IQueryable<Escalation> rows, DateTimeOffset now) => rows.Where(row =>
        (row.AcknowledgedAt == null && row.AcknowledgeDueAt < now)
        || (row.AcknowledgedAt != null && row.ActedAt == null && row.ActDueAt < now)
        || row.ResolveDueAt < now);

    /// <summary>The orders that a list can be read in; the first is the usual one.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["urgency", "due", "newest", "oldest"];

    /// <summary>Urgency: worst first; among equals what is longest overdue, then what is due next, then what has no clock.</summary>
    /// <returns>Null when there is no such order.</returns>
    public static IOrderedQueryable<Escalation>? InOrder(this IQueryable<Escalation> rows, string? order) => order switch
    {
        null or "" or "urgency" => rows
            .OrderBy(row => row.Severity == "critical" ? 0 : row.Severity == "high" ? 1 : row.Severity == "moderate" ? 2 : row.Severity == "low" ? 3 : 4)
            .ThenBy(NextDue).ThenBy(row => row.OpenedAt).ThenBy(row => row.Id),
        "due" => rows.OrderBy(NextDue).ThenBy(row => row.OpenedAt).ThenBy(row => row.Id),
        "newest" => rows.OrderByDescending(row => row.OpenedAt).ThenByDescending(row => row.Id),
        "oldest" => rows.OrderBy(row => row.OpenedAt).ThenBy(row => row.Id),
        _ => null,
    };

    /// <summary>When the clock that counts now runs out; the end of time where none counts.</summary>
    private static readonly Expression<Func<Escalation, DateTimeOffset>> NextDue = row =>
        row.AcknowledgedAt == null && row.AcknowledgeDueAt != null ? row.AcknowledgeDueAt.Value
        : row.ActedAt == null && row.ActDueAt != null ? row.ActDueAt.Value
        : row.ResolveDueAt ?? DateTimeOffset.MaxValue;
}
