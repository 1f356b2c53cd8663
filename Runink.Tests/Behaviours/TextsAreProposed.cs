using System.Net;
using System.Text;
using System.Text.Json;
using Runink.Tests.Harness;
using static Runink.Tests.Behaviours.CommitsArrive;
using static Runink.Tests.Harness.Answers;

namespace Runink.Tests.Behaviours;

/// <summary>What is written in the studio goes to the repository as a branch and a pull request, and comes back as the same question.</summary>
public sealed class TextsAreProposed
{
    private const string Branch = "companion/trigger-lactate-kept-v1";

    [Fact]
    public async Task ADraftIsABranchAndAPullRequestAndComesBackAsOneQuestion()
    {
        await using var git = await GitServer.StartAsync();
        git.Commit("Begin", ("README.md", "# Rules"));
        var settings = git.Settings();
        settings["Repositories:rules:Api"] = $"{git.Url}/api";
        await using var hospital = await Hospital.StartAsync(settings: settings);
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        await SaveAsync(tess, Lactate("2.5"));
        var asked = (await DoneAsync(await tess.AskAsync(HttpMethod.Post, "/api/v1/triggers/lactate-kept/versions/1/submit", new { note = "Because of Jane Doe in bed 4" }))).GetProperty("review").GetProperty("id").GetString()!;

        var made = await DoneAsync(await tess.AskAsync(HttpMethod.Post, "/api/v1/repositories/rules/proposals", new { triggerId = "lactate-kept", withForecast = true }));
        Assert.Equal((Branch, "triggers/lactate-kept.yaml"), (Text(made, "branch"), Text(made, "path")));
        Assert.Equal($"{git.Url}/hospital/rules/pull/1", Text(made, "pullRequest"));
        Assert.Equal(Lactate("2.5"), git.Show("show", $"{Branch}:triggers/lactate-kept.yaml"));
        Assert.Equal("Tess Shah (via Companion)\ntriggers/lactate-kept.yaml", git.Show("log", "-1", "--format=%an", "--name-only", Branch).Replace("\n\n", "\n", StringComparison.Ordinal).Trim());
        var pull = Assert.Single(git.Pulls);
        Assert.Equal((Branch, "main"), (Text(pull, "head"), Text(pull, "base")));
        var body = Text(pull, "body");
        Assert.Contains("```diff\n+trigger:", body, StringComparison.Ordinal);
        Assert.Contains("- passes: above", body, StringComparison.Ordinal);
        Assert.Contains("fewer than eleven times", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane Doe", body + git.Show("log", "--format=%B", Branch), StringComparison.Ordinal);

        // Once more is the same; a change goes on with the branch.
        Assert.False((await DoneAsync(await tess.AskAsync(HttpMethod.Post, "/api/v1/repositories/rules/proposals", new { triggerId = "lactate-kept" }))).GetProperty("isNew").GetBoolean());
        await SaveAsync(tess, Lactate("2.6"));
        await DoneAsync(await tess.AskAsync(HttpMethod.Post, "/api/v1/repositories/rules/proposals", new { triggerId = "lactate-kept" }));
        Assert.Equal("3", git.Show("rev-list", "--count", Branch).Trim());
        Assert.Equal("void", (await hospital.GetAsync($"/api/v1/approvals/{asked}")).GetProperty("review").GetProperty("state").GetString());
        asked = (await DoneAsync(await tess.AskAsync(HttpMethod.Post, "/api/v1/triggers/lactate-kept/versions/1/submit", new { }))).GetProperty("review").GetProperty("id").GetString()!;

        git.Merge(Branch);
        var file = (await FetchAsync(hospital)).GetProperty("files")[0];
        Assert.Equal(("asked", asked), (Text(file, "state"), Text(file, "reviewId")));
        await PublishAsync(dana, asked);
        Assert.Equal("in-force", Text((await FetchAsync(hospital)).GetProperty("files")[0], "state"));
        await RefusedAsync(await tess.AskAsync(HttpMethod.Post, "/api/v1/repositories/rules/proposals", new { triggerId = "lactate-kept" }), HttpStatusCode.NotFound, "no saved draft");
    }

    [Fact]
    public async Task WithoutAnInterfaceForItTheTextIsThereToCopy()
    {
        await using var git = await GitServer.StartAsync();
        git.Commit("Begin", ("hospital/README.md", "# Rules"));
        var settings = git.Settings();
        settings["Repositories:rules:Folder"] = "hospital";
        await using var hospital = await Hospital.StartAsync(settings: settings);
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()));
        await SaveAsync(tess, Lactate("2.5") + $"# as for {mrn}\n");
        await RefusedAsync(await tess.AskAsync(HttpMethod.Post, "/api/v1/repositories/rules/proposals", new { triggerId = "lactate-kept" }), HttpStatusCode.UnprocessableEntity, "number of a patient");
        await SaveAsync(tess, Lactate("2.5"));
        await RefusedAsync(await ana.AskAsync(HttpMethod.Post, "/api/v1/repositories/rules/proposals", new { triggerId = "lactate-kept" }), HttpStatusCode.Forbidden, "");
        var made = await DoneAsync(await tess.AskAsync(HttpMethod.Post, "/api/v1/repositories/rules/proposals", new { triggerId = "lactate-kept" }));
        Assert.Equal(("hospital/triggers/lactate-kept.yaml", JsonValueKind.Null), (Text(made, "path"), made.GetProperty("pullRequest").ValueKind));
        Assert.Contains("### Tests", Text(made, "body"), StringComparison.Ordinal);
        git.Is = GitServer.Weather.Away;
        await RefusedAsync(await tess.AskAsync(HttpMethod.Post, "/api/v1/repositories/rules/proposals", new { triggerId = "lactate-kept" }), HttpStatusCode.ServiceUnavailable, "The repository rules");
    }

    private static async Task SaveAsync(SignedIn author, string yaml)
    {
        using var content = new StringContent(yaml, Encoding.UTF8, "text/yaml");
        await DoneAsync(await author.AskAsync(HttpMethod.Put, "/api/v1/triggers/lactate-kept", content));
    }
}
