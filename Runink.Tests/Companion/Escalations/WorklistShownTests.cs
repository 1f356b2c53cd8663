using Runink.Companion.Escalations;
using Runink.Domain.Escalations;
using Runink.Domain.Patients;

namespace Runink.Tests.Companion.Escalations;

public sealed class WorklistShownTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void News_of_a_known_row_goes_in_where_it_stands()
    {
        var shown = WorklistShown.Of([Row("a", "high"), Row("b", "low")]);

        var (next, urgent) = shown.Take([Row("b", "low", version: 2), Row("a", "high")], hold: false);

        Assert.Equal(["a", "b"], next.Rows.Select(row => row.Id));
        Assert.Equal(2, next.Rows[1].Version);
        Assert.Equal(0, next.Waiting);
        Assert.Empty(urgent);
    }

    [Fact]
    public void New_work_waits_behind_a_count()
    {
        var (next, urgent) = WorklistShown.Of([Row("a", "high")]).Take([Row("new", "high"), Row("a", "high")], hold: false);

        Assert.Equal(["a"], next.Rows.Select(row => row.Id));
        Assert.Equal(1, next.Waiting);
        Assert.Empty(urgent);
    }

    [Fact]
    public void Critical_work_goes_to_the_top_at_once()
    {
        var (next, urgent) = WorklistShown.Of([Row("a", "critical")]).Take([Row("a", "critical"), Row("new", "critical"), Row("calm", "low")], hold: false);

        Assert.Equal(["new", "a"], next.Rows.Select(row => row.Id));
        Assert.Equal(["new"], urgent.Select(row => row.Id));
        Assert.Equal(1, next.Waiting);
    }

    [Fact]
    public void Nothing_moves_under_a_hand_in_the_list()
    {
        var (next, urgent) = WorklistShown.Of([Row("a", "low"), Row("b", "low")]).Take([Row("new", "critical"), Row("a", "low"), Row("calm", "low")], hold: true);

        Assert.Equal(["a", "b"], next.Rows.Select(row => row.Id));
        Assert.Equal(["new"], urgent.Select(row => row.Id));
        Assert.Equal((2, 1), (next.Waiting, next.Critical));
        Assert.Equal("1 new critical · 1 new · 1 no longer in this view", next.News);
    }

    [Fact]
    public void A_critical_row_is_announced_once()
    {
        var (first, _) = WorklistShown.Nothing.Take([Row("a", "critical")], hold: false);

        Assert.Empty(first.Take([Row("a", "critical", version: 2)], hold: false).Urgent);
    }

    [Fact]
    public void A_row_that_left_the_view_keeps_its_place()
    {
        var (next, _) = WorklistShown.Of([Row("a", "high"), Row("b", "low")]).Take([Row("b", "low")], hold: false);

        Assert.Equal(["a", "b"], next.Rows.Select(row => row.Id));
        Assert.Equal(["a"], next.Left);
    }

    private static EscalationRow Row(string id, string severity, int version = 1) => new(
        id, new TriggerRef("t", 1, "T"), new PatientCard("p", "Ada Larsen", "1", 70, "female"), null, severity, EscalationStatus.Open,
        null, Now, Now, [], "claim", "Lactate 3.4", "", null, null, null, null, null, version);
}
