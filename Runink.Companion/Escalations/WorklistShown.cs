using Runink.Domain.Escalations;

namespace Runink.Companion.Escalations;

/// <summary>
/// What one browser shows of a view while the view changes under it. Rows keep their places: news of known rows goes in
/// where they stand, rows that left stay until the person asks, new rows wait behind a count – except critical ones,
/// which go to the top at once, unless somebody points into the list or has the focus in it: then nothing moves under their hand.
/// </summary>
/// <param name="Waiting">New rows behind the count.</param>
/// <param name="Critical">How many of those are critical.</param>
public sealed record WorklistShown(IReadOnlyList<EscalationRow> Rows, IReadOnlySet<string> Left, int Waiting, int Critical)
{
    public static readonly WorklistShown Nothing = Of([]);

    public bool HasNews => Waiting > 0 || Left.Count > 0;

    public string News => string.Join(" · ", new[]
    {
        Critical > 0 ? $"{Critical} new critical" : null,
        Waiting > Critical ? $"{Waiting - Critical} new" : null,
        Left.Count > 0 ? $"{Left.Count} no longer in this view" : null,
    }.OfType<string>());

    public static WorklistShown Of(IReadOnlyList<EscalationRow> rows) => new(rows, new HashSet<string>(), 0, 0);

    /// <param name="hold">Somebody points at a row or has the focus on one.</param>
    /// <returns>The next state, and the critical rows that nobody here has seen yet.</returns>
    public (WorklistShown Next, IReadOnlyList<EscalationRow> Urgent) Take(IReadOnlyList<EscalationRow> fresh, bool hold)
    {
        var now = fresh.ToDictionary(row => row.Id, StringComparer.Ordinal);
        var known = Rows.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        var added = fresh.Where(row => !known.Contains(row.Id)).ToList();
        var urgent = added.Where(row => row.Severity == "critical").ToList();
        var rows = (hold ? [] : urgent).Concat(Rows.Select(row => now.GetValueOrDefault(row.Id, row))).ToList();
        var left = Rows.Where(row => !now.ContainsKey(row.Id)).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        return (new(rows, left, added.Count - (hold ? 0 : urgent.Count), hold ? urgent.Count : 0), urgent);
    }

    public WorklistShown With(EscalationRow changed) =>
        this with { Rows = [.. Rows.Select(row => row.Id == changed.Id ? changed : row)] };
}
