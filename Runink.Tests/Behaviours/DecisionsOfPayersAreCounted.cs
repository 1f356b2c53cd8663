using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Analytics;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Analytics;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What payers decided, as the metrics of CMS-0057-F, from the decision to the row in the file.</summary>
public abstract class DecisionsOfPayersAreCounted
{
    public sealed class OnSqlite : DecisionsOfPayersAreCounted;

    public sealed class OnPostgreSql : DecisionsOfPayersAreCounted;

    [Fact]
    public async Task ADenialThatWasOverturnedOnAppealIsOneDecision()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await PayerStory.ReferralAsync(hospital);
        await PayerStory.ActAsync(hospital, id, "submit-authorization", "by portal");
        hospital.Time.Leap(TimeSpan.FromHours(30));
        await AnswerAsync(hospital, id, new { decision = "denied", reasonCode = "0J", reason = "Not shown to be necessary", how = "phone", whom = "R. Lang", expectedVersion = await PayerStory.VersionAsync(hospital, id) });
        Assert.Equal((0, 1, 1), await StandardAsync(hospital, ""));

        await PayerStory.ActAsync(hospital, id, "appeal-authorization", "peer to peer", hospital.Time.GetUtcNow().AddDays(3));
        hospital.Time.Leap(TimeSpan.FromHours(10));
        await AnswerAsync(hospital, id, new { decision = "approved", number = "AUTH9", units = 4, how = "phone", whom = "R. Lang", expectedVersion = await PayerStory.VersionAsync(hospital, id) });

        // One request was decided, and denied; that it was overturned stands with it.
        Assert.Equal((0, 1, 1), await StandardAsync(hospital, ""));
        var overturned = await MetricAsync(hospital, "standard-approved-after-appeal", "");
        Assert.Equal((1, 1, 100.0), (overturned.GetProperty("part").GetInt32(), overturned.GetProperty("whole").GetInt32(), overturned.GetProperty("percent").GetDouble()));
        Assert.Equal(30.0, (await MetricAsync(hospital, "standard-mean", "")).GetProperty("hours").GetDouble());

        // By the day on which the payer decided, the last day included.
        Assert.Equal((0, 1, 1), await StandardAsync(hospital, "?from=2026-03-03&until=2026-03-03"));
        Assert.Equal((0, 0, 0), await StandardAsync(hospital, "?until=2026-03-02"));
        using var backwards = await hospital.Web.GetAsync("/api/v1/referrals/authorizations/metrics?from=2026-03-03&until=2026-03-01", TestContext.Current.CancellationToken);
        Assert.Equal(422, (int)backwards.StatusCode);

        var rows = (await hospital.Web.GetStringAsync("/api/v1/referrals/authorizations/metrics.csv?rows=true", TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, rows.Length);
        Assert.StartsWith($"{id},Northwind Health,0,", rows[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Oliveira", string.Concat(rows), StringComparison.Ordinal);
        Assert.Contains("all,standard-denied,", await hospital.Web.GetStringAsync("/api/v1/referrals/authorizations/metrics.csv", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDashboardLaysPayersBesideEachOther()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await PayerStory.ReferralAsync(hospital);
        await PayerStory.ActAsync(hospital, id, "submit-authorization", "by portal");
        hospital.Time.Leap(TimeSpan.FromHours(30));
        await PayerStory.ActAsync(hospital, id, "approve-authorization", date: hospital.Time.GetUtcNow().AddDays(60));

        var nora = new Caller("person", "nora.mills", "Nora Mills", Role.QualityLead, null, RolePermissions.Of(Role.QualityLead));
        var board = (await hospital.Services.GetRequiredService<KpiUseCases>().DashboardAsync(nora, "referrals", new KpiQuery(14), TestContext.Current.CancellationToken)).Value!;
        var table = Assert.Single(board.Tables, one => one.Title == "How payers decide");
        Assert.Equal(["Northwind Health", "1", "100 %", "0 %", "–", "30 h 0 min", "–", "0"], Assert.Single(table.Rows));
        var rows = await hospital.GetAsync($"/api/v1/kpis/{Assert.Single(table.Links)!["?rows=".Length..]}/rows");
        Assert.Equal(id, Assert.Single(rows.GetProperty("rows").EnumerateArray()).EnumerateArray().Last().GetString());
    }

    private static async Task<(int Approved, int Denied, int Whole)> StandardAsync(Hospital hospital, string query)
    {
        var (approved, denied) = (await MetricAsync(hospital, "standard-approved", query), await MetricAsync(hospital, "standard-denied", query));
        return (approved.GetProperty("part").GetInt32(), denied.GetProperty("part").GetInt32(), denied.GetProperty("whole").GetInt32());
    }

    private static async Task<JsonElement> MetricAsync(Hospital hospital, string name, string query) =>
        (await hospital.GetAsync($"/api/v1/referrals/authorizations/metrics{query}")).GetProperty("payers").EnumerateArray().First().GetProperty("metrics").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);

    private static Task<JsonElement> AnswerAsync(Hospital hospital, string id, object body) => PayerStory.PostAsync(hospital, $"/api/v1/referrals/{id}/authorization/answer", body);
}
