namespace Runink.Domain.Escalations;

/// <summary>What the worklist shows: a named view, narrowed by filters that also stand in the address bar.</summary>
/// <param name="View">One of <see cref="EscalationQueries.Views"/>; null = all that is open and not snoozed.</param>
/// <param name="Owner">A person's id, <c>me</c>, or <c>none</c>.</param>
/// <param name="Patient">Our id, an MRN, or <c>system|value</c>.</param>
/// <param name="Order">One of <see cref="EscalationQueries.Orders"/>; null = by urgency.</param>
/// <param name="ByPatient">Pages of patients with all their episodes; limit and cursor count patients.</param>
public sealed record WorklistQuery(
    string? View = null, string? Status = null, string? Unit = null, string? Owner = null, string? Trigger = null,
    string? Patient = null, int Limit = 100, string? Cursor = null, string? Order = null, bool ByPatient = false);

/// <param name="Counts">View name → number of rows in it for this person.</param>
public sealed record WorklistPage(
    IReadOnlyList<EscalationRow> Items, string? NextCursor, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<string> Units)
{
    /// <summary>Patient → number of its episodes in the view; empty when rows were not asked for by patient.</summary>
    public IReadOnlyDictionary<string, int> Episodes { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>There is more in this view than stands here.</summary>
    public bool IsCut => NextCursor is not null || (Episodes.Count > 0 && Episodes.Values.Sum() > Items.Count);

    public static readonly WorklistPage Empty = new([], null, new Dictionary<string, int>(StringComparer.Ordinal), []);
}
