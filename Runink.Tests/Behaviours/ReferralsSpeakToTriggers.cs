using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What happens to referrals here is known to triggers, of each referral by itself, and after a stop as before it.</summary>
public abstract class ReferralsSpeakToTriggers
{
    public sealed class OnSqlite : ReferralsSpeakToTriggers;

    public sealed class OnPostgreSql : ReferralsSpeakToTriggers;

    [Fact]
    public async Task ThePayersSilenceAboutOneIsNotHiddenByTheAnswerToAnother()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("companion-").FullName;
        string waits;
        DateTimeOffset later;
        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            waits = await PayerStory.ReferralAsync(hospital);
            var answered = await PayerStory.ReferralAsync(hospital, "migraine", "Neurology");
            await PayerStory.ActAsync(hospital, waits, "submit-authorization", "by portal");
            hospital.Time.Leap(TimeSpan.FromHours(1));
            await PayerStory.ActAsync(hospital, answered, "submit-authorization", "by portal");
            hospital.Time.Leap(TimeSpan.FromHours(1));
            await PayerStory.ActAsync(hospital, answered, "approve-authorization", date: hospital.Time.GetUtcNow().AddDays(60));
            hospital.Time.Leap(TimeSpan.FromSeconds(2));
            await Hospital.EventuallyAsync(() => SentenceAsync(hospital), told => told.Contains("none of 2 authorizations", StringComparison.Ordinal), "both are known");
            Assert.Empty(await LateAsync(hospital));
            later = hospital.Time.GetUtcNow().AddDays(8);
        }

        await using (var again = await Hospital.StartAsync(later, folder))
        {
            var late = await Hospital.EventuallyAsync(() => LateAsync(again), items => items.Count == 1, "the late one is work");
            Assert.Contains($"Authorization Cardiology {waits[^6..]}", late[0].GetProperty("headline").GetString(), StringComparison.Ordinal);

            await PayerStory.ActAsync(again, waits, "deny-authorization", "not necessary");
            again.Time.Leap(TimeSpan.FromSeconds(2));
            await Hospital.EventuallyAsync(() => SentenceAsync(again), told => told.StartsWith("Does not hold", StringComparison.Ordinal), "the answer ends it");
            await Hospital.EventuallyAsync(() => LateAsync(again), items => items.Count == 0, "and closes the work");
        }

        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task WhatIsSaidOfOneInAMessageHasItsNumber()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(
            Said(mrn, now.AddDays(-8), "X1", ("AUTH_SUBMITTED", "A1"), ("AUTH_KIND", "standard"), ("AUTH_STATUS", "submitted")),
            Said(mrn, now.AddDays(-2), "X2", ("AUTH_SUBMITTED", "A2"), ("AUTH_KIND", "standard"), ("AUTH_STATUS", "submitted")),
            Said(mrn, now.AddDays(-1), "A2", ("AUTH_STATUS", "approved")));

        var explained = await hospital.GetAsync($"/api/v1/triggers/prior-auth-late/explanation?patient={mrn}");
        Assert.Equal("true", explained.GetProperty("verdict").GetString());
        Assert.StartsWith("Authorization A1: ", explained.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        // Only what was said of the one that is late stands behind it.
        Assert.DoesNotContain(explained.GetProperty("inputs").EnumerateArray(), input => input.GetProperty("value").GetString() == "approved");
        await hospital.SendAsync(Said(mrn, now, "A1", ("AUTH_STATUS", "denied")));
        Assert.Equal("false", (await hospital.GetAsync($"/api/v1/triggers/prior-auth-late/explanation?patient={mrn}")).GetProperty("verdict").GetString());
    }

    private static string Said(string mrn, DateTimeOffset at, string order, params (string Code, string Value)[] said) =>
        $"MSH|^~\\&|UM|HOSP|RUNINK|COMPANION|{Some.Stamp(at)}||ORU^R01|{order}{mrn}{at.Ticks}|P|2.5.1\rPID|1||{mrn}^^^HOSP^MR||Ruiz^Eva||19600101|F\rOBR|1||{order}||UM^Utilization|||{Some.Stamp(at)}\r"
        + string.Concat(said.Select((one, index) => $"OBX|{index + 1}|ST|{one.Code}||{one.Value}||||||F|||{Some.Stamp(at)}\r"));

    private static Task<IReadOnlyList<JsonElement>> LateAsync(Hospital hospital) => hospital.ItemsAsync($"/api/v1/escalations?patient={PayerStory.Mrn}&trigger=prior-auth-late");

    private static async Task<string> SentenceAsync(Hospital hospital) =>
        (await hospital.GetAsync($"/api/v1/triggers/prior-auth-late/explanation?patient={PayerStory.Mrn}")).GetProperty("sentence").GetString()!;
}
