using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Each sender has a line that says how it goes with it, and what of it is not understood.</summary>
public abstract class FeedsAreWatched
{
    public sealed class OnSqlite : FeedsAreWatched;

    public sealed class OnPostgreSql : FeedsAreWatched;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhereNobodySendsThereIsNothingToSay()
    {
        await using var house = await Hospital.StartAsync();

        Assert.Empty(await house.ItemsAsync("/api/v1/feeds"));
        Assert.Equal("healthy", await HealthAsync(house, "status"));
    }

    [Fact]
    public async Task ALaboratoryWhoseClockIsAheadIsNamedWithItsSecondsAndTheOthersAreNot()
    {
        await using var house = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), house.Time.GetUtcNow());
        await house.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now.AddSeconds(7190), "1.1"));

        var feeds = await house.ItemsAsync("/api/v1/feeds");

        Assert.Equal(["LAB/HOSP", "ADT/HOSP"], feeds.Select(feed => Text(feed, "source")));
        Assert.Equal("7,190 s ahead", Text(feeds[0], "clock"));
        Assert.Equal("ahead", Text(feeds[0], "concern"));
        Assert.Contains("MSH-7", Text(feeds[0], "advice"), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, feeds[1].GetProperty("clock").ValueKind);
        Assert.Equal("degraded", await HealthAsync(house, "status"));
        var said = await HealthAsync(house, "description");
        Assert.Contains("LAB/HOSP: its clock is 7,190 s ahead.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("ADT", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFeedThatFallsSilentIsMissed()
    {
        await using var house = await Hospital.StartAsync();
        await SendEveryFourMinutesAsync(house);

        house.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(JsonValueKind.Null, Assert.Single(await house.ItemsAsync("/api/v1/feeds")).GetProperty("silence").ValueKind);

        house.Time.Advance(TimeSpan.FromHours(3));
        var feed = Assert.Single(await house.ItemsAsync("/api/v1/feeds"));
        Assert.Equal("no message for 3 h; usually every 4 min", Text(feed, "silence"));
        Assert.Equal(("silent", 0, 8), (Text(feed, "concern"), feed.GetProperty("lastHour").GetInt32(), feed.GetProperty("lastDay").GetInt32()));
        Assert.Contains("LAB/HOSP: no message for 3 h", await HealthAsync(house, "description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThatWeWereAwayIsNoSilenceOfTheirs()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        try
        {
            await using (var before = await Hospital.StartAsync(folder: folder))
                await SendEveryFourMinutesAsync(before);
            await using var house = await Hospital.StartAsync(Hospital.Morning.AddHours(9), folder);

            Assert.Equal("none", Text(Assert.Single(await house.ItemsAsync("/api/v1/feeds")), "concern"));
            house.Time.Advance(TimeSpan.FromMinutes(41));
            Assert.Equal("silent", Text(Assert.Single(await house.ItemsAsync("/api/v1/feeds")), "concern"));
        }
        finally
        {
            await TestDatabase.DeleteAsync(folder);
        }
    }

    [Fact]
    public async Task AFeedThatWasSwitchedOffTwoWeeksAgoRingsNoMonitor()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        try
        {
            await using (var before = await Hospital.StartAsync(folder: folder))
                await SendEveryFourMinutesAsync(before);
            await using var house = await Hospital.StartAsync(Hospital.Morning.AddDays(14), folder);

            var feed = Assert.Single(await house.ItemsAsync("/api/v1/feeds"));

            Assert.Equal(("gone", 0), (Text(feed, "concern"), feed.GetProperty("lastDay").GetInt32()));
            Assert.StartsWith("no message for 13 d", Text(feed, "silence"), StringComparison.Ordinal);
            Assert.Equal("healthy", await HealthAsync(house, "status"));
        }
        finally
        {
            await TestDatabase.DeleteAsync(folder);
        }
    }

    [Fact]
    public async Task WhatIsNotUnderstoodIsCountedAndLeadsToItsMessagesAndToTheCodesToMap()
    {
        await using var house = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), house.Time.GetUtcNow());
        var message = Some.Lactate(mrn, "U1", now, "6.1").Replace("2524-7^x^LN", "K^Kalium im Serum^LAB", StringComparison.Ordinal);
        await house.SendAsync(
            Some.Arrival(mrn, now, "Secret^Name"), message, message.Replace("|U1|", "|U2|", StringComparison.Ordinal), Some.Results(mrn, "U3", now, ("2823-3", "5.0", "")));

        var lab = (await house.ItemsAsync("/api/v1/feeds")).Single(feed => Text(feed, "source") == "LAB/HOSP");
        Assert.Equal([("code-unknown", 2), ("unit-missing", 1)], lab.GetProperty("findings").EnumerateArray().Select(finding => (Text(finding, "name"), finding.GetProperty("messages").GetInt32())));
        Assert.Equal("not-understood", Text(lab, "concern"));
        Assert.Equal([("ORU^R01", 3)], lab.GetProperty("kinds").EnumerateArray().Select(kind => (Text(kind, "name"), kind.GetProperty("messages").GetInt32())));

        foreach (var path in (string[])["LAB%2FHOSP", "LAB/HOSP"])
        {
            var rows = await house.ItemsAsync($"/api/v1/feeds/{path}/findings?kind=code-unknown");
            Assert.Equal(["U1", "U2"], rows.Select(row => Text(row, "controlId")).Order(StringComparer.Ordinal));
            Assert.All(rows, row => Assert.Equal("OBX[1]-5", Text(row, "place")));
            var code = Assert.Single(await house.ItemsAsync($"/api/v1/feeds/{path}/codes"));
            Assert.Equal(("LAB", "K", "Kalium im Serum", 2), (Text(code, "system"), Text(code, "code"), Text(code, "label"), code.GetProperty("messages").GetInt32()));
        }

        Assert.Equal(3, (await house.ItemsAsync("/api/v1/feeds/LAB%2FHOSP/findings")).Count);
        Assert.Empty(await house.ItemsAsync("/api/v1/feeds/NOBODY/findings"));
        foreach (var path in (string[])["/api/v1/feeds", "/api/v1/feeds/LAB%2FHOSP/findings", "/api/v1/feeds/ADT%2FHOSP/findings"])
            Assert.DoesNotContain("Secret", (await house.GetAsync(path)).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASenderOfWhomEverythingIsRefusedHasALineToo()
    {
        await using var house = await Hospital.StartAsync();
        var now = house.Time.GetUtcNow();
        await house.SendAsync(Some.LactateOfNobody("B1", now, "3.9"), Some.LactateOfNobody("B2", now, "3.9"));

        var feed = Assert.Single(await house.ItemsAsync("/api/v1/feeds"));

        Assert.Equal(("LAB/HOSP", "refused", 2), (Text(feed, "source"), Text(feed, "concern"), feed.GetProperty("waiting").GetInt32()));
        Assert.Equal(JsonValueKind.Null, feed.GetProperty("lastAt").ValueKind);
        // The quarantine has a count of its own; nobody need be rung up.
        Assert.Equal("healthy", await HealthAsync(house, "status"));
    }

    [Fact]
    public async Task AMessageIsReadAsItCameAndThatIsAFactAboutItAndItsPatient()
    {
        await using var house = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), house.Time.GetUtcNow());
        await house.SendAsync(Some.Arrival(mrn, now), Some.Results(mrn, "R1", now, ("2823-3", "5.0", "")));
        var row = Assert.Single(await house.ItemsAsync("/api/v1/feeds/LAB%2FHOSP/findings"));

        var message = await house.GetAsync($"/api/v1/messages/{Text(row, "messageId")}");

        Assert.StartsWith("MSH|^~\\&|LAB|HOSP|", Text(message, "text"), StringComparison.Ordinal);
        Assert.Contains($"\nPID|1||{mrn}", Text(message, "text"), StringComparison.Ordinal);
        Assert.Single(await house.ItemsAsync($"/api/v1/ledger?subject=message/{Text(row, "messageId")}&kind=message_read"));
        Assert.Single(await house.ItemsAsync($"/api/v1/ledger?patient={mrn}&kind=patient_read"));
        using var none = await house.Web.GetAsync(new Uri("/api/v1/messages/none", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task TwoSendersOfOneNameAtTwoDoorsAreTwoLines()
    {
        await using var house = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), house.Time.GetUtcNow());
        await house.SendAsync(Some.Arrival(mrn, now));
        using var posted = await house.Web.PostAsync(new Uri("/api/v1/intake/hl7v2", UriKind.Relative), new StringContent(Some.Discharge(mrn, now)), Stop);
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);

        Assert.Equal([("ADT/HOSP", "http", 1), ("ADT/HOSP", "mllp", 1)], (await house.ItemsAsync("/api/v1/feeds"))
            .Select(feed => (Text(feed, "source"), Text(feed, "door"), feed.GetProperty("lastDay").GetInt32())).Order());
        await using var db = house.Read();
        Assert.Equal(2, await db.Messages.CountAsync(Stop));
    }

    private static async Task SendEveryFourMinutesAsync(Hospital house)
    {
        var mrn = Some.Mrn();
        for (var count = 0; count < 8; count++)
        {
            await house.SendAsync(Some.Lactate(mrn, $"L{count}", house.Time.GetUtcNow(), "1.1"));
            house.Time.Advance(TimeSpan.FromMinutes(4));
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<string> HealthAsync(Hospital house, string what)
    {
        using var answer = await house.Web.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop);
        var check = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("checks").GetProperty("Feeds");
        return check.GetProperty(what).GetString()!;
    }
}
