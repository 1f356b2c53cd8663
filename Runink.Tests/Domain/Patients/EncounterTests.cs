using Runink.Domain.Intake;
using Runink.Domain.Patients;

namespace Runink.Tests.Domain.Patients;

public sealed class EncounterTests
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void WhatIsNotSaidStays()
    {
        var encounter = Learned(Said(EncounterChange.Open, type: "ED", unit: "Emergency", bed: "12", service: "MED"));

        Assert.False(encounter.Learn(Said(EncounterChange.Update)));

        Assert.Equal(("ED", "Emergency", "12", "MED"), (encounter.Type, encounter.Unit, encounter.Bed, encounter.Service));
        Assert.Equal(Morning, encounter.StartedAt);
        Assert.True(encounter.IsOpen);
    }

    [Theory]
    [InlineData("expected, announced")]
    [InlineData("announced, expected")]
    [InlineData("expected, announced, off")]
    [InlineData("off, announced, expected")]
    [InlineData("expected")]
    public void WhatIsSaidOfADischargeToComeEndsAlikeInAnyOrder(string order)
    {
        var encounter = Learned(Said(EncounterChange.Open, type: "inpatient"));
        foreach (var word in order.Split(", "))
        {
            encounter.LearnPlanned(word switch
            {
                "expected" => Said(EncounterChange.Update) with { At = Morning.AddHours(1), Planned = new PlannedDischarge(null, true, Morning.AddDays(3)) },
                "announced" => Said(EncounterChange.Update) with { At = Morning.AddHours(2), Planned = new PlannedDischarge(true, false, null) },
                _ => Said(EncounterChange.Update) with { At = Morning.AddHours(6), Planned = new PlannedDischarge(false, true, null) },
            });
        }

        var (from, end) = order switch
        {
            "expected" => (Morning.AddDays(2), Morning.AddDays(3)),
            _ when order.Contains("off", StringComparison.Ordinal) => ((DateTimeOffset?)null, (DateTimeOffset?)null),
            _ => (Morning.AddHours(2), Morning.AddDays(3)),
        };
        Assert.Equal((from, end), (encounter.PrepareFrom, encounter.ExpectedEndAt));
        Assert.True(encounter.IsOpen);
    }

    [Fact]
    public void ATransferMovesAndChangesClass()
    {
        var encounter = Learned(Said(EncounterChange.Open, type: "ED", unit: "Emergency", bed: "12"));

        Assert.True(encounter.Learn(Said(EncounterChange.Update, type: "inpatient", unit: "ICU", room: "2", bed: "B")));

        Assert.Equal(new EncounterCard("E1", "inpatient", "ICU", "2-B"), encounter.Card);
    }

    [Fact]
    public void ADischargeClosesAndItsCancellationOpensAgain()
    {
        var encounter = Learned(Said(EncounterChange.Open));

        encounter.Learn(Said(EncounterChange.Close, endedAt: Morning.AddHours(5)));
        Assert.False(encounter.IsOpen);
        Assert.Equal(Morning.AddHours(5), encounter.EndedAt);

        encounter.Learn(Said(EncounterChange.Open));
        Assert.True(encounter.IsOpen);
        Assert.Null(encounter.EndedAt);
    }

    [Fact]
    public void ACancelledAdmissionIsNotOpenUntilAdmittedAgain()
    {
        var encounter = Learned(Said(EncounterChange.Open));

        encounter.Learn(Said(EncounterChange.Cancel));
        encounter.Learn(Said(EncounterChange.Update, unit: "ICU"));
        Assert.True(encounter.Cancelled);
        Assert.False(encounter.IsOpen);

        encounter.Learn(Said(EncounterChange.Open));
        Assert.True(encounter.IsOpen);
    }

    [Fact]
    public void ADischargeWithoutTimeEndsWithItsEvent()
    {
        var encounter = Learned(Said(EncounterChange.Open));

        encounter.Learn(Said(EncounterChange.Close) with { At = Morning.AddHours(2) });

        Assert.Equal(Morning.AddHours(2), encounter.EndedAt);
    }

    [Fact]
    public void AnUpdateMayTellTheEndAndALaterOneDoesNotReopen()
    {
        var encounter = Learned(Said(EncounterChange.Open));

        encounter.Learn(Said(EncounterChange.Update, endedAt: Morning.AddHours(3)));
        encounter.Learn(Said(EncounterChange.Update, unit: "Ward"));

        Assert.Equal(Morning.AddHours(3), encounter.EndedAt);
    }

    [Fact]
    public void TheAdmissionTimeIsTheSendersWhenItSaysOne()
    {
        var encounter = Learned(Said(EncounterChange.Open));
        Assert.Equal(Morning, encounter.StartedAt);

        encounter.Learn(Said(EncounterChange.Update) with { StartedAt = Morning.AddDays(-1) });

        Assert.Equal(Morning.AddDays(-1), encounter.StartedAt);
    }

    [Theory]
    [InlineData("12", null, "12")]
    [InlineData(null, "B", "B")]
    [InlineData("12", "B", "12-B")]
    [InlineData("12", "12", "12")]
    [InlineData(null, null, null)]
    public void TheBedIsNamedWithItsRoom(string? room, string? bed, string? shown) =>
        Assert.Equal(shown, Learned(Said(EncounterChange.Open, room: room, bed: bed)).Bed);

    private static Encounter Learned(EncounterNotice said)
    {
        var encounter = new Encounter { Id = "E1", PatientId = "P1" };
        encounter.Learn(said);
        return encounter;
    }

    private static EncounterNotice Said(
        EncounterChange change, string? type = null, string? unit = null, string? room = null, string? bed = null, string? service = null, DateTimeOffset? endedAt = null) =>
        new(change, null, type, unit, room, bed, service, null, endedAt, Morning);
}
