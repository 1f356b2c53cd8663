using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A version in shadow sees every message, keeps its own episodes, and calls nobody.</summary>
public abstract class AShadowWatchesAndNeverActs
{
    public sealed class OnSqlite : AShadowWatchesAndNeverActs;

    public sealed class OnPostgreSql : AShadowWatchesAndNeverActs;

    private const string Trigger = "sepsis-older-ed-patients";

    private static string Text(string condition) =>
        $"trigger:\n  when: '{condition}'\n  where: admission_type = \"ED\" AND age > 65\n  then:\n    - {{action: notify, who: \"shadow@provider.org\"}}\n    - {{action: route_referral, service: Shadow Consult}}\n";

    [Fact]
    public async Task GainedLostBothAndMovedAreTold()
    {
        await using var hospital = await Hospital.StartAsync();
        var (gained, both, lost, moved) = (Some.Mrn(), Some.Mrn(), Some.Mrn(), Some.Mrn());
        // In force is a limit of 3; in shadow from 2 up to 8.
        await ShadowAsync(hospital, "lab.lactate > 2 mmol/L AND lab.lactate < 8 mmol/L");
        var now = hospital.Time.GetUtcNow();
        await hospital.SendAsync(Some.Arrival(gained, now), Some.Lactate(gained, "G", now, "2.5"), Some.Arrival(both, now), Some.Lactate(both, "B", now, "3.5"));
        await hospital.SendAsync(Some.Arrival(lost, now), Some.Lactate(lost, "L", now, "9"), Some.Arrival(moved, now), Some.Lactate(moved, "M1", now, "2.5"));
        hospital.Time.Advance(TimeSpan.FromHours(1));
        await hospital.SendAsync(Some.Lactate(moved, "M2", hospital.Time.GetUtcNow(), "3.5"));

        var shadow = await hospital.GetAsync($"/api/v1/triggers/{Trigger}/shadow");

        Assert.Equal((3, 3), (shadow.GetProperty("fired").GetInt32(), shadow.GetProperty("firedInForce").GetInt32()));
        Assert.Equal(
            ["both", "gained", "lost", "moved"],
            shadow.GetProperty("patients").EnumerateArray().Select(row => row.GetProperty("difference").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(-1m, shadow.GetProperty("patients").EnumerateArray().Single(row => row.GetProperty("difference").GetString() == "moved").GetProperty("hoursLater").GetDecimal());
        await using var db = hospital.Read();
        Assert.Equal(3, await db.Escalations.CountAsync(row => row.TriggerId.StartsWith(Trigger), TestContext.Current.CancellationToken));
        Assert.False(await db.Outbox.AnyAsync(mail => mail.To == "shadow@provider.org", TestContext.Current.CancellationToken));
        Assert.False(await db.Referrals.AnyAsync(referral => referral.Service == "Shadow Consult", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WhoHeldAtTheStartIsNotNewAndTimersRunInShadowToo()
    {
        await using var hospital = await Hospital.StartAsync();
        var (already, waiting) = (Some.Mrn(), Some.Mrn());
        var now = hospital.Time.GetUtcNow();
        await hospital.SendAsync(Some.Arrival(already, now), Some.Lactate(already, "A", now, "2.5"));
        await ShadowAsync(hospital, "lab.lactate > 2 mmol/L AND since(lab.lactate) < 9h OR absent(lab.lactate, 2h, after: lab.lactate > 1 mmol/L) AND lab.lactate < 2 mmol/L");
        await hospital.SendAsync(Some.Arrival(waiting, now), Some.Lactate(waiting, "W", now, "1.5"));
        Assert.Equal((0, 1), Counts(await hospital.GetAsync($"/api/v1/triggers/{Trigger}/shadow")));

        await hospital.FastForwardAsync(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));

        await Hospital.EventuallyAsync(() => hospital.GetAsync($"/api/v1/triggers/{Trigger}/shadow"), shadow => Counts(shadow) == (1, 1), "the timer of the shadow");
    }

    [Fact]
    public async Task ItSurvivesARestartAndThenComesIntoForce()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        var mrn = Some.Mrn();
        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            await ShadowAsync(hospital, "lab.lactate > 2 mmol/L");
            await hospital.StopAsync();
        }

        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            var now = hospital.Time.GetUtcNow();
            await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "2.5"));
            Assert.Equal((1, 0), Counts(await hospital.GetAsync($"/api/v1/triggers/{Trigger}/shadow")));
            Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?trigger={Trigger}"));

            (await hospital.PostAsync($"/api/v1/triggers/{Trigger}/versions/2/publish", new { })).EnsureSuccessStatusCode();

            Assert.Equal(2, Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?trigger={Trigger}")).GetProperty("trigger").GetProperty("version").GetInt32());
            using var none = await hospital.Web.GetAsync(new Uri($"/api/v1/triggers/{Trigger}/shadow", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }

        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task AStoppedShadowSeesNothingMore()
    {
        await using var hospital = await Hospital.StartAsync();
        await ShadowAsync(hospital, "lab.lactate > 2 mmol/L");
        using var stopped = await hospital.Web.DeleteAsync(new Uri($"/api/v1/triggers/{Trigger}/versions/2/shadow", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, stopped.StatusCode);
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "2.5"));

        await using var db = hospital.Read();
        Assert.False(await db.ShadowFindings.AnyAsync(TestContext.Current.CancellationToken));
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=trigger_shadow_stopped"));
    }

    private static (int Fired, int Held) Counts(JsonElement shadow) => (shadow.GetProperty("fired").GetInt32(), shadow.GetProperty("heldAtStart").GetInt32());

    private static async Task ShadowAsync(Hospital hospital, string condition)
    {
        using var content = new StringContent(Text(condition), Encoding.UTF8, "text/yaml");
        using var saved = await hospital.Web.PutAsync(new Uri($"/api/v1/triggers/{Trigger}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        saved.EnsureSuccessStatusCode();
        using var started = await hospital.PostAsync($"/api/v1/triggers/{Trigger}/versions/2/shadow", new { });
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
