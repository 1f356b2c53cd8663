using Runink.Domain.Patients;
using Runink.Domain.Teams;

namespace Runink.Domain.Escalations;

/// <summary>The episodes of one patient that stand in one row of the worklist.</summary>
/// <param name="Severity">Of the most severe.</param>
/// <param name="Clock">The one that runs out soonest; null when none runs.</param>
/// <param name="Count">All its episodes in the view; <paramref name="Items"/> can hold fewer when there are very many.</param>
/// <param name="Items">The most urgent first: it is the one that the row shows.</param>
public sealed record WorklistGroup(PatientCard Patient, string Severity, SlaClock? Clock, int Count, IReadOnlyList<EscalationRow> Items)
{
    public EscalationRow Lead => Items[0];
}

public static class WorklistGroups
{
    /// <param name="rows">In the order in which they are shown; a group stands where its first row stands.</param>
    /// <param name="episodes">Patient → number of episodes where it is known; the others have as many as are here.</param>
    public static IReadOnlyList<WorklistGroup> Of(IEnumerable<EscalationRow> rows, IReadOnlyDictionary<string, int> episodes) =>
    [
        .. rows.GroupBy(row => row.Patient.Id, StringComparer.Ordinal).Select(group =>
        {
            var items = group.ToList();
            return new WorklistGroup(
                items[0].Patient,
                items.MaxBy(row => Severities.Rank(row.Severity))!.Severity,
                items.Where(row => row.MutedReason is null && row.NextAction != "none").Select(row => row.Clock).OfType<SlaClock>().MinBy(clock => clock.DueAt),
                Math.Max(items.Count, episodes.GetValueOrDefault(group.Key)),
                items);
        }),
    ];
}
