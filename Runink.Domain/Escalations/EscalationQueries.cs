namespace Runink.Domain.Escalations;

/// <summary>The views of the worklist as queries.</summary>
public static class EscalationQueries
{
    public static IReadOnlyList<string> Views { get; } =
        ["all", "my-unit", "mine", "unowned-critical", "late", "unknown", "delivery-failed", "closed"];

    public static IQueryable<Escalation> Open(this IQueryable<Escalation> rows) =>
        rows.Where(row => row.Status != EscalationStatus.Resolved && row.Status != EscalationStatus.Retracted);

    /// <param name="failed">Escalations with a delivery that nobody could receive.</param>
    /// <returns>Null when there is no such view.</returns>
    public static IQueryable<Escalation>? InView(
        this IQueryable<Escalation> rows, string? view, string me, string? myUnit, IQueryable<string?> failed, DateTimeOffset now) => view switch
        {
            null or "" or "all" => rows.Open(),
            "my-unit" => rows.Open().Where(row => row.Unit == myUnit),
            "mine" => rows.Open().Where(row => row.OwnerId == me),
            "unowned-critical" => rows.Open().Where(row => row.OwnerId == null && row.Severity == "critical"),
            "late" => rows.Open().Late(now),
            "unknown" => rows.Open().Where(row => row.IsUnknown),
            "delivery-failed" => rows.Open().Where(row => failed.Contains(row.Id)),
            "closed" => rows.Where(row => row.Status == EscalationStatus.Resolved || row.Status == EscalationStatus.Retracted),
            _ => null,
        };

    public static IQueryable<Escalation> Late(this IQueryable<Escalation> rows, DateTimeOffset now) => rows.Where(row =>
        (row.AcknowledgedAt == null && row.AcknowledgeDueAt < now)
        || (row.AcknowledgedAt != null && row.ActedAt == null && row.ActDueAt < now)
        || row.ResolveDueAt < now);

    /// <summary>Worst first, then newest.</summary>
    public static IOrderedQueryable<Escalation> ByUrgency(this IQueryable<Escalation> rows) => rows
        .OrderBy(row => row.Severity == "critical" ? 0 : row.Severity == "high" ? 1 : row.Severity == "moderate" ? 2 : row.Severity == "low" ? 3 : 4)
        .ThenByDescending(row => row.OpenedAt)
        .ThenBy(row => row.Id);
}
