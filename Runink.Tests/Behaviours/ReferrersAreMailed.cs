using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Whoever referred from outside and has neither HL7 nor FHIR hears by mail how it stands, and nothing of the patient.</summary>
public sealed class ReferrersAreMailed
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachStepIsAMailWithTheirNumberAndNothingOfThePatient()
    {
        await using var mails = new MailServer();
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(mails.Settings)
        {
            ["Referrals:Referrers:Hart Family Medicine:Source"] = "REFS/CLINIC", ["Referrals:Referrers:Hart Family Medicine:Channel"] = "mail", ["Referrals:Referrers:Hart Family Medicine:Contact"] = "desk@hart.example",
        });
        var at = hospital.Time.GetUtcNow().ToString("yyyyMMddHHmmss", null);
        await hospital.SendAsync($"MSH|^~\\&|REFS|CLINIC|COMPANION|H|{at}||REF^I12|REF1|P|2.5.1\rRF1|A|R|CAR^Cardiology^HL70281|||R-77^CLINIC|{at}||{at}|R01.1^Heart murmur^I10\rPRD|RP|Hart^Jo\rPID|1||{Some.Mrn()}^^^HOSP^MR||Osei^Ama||19500203|F\r");
        var id = Assert.Single(await hospital.ItemsAsync("/api/v1/referrals")).GetProperty("id").GetString()!;
        await ActAsync(hospital, id, "request-information", "The last echo, please");
        foreach (var action in new[] { "complete-dossier", "triage" })
            await ActAsync(hospital, id, action);
        // The server has a mail before we have its answer.
        var told = await Hospital.EventuallyAsync(
            () => hospital.ItemsAsync($"/api/v1/referrals/{id}/announcements"), rows => rows.Count == 2 && rows.All(row => row.GetProperty("state").GetString() == "received"), "two mails that were received");

        Assert.Equal(["A referral that you sent to Sample hospital: information is asked for", "A referral that you sent to Sample hospital: accepted"], mails.Taken);
        var sent = await Outbox.RowsAsync(hospital, "email");
        Assert.All(sent, mail => Assert.DoesNotMatch("Osei|murmur|Cardiology|echo|/p/", mail.Subject + mail.Body));
        Assert.All(sent, mail => Assert.Contains($"Your number: R-77\nReference: {id}\n", mail.Body, StringComparison.Ordinal));
        Assert.All(told, row => Assert.Equal(("referrer", "email"), (row.GetProperty("audience").GetString(), row.GetProperty("dialect").GetString())));
        Assert.Empty(await hospital.ItemsAsync($"/api/v1/referrals/{id}/links"));
    }

    private static async Task ActAsync(Hospital hospital, string id, string action, string? reason = null)
    {
        var version = (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();
        using var done = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = version, reason });
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync(Stop));
    }
}
