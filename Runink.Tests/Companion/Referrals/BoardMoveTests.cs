using Runink.Companion.Referrals;
using Runink.Domain.Patients;
using Runink.Domain.Referrals;

namespace Runink.Tests.Companion.Referrals;

public sealed class BoardMoveTests
{
    private static readonly ReferralState[] Columns = [ReferralState.Received, ReferralState.AwaitingInformation, ReferralState.Triage, ReferralState.Authorization];

    [Fact]
    public void A_step_skips_columns_that_do_not_take_the_card()
    {
        var move = Move(Allowed("triage", ReferralState.Triage));

        Assert.Equal(ReferralState.Triage, move.Step(Columns, 1));
    }

    [Fact]
    public void A_step_stays_where_no_column_takes_the_card()
    {
        var move = Move(Allowed("triage", ReferralState.Triage)) with { Over = ReferralState.Triage };

        Assert.Equal(ReferralState.Triage, move.Step(Columns, 1));
    }

    [Fact]
    public void A_step_back_returns_to_the_own_column()
    {
        var move = Move(Allowed("triage", ReferralState.Triage)) with { Over = ReferralState.Triage };

        Assert.Equal(ReferralState.Received, move.Step(Columns, -1));
    }

    [Fact]
    public void A_closed_column_says_why()
    {
        var move = Move(new ReferralAction("triage", "Triage", ReferralState.Triage, "The dossier is not complete", false, false, "forward"));

        Assert.False(move.Allows(ReferralState.Triage));
        Assert.Equal("The dossier is not complete", move.WhyNot(ReferralState.Triage));
    }

    [Fact]
    public void An_allowed_way_wins_over_a_closed_one_to_the_same_column()
    {
        var move = Move(new ReferralAction("refused", "No", ReferralState.Triage, "Not yet", false, false, "forward"), Allowed("triage", ReferralState.Triage));

        Assert.Equal("triage", move.To(ReferralState.Triage)?.Name);
    }

    private static ReferralAction Allowed(string name, ReferralState to) => new(name, name, to, null, false, false, "forward");

    private static BoardMove Move(params ReferralAction[] actions) => new(
        new ReferralCard(
            "r", "Cardiology", new PatientCard("p", "Ada Larsen", null, null, null), ReferralState.Received, "routine", null, "Accept", null,
            new ReferralGates(100, "unknown", "unknown"), [], new ReferralSource("person", "x"), default, default, 1, null, null),
        actions, null);
}
