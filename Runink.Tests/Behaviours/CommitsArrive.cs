using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;
using static Runink.Tests.Harness.Answers;

namespace Runink.Tests.Behaviours;

/// <summary>Texts that are kept in a git repository: each commit is read, checked and asked about; nothing of it is in force before a person who did not write it says so.</summary>
public abstract class CommitsArrive
{
    public sealed class OnSqlite : CommitsArrive;

    public sealed class OnPostgreSql : CommitsArrive;

    private const string File = "triggers/lactate-kept.yaml";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ACommitIsPushedApprovedAndFires()
    {
        await using var git = await GitServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: git.Settings());
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        var hash = git.Commit("Lactate earlier\n\nBecause of the audit in May.", (File, Lactate("2.5")), ("README.md", "# Rules"));

        Assert.Equal("taken", await PushAsync(hospital, "d-1"));
        var file = await FileAsync(hospital, File, one => Text(one, "state") == "asked");
        Assert.Equal(("Rosa Marino", hash), (Text(file, "author"), Text(file, "commit")));
        var review = (await hospital.GetAsync($"/api/v1/approvals/{Text(file, "reviewId")}"));
        Assert.Equal("Rosa Marino", review.GetProperty("review").GetProperty("author").GetProperty("name").GetString());
        Assert.Equal(hash, review.GetProperty("origin").GetProperty("commit").GetString());
        Assert.StartsWith("Lactate earlier", Text(review, "note"), StringComparison.Ordinal);
        Assert.Null(await InForceAsync(hospital));

