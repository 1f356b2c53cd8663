using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;
using static Runink.Tests.Behaviours.CommitsArrive;
using static Runink.Tests.Harness.Answers;

namespace Runink.Tests.Behaviours;

/// <summary>What goes wrong with a repository is said in words, keeps nobody waiting, and loses nothing.</summary>
public sealed class RepositoriesFail
{
    private const string File = "triggers/lactate-kept.yaml";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AServerThatIsAwayIsAskedAgain()
    {
        await using var git = await GitServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: git.Settings());
        git.Commit("One", (File, Lactate("2.5")));
        git.Is = GitServer.Weather.Away;
        await WaitAsync(hospital, view => view.GetProperty("failures").GetInt32() >= 3);
        Assert.Contains("The repository rules", Text(await ViewAsync(hospital), "problem"), StringComparison.Ordinal);
        Assert.Contains(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => Text(task, "kind") == "repository-unreachable");

        git.Is = GitServer.Weather.Fine;
        await WaitAsync(hospital, view => view.GetProperty("problem").ValueKind == JsonValueKind.Null && view.GetProperty("files").GetArrayLength() == 1);
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => Text(task, "kind") == "repository-unreachable");
    }

    [Fact]
    public async Task WhatIsWrongIsSaidInWordsWithoutSecrets()
    {
        await using var git = await GitServer.StartAsync();
        git.Commit("One", (File, Lactate("2.5")));
        var settings = git.Settings();
        settings["Repositories:wrong:Address"] = git.Address;
        settings["Repositories:wrong:Token"] = "another-token-0001";
        settings["Repositories:wrong:AllowPrivate"] = "true";
        settings["Repositories:public:Address"] = git.Address.Replace("http:", "https:", StringComparison.Ordinal);
        settings["Repositories:slow:Address"] = git.Address;
        settings["Repositories:slow:Token"] = GitServer.Token;
        settings["Repositories:slow:AllowPrivate"] = "true";
        settings["Repositories:slow:Timeout"] = "00:00:01";
        settings["Repositories:small:Address"] = git.Address;
        settings["Repositories:small:Token"] = GitServer.Token;
        settings["Repositories:small:AllowPrivate"] = "true";
        settings["Repositories:small:MaxMiB"] = "1";
        settings["Repositories:small:MaxFiles"] = "2";
        await using var hospital = await Hospital.StartAsync(settings: settings);
        await RefusedAsync(await FetchAsync(hospital, "wrong"), HttpStatusCode.ServiceUnavailable, "refuses the token");
        await RefusedAsync(await FetchAsync(hospital, "public"), HttpStatusCode.ServiceUnavailable, "private network");
        git.Is = GitServer.Weather.Hanging;
        await RefusedAsync(await FetchAsync(hospital, "slow"), HttpStatusCode.ServiceUnavailable, "within 1 s");
        git.Is = GitServer.Weather.Html;
        await RefusedAsync(await FetchAsync(hospital, "rules"), HttpStatusCode.ServiceUnavailable, "not as a git server does");
        git.Is = GitServer.Weather.Fine;
        await DoneAsync(await hospital.Web.PutAsync("/api/v1/repositories/rules", System.Net.Http.Json.JsonContent.Create(new { branch = "nowhere" }), Stop));
        await RefusedAsync(await FetchAsync(hospital, "rules"), HttpStatusCode.ServiceUnavailable, "no branch nowhere");
        git.Commit("Many", ("a/1.txt", "1"), ("a/2.txt", "2"));
        await RefusedAsync(await FetchAsync(hospital, "small"), HttpStatusCode.ServiceUnavailable, "more than 2 files");
        var noise = new byte[3 * 1024 * 1024];
        new Random(7).NextBytes(noise);
        git.CommitBytes("a/noise.bin", noise);
        await RefusedAsync(await FetchAsync(hospital, "small"), HttpStatusCode.ServiceUnavailable, "more than 1 MiB");

        var all = (await hospital.GetAsync("/api/v1/repositories")).GetRawText() + (await hospital.GetAsync("/api/v1/ledger")).GetRawText();
        Assert.DoesNotContain(GitServer.Token, all, StringComparison.Ordinal);
        Assert.DoesNotContain(GitServer.Secret, all, StringComparison.Ordinal);
        Assert.DoesNotContain("another-token", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARestartKeepsWhatWasSeenAndALostCopyIsFetchedAgain()
    {
        await using var git = await GitServer.StartAsync();
        var hash = git.Commit("One", (File, Lactate("2.5")));
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        try
        {
            await using (var hospital = await Hospital.StartAsync(folder: folder, settings: git.Settings()))
                await CommitsArrive.FetchAsync(hospital);
            Directory.Delete(Path.Combine(folder, "repositories"), recursive: true);
            await using (var hospital = await Hospital.StartAsync(folder: folder, settings: git.Settings()))
            {
                Assert.Equal(hash, Text(await ViewAsync(hospital), "commit"));
                var view = await CommitsArrive.FetchAsync(hospital);
                Assert.Equal(JsonValueKind.Null, view.GetProperty("remark").ValueKind);
                await using var db = hospital.Read();
                Assert.Equal(1, await db.TextReviews.CountAsync(row => row.Repository == "rules", Stop));
            }
        }
        finally
        {
            await TestDatabase.DeleteAsync(folder);
        }
    }

    [Fact]
    public async Task AHistoryThatWasRewrittenIsComparedAsItIs()
    {
        await using var git = await GitServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: git.Settings());
        git.Commit("One", (File, Lactate("2.5")));
        var asked = Text((await CommitsArrive.FetchAsync(hospital)).GetProperty("files")[0], "reviewId");
        git.Rewrite();
        var view = await CommitsArrive.FetchAsync(hospital);
        Assert.Contains("history of the branch was rewritten", Text(view, "remark"), StringComparison.Ordinal);
        Assert.Equal(asked, Text(view.GetProperty("files")[0], "reviewId"));
        git.Commit("Two", (File, Lactate("2.6")));
        view = await CommitsArrive.FetchAsync(hospital);
        Assert.Equal(JsonValueKind.Null, view.GetProperty("remark").ValueKind);
        Assert.NotEqual(asked, Text(view.GetProperty("files")[0], "reviewId"));
        Assert.Equal("void", (await hospital.GetAsync($"/api/v1/approvals/{asked}")).GetProperty("review").GetProperty("state").GetString());
    }

    private static Task<HttpResponseMessage> FetchAsync(Hospital hospital, string name) => hospital.PostAsync($"/api/v1/repositories/{name}/fetch", new { });

    private static Task<JsonElement> WaitAsync(Hospital hospital, Func<JsonElement, bool> isSo) => Hospital.EventuallyAsync(
        async () =>
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(5));
            return await ViewAsync(hospital);
        },
        isSo, "the repository");
}
