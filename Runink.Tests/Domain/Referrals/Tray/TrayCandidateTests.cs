using Runink.Domain.Intake;
using Runink.Domain.Patients;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Tray;

namespace Runink.Tests.Domain.Referrals.Tray;

public sealed class TrayCandidateTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void WhatAgreesAndWhatDoesNotIsSaidOfEach()
    {
        var (ann, twin, other) = (Person("1", "Nguyen", "Ann", new DateOnly(1958, 3, 14), "4711"), Person("2", "Nguyen", "Anna", new DateOnly(1958, 3, 14), "4712"), Person("3", "Okafor", "Samuel", new DateOnly(1990, 1, 1), "4713"));
        var found = TrayCandidates.Of(WrittenName.Of("Nguyen, Ann"), [new DateOnly(1958, 3, 14)], "4711", [(other, false), (twin, false), (ann, true)], Now);

        Assert.Equal(["1", "2"], found.Select(one => one.Patient.Id));
        Assert.Equal([TrayAgreement.Agrees, TrayAgreement.Agrees, TrayAgreement.Agrees], found[0].Comparisons.Select(one => one.Agreement));
        Assert.Equal("Everything that is said agrees", found[0].Words);
        Assert.Equal((TrayAgreement.Differs, "4712"), (found[1].Comparisons[2].Agreement, found[1].Comparisons[2].Known));
    }

    [Fact]
    public void ANumberOfSomebodyElseIsShownWithWhatDiffers()
    {
        var found = TrayCandidates.Of(WrittenName.Of("Nguyen, Ann"), [new DateOnly(1958, 3, 14)], "4713", [(Person("3", "Okafor", "Samuel", new DateOnly(1990, 1, 1), "4713"), true)], Now);
        var one = Assert.Single(found);
        Assert.True(one.Differs);
        Assert.Equal([TrayAgreement.Differs, TrayAgreement.Differs, TrayAgreement.Agrees], one.Comparisons.Select(part => part.Agreement));
    }

    [Fact]
    public void OneOfTwoReadingsOfADateIsEnoughToLook()
    {
        var one = Assert.Single(TrayCandidates.Of(WrittenName.Of("Ann Nguyen"), TrayDates.Readings("03/04/1958"), null, [(Person("1", "Nguyen", "Ann", new DateOnly(1958, 4, 3), "4711"), false)], Now));
        Assert.Equal([TrayAgreement.Agrees, TrayAgreement.Agrees, TrayAgreement.NotSaid], one.Comparisons.Select(part => part.Agreement));
    }

    [Fact]
    public void ADocumentGoesByPatientAndServiceAndNeverByThePatientAlone()
    {
        AwaitedReferral cardio = new("a", "Cardiology", ReferralState.ReportDue), kidney = new("b", "Nephrology", ReferralState.ReportDue);
        Assert.Equal("a", DocumentMatch.Decide(["Cardiology consultation note"], [cardio, kidney]).Referral?.Id);
        Assert.Null(DocumentMatch.Decide(["Consultation note"], [cardio]).Referral);
        Assert.Null(DocumentMatch.Decide(["Cardiologyx note"], [cardio]).Referral);
        Assert.Null(DocumentMatch.Decide(["Cardiology note"], [cardio, cardio with { Id = "c" }]).Referral);
        Assert.Null(DocumentMatch.Decide(["Cardiology note"], [cardio with { State = ReferralState.Triage }]).Referral);
        Assert.Null(DocumentMatch.Decide(["Cardiology note"], []).Referral);
        Assert.All([DocumentMatch.Decide(["Consultation note"], [cardio]), DocumentMatch.Decide(["x"], [])], decided => Assert.NotEmpty(decided.Why));
    }

    private static Patient Person(string id, string family, string given, DateOnly born, string mrn)
    {
        var patient = new Patient { Id = id, Mrn = mrn };
        patient.Learn(new Demographics(family, given, born, null, null));
        return patient;
    }
}
