using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The user's own trigger, from the bytes of a message to a nurse's acknowledgement, a card, a mail and a proof.</summary>
public abstract class LactateOpensEscalation
{
    public sealed class OnSqlite : LactateOpensEscalation;

    public sealed class OnPostgreSql : LactateOpensEscalation;

    [Fact]
    public async Task EveryActionOfTheTriggerReallyHappens()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();

        var acks = await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));

        Assert.All(acks, ack => Assert.Contains("MSA|AA|", ack, StringComparison.Ordinal));
        var escalation = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        Assert.Equal("sepsis-older-ed-patients", escalation.GetProperty("trigger").GetProperty("id").GetString());
        Assert.Equal("open", escalation.GetProperty("status").GetString());
        Assert.Contains("3.4", escalation.GetProperty("headline").GetString(), StringComparison.Ordinal);

        var referral = Assert.Single(await hospital.ItemsAsync("/api/v1/referrals"));
        Assert.Equal("Sepsis Pathway Consult", referral.GetProperty("service").GetString());
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=escalation_triggered"));

        var mail = await Hospital.EventuallyAsync(
            () => Task.FromResult(Directory.Exists(Path.Combine(hospital.Folder, "mail")) ? Directory.GetFiles(Path.Combine(hospital.Folder, "mail")) : []),
            files => files.Length == 1, "the mail in the drop folder");
        var text = await File.ReadAllTextAsync(mail[0], TestContext.Current.CancellationToken);
        Assert.Contains("navigator_team@provider.org", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Oliveira", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(mrn, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urgency")]
    [InlineData("due")]
    [InlineData("newest")]
    [InlineData("oldest")]
    public async Task WhatOnePatientHasIsOneItemWhenAskedByPatient(string order)
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (mrn, other) = (Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"), Some.Potassium(mrn, "K1", now, "6.8"), Some.Arrival(other, now), Some.Lactate(other, "L2", now, "3.1"));

        var groups = await hospital.ItemsAsync($"/api/v1/escalations?group=patient&order={order}");

        Assert.Equal(await hospital.ItemsAsync("/api/v1/escalations") is var all ? all.Count : 0, groups.Sum(group => group.GetProperty("count").GetInt32()));
        var group = Assert.Single(groups, one => one.GetProperty("patient").GetProperty("mrn").GetString() == mrn);
        Assert.Equal((2, 2), (group.GetProperty("count").GetInt32(), group.GetProperty("items").GetArrayLength()));
        var first = await hospital.GetAsync($"/api/v1/escalations?group=patient&order={order}&limit=1");
        Assert.Equal(groups[0].GetProperty("patient").GetProperty("id").GetString(), Assert.Single(first.GetProperty("items").EnumerateArray()).GetProperty("patient").GetProperty("id").GetString());
        var second = await hospital.ItemsAsync($"/api/v1/escalations?group=patient&order={order}&limit=1&cursor={first.GetProperty("nextCursor").GetString()}");
        Assert.Equal(groups[1].GetProperty("patient").GetProperty("id").GetString(), Assert.Single(second).GetProperty("patient").GetProperty("id").GetString());
    }

    [Fact]
    public async Task TheExplanationNamesValuesPartsAndSource()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        var id = (await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"))[0].GetProperty("id").GetString();

        var why = await hospital.GetAsync($"/api/v1/escalations/{id}/explanation");

        Assert.Equal("true", why.GetProperty("verdict").GetString());
        Assert.Contains("lab.lactate > 3", why.GetProperty("source").GetString(), StringComparison.Ordinal);
        var lactate = why.GetProperty("inputs").EnumerateArray().Single(input => input.GetProperty("name").GetString() == "lab.lactate");
        Assert.Equal("3.4", lactate.GetProperty("value").GetString());
        await using var db = hospital.Read();
        var message = lactate.GetProperty("messageId").GetString();
        Assert.True(await db.Messages.AnyAsync(row => row.Id == message, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TheExplanationIsMadeAgainByteForByteAfterMoreHasCome()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L0", now.AddHours(-2), "1.8"), Some.Lactate(mrn, "L1", now, "3.4"));
        var id = (await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"))[0].GetProperty("id").GetString();
        hospital.Time.Advance(TimeSpan.FromHours(3));
        await hospital.SendAsync(Some.Lactate(mrn, "L2", hospital.Time.GetUtcNow(), "5.1"), Some.Arrival(mrn, hospital.Time.GetUtcNow(), patientClass: "I", trigger: "A08"));

        var again = await hospital.GetAsync($"/api/v1/escalations/{id}/explanation/rerun");

        Assert.True(again.GetProperty("identical").GetBoolean(), again.GetRawText());
        Assert.Contains("3.4", again.GetProperty("again").GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=explanation_rerun"));
    }

    [Fact]
    public async Task YoungerPatientsAndOtherPlacesDoNotFire()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (young, inpatient) = (Some.Mrn(), Some.Mrn());

        await hospital.SendAsync(
            Some.Arrival(young, now, born: "19900101"), Some.Lactate(young, "Y1", now, "3.4"),
            Some.Arrival(inpatient, now, patientClass: "I"), Some.Lactate(inpatient, "I1", now, "3.4"));

        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/escalations"), row => row.GetProperty("trigger").GetProperty("id").GetString() == "sepsis-older-ed-patients");
    }

    [Fact]
    public async Task TheSameMessageAgainChangesNothingAndGetsTheSameAnswer()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        var lactate = Some.Lactate(mrn, "L1", now, "3.4");
        await hospital.SendAsync(Some.Arrival(mrn, now));

        var answers = await hospital.SendAsync(lactate, lactate);
        await hospital.SendAsync(lactate);

        Assert.Equal(answers[0], answers[1]);
        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        await using var db = hospital.Read();
        Assert.Equal(1, await db.SignalBatches.CountAsync(batch => batch.Data.Contains("3.4"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task GoingHomeDoesNotFireTheSameFactAgain()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();

        await hospital.SendAsync(
            Some.Arrival(mrn, now, patientClass: "I"), Some.Potassium(mrn, "K1", now, "6.8"), Some.Discharge(mrn, now.AddMinutes(5)),
            Some.Potassium(mrn, "K2", now.AddMinutes(6), "6.9"));

        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=hyperkalaemia"));
    }
}
