using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Runink.Tests.Harness;
using static Runink.Tests.Harness.Answers;

namespace Runink.Tests.Behaviours;

/// <summary>Intake rules hold only after somebody who did not write them has read exactly this text; in the same queue as triggers.</summary>
public abstract class SomebodyElseApprovesIntakeRules
{
    public sealed class OnSqlite : SomebodyElseApprovesIntakeRules;

    public sealed class OnPostgreSql : SomebodyElseApprovesIntakeRules;

    private const string Rules = "/api/v1/intake-rules/podiatry";

    private static readonly Dictionary<string, string?> Required = new() { ["Triggers:Approval"] = "true" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskedSentBackAskedAgainApprovedAndOnlyThenTheyHold()
    {
        await using var hospital = await Hospital.StartAsync(settings: Required);
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        await RefusedAsync(await tess.AskAsync(HttpMethod.Put, Rules, Body("urgent: [gangrene]")), HttpStatusCode.Conflict, "Somebody else approves intake rules before they hold");
        await RefusedAsync(await hospital.Web.PutAsJsonAsync(Rules, new { yaml = Text("urgent: [gangrene]") }, Stop), HttpStatusCode.Conflict, "Ask for approval");
        await RefusedAsync(await tess.AskAsync(HttpMethod.Post, $"{Rules}/submit", Body("urgent: [nothing]")), HttpStatusCode.UnprocessableEntity, "the priority is routine, not urgent");

        var first = Id(await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Rules}/submit", Body("urgent: [gangrene]", note: "Toes are lost"))));
        Assert.Contains(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("kind").GetString() == "trigger-approval" && task.GetProperty("headline").GetString()!.StartsWith("Podiatry", StringComparison.Ordinal));
        await RefusedAsync(await tess.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{first}/actions/approve", new { }), HttpStatusCode.Forbidden, "may approve intake rules");
        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{first}/comments", new { line = 3, text = "And ulcers?" }));
        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{first}/actions/send-back", new { reason = "Ulcers are missing" }));
        var second = Id(await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Rules}/submit", Body("urgent: [gangrene, ulcer]"))));
        var view = await hospital.GetAsync($"/api/v1/approvals/{second}");
        Assert.Contains(view.GetProperty("changes").EnumerateArray(), change => change.GetProperty("what").GetString() == "Makes it urgent" && change.GetProperty("after").GetString() == "gangrene, ulcer");
        Assert.True(Assert.Single(view.GetProperty("tests").EnumerateArray()).GetProperty("passed").GetBoolean());
        Assert.Equal(("intake-rules", "podiatry"), (view.GetProperty("review").GetProperty("kind").GetString(), view.GetProperty("review").GetProperty("subjectId").GetString()));

        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{second}/actions/approve", new { textHash = view.GetProperty("textHash").GetString() }));
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/intake-rules"), row => row.GetProperty("id").GetString() == "podiatry");
        await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{second}/actions/publish", new { }));
        var held = (await hospital.ItemsAsync("/api/v1/intake-rules")).Single(row => row.GetProperty("id").GetString() == "podiatry");
        Assert.Equal(("Tess Shah", "Dana Meyer", 1), (held.GetProperty("author").GetString(), held.GetProperty("approvedBy").GetString(), held.GetProperty("version").GetInt32()));
        Assert.Equal("urgent", await PriorityAsync(hospital, "Diabetic ulcer"));
        var kinds = (await hospital.ItemsAsync("/api/v1/ledger?subject=intake-rules/podiatry")).Select(row => row.GetProperty("kind").GetString()).ToHashSet();
        Assert.Superset(new HashSet<string?> { "intake_rules_review_submitted", "intake_rules_review_sent_back", "intake_rules_review_commented", "intake_rules_review_approved", "intake_rules_review_published", "intake_rules_saved" }, kinds);
    }

    [Fact]
    public async Task WhoeverWroteOnItDoesNotApproveItThoughAnotherAsks()
    {
        await using var hospital = await Hospital.StartAsync(settings: Required);
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"{Rules}/submit", Body("urgent: [gangrene]")));
        var id = Id(await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Rules}/submit", Body("urgent: [gangrene, ulcer]"))));
        await RefusedAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/approve", new { }), HttpStatusCode.Forbidden, "Somebody else approves it");
    }

    [Fact]
    public async Task AnInstantComesByItself()
    {
        await using var hospital = await Hospital.StartAsync(settings: Required);
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        var id = Id(await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Rules}/submit", Body("urgent: [gangrene]"))));
        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/approve", new { }));
        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/schedule", new { at = hospital.Time.GetUtcNow().AddHours(1) }));
        Assert.Equal("routine", await PriorityAsync(hospital, "Gangrene"));

        hospital.Time.Advance(TimeSpan.FromMinutes(61));
        await Hospital.EventuallyAsync(
            async () =>
            {
                hospital.Time.Advance(TimeSpan.FromSeconds(1));
                return await hospital.ItemsAsync("/api/v1/intake-rules");
            }, rows => rows.Any(row => row.GetProperty("id").GetString() == "podiatry"), "the rules to hold at their time");
        Assert.Equal("urgent", await PriorityAsync(hospital, "Gangrene"));
    }

    [Fact]
    public async Task AnEmergencyIsLookedAtAfterwardsAndTakenBack()
    {
        await using var hospital = await Hospital.StartAsync(settings: Required);
        using var tess = await SignedIn.AtAsync(hospital, "tess.shah");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        await RefusedAsync(await tess.AskAsync(HttpMethod.Post, $"{Rules}/emergency", Body("urgent: [gangrene]")), HttpStatusCode.UnprocessableEntity, "Say why");
        await RefusedAsync(await hospital.Web.PostAsJsonAsync($"{Rules}/emergency", new { yaml = Text("urgent: [gangrene]"), reason = "now" }, Stop), HttpStatusCode.Forbidden, "A person decides");
        await DoneAsync(await tess.AskAsync(HttpMethod.Post, $"{Rules}/emergency", Body("urgent: [gangrene]", reason: "Patients wait for days")));
        Assert.Equal("urgent", await PriorityAsync(hospital, "Gangrene"));

        var id = Assert.Single(await hospital.ItemsAsync("/api/v1/approvals?state=later-review")).GetProperty("id").GetString();
        await RefusedAsync(await tess.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/confirm", new { }), HttpStatusCode.Forbidden, "may approve intake rules");
        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{id}/actions/take-back", new { reason = "Everything became urgent" }));
        Assert.Equal("routine", await PriorityAsync(hospital, "Gangrene"));
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/intake-rules"), row => row.GetProperty("id").GetString() == "podiatry");
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("kind").GetString() == "trigger-emergency");
    }

    private static string Text(string priority) => $"intake:\n  service: Podiatry\n  priority: {{{priority}}}\n  tests: [{{name: gangrene is urgent, reason: Gangrene of a toe, expect: {{priority: urgent}}}}]\n";

    private static object Body(string priority, string? note = null, string? reason = null) => new { yaml = Text(priority), note, reason };

    private static async Task<string?> PriorityAsync(Hospital hospital, string reason)
    {
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now));
        await using var db = hospital.Read();
        var patient = db.Patients.Single(row => row.Mrn == mrn).Id;
        using var made = await hospital.PostAsync("/api/v1/referrals", new { patientId = patient, service = "Podiatry", priority = "routine", reason });
        return (await DoneAsync(made)).GetProperty("priority").GetString();
    }

    private static string Id(JsonElement review) => review.GetProperty("id").GetString()!;
}
