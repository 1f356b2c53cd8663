using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Triggers;
using Runink.Tests.Harness;
using static Runink.Tests.Harness.Answers;

namespace Runink.Tests.Behaviours;

/// <summary>A trigger calls people only after somebody who did not write it has read exactly this text.</summary>
public abstract class SomebodyElseApproves
{
    public sealed class OnSqlite : SomebodyElseApproves;

    public sealed class OnPostgreSql : SomebodyElseApproves;

    private const string Trigger = "/api/v1/triggers/low-sodium";

    private static readonly Dictionary<string, string?> Required = new() { ["Triggers:Approval"] = "true" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoDoorLeadsAroundTheApproval()
    {
        await using var hospital = await Hospital.StartAsync(settings: Required);
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        await SaveAsync(tess, 120);

        foreach (var asked in new Func<Task<HttpResponseMessage>>[] { () => tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/publish", new { }), () => dana.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/publish", new { }), () => hospital.PostAsync($"{Trigger}/versions/1/publish", new { }) })
            await RefusedAsync(await asked(), HttpStatusCode.Conflict, "Ask for approval");
        var review = await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/submit", new { note = "Fewer surprises" }));
        var id = Id(review);
        await RefusedAsync(await tess.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/approve", new { }), HttpStatusCode.Forbidden, "may approve triggers");
        await RefusedAsync(await hospital.PostAsync($"/api/v1/approvals/{id}/actions/approve", new { }), HttpStatusCode.Forbidden, "may approve triggers");
        await RefusedAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/publish", new { }), HttpStatusCode.Conflict, "waits for approval");
        Assert.Empty(await InForceAsync(hospital));

        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/approve", new { textHash = review.GetProperty("textHash").GetString() }));
        var published = await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/publish", new { }));

        Assert.Equal("approved by Dana Meyer", published.GetProperty("versions")[0].GetProperty("note").GetString());
        Assert.Equal("Tess Shah", published.GetProperty("versions")[0].GetProperty("author").GetString());
        var kinds = (await hospital.ItemsAsync("/api/v1/ledger?subject=trigger/low-sodium")).Select(row => row.GetProperty("kind").GetString()).ToHashSet();
        Assert.Superset(new HashSet<string?> { "trigger_review_submitted", "trigger_review_approved", "trigger_review_published", "trigger_published" }, kinds);
    }

    [Fact]
    public async Task AChangeAfterTheApprovalEndsIt()
    {
        await using var hospital = await Hospital.StartAsync(settings: Required);
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        await SaveAsync(tess, 120);
        var id = Id(await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/submit", new { })));
        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/approve", new { }));

        await SaveAsync(tess, 125);

        await RefusedAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/publish", new { }), HttpStatusCode.Conflict, "It is void: Tess Shah changed the text.");
        await RefusedAsync(await tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/publish", new { }), HttpStatusCode.Conflict, "Ask for approval");
        Assert.Empty(await InForceAsync(hospital));
    }

    [Fact]
    public async Task WhoMayBothDoesNotApproveWhatTheyWroteOn()
    {
        await using var hospital = await Hospital.StartAsync(settings: Required);
        foreach (var person in new[] { "tess.shah", "dana.meyer" })
        {
            using var granted = await hospital.Web.PutAsJsonAsync($"/api/v1/people/{person}/roles", new[] { new { role = "author", unit = (string?)null }, new { role = "approver", unit = (string?)null } }, Stop);
            granted.EnsureSuccessStatusCode();
        }

        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        await SaveAsync(tess, 120);
        await SaveAsync(dana, 122);
        var id = Id(await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/submit", new { })));

        foreach (var one in new[] { tess, dana })
            await RefusedAsync(await one.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/approve", new { }), HttpStatusCode.Forbidden, "Somebody else approves it");
    }

    [Fact]
    public async Task SentBackWithAReasonItWaitsForItsAuthorAndRemarksStandAtTheirLines()
    {
        await using var hospital = await Hospital.StartAsync(settings: Required);
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        await SaveAsync(tess, 120);
        var id = Id(await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/submit", new { })));
        Assert.Contains(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("kind").GetString() == "trigger-approval");

        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/comments", new { line = 4, text = "Why not 125?" }));
        await RefusedAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/send-back", new { }), HttpStatusCode.UnprocessableEntity, "Say why");
        var back = await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/send-back", new { reason = "Too low" }));

        Assert.Equal((4, "Why not 125?"), (back.GetProperty("comments")[0].GetProperty("line").GetInt32(), back.GetProperty("comments")[0].GetProperty("text").GetString()));
        Assert.Contains(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("kind").GetString() == "trigger-sent-back");
        await SaveAsync(tess, 125);
        await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/submit", new { }));
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("kind").GetString() == "trigger-sent-back");
    }

    [Fact]
    public async Task AnInstantIsKeptThroughARestart()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        try
        {
            DateTimeOffset later;
            await using (var hospital = await Hospital.StartAsync(folder: folder, settings: Required))
            {
                using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
                using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
                later = hospital.Time.GetUtcNow().AddHours(10);
                await SaveAsync(tess, 120);
                var id = Id(await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/submit", new { })));
                await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/approve", new { }));
                await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/schedule", new { at = later }));
            }

            await using var again = await Hospital.StartAsync(later.AddMinutes(-1), folder, Required);
            Assert.Empty(await InForceAsync(again));
            again.Time.Advance(TimeSpan.FromMinutes(2));
            await Hospital.EventuallyAsync(
                async () =>
                {
                    again.Time.Advance(TimeSpan.FromSeconds(1));
                    return await InForceAsync(again);
                }, rows => rows is [{ ApprovedBy: "Dana Meyer" }], "the version to come into force at its time");
        }
        finally
        {
            await TestDatabase.DeleteAsync(folder);
        }
    }

    [Fact]
    public async Task AnEmergencyIsWorkUntilSomebodyElseLookedAndCanBeTakenBack()
    {
        await using var hospital = await Hospital.StartAsync(settings: Required);
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        await ApprovedAsync(tess, dana, 120);
        await SaveAsync(tess, 128);

        await RefusedAsync(await tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/emergency", new { reason = " " }), HttpStatusCode.UnprocessableEntity, "Say why");
        await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/emergency", new { reason = "The analyser was changed" }));

        Assert.Equal("emergency", Assert.Single(await InForceAsync(hospital)).Ground);
        var review = Assert.Single(await hospital.ItemsAsync("/api/v1/approvals?state=later-review"));
        Assert.Contains(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("kind").GetString() == "trigger-emergency");
        var id = review.GetProperty("id").GetString();
        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/take-back", new { reason = "It was not" }));

        var inForce = Assert.Single(await InForceAsync(hospital));
        Assert.Equal(("restored", 3, "Dana Meyer"), (inForce.Ground, inForce.Version, inForce.ApprovedBy));
        Assert.Contains("< 120", inForce.Yaml, StringComparison.Ordinal);
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("kind").GetString() == "trigger-emergency");
    }

    [Fact]
    public async Task APublishIsUndoneWithAReason()
    {
        await using var hospital = await Hospital.StartAsync(settings: Required);
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        await ApprovedAsync(tess, dana, 120);
        await ApprovedAsync(tess, dana, 128);

        await RefusedAsync(await tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/restore", new { }), HttpStatusCode.UnprocessableEntity, "Say why");
        await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/restore", new { reason = "Too many alerts" }));

        var inForce = Assert.Single(await InForceAsync(hospital));
        Assert.Equal((3, "restored", "Too many alerts", "Dana Meyer"), (inForce.Version, inForce.Ground, inForce.Reason, inForce.ApprovedBy));
        Assert.Empty(await hospital.ItemsAsync("/api/v1/approvals?state=later-review"));
    }

    [Fact]
    public async Task WhereItIsOffPublishingStaysAsItWas()
    {
        await using var hospital = await Hospital.StartAsync();
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        await SaveAsync(tess, 120);

        await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/publish", new { }));

        Assert.Equal("unchecked", Assert.Single(await InForceAsync(hospital)).Ground);
    }

    private static async Task ApprovedAsync(SignedIn author, SignedIn approver, int limit)
    {
        await SaveAsync(author, limit);
        var id = Id(await DoneAsync(await author.AskAsync(HttpMethod.Post, $"{Trigger}/versions/1/submit", new { })));
        await DoneAsync(await approver.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/approve", new { }));
        await DoneAsync(await approver.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/publish", new { }));
    }

    private static async Task SaveAsync(SignedIn author, int limit)
    {
        using var content = new StringContent($"trigger:\n  id: low-sodium\n  name: Low sodium\n  when: lab.sodium < {limit} mmol/L\n  then: [{{action: log, entry: low_sodium}}]\n", Encoding.UTF8, "text/yaml");
        await DoneAsync(await author.AskAsync(HttpMethod.Put, Trigger, content));
    }

    private static async Task<List<TriggerVersion>> InForceAsync(Hospital hospital)
    {
        await using var db = hospital.Read();
        return await db.TriggerVersions.AsNoTracking().Where(version => version.TriggerId == "low-sodium" && version.Status == TriggerVersionStatus.Published).ToListAsync(Stop);
    }

    private static string Id(JsonElement review) => review.GetProperty("review").GetProperty("id").GetString()!;
}
