using Runink.Companion.Escalations;
using Runink.Domain.Escalations;
using Runink.Domain.Patients;

namespace Runink.Tests.Domain.Escalations;

public sealed class WorklistGroupTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, int> Unknown = new(StringComparer.Ordinal);

    [Fact]
    public void AGroupStandsWhereItsFirstRowStandsAndShowsTheWorstAndTheSoonest()
    {
        var groups = WorklistGroups.Of([Row("a", "p1", "critical", 20), Row("b", "p2", "high", 1), Row("c", "p1", "low", 5), Row("d", "p1", "low", 2, muted: "calibrating")], Unknown);

        Assert.Equal(["p1", "p2"], groups.Select(group => group.Patient.Id));
        Assert.Equal(("a", "critical", 3), (groups[0].Lead.Id, groups[0].Severity, groups[0].Count));
        // A clock that rests is not what runs out soonest.
        Assert.Equal(Now.AddMinutes(5), groups[0].Clock!.DueAt);
    }

    [Fact]
    public void WhatWasNotReadIsCountedAllTheSame() =>
        Assert.Equal(700, WorklistGroups.Of([Row("a", "p1", "low", 1)], new Dictionary<string, int> { ["p1"] = 700 })[0].Count);

    [Fact]
    public void ATickOnAFoldedLineMeansAllOfItAndOnAnOpenOneItself()
    {
        EscalationRow[] rows = [Row("a", "p1", "critical", 20), Row("b", "p2", "high", 1), Row("c", "p1", "low", 5)];

        var folded = WorklistLines.Folded(rows, Unknown, new HashSet<string>());
        var open = WorklistLines.Folded(rows, Unknown, new HashSet<string> { "p1" });

        Assert.Equal(["a", "b"], folded.Select(line => line.Row.Id));
        Assert.Equal(["a", "c"], folded[0].Stands.Select(row => row.Id));
        Assert.Equal(["a", "c", "b"], open.Select(line => line.Row.Id));
        Assert.Equal([false, true, false], open.Select(line => line.IsMember));
        Assert.Equal("a", Assert.Single(open[0].Stands).Id);
    }

    [Fact]
    public void CountsStayCountsOfEpisodes()
    {
        EscalationRow[] rows = [Row("a", "p1", "critical", 20), Row("b", "p2", "high", 1), Row("c", "p1", "low", 5)];

        Assert.Equal("3 episodes in 2 rows", WorklistLines.Count(WorklistLines.Folded(rows, Unknown, new HashSet<string>()), 3, isCut: false));
        Assert.Equal("3 episodes", WorklistLines.Count(WorklistLines.Apart(rows), 3, isCut: false));
        Assert.Equal("1+ episode", WorklistLines.Count(WorklistLines.Apart([rows[0]]), 1, isCut: true));
    }

    private static EscalationRow Row(string id, string patient, string severity, int due, string? muted = null) => new(
        id, new TriggerRef("t", 1, "T"), new PatientCard(patient, "Ada Larsen", "1", 70, "female"), null, severity, EscalationStatus.Open,
        null, Now, Now, [new SlaClock("acknowledge", Now, Now.AddMinutes(due), null, ClockState.Running)], "claim", "Lactate 3.4", "", null, null, null, null, muted, 1);
}