        await PublishAsync(dana, Text(file, "reviewId"));
        Assert.Equal(Lactate("2.5"), await InForceAsync(hospital));
        Assert.Equal("in-force", Text(await FileAsync(hospital, File, one => Text(one, "state") == "in-force"), "state"));

        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()), Some.Lactate(mrn, $"C{mrn}", hospital.Time.GetUtcNow(), "2.7"));
        await Hospital.EventuallyAsync(() => hospital.ItemsAsync("/api/v1/escalations"), rows => rows.Any(row => row.GetRawText().Contains("lactate-kept", StringComparison.Ordinal)), "it fires");
    }

    [Fact]
    public async Task OnlyASignedPushIsHeardAndOnce()
    {
        await using var git = await GitServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: git.Settings());
        git.Commit("One", (File, Lactate("2.5")));
        await RefusedAsync(await SendAsync(hospital, GitServer.Pushed("rules", "d-1", secret: null)), HttpStatusCode.Forbidden, "none of this body");
        await RefusedAsync(await SendAsync(hospital, GitServer.Pushed("rules", "d-1", secret: "secret-of-somebody-else")), HttpStatusCode.Forbidden, "none of this body");
        await RefusedAsync(await SendAsync(hospital, GitServer.Pushed("nobody", "d-1")), HttpStatusCode.Forbidden, "none of this body");
        Assert.Contains("none of this body", Text(await ViewAsync(hospital), "turnedAwayWhy"), StringComparison.Ordinal);

        Assert.Equal("ping", await PushAsync(hospital, "d-0", kind: "ping"));
        Assert.Equal("other-branch", await PushAsync(hospital, "d-2", branch: "draft"));
        Assert.Equal("taken", await PushAsync(hospital, "d-3"));
        Assert.Equal("known", await PushAsync(hospital, "d-3"));
        await FileAsync(hospital, File, one => Text(one, "state") == "asked");
        var fetches = git.Asked.Count;
        Assert.Equal("known", await PushAsync(hospital, "d-3"));
        await hospital.FastForwardAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5));
        Assert.Equal(fetches, git.Asked.Count);
        await using var db = hospital.Read();
        Assert.Equal(1, await db.TextReviews.CountAsync(row => row.Repository == "rules", Stop));
    }

    [Fact]
    public async Task WhatDoesNotPassIsShownByLineAndNothingOfItIsTaken()
    {
        await using var git = await GitServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: git.Settings());
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        git.Commit("Good", (File, Lactate("2.5")));
        await PublishAsync(dana, Text(await FetchedAsync(hospital), "reviewId"));

        git.Commit("Mistyped", (File, Lactate("2.5").Replace("lab.lactate >", "lab.lactat >", StringComparison.Ordinal)));
        var file = await FetchedAsync(hospital);
        Assert.Equal("failing", Text(file, "state"));
        Assert.Equal(6, file.GetProperty("findings")[0].GetProperty("line").GetInt32());
        Assert.Equal(Lactate("2.5"), await InForceAsync(hospital));
        Assert.Contains(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => Text(task, "kind") == "repository-file-failing");

        git.Commit("Its test fails", (File, Lactate("2.5").Replace("fires: true", "fires: false", StringComparison.Ordinal)));
        file = await FetchedAsync(hospital);
        Assert.Contains("Test above", file.GetProperty("findings")[0].GetProperty("message").GetString(), StringComparison.Ordinal);

        git.CommitBytes(File, [0x61, 0x0A, 0xC3, 0x28]);
        Assert.Equal((2, true), Finding(await FetchedAsync(hospital), "not written in UTF-8"));
        git.CommitBytes(File, new byte[300 * 1024]);
        Assert.Equal((0, true), Finding(await FetchedAsync(hospital), "longer than 256 KiB"));
        git.Commit("Gone", (File, null));
        await FetchAsync(hospital);
        git.CommitLink(File, "../../../../etc/passwd");
        Assert.Equal((0, true), Finding(await FetchedAsync(hospital), "It is a link"));
        git.Commit("A link no more", (File, null));
        git.Commit("Two of one", (File, Lactate("2.6")), ("triggers/old/lactate-kept.yaml", Lactate("2.7")));
        Assert.Equal((0, true), Finding(await FetchedAsync(hospital), "One of the two files must go"));

        git.Commit("Good again", (File, Lactate("3.1")), ("triggers/old/lactate-kept.yaml", null), ("intake-rules/Bad Name.yaml", "a: b"));
        Assert.Equal("asked", Text(await FetchedAsync(hospital), "state"));
        Assert.Equal(Lactate("2.5"), await InForceAsync(hospital));
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => Text(task, "kind") == "repository-file-failing" && task.GetRawText().Contains(File, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhoWroteItCannotApproveIt()
    {
        await using var git = await GitServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: git.Settings());
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        git.CommitAs("dana meyer", "d@elsewhere.example", "By its approver", (File, Lactate("2.5")));
        git.CommitAs("Rosa Marino", "rosa.marino@rules.example", "And by another", (File, Lactate("2.6")));
        var id = Text(await FetchedAsync(hospital), "reviewId");
        await RefusedAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/approve", new { }), HttpStatusCode.Forbidden, "You wrote on this text");
        await RefusedAsync(await hospital.PostAsync($"/api/v1/approvals/{id}/actions/approve", new { }), HttpStatusCode.Forbidden, "may approve triggers");
    }

    [Fact]
    public async Task AFileThatIsDeletedIsStillLiveAndSaysSo()
    {
        await using var git = await GitServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: git.Settings());
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        git.Commit("One", (File, Lactate("2.5")));
        await PublishAsync(dana, Text(await FetchedAsync(hospital), "reviewId"));
        git.Commit("Moved", (File, null), ("triggers/sepsis/lactate-kept.yaml", Lactate("2.5")));
        await FetchAsync(hospital);
        Assert.Equal("in-force", Text(Assert.Single((await ViewAsync(hospital)).GetProperty("files").EnumerateArray()), "state"));

        git.Commit("Deleted", ("triggers/sepsis/lactate-kept.yaml", null));
        await FetchAsync(hospital);
        Assert.Equal("gone", Text(Assert.Single((await ViewAsync(hospital)).GetProperty("files").EnumerateArray()), "state"));
        Assert.Equal(Lactate("2.5"), await InForceAsync(hospital));
        Assert.Contains(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => Text(task, "kind") == "repository-file-deleted");
        git.Commit("Back", (File, Lactate("2.5")));
        Assert.Equal("in-force", Text(await FetchedAsync(hospital), "state"));
    }

    [Fact]
    public async Task OtherTextsAndPoliciesGoTheSameWay()
    {
        await using var git = await GitServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: git.Settings());
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        const string Policy = "policy:\n  name: Sepsis from git\n  steps:\n    - {after: 10m, to: charge_nurse}\n";
        const string Rules = "intake:\n  service: Podiatry\n  documents:\n    - {name: Reason, weight: 4, critical: yes, any_of: [reason]}\n";
        const string Contract = "contract:\n  feed: main lab\n  rows: {at_least: 3}\n";
        git.Commit("All kinds", ("policies/sepsis-git.yaml", Policy), ("intake-rules/podiatry.yaml", Rules), ("contracts/main-lab.yaml", Contract));
        await FetchAsync(hospital);
        var files = (await ViewAsync(hospital)).GetProperty("files").EnumerateArray().ToList();
        Assert.Equal(3, files.Count);
        foreach (var file in files.Where(file => Text(file, "state") == "asked"))
            await PublishAsync(dana, Text(file, "reviewId"));
        files = [.. (await ViewAsync(hospital)).GetProperty("files").EnumerateArray()];
        Assert.All(files.Where(file => Text(file, "kind") != "feed-contract"), file => Assert.True(Text(file, "state") == "in-force", file.GetRawText()));
        await using var db = hospital.Read();
        var policy = await db.PolicyVersions.SingleAsync(row => row.PolicyId == "sepsis-git", Stop);
        Assert.Equal(("Rosa Marino", Policy), (policy.Author, policy.Yaml));
        Assert.Equal(Rules, (await db.IntakeRules.SingleAsync(row => row.RulesId == "podiatry", Stop)).Yaml);
    }

    internal static string Lactate(string limit) => $$$"""
        trigger:
          id: lactate-kept
          name: Lactate kept in git
          severity: high
          when: >
            lab.lactate > {{{limit}}} mmol/L
          then:
            - action: notify
              who: bedside_nurse
              message: "Look at the lactate"
          tests:
            - name: above
              given:
                - {patient: {age: 60}, encounter: {type: ED}}
                - {at: T+0m, lab.lactate: 5.0 mmol/L}
              expect: {fires: true}

        """;

    internal static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? "";

    private static (int, bool) Finding(JsonElement file, string words) =>
        (file.GetProperty("findings")[0].GetProperty("line").GetInt32(), file.GetProperty("findings").GetRawText().Contains(words, StringComparison.Ordinal) ? true : throw new Xunit.Sdk.XunitException(file.GetRawText()));

    internal static async Task<JsonElement> ViewAsync(Hospital hospital) => await hospital.GetAsync("/api/v1/repositories/rules");

    internal static async Task<JsonElement> FetchAsync(Hospital hospital) => await DoneAsync(await hospital.PostAsync("/api/v1/repositories/rules/fetch", new { }));

    private static async Task<JsonElement> FetchedAsync(Hospital hospital) => (await FetchAsync(hospital)).GetProperty("files").EnumerateArray().First(one => Text(one, "path") == File);

    private static Task<JsonElement> FileAsync(Hospital hospital, string path, Func<JsonElement, bool> isSo) => Hospital.EventuallyAsync(
        async () =>
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(1));
            return (await ViewAsync(hospital)).GetProperty("files").EnumerateArray().FirstOrDefault(one => Text(one, "path") == path);
        },
        one => one.ValueKind == JsonValueKind.Object && isSo(one), $"{path} arrives");

    private static async Task<HttpResponseMessage> SendAsync(Hospital hospital, HttpRequestMessage request)
    {
        using var stranger = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        using (request)
            return await stranger.SendAsync(request, Stop);
    }

    private static async Task<string> PushAsync(Hospital hospital, string delivery, string branch = "main", string kind = "push") =>
        Text(await DoneAsync(await SendAsync(hospital, GitServer.Pushed("rules", delivery, branch: branch, kind: kind))), "outcome");

    internal static async Task PublishAsync(SignedIn person, string review)
    {
        await DoneAsync(await person.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{review}/actions/approve", new { }));
        await DoneAsync(await person.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{review}/actions/publish", new { }));
    }

    private static async Task<string?> InForceAsync(Hospital hospital)
    {
        await using var db = hospital.Read();
        return (await db.TriggerVersions.FirstOrDefaultAsync(row => row.TriggerId == "lactate-kept" && row.Status == Runink.Domain.Triggers.TriggerVersionStatus.Published, Stop))?.Yaml;
    }
}
