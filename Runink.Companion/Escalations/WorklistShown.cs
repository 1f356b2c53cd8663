using Runink.Domain.Escalations;

namespace Runink.Companion.Escalations;

/// <summary>
/// What one browser shows of a view while the view changes under it. Rows keep their places: news of known rows goes in
/// where they stand, rows that left stay until the person asks, new rows wait behind a count – except critical ones,
/// which go to the top at once.
/// </summary>
public sealed record WorklistShown(IReadOnlyList<EscalationRow> Rows, IReadOnlySet<string> Left, int Waiting)
{
    public static readonly WorklistShown Nothing = new([], new HashSet<string>(), 0);

    public static WorklistShown Of(IReadOnlyList<EscalationRow> rows) => new(rows, new HashSet<string>(), 0);

    /// <returns>The next state, and the critical rows that nobody here has seen yet.</returns>
    public (WorklistShown Next, IReadOnlyList<EscalationRow> Urgent) Take(IReadOnlyList<EscalationRow> fresh)
    {
        var now = fresh.ToDictionary(row => row.Id, StringComparer.Ordinal);
        var known = Rows.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        var added = fresh.Where(row => !known.Contains(row.Id)).ToList();
        var urgent = added.Where(row => row.Severity == "critical").ToList();
        var rows = urgent.Concat(Rows.Select(row => now.GetValueOrDefault(row.Id, row))).ToList();
        var left = Rows.Where(row => !now.ContainsKey(row.Id)).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        return (new(rows, left, added.Count - urgent.Count), urgent);
    }

    public WorklistShown With(EscalationRow changed) =>
        this with { Rows = [.. Rows.Select(row => row.Id == changed.Id ? changed : row)] };
}
