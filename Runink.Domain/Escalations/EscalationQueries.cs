using System.Linq.Expressions;

namespace Runink.Domain.Escalations;

/// <summary>A patient and how many rows are about it.</summary>
public sealed record PatientWork(string PatientId, int Count);

/// <summary>The views of the worklist as queries.</summary>
public static class EscalationQueries
{
    public static IReadOnlyList<string> Views { get; } =
        ["all", "my-unit", "mine", "unowned-critical", "late", "unknown", "delivery-failed", "offered", "asked", "snoozed", "muted", "closed"];

    public static IQueryable<Escalation> Open(this IQueryable<Escalation> rows) =>
        rows.Where(row => row.Status != EscalationStatus.Resolved && row.Status != EscalationStatus.Retracted);

    /// <summary>Open, and nothing else speaks for it.</summary>
    public static IQueryable<Escalation> Speaking(this IQueryable<Escalation> rows) => rows.Open().Where(row => row.MutedBy == null);

    /// <summary>Speaking and not snoozed.</summary>
    public static IQueryable<Escalation> Awake(this IQueryable<Escalation> rows) => rows.Speaking().Where(row => row.Status != EscalationStatus.Snoozed);

    /// <param name="failed">Escalations with a delivery that nobody could receive.</param>
    /// <param name="asked">Escalations in which somebody asks the caller for something; null where that is nobody's question.</param>
    /// <returns>Null when there is no such view.</returns>
    public static IQueryable<Escalation>? InView(
        this IQueryable<Escalation> rows, string? view, string me, string? myUnit, IQueryable<string?> failed, IQueryable<string>? asked, DateTimeOffset now) => view switch
        {
            null or "" or "all" => rows.Awake(),
            "my-unit" => rows.Awake().Where(row => row.Unit == myUnit),
            "mine" => rows.Awake().Where(row => row.OwnerId == me),
            "unowned-critical" => rows.Speaking().Where(row => row.OwnerId == null && row.Severity == "critical"),
            "late" => rows.Speaking().Late(now),
            "unknown" => rows.Speaking().Where(row => row.IsUnknown),
            "delivery-failed" => rows.Open().Where(row => failed.Contains(row.Id)),
            "offered" => rows.Open().Where(row => row.OfferedToId == me),
            "asked" when asked is not null => rows.Open().Where(row => asked.Contains(row.Id)),
            "muted" => rows.Open().Where(row => row.MutedBy != null),
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
            .OrderBy(Urgency)
            .ThenBy(NextDue).ThenBy(row => row.OpenedAt).ThenBy(row => row.Id),
        "due" => rows.OrderBy(NextDue).ThenBy(row => row.OpenedAt).ThenBy(row => row.Id),
        "newest" => rows.OrderByDescending(row => row.OpenedAt).ThenByDescending(row => row.Id),
        "oldest" => rows.OrderBy(row => row.OpenedAt).ThenBy(row => row.Id),
        _ => null,
    };

    /// <summary>The patients of the rows in the same orders: by the worst, the soonest, the newest or the oldest of what each has.</summary>
    /// <returns>Null when there is no such order.</returns>
    public static IQueryable<PatientWork>? ByPatient(this IQueryable<Escalation> rows, string? order)
    {
        var patients = rows.GroupBy(row => row.PatientId);
        return order switch
        {
            null or "" or "urgency" => patients.OrderBy(group => group.AsQueryable().Min(Urgency)).ThenBy(group => group.AsQueryable().Min(NextDue)).ThenBy(group => group.Key).Select(Work),
            "due" => patients.OrderBy(group => group.AsQueryable().Min(NextDue)).ThenBy(group => group.Key).Select(Work),
            "newest" => patients.OrderByDescending(group => group.Max(row => row.OpenedAt)).ThenBy(group => group.Key).Select(Work),
            "oldest" => patients.OrderBy(group => group.Min(row => row.OpenedAt)).ThenBy(group => group.Key).Select(Work),
            _ => null,
        };
    }

    private static readonly Expression<Func<IGrouping<string, Escalation>, PatientWork>> Work = group => new PatientWork(group.Key, group.Count());

    private static readonly Expression<Func<Escalation, int>> Urgency = row =>
        row.Severity == "critical" ? 0 : row.Severity == "high" ? 1 : row.Severity == "moderate" ? 2 : row.Severity == "low" ? 3 : 4;

    /// <summary>When the clock that counts now runs out; the end of time where none counts.</summary>
    private static readonly Expression<Func<Escalation, DateTimeOffset>> NextDue = row =>
        row.AcknowledgedAt == null && row.AcknowledgeDueAt != null ? row.AcknowledgeDueAt.Value
        : row.ActedAt == null && row.ActDueAt != null ? row.ActDueAt.Value
        : row.ResolveDueAt ?? DateTimeOffset.MaxValue;
}
