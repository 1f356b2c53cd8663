using Runink.Domain.Discharges;
using Runink.Domain.Intake;
using Runink.Domain.Patients;
using Runink.Domain.Teams;

namespace Runink.Tests.Domain.Discharges;

public sealed class DischargePlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonRef Ana = new("ana.ruiz", "Ana Ruiz");

    private static DischargePlan Plan() => DischargePlan.Begin("stay", ["medicines", "transport"], "Ana Ruiz", Now);

    private static Encounter Stay(bool hasLeft)
    {
        var stay = new Encounter { Id = "stay", PatientId = "patient" };
        stay.Learn(new EncounterNotice(EncounterChange.Open, null, "inpatient", "4 West", null, "7", null, Now, null, Now));
        if (hasLeft)
            stay.Learn(new EncounterNotice(EncounterChange.Close, null, null, null, null, null, null, null, Now.AddHours(1), Now.AddHours(1)));
        return stay;
    }

    [Fact]
    public void ItsStateFollowsFromTheItemsAndTheStay()
    {
        var plan = Plan();
        Assert.Equal((DischargeState.Open, DischargeState.LeftOpen), (plan.State(Stay(false)), plan.State(Stay(true))));
        Assert.True(plan.Apply(new DischargeCommand.Check(0, true), null, Ana, Now).Ok);
        Assert.Equal((1, DischargeState.LeftOpen), (plan.OpenItems, plan.State(Stay(true))));
        Assert.True(plan.Apply(new DischargeCommand.WaiveItem(1, "goes on foot"), null, Ana, Now).Ok);
        Assert.Equal((DischargeState.Ready, DischargeState.Closed), (plan.State(Stay(false)), plan.State(Stay(true))));
        Assert.True(plan.Apply(new DischargeCommand.AddItem(" the dog "), null, Ana, Now).Ok);
        Assert.Equal(("the dog", DischargeState.Open), (plan.Items[2].Text, plan.State(Stay(false))));
    }

    [Fact]
    public void ItIsClosedWithSomethingOpenOnlyByAReasonAndThenNothingChanges()
    {
        var plan = Plan();
        Assert.Equal("reason-required", plan.Apply(new DischargeCommand.Close(" "), null, Ana, Now).Refusal!.Code);
        Assert.Equal(1, plan.Version);
        Assert.True(plan.Apply(new DischargeCommand.Close("left against advice"), null, Ana, Now).Ok);
        Assert.Equal(DischargeState.Closed, plan.State(Stay(true)));
        Assert.Equal("not-allowed-now", plan.Apply(new DischargeCommand.Check(0, true), null, Ana, Now).Refusal!.Code);
    }

    [Fact]
    public void ATimeLongAgoAndAColleagueWhoIsNobodyAreRefused()
    {
        var plan = Plan();
        Assert.Equal("invalid", plan.Apply(new DischargeCommand.Expect(Now.AddDays(-3)), null, Ana, Now).Refusal!.Code);
        Assert.Equal("invalid", plan.Apply(new DischargeCommand.AssignItem(0, "nobody"), null, Ana, Now).Refusal!.Code);
        Assert.True(plan.Apply(new DischargeCommand.Expect(Now.AddHours(5)), null, Ana, Now).Ok);
        Assert.True(plan.Apply(new DischargeCommand.Expect(null), null, Ana, Now).Ok);
        Assert.Null(plan.ExpectedAt);
    }

    [Theory]
    [InlineData(" one \n\n two", null)]
    [InlineData("\n \n", "at least one")]
    [InlineData("one\nOne", "twice")]
    public void AChecklistIsALineEach(string text, string? problem)
    {
        var read = DischargeChecklist.Read(text.Split('\n'));
        if (problem is null)
            Assert.Equal(["one", "two"], read.Value!);
        else
            Assert.Contains(problem, read.Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AChecklistHasItsBounds()
    {
        Assert.Contains("at most 40", DischargeChecklist.Read(Enumerable.Range(0, 41).Select(number => $"{number}")).Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("at most 200", DischargeChecklist.Read([new string('x', 201)]).Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(DischargeChecklist.Usual, DischargeChecklist.Read(DischargeChecklist.Usual).Value!);
    }
}
