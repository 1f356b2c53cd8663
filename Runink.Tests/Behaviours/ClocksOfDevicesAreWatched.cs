using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Intake.Devices;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A clock that is off is one piece of work that ends by itself; what comes late after a pause is none.</summary>
public abstract class ClocksOfDevicesAreWatched : IDisposable
{
    public sealed class OnSqlite : ClocksOfDevicesAreWatched;

    public sealed class OnPostgreSql : ClocksOfDevicesAreWatched;

    private readonly PushedReadings pushed = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        pushed.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task ADeviceThatIsThreeHoursAheadIsToldAtOnceAndCountsFromItsArrival()
    {
        await using var hospital = await Hospital.StartAsync(settings: pushed.Settings);
        var mrn = await ArriveAsync(hospital);
        var now = hospital.Time.GetUtcNow();
        await pushed.SendAsync(hospital, mrn, "W-1", now.AddHours(3));
        await LookAsync(hospital);
        var task = Assert.Single(await WorkAsync(hospital));
        Assert.Equal("Clock 3 h ahead: a device of wearables (wearable)", Text(task, "headline"));
        Assert.DoesNotContain("W-1", task.GetRawText(), StringComparison.Ordinal);
        var view = await hospital.GetAsync(Text(task, "href")!.Replace("/admin/", "/api/v1/", StringComparison.Ordinal));
        Assert.Equal(("ahead", 10800, "3 h ahead"), (Text(view.GetProperty("clock"), "name"), view.GetProperty("clock").GetProperty("offsetSeconds").GetInt32(), Text(view.GetProperty("clock"), "offset")));
        Assert.Equal((now.AddHours(3), -10800), (view.GetProperty("readings")[0].GetProperty("at").GetDateTimeOffset(), view.GetProperty("readings")[0].GetProperty("ageSeconds").GetInt32()));
        Assert.Equal(now, await LastAsync(hospital, mrn));

        // While it is so, what comes says that its time is in doubt.
        hospital.Time.Leap(TimeSpan.FromMinutes(30));
        await pushed.SendAsync(hospital, mrn, "W-1", hospital.Time.GetUtcNow());
        Assert.Contains(await hospital.ItemsAsync("/api/v1/feeds/wearables/findings"), finding => Text(finding, "finding") == "device-clock");
        await LookAsync(hospital);
        Assert.Contains("The last one was right", Text(Assert.Single(await WorkAsync(hospital)), "detail"), StringComparison.Ordinal);
        hospital.Time.Leap(TimeSpan.FromMinutes(30));
        await pushed.SendAsync(hospital, mrn, "W-1", hospital.Time.GetUtcNow());
        await LookAsync(hospital);
        Assert.Empty(await WorkAsync(hospital));
    }

    [Fact]
    public async Task ADeviceThatIsThreeHoursBehindIsToldWhenNothingOfItArrivesFreshAndKeepsItsTimes()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        string mrn;
        DateTimeOffset now;
        await using (var hospital = await Hospital.StartAsync(folder: folder, settings: pushed.Settings))
        {
            mrn = await ArriveAsync(hospital);
            for (var at = 0; at < 5; at++)
            {
                await LookAsync(hospital);
                Assert.Empty(await WorkAsync(hospital));
                hospital.Time.Leap(TimeSpan.FromMinutes(20));
                await pushed.SendAsync(hospital, mrn, "W-1", hospital.Time.GetUtcNow().AddHours(-3));
                // One that says when it sends leaves no doubt.
                await pushed.SendAsync(hospital, mrn, "W-2", hospital.Time.GetUtcNow().AddHours(-3), sent: hospital.Time.GetUtcNow().AddHours(-3));
                await pushed.SendAsync(hospital, mrn, "W-3", hospital.Time.GetUtcNow().AddHours(-3), sent: hospital.Time.GetUtcNow());
            }

            await LookAsync(hospital);
            Assert.Equal(["3 h behind, or all of it late: a device of wearables (wearable)", "Clock 3 h behind: a device of wearables (wearable)"], (await WorkAsync(hospital)).Select(task => Text(task, "headline")).Order(StringComparer.Ordinal));
            Assert.Equal(["behind", "behind-or-late", "late"], (await hospital.ItemsAsync("/api/v1/devices")).Select(row => Text(row, "clock")).Order(StringComparer.Ordinal));
            now = hospital.Time.GetUtcNow();
            Assert.Equal(now.AddHours(-3), await LastAsync(hospital, mrn));
        }

        // After a restart it is the same work; a fresh reading ends it.
        await using (var again = await Hospital.StartAsync(now.AddMinutes(20), folder, pushed.Settings))
        {
            await LookAsync(again);
            Assert.Equal(2, (await WorkAsync(again)).Count);
            await pushed.SendAsync(again, mrn, "W-1", again.Time.GetUtcNow());
            await LookAsync(again);
            Assert.StartsWith("Clock 3 h behind", Text(Assert.Single(await WorkAsync(again)), "headline"), StringComparison.Ordinal);
            // Nobody waits for ever for a device that is never heard again.
            again.Time.Leap(TimeSpan.FromDays(8));
            await LookAsync(again);
            Assert.Empty(await WorkAsync(again));
        }

        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task WhatComesTwoHoursLateAfterAPauseIsNoWrongClock()
    {
        await using var hospital = await Hospital.StartAsync(settings: pushed.Settings);
        var mrn = await ArriveAsync(hospital);
        for (var at = 0; at < 6; at++)
        {
            hospital.Time.Leap(TimeSpan.FromMinutes(20));
            await pushed.SendAsync(hospital, mrn, "W-1", hospital.Time.GetUtcNow());
        }

        hospital.Time.Leap(TimeSpan.FromHours(4));
        var away = hospital.Time.GetUtcNow();
        for (var at = 0; at < 6; at++)
        {
            var oldest = away.AddHours(-4).AddMinutes(at * 20);
            await pushed.SendAsync(hospital, mrn, "W-1", [.. Enumerable.Range(0, 10).Select(minute => oldest.AddMinutes(minute))]);
            hospital.Time.Leap(TimeSpan.FromMinutes(3));
            await LookAsync(hospital);
            Assert.Empty(await WorkAsync(hospital));
        }

        Assert.Equal("too-few", Text(Assert.Single(await hospital.ItemsAsync("/api/v1/devices")), "clock"));
    }

    private static async Task<string> ArriveAsync(Hospital hospital)
    {
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow(), patientClass: "I"));
        return mrn;
    }

    private static Task LookAsync(Hospital hospital) => hospital.Services.GetRequiredService<DeviceWatch>().LookAsync(hospital.Time.GetUtcNow(), Stop);

    private static async Task<IReadOnlyList<JsonElement>> WorkAsync(Hospital hospital) => [.. (await hospital.ItemsAsync("/api/v1/operational-tasks")).Where(task => Text(task, "kind") == DeviceWatch.Kind)];

    private static async Task<DateTimeOffset> LastAsync(Hospital hospital, string mrn) =>
        (await hospital.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("series").EnumerateArray().Single(series => Text(series, "concept") == "lab.potassium").GetProperty("points").EnumerateArray().Last().GetProperty("at").GetDateTimeOffset();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
