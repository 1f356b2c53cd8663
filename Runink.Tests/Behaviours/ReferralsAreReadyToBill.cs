using System.Net;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A charge finds its referral by number, and whether a referral can be billed is decided in the open.</summary>
public abstract class ReferralsAreReadyToBill
{
    public sealed class OnSqlite : ReferralsAreReadyToBill;

    public sealed class OnPostgreSql : ReferralsAreReadyToBill;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FromTheVisitToFinanciallyReady()
    {
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.X12("", ""));
        var id = await SeenAsync(hospital);
        Assert.Equal(["charge"], await MissingAsync(hospital, id));
        await PayerStory.ActAsync(hospital, id, "report-received");
        await PayerStory.ActAsync(hospital, id, "close-loop");
        var version = await PayerStory.VersionAsync(hospital, id);
        using (var early = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/settle", new { expectedVersion = version }))
            Assert.Contains("No charge or claim of the visit has been told", await early.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        var tried = await PayerStory.PostAsync(hospital, "/api/v1/referrals/actions/settle", new { dryRun = true, items = new[] { new { id, expectedVersion = version } } });
        Assert.False(tried.GetProperty("items")[0].GetProperty("ok").GetBoolean());

        await hospital.SendAsync(Charge(hospital, "T1", authorization: "AUTH9", centre: "4720"));
        var view = await hospital.GetAsync($"/api/v1/referrals/{id}/financial");
        Assert.True(view.GetProperty("isReady").GetBoolean(), view.GetRawText());
        var charge = Assert.Single(view.GetProperty("charges").EnumerateArray());
        Assert.Equal(("authorization", "T1", "99243", "4720", 1), (Text(charge, "match"), Text(charge, "number"), Text(charge, "code"), Text(charge, "costCentre"), charge.GetProperty("units").GetInt32()));
        // The charge is of the day of the visit, and uses nothing more.
        Assert.Equal(1, (await hospital.GetAsync($"/api/v1/referrals/{id}/authorization")).GetProperty("left").GetProperty("used").GetInt32());
        await PayerStory.ActAsync(hospital, id, "settle");

        var row = Assert.Single(await hospital.ItemsAsync("/api/v1/referrals/revenue"));
        Assert.Equal((id, "Northwind Health", "NW-2026", "4720", "AUTH9", "T1", true), (Text(row, "referral"), Text(row, "payer"), Text(row, "contract"), Text(row, "costCentre"), Text(row, "authorizationNumber"), Text(row, "charges"), row.GetProperty("isReady").GetBoolean()));
        Assert.Equal((180.5m, "USD"), (row.GetProperty("amount").GetDecimal(), Text(row, "currency")));
        var csv = await hospital.Web.GetStringAsync("/api/v1/referrals/revenue.csv?from=2026-03-01&until=2026-03-31", Stop);
        Assert.Equal(2, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"{id},Cardiology,FinanciallyReady,Northwind Health,NW-2026,4720,", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("Oliveira", csv, StringComparison.Ordinal);
        Assert.Single((await hospital.Web.GetStringAsync("/api/v1/referrals/revenue.csv?until=2026-03-01", Stop)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Nothing but the patient fits: it is shown, and a person says where it belongs.</summary>
    [Fact]
    public async Task AChargeThatNamesNothingIsShownAndAssignedByAPerson()
    {
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.X12("", ""));
        var id = await SeenAsync(hospital);
        await hospital.SendAsync(Charge(hospital, "T2", centre: "9999", code: "70450"));
        var lost = Assert.Single(await hospital.ItemsAsync("/api/v1/referrals/charges"));
        Assert.Equal("unmatched", Text(lost, "match"));
        Assert.Equal(["charge"], await MissingAsync(hospital, id));
        await PayerStory.PostAsync(hospital, $"/api/v1/referrals/charges/{Text(lost, "id")}/referral", new { referral = id });
        Assert.Empty(await MissingAsync(hospital, id));
        Assert.Empty(await hospital.ItemsAsync("/api/v1/referrals/charges"));
        Assert.Equal("already-done", await PayerStory.RefusedAsync(hospital, $"/api/v1/referrals/charges/{Text(lost, "id")}/referral", new { referral = id }));
        Assert.Single(await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=charge_assigned"));

        // A correction of the billing system changes the charge and not where it belongs; a credit takes it away.
        hospital.Time.Advance(TimeSpan.FromMinutes(1));
        await hospital.SendAsync(Charge(hospital, "T2", centre: "9999", code: "70450", type: "CR", message: "2"));
        Assert.Equal(["charge"], await MissingAsync(hospital, id));
        Assert.True((await hospital.GetAsync($"/api/v1/referrals/{id}/financial")).GetProperty("charges")[0].GetProperty("isReversed").GetBoolean());
    }

    [Theory]
    [InlineData("order", "referral")]
    [InlineData("window", "window")]
    public async Task AChargeFindsItsReferral(string by, string match)
    {
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.X12("", ""));
        var id = await SeenAsync(hospital);
        await hospital.SendAsync(Charge(hospital, "T3", order: by == "order" ? id : null, centre: by == "window" ? "4711" : "1"));
        Assert.Equal(match, Text(Assert.Single((await hospital.GetAsync($"/api/v1/referrals/{id}/financial")).GetProperty("charges").EnumerateArray()), "match"));
    }

    [Fact]
    public async Task WhoReadsNoNumbersGetsNoRevenue()
    {
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.X12("", ""));
        var id = await SeenAsync(hospital);
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        using var nora = await SignedIn.AtAsync(hospital, "nora.mills");
        using var refused = await ana.AskAsync(HttpMethod.Get, "/api/v1/referrals/revenue.csv");
        using var granted = await nora.AskAsync(HttpMethod.Get, "/api/v1/referrals/revenue.csv");
        Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
        Assert.Contains(id, await granted.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static async Task<string> SeenAsync(Hospital hospital)
    {
        var id = await PayerStory.ReferralAsync(hospital);
        await PayerStory.PostAsync(hospital, $"/api/v1/referrals/{id}/authorization/answer", new { decision = "approved", number = "AUTH9", units = 3, from = "2026-03-02", until = "2026-05-31", how = "phone", whom = "Desk", expectedVersion = await PayerStory.VersionAsync(hospital, id) });
        await PayerStory.ActAsync(hospital, id, "ready");
        await PayerStory.ActAsync(hospital, id, "schedule", date: hospital.Time.GetUtcNow().AddDays(1));
        hospital.Time.Leap(TimeSpan.FromDays(1));
        await PayerStory.ActAsync(hospital, id, "seen");
        return id;
    }

    private static async Task<IReadOnlyList<string?>> MissingAsync(Hospital hospital, string id) =>
        [.. (await hospital.GetAsync($"/api/v1/referrals/{id}/financial")).GetProperty("checks").EnumerateArray().Where(check => !check.GetProperty("isMet").GetBoolean()).Select(check => Text(check, "name"))];

    private static string Charge(Hospital hospital, string number, string? authorization = null, string? order = null, string? centre = null, string code = "99243", string type = "CG", string message = "1")
    {
        var at = Some.Stamp(hospital.Time.GetUtcNow());
        return $"MSH|^~\\&|BILL|HOSP|RUNINK|COMPANION|{at}||DFT^P03|{number}-{message}|P|2.5.1\rEVN||{at}\rPID|1||{PayerStory.Mrn}^^^HOSP^MR||Oliveira^Marta||19480312|F\r"
            + $"FT1|1|{number}||20260303||{type}|{code}^Office consultation^C4|||1|180.50&USD||{centre}||||||||||{order}\r"
            + (authorization is null ? "" : $"IN1|1|HMO^Plan|NW|Northwind Health||||||||||{authorization}\r");
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
