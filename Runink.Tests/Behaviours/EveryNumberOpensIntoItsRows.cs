using System.Net;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>No number without its rows: a tile that cannot say what it was counted from is not a number.</summary>
public sealed class EveryNumberOpensIntoItsRows
{
    [Fact]
    public async Task OfEveryDashboardWithAndWithoutAUnit()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));

        foreach (var filter in (string[])["", "?unit=Emergency", "?days=1"])
        {
            var tiles = await hospital.ItemsAsync($"/api/v1/kpis{filter}");
            Assert.True(tiles.Count >= 16, $"Only {tiles.Count} numbers.");
            foreach (var name in tiles.Select(tile => tile.GetProperty("name").GetString()))
            {
                using var rows = await hospital.Web.GetAsync($"/api/v1/kpis/{name}/rows{filter}", TestContext.Current.CancellationToken);
                Assert.True(rows.StatusCode == HttpStatusCode.OK, $"{name}{filter}: {rows.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task ANumberThatIsNotCountedByUnitSaysSo()
    {
        await using var hospital = await Hospital.StartAsync();
        var tiles = await hospital.ItemsAsync("/api/v1/kpis?unit=Emergency");
        string[] everywhere = ["ledger-rows", "messages-last-hour", "quarantine-waiting", "deliveries-failed", "would-have-fired", "open-referrals", "referrals-on-board"];

        Assert.All(
            tiles.Where(tile => everywhere.Contains(tile.GetProperty("name").GetString())),
            tile => Assert.Contains("whole hospital", tile.GetProperty("detail").GetString(), StringComparison.Ordinal));
    }
}
