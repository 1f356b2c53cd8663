using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Intake.Feeds;
using Runink.Tests.Harness;
using static Runink.Tests.Harness.Answers;

namespace Runink.Tests.Behaviours;

/// <summary>What a feed is agreed to send is held against what it sends; what it breaks is one piece of work, which ends by itself.</summary>
public abstract class FeedsKeepTheirContracts
{
    public sealed class OnSqlite : FeedsKeepTheirContracts;

    public sealed class OnPostgreSql : FeedsKeepTheirContracts;

    private const string Contract = "/api/v1/feed-contracts/laboratory";

    private static readonly Dictionary<string, string?> Required = new() { ["Triggers:Approval"] = "true" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AFeedThatLosesItsUnitIsOnePieceOfWorkUntilItHasBeenWellForTwoHours()
    {
        await using var hospital = await Hospital.StartAsync();
        await AgreeAsync(hospital, "required: [{field: unit, at_least: 99 %}]\n  signals: [{name: lab.potassium, units: [mmol/L]}]");
        await HourAsync(hospital, "mmol/L");
        Assert.Empty(await WorkAsync(hospital));

        await HourAsync(hospital, "");
        var task = Assert.Single(await WorkAsync(hospital));
        Assert.Equal(("laboratory", "LAB/HOSP breaks its contract in 2 points", "/admin/feeds?feed=LAB%2FHOSP", "moderate"), (Text(task, "key"), Text(task, "headline"), Text(task, "href"), Text(task, "severity")));
        Assert.Contains("0 of 5 quantities have a unit; agreed are 99", Text(task, "detail"), StringComparison.Ordinal);
        Assert.Contains("Ask Laboratory systems.", Text(task, "detail"), StringComparison.Ordinal);
        var day = await hospital.GetAsync("/api/v1/feed-contracts/day?feed=LAB%2FHOSP");
        Assert.Equal([0, 0, 5, 5, 0], day.GetProperty("hours").EnumerateArray().TakeLast(5).Select(hour => hour.GetProperty("messages").GetInt32()));
        Assert.Equal(["required unit", "unit lab.potassium"], day.GetProperty("hours")[23].GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("broken in 2 points", Text(Assert.Single(await hospital.ItemsAsync("/api/v1/feeds")), "contract"));
        using (var ready = await hospital.Web.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop))
        {
            // It is told, and the program is ready all the same.
            var check = JsonDocument.Parse(await ready.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("checks").GetProperty("Feeds");
            Assert.Equal((HttpStatusCode.OK, "degraded"), (ready.StatusCode, Text(check, "status")!.ToLowerInvariant()));
            Assert.Contains("LAB/HOSP: it does not send what is agreed.", check.GetRawText(), StringComparison.Ordinal);
        }


        await HourAsync(hospital, "mmol/L");
        Assert.Contains("looks well again", Text(Assert.Single(await WorkAsync(hospital)), "detail"), StringComparison.Ordinal);
        await HourAsync(hospital, "mmol/L");
        Assert.Empty(await WorkAsync(hospital));
        Assert.Contains(await hospital.ItemsAsync("/api/v1/operational-tasks?status=closed"), closed => Text(closed, "closedReason") == "It keeps its contract again.");
    }

    [Fact]
    public async Task AFeedThatDriftsFloodsAndFallsSilentIsToldByEachName()
    {
        await using var hospital = await Hospital.StartAsync();
        await AgreeAsync(hospital, "silence: 2h\n  volume: [{per_hour: 2..20}]\n  required: [{field: code, at_least: 90 %}]\n  cost: {messages_per_day: 60}");
        await HourAsync(hospital, "mmol/L");
        await HourAsync(hospital, "mmol/L", code: "KALIUM^Kalium^LAB");
        Assert.Equal("LAB/HOSP breaks its contract: codes that are not known", Text(Assert.Single(await WorkAsync(hospital)), "headline"));

        await HourAsync(hospital, "mmol/L", count: 56);
        var flooded = Assert.Single(await WorkAsync(hospital));
        Assert.Contains("56 messages in an hour; agreed are 20 at most.", Text(flooded, "detail"), StringComparison.Ordinal);
        Assert.Contains("66 messages in a day; agreed are 60 at most.", Text(flooded, "detail"), StringComparison.Ordinal);

        hospital.Time.Leap(TimeSpan.FromHours(3));
        await LookAsync(hospital);
        var silent = Assert.Single(await WorkAsync(hospital));
        Assert.Contains("agreed is one at least every 2 h.", Text(silent, "detail"), StringComparison.Ordinal);
        Assert.Equal("high", Text(silent, "severity"));
        // The silence of one feed is one piece of work, whoever notices it.
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => Text(task, "kind") == "feed-quiet");
        Assert.Equal("silent", Text(Assert.Single(await hospital.ItemsAsync("/api/v1/feeds")), "concern"));

        (await hospital.Web.PutAsJsonAsync(Contract, new { yaml = Yaml("paused: yes\n  silence: 2h") }, Stop)).EnsureSuccessStatusCode();
        await LookAsync(hospital);
        Assert.Empty(await WorkAsync(hospital));
        Assert.Equal("not-understood", Text(Assert.Single(await hospital.ItemsAsync("/api/v1/feeds")), "concern"));
        Assert.Equal([2, 1], (await hospital.ItemsAsync($"{Contract}/versions")).Select(version => version.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task WhatIsSentTwiceCountsOnceAndARestartChangesNothing()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        try
        {
            JsonElement before;
            DateTimeOffset then;
            await using (var hospital = await Hospital.StartAsync(folder: folder))
            {
                await AgreeAsync(hospital, "required: [{field: unit}]");
                var messages = Messages(hospital, "", 4, "2823-3^x^LN").ToArray();
                await hospital.SendAsync(messages);
                await hospital.SendAsync(messages);
                hospital.Time.Leap(TimeSpan.FromMinutes(70));
                await LookAsync(hospital);
                await LookAsync(hospital);
                before = await hospital.GetAsync("/api/v1/feed-contracts/day?feed=LAB%2FHOSP");
                then = hospital.Time.GetUtcNow();
                Assert.Equal(4, before.GetProperty("hours").EnumerateArray().Sum(hour => hour.GetProperty("messages").GetInt32()));
                await using var db = hospital.Read();
                Assert.Equal(24, db.FeedHours.Count());
            }

            await using var again = await Hospital.StartAsync(then, folder);
            Assert.Equal(before.GetRawText(), (await again.GetAsync("/api/v1/feed-contracts/day?feed=LAB%2FHOSP")).GetRawText());
            await LookAsync(again);
            Assert.Single(await WorkAsync(again));
        }
        finally
        {
            await TestDatabase.DeleteAsync(folder);
        }
    }

    [Fact]
    public async Task SomebodyElseApprovesAContractBeforeAFeedIsHeldAgainstIt()
    {
        await using var hospital = await Hospital.StartAsync(settings: Required);
        using var kim = await SignedIn.AtAsync(hospital, "kim.park");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        await RefusedAsync(await kim.AskAsync(HttpMethod.Put, Contract, new { yaml = Yaml("silence: 2h") }), HttpStatusCode.Conflict, "Somebody else approves a feed's contract");
        await RefusedAsync(await ana.AskAsync(HttpMethod.Post, $"{Contract}/submit", new { yaml = Yaml("silence: 2h") }), HttpStatusCode.Forbidden, "");
        await RefusedAsync(await kim.AskAsync(HttpMethod.Post, $"{Contract}/submit", new { yaml = Yaml("silence: 2s") }), HttpStatusCode.UnprocessableEntity, "Line 4: A silence is a minute at least.");

        var id = Text(await DoneAsync(await kim.AskAsync(HttpMethod.Post, $"{Contract}/submit", new { yaml = Yaml("silence: 2h"), note = "As agreed" })), "id")!;
        Assert.Equal(0, Assert.Single(await hospital.ItemsAsync("/api/v1/feed-contracts")).GetProperty("version").GetInt32());
        await RefusedAsync(await kim.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/approve", new { }), HttpStatusCode.Forbidden, "");
        var view = await hospital.GetAsync($"/api/v1/approvals/{id}");
        Assert.Contains(view.GetProperty("changes").EnumerateArray(), change => Text(change, "what") == "Silence" && Text(change, "after") == "2 h at most");
        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/approve", new { textHash = Text(view, "textHash") }));
        await DoneAsync(await kim.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/publish", new { }));
        var held = Assert.Single(await hospital.ItemsAsync("/api/v1/feed-contracts"));
        Assert.Equal((1, "Kim Park", "Dana Meyer"), (held.GetProperty("version").GetInt32(), Text(held, "author"), Text(held, "approvedBy")));

        await DoneAsync(await kim.AskAsync(HttpMethod.Post, $"{Contract}/emergency", new { yaml = Yaml("silence: 9h"), reason = "It is rebuilt tonight" }));
        var later = Text(Assert.Single(await hospital.ItemsAsync("/api/v1/approvals?state=later-review")), "id");
        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{later}/actions/take-back", new { reason = "It is not" }));
        Assert.Equal(["restored", "emergency", "approved"], (await hospital.ItemsAsync($"{Contract}/versions")).Select(version => Text(version, "ground")));
        var facts = (await hospital.ItemsAsync("/api/v1/ledger?subject=feed-contract/laboratory")).Select(row => Text(row, "kind")).ToHashSet();
        Assert.Superset(new HashSet<string?> { "feed_contract_review_submitted", "feed_contract_review_approved", "feed_contract_review_published", "feed_contract_saved", "feed_contract_published_in_emergency" }, facts);
    }

    [Fact]
    public async Task ADraftIsMadeOfTheLastWeekAndTwoContractsForOneFeedAreRefused()
    {
        await using var hospital = await Hospital.StartAsync();
        for (var hour = 0; hour < 5; hour++)
            await HourAsync(hospital, "mmol/L");
        var draft = await hospital.GetAsync("/api/v1/feed-contracts/suggestion?feed=LAB%2FHOSP");
        Assert.Equal(("lab-hosp", 25), (Text(draft, "id"), draft.GetProperty("messages").GetInt32()));
        Assert.Contains("{name: lab.potassium, units: [\"mmol/L\"], at_least: 99 %}", Text(draft, "yaml"), StringComparison.Ordinal);
        await DoneAsync(await hospital.Web.PutAsJsonAsync("/api/v1/feed-contracts/lab-hosp", new { yaml = Text(draft, "yaml") }, Stop));
        await HourAsync(hospital, "mmol/L");
        Assert.Empty(await WorkAsync(hospital));
        await RefusedAsync(await hospital.Web.PutAsJsonAsync(Contract, new { yaml = Yaml("silence: 2h") }, Stop), HttpStatusCode.UnprocessableEntity, "LAB/HOSP has a contract already: lab-hosp.");
        await RefusedAsync(await hospital.Web.GetAsync(new Uri("/api/v1/feed-contracts/suggestion?feed=NOBODY", UriKind.Relative), Stop), HttpStatusCode.NotFound, "Write its contract by hand");
    }

    private static string Yaml(string terms) => $"contract:\n  feed: LAB/HOSP\n  owner: Laboratory systems\n  {terms}\n";

    /// <summary>A little after the hour, when the one before is over for good.</summary>
    private static async Task AgreeAsync(Hospital hospital, string terms)
    {
        hospital.Time.Leap(TimeSpan.FromMinutes(10));
        await DoneAsync(await hospital.Web.PutAsJsonAsync(Contract, new { yaml = Yaml(terms) }, Stop));
    }

    /// <summary>An hour of a laboratory, to a little after its end.</summary>
    private static async Task HourAsync(Hospital hospital, string unit, int count = 5, string code = "2823-3^x^LN")
    {
        await hospital.SendAsync([.. Messages(hospital, unit, count, code)]);
        hospital.Time.Leap(TimeSpan.FromHours(1));
        await LookAsync(hospital);
    }

    private static IEnumerable<string> Messages(Hospital hospital, string unit, int count, string code)
    {
        var mrn = Some.Mrn();
        return Enumerable.Range(0, count).Select(at => Some.Results(mrn, $"C{hospital.Time.GetUtcNow().Ticks}-{at}", hospital.Time.GetUtcNow(), ("2823-3", "4.1", unit)).Replace("2823-3^x^LN", code, StringComparison.Ordinal));
    }

    private static Task LookAsync(Hospital hospital) => hospital.Services.GetRequiredService<FeedWatchWorker>().LookAsync(hospital.Time.GetUtcNow(), Stop);

    private static async Task<IReadOnlyList<JsonElement>> WorkAsync(Hospital hospital) => [.. (await hospital.ItemsAsync("/api/v1/operational-tasks")).Where(task => Text(task, "kind") == "feed-contract")];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
