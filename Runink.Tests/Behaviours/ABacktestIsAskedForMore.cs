using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Outcomes, jobs that can be cancelled, and the budget that publishing keeps.</summary>
public abstract class ABacktestIsAskedForMore
{
    public sealed class OnSqlite : ABacktestIsAskedForMore;

    public sealed class OnPostgreSql : ABacktestIsAskedForMore;

    private const string Trigger = "sepsis-older-ed-patients";

    private static string Text(string limit, string more = "") =>
        $"trigger:\n  when: lab.lactate > {limit} mmol/L\n  where: admission_type = \"ED\" AND age > 65\n  then: [{{action: log, entry: x}}]\n{more}";

    [Fact]
    public async Task OutcomesUnitsAndShiftsAreMeasured()
    {
        await using var hospital = await HouseWithPatientsAsync();

        using var answer = await hospital.PostAsync($"/api/v1/triggers/{Trigger}/backtest", new { yaml = Text("2"), outcome = "lab.lactate > 4 mmol/L" });
        var result = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(2, result.GetProperty("firings").GetInt32());
        Assert.Equal((1, 0.5m), (result.GetProperty("outcome").GetProperty("followed").GetInt32(), result.GetProperty("outcome").GetProperty("ppv").GetDecimal()));
        Assert.Equal(2, result.GetProperty("byShift").EnumerateArray().Sum(shift => shift.GetProperty("firings").GetInt32()));
        Assert.Equal(2, result.GetProperty("byUnit").EnumerateArray().Sum(unit => unit.GetProperty("firings").GetInt32()));

        using var unclear = await hospital.PostAsync($"/api/v1/triggers/{Trigger}/backtest", new { yaml = Text("2"), outcome = "lab.lactat > 4" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unclear.StatusCode);
    }

    [Fact]
    public async Task AJobIsWatchedToItsEndAndCanBeCancelled()
    {
        await using var hospital = await HouseWithPatientsAsync();
        var place = await StartAsync(hospital);

        var done = await Hospital.EventuallyAsync(() => hospital.GetAsync(place), job => job.GetProperty("state").GetString() == "done", "the replay is done");

        Assert.Equal(2, done.GetProperty("result").GetProperty("firings").GetInt32());
        Assert.Equal(1, done.GetProperty("progress").GetDouble());
        var other = await StartAsync(hospital);
        using var cancelled = await hospital.Web.DeleteAsync(new Uri(other, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains((await cancelled.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("state").GetString(), new[] { "cancelled", "done" });
        using var none = await hospital.Web.GetAsync(new Uri("/api/v1/triggers/backtests/none", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Theory]
    [InlineData("  budget: {max_per_100_patient_days: 0.1}\n", false)]
    [InlineData("  budget: {max_per_100_patient_days: 10000000}\n", true)]
    [InlineData("  budget: {min_ppv: 0.6, outcome: lab.lactate > 4 mmol/L}\n", true)]
    [InlineData("  budget: {min_ppv: 0.6, outcome: lab.lactate > 4 mmol/L}\n", false, 5)]
    [InlineData("  budget: {min_ppv: 0.5, outcome: lab.lactate > 4 mmol/L}\n", true, 5)]
    public async Task PublishingKeepsTheBudget(string budget, bool may, int pairs = 1)
    {
        await using var hospital = await HouseWithPatientsAsync(pairs);
        using var content = new StringContent(Text("2", budget), Encoding.UTF8, "text/yaml");
        using var saved = await hospital.Web.PutAsync(new Uri($"/api/v1/triggers/{Trigger}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        saved.EnsureSuccessStatusCode();

        using var answer = await hospital.PostAsync($"/api/v1/triggers/{Trigger}/versions/2/publish", new { });

        Assert.Equal(may ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        if (!may)
            Assert.Contains("over-budget", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<string> StartAsync(Hospital hospital)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/triggers/{Trigger}/backtest") { Content = JsonContent.Create(new { yaml = Text("2") }) };
        request.Headers.TryAddWithoutValidation("Prefer", "respond-async");
        using var answer = await hospital.Web.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    /// <summary>Pairs whom a limit of 2 calls; the lactate of one of the two rises to 5 later.</summary>
    private static async Task<Hospital> HouseWithPatientsAsync(int pairs = 1)
    {
        var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var all = Enumerable.Range(0, pairs).Select(_ => (Steady: Some.Mrn(), Worse: Some.Mrn())).ToList();
        foreach (var (steady, worse) in all)
            await hospital.SendAsync(Some.Arrival(steady, now), Some.Lactate(steady, $"L1{steady}", now, "2.5"), Some.Arrival(worse, now), Some.Lactate(worse, $"L2{worse}", now, "2.5"));
        hospital.Time.Advance(TimeSpan.FromHours(2));
        foreach (var (_, worse) in all)
            await hospital.SendAsync(Some.Lactate(worse, $"L3{worse}", hospital.Time.GetUtcNow(), "5"));
        hospital.Time.Advance(TimeSpan.FromMinutes(5));
        return hospital;
    }
}
