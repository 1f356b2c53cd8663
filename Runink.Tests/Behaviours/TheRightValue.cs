using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Corrections, deletions, foreign clocks and places from anybody, through the real door to the worklist.</summary>
public abstract class TheRightValue
{
    public sealed class OnSqlite : TheRightValue;

    public sealed class OnPostgreSql : TheRightValue;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("D", "")]
    [InlineData("W", "7.2")]
    [InlineData("C", "4.1")]
    public async Task WhoeverActedOnAValueThatChangedIsTold(string status, string value)
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Numbered(mrn, "K1", now, "7.2", "F"));
        var id = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}")).GetProperty("id").GetString();

        await hospital.SendAsync(Numbered(mrn, "K2", now.AddMinutes(2), value, status));

        await using var db = hospital.Read();
        var told = await db.EscalationEvents.Where(row => row.EscalationId == id).Select(row => row.Kind).ToListAsync(Stop);
        Assert.Contains("value-changed", told);
        Assert.Contains("corrected", told.Append(told.Contains("resolved") || told.Contains("retracted") ? "corrected" : ""));
        Assert.Equal(value.Length > 0 && status == "C" ? 1 : 0, await PointsAsync(hospital, mrn));
    }

    [Fact]
    public async Task TheSameResultInAnotherMessageIsNoSecondSample()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Numbered(mrn, "K1", now, "5.0", "P"), Numbered(mrn, "K2", now.AddMinutes(1), "5.1", "F"), Numbered(mrn, "K3", now.AddMinutes(2), "5.1", "F"));

        Assert.Equal(1, await PointsAsync(hospital, mrn));
    }

    [Fact]
    public async Task AnalyserFiveMinutesFastAlarmsAtOnceAndIsSaidToBe()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());

        var acks = await hospital.SendAsync(Some.Arrival(mrn, now), Some.Potassium(mrn, "K1", now.AddMinutes(5), "7.2"));

        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        Assert.Contains("300 s ahead", acks[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AResultMovesNobodyAndAnOlderMoveMovesNobodyBack()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        var icu = Some.Arrival(mrn, now.AddMinutes(-10), patientClass: "I", place: "ICU^4^B", trigger: "A02");
        var clinic = Some.Potassium(mrn, "K1", now, "4.4").Replace("\rOBR|", $"\rPV1|1|O|LABCLINIC^12^B||||||||||||||||V{mrn}^^^HOSP\rOBR|", StringComparison.Ordinal);
        var late = Some.Arrival(mrn, now.AddMinutes(-40), place: "Emergency^^ED-12", trigger: "A08");

        await hospital.SendAsync(Some.Arrival(mrn, now.AddMinutes(-60)), icu, clinic, late);

        await using var db = hospital.Read();
        var stay = await db.Encounters.SingleAsync(Stop);
        Assert.Equal(("inpatient", "ICU", "4-B"), (stay.Type, stay.Unit, stay.Bed));
    }

    [Fact]
    public async Task AClinicVisitDuringAStaySwitchesNothingOff()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        var dialysis = Some.Arrival(mrn, now.AddMinutes(-5), patientClass: "O", place: "Dialysis").Replace($"V{mrn}", $"D{mrn}", StringComparison.Ordinal).Replace($"A{mrn}A04", $"D{mrn}", StringComparison.Ordinal);

        await hospital.SendAsync(Some.Arrival(mrn, now.AddMinutes(-60)), dialysis, Some.Lactate(mrn, "L1", now, "3.4"));

        Assert.Equal("ED", Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}")).GetProperty("encounter").GetProperty("type").GetString());
    }

    [Fact]
    public async Task TwoPatientsInOneReportAlarmEachForTheirOwn()
    {
        await using var hospital = await Hospital.StartAsync();
        var (one, other, now) = (Some.Mrn(), Some.Mrn(), hospital.Time.GetUtcNow());
        var both = Some.Potassium(one, "K1", now, "4.1") + Some.Potassium(other, "K1", now, "7.7").Split('\r', 2)[1];

        await hospital.SendAsync(Some.Arrival(one, now), Some.Arrival(other, now), both);

        Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?patient={one}"));
        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={other}"));
    }

    [Theory]
    [InlineData("T")]
    [InlineData("D")]
    public async Task TestTrafficAlarmsNobody(string processing)
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());

        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Potassium(mrn, "K1", now, "7.7").Replace("|P|2.5.1", $"|{processing}|2.5.1", StringComparison.Ordinal));

        Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        await using var db = hospital.Read();
        Assert.Contains("test-message", (await db.Messages.SingleAsync(row => row.ControlId == "K1", Stop)).Findings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNotReadIsAcceptedAndSaidToBeKept()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();

        var ack = (await hospital.SendAsync($"MSH|^~\\&|SCHED|HOSP|||{Some.Stamp(now)}||MFN^M02|S1|P|2.5.1\rMFI|STF||UPD|||AL"))[0];

        Assert.Contains("MSA|AA|S1", ack, StringComparison.Ordinal);
        Assert.Contains("ERR||MSH^1^9|0^", ack, StringComparison.Ordinal);
        await using var db = hospital.Read();
        Assert.Contains("kept-not-read", (await db.Messages.SingleAsync(Stop)).Findings, StringComparison.Ordinal);
    }

    private static string Numbered(string mrn, string id, DateTimeOffset sent, string value, string status) =>
        $"MSH|^~\\&|LAB|HOSP|||{Some.Stamp(sent)}||ORU^R01|{id}|P|2.5.1\rPID|1||{mrn}^^^HOSP^MR\rOBR|1||F{mrn}^LAB|PANEL|||{Some.Stamp(Hospital.Morning)}\r"
        + $"OBX|1|NM|2823-3^K^LN||{value}|mmol/L|||||{status}|||{Some.Stamp(Hospital.Morning)}";

    private static async Task<int> PointsAsync(Hospital hospital, string mrn) =>
        (await hospital.GetAsync($"/api/v1/patients/HOSP|{mrn}")).GetProperty("series").EnumerateArray()
            .Where(series => !series.GetProperty("concept").GetString()!.StartsWith("encounter.", StringComparison.Ordinal)).Sum(series => series.GetProperty("points").GetArrayLength());
}
