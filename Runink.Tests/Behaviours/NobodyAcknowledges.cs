using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The ladder, the clocks and the snooze, with time moved by hand.</summary>
public abstract class NobodyAcknowledges
{
    public sealed class OnSqlite : NobodyAcknowledges;

    public sealed class OnPostgreSql : NobodyAcknowledges;

    [Fact]
    public async Task TheNextPersonIsToldWhenTheStepIsDue()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await OpenHyperkalaemiaAsync(hospital);

        await hospital.FastForwardAsync(TimeSpan.FromMinutes(4));
        Assert.Empty(await hospital.ItemsAsync($"/api/v1/ledger?kind=escalation_step_reached&subject=escalation/{id}"));
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(60));

        await Hospital.EventuallyAsync(
            () => hospital.ItemsAsync($"/api/v1/ledger?kind=escalation_step_reached&subject=escalation/{id}"), rows => rows.Count > 0, "the ladder");
        var row = await hospital.GetAsync($"/api/v1/escalations/{id}");
        Assert.Equal("late", row.GetProperty("clock").GetProperty("state").GetString());
    }

    [Fact]
    public async Task AnAcknowledgementStopsTheLadderAndTheClock()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await OpenHyperkalaemiaAsync(hospital);

        hospital.Time.Advance(TimeSpan.FromMinutes(2));
        (await hospital.PostAsync($"/api/v1/escalations/{id}/actions/acknowledge", new { })).EnsureSuccessStatusCode();
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(10));

        Assert.Empty(await hospital.ItemsAsync($"/api/v1/ledger?kind=escalation_step_reached&subject=escalation/{id}"));
        var clock = (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("slas").EnumerateArray().First();
        Assert.Equal("met", clock.GetProperty("state").GetString());
    }

    [Fact]
    public async Task ASnoozeEndsByItself()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await OpenHyperkalaemiaAsync(hospital);
        (await hospital.PostAsync($"/api/v1/escalations/{id}/actions/claim", new { })).EnsureSuccessStatusCode();
        (await hospital.PostAsync($"/api/v1/escalations/{id}/actions/snooze", new { minutes = 15, reason = "repeat sample on its way" })).EnsureSuccessStatusCode();
        Assert.Equal("snoozed", (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("status").GetString());

        await hospital.FastForwardAsync(TimeSpan.FromMinutes(16));

        await Hospital.EventuallyAsync(
            () => hospital.GetAsync($"/api/v1/escalations/{id}"), row => row.GetProperty("status").GetString() == "claimed", "the snooze to end");
    }

    [Fact]
    public async Task AnAbsenceIsNoticedAcrossARestart()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        var mrn = Some.Mrn();
        DateTimeOffset stopped;
        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            var now = hospital.Time.GetUtcNow();
            await hospital.SendAsync(Some.Arrival(mrn, now, patientClass: "I"), Some.Lactate(mrn, "L1", now, "2.8"));
            await hospital.FastForwardAsync(TimeSpan.FromHours(5), TimeSpan.FromMinutes(30));
            Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?trigger=repeat-lactate-missing&patient={mrn}"));
            stopped = hospital.Time.GetUtcNow();
            await hospital.StopAsync();
        }

        await using var again = await Hospital.StartAsync(stopped, folder);
        await again.FastForwardAsync(TimeSpan.FromMinutes(75), TimeSpan.FromMinutes(5));

        await Hospital.EventuallyAsync(
            () => again.ItemsAsync($"/api/v1/escalations?trigger=repeat-lactate-missing&patient={mrn}"), rows => rows.Count == 1, "the absence to be noticed");
        await again.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> OpenHyperkalaemiaAsync(Hospital hospital)
    {
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now, patientClass: "I", place: "4 West^^4W-07"), Some.Potassium(mrn, "K1", now, "6.8"));
        return Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=hyperkalaemia")).GetProperty("id").GetString()!;
    }
}
