using Runink.Domain.Escalations;

namespace Runink.Companion.Escalations;

/// <summary>One line of the list: an episode, alone, as the first of its patient's, or under that first one.</summary>
/// <param name="Group">What the patient has, on the line that stands for it; null on all others.</param>
/// <param name="IsOpen">The others stand under it.</param>
public sealed record WorklistLine(EscalationRow Row, WorklistGroup? Group = null, bool IsOpen = false, bool IsMember = false)
{
    /// <summary>What a tick on this line means: all that is folded into it, or itself.</summary>
    public IReadOnlyList<EscalationRow> Stands => Group is not null && !IsOpen ? Group.Items : [Row];
}

public static class WorklistLines
{
    public static IList<WorklistLine> Apart(IReadOnlyList<EscalationRow> rows) => [.. rows.Select(row => new WorklistLine(row))];

    /// <param name="episodes">Patient → number of episodes where it is known.</param>
    /// <param name="unfolded">Patients whose episodes are shown one under the other.</param>
    public static IList<WorklistLine> Folded(IReadOnlyList<EscalationRow> rows, IReadOnlyDictionary<string, int> episodes, IReadOnlySet<string> unfolded) =>
    [
        .. WorklistGroups.Of(rows, episodes).SelectMany(group => group switch
        {
            { Count: 1 } => [new WorklistLine(group.Lead)],
            _ when unfolded.Contains(group.Patient.Id) => group.Items.Skip(1).Select(row => new WorklistLine(row, IsMember: true)).Prepend(new WorklistLine(group.Lead, group, IsOpen: true)),
            _ => [new WorklistLine(group.Lead, group)],
        }),
    ];

    /// <summary>The patient whose row must be unfolded so that a link to one of its episodes shows that episode; null when none must.</summary>
    public static string? FoldedAway(IReadOnlyList<EscalationRow> rows, string? selected) =>
        rows.FirstOrDefault(row => row.Id == selected) is { } asked && rows.First(row => row.Patient.Id == asked.Patient.Id).Id != selected ? asked.Patient.Id : null;

    /// <summary>Counts are of episodes; how many rows they stand in is said beside.</summary>
    public static string Count(IEnumerable<WorklistLine> lines, int episodes, bool isCut)
    {
        var patients = lines.Count(line => !line.IsMember);
        var words = $"{episodes}{(isCut ? "+" : "")} {(episodes == 1 ? "episode" : "episodes")}";
        return patients == episodes ? words : $"{words} in {patients} {(patients == 1 ? "row" : "rows")}";
    }
}
