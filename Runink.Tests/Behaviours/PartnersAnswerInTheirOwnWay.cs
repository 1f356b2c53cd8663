using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A recipient answers by a file or in its own system: it is the same answer to the same referral, said once.</summary>
public sealed class PartnersAnswerInTheirOwnWay
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AFileAnswersRowByRowAndSaysNothingTwice()
    {
        await using var hospital = await Hospital.StartAsync();
        var entry = await EntryAsync(hospital, "Kidney Institute");
        var (yes, no, other, nobody) = (await ReferralAsync(hospital, entry), await ReferralAsync(hospital, entry), await ReferralAsync(hospital, entry), await ReferralAsync(hospital, null));
        var csv = $"Referral;Answer;Reason;Date\n{yes};accept;;\n{yes};propose;first slot;2026-03-12 09:00\n{no};decline;No capacity before June;\n{other};decline;;\n{other};propose;;2026-02-01 09:00\n{other};perhaps;;\n01XXXXXXXXXXXXXXXXXXXXXXXX;accept;;\n{nobody};accept;;\n";

        var tried = await RepliesAsync(hospital.Web, csv, dryRun: true);
        Assert.Equal(["taken", "taken", "taken", "refused", "refused", "refused", "refused", "refused"], Results(tried));
        Assert.Equal("received", Text(await hospital.GetAsync($"/api/v1/referrals/{no}"), "state"));
        var done = await RepliesAsync(hospital.Web, csv, dryRun: false);
        Assert.Equal((true, 3, 5), (done.GetProperty("written").GetBoolean(), done.GetProperty("taken").GetInt32(), done.GetProperty("refused").GetInt32()));
        Assert.Equal(Results(tried), Results(done));
        Assert.Contains("Return to sender: say why", done.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("No recipient is chosen", done.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("triage", "reroute"), (Text(await hospital.GetAsync($"/api/v1/referrals/{yes}"), "state"), Text(await hospital.GetAsync($"/api/v1/referrals/{no}"), "state")));
        Assert.Equal(2, (await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{yes}&kind=partner_reply_taken")).Count);

        Assert.Equal(["known", "known", "known"], Results(await RepliesAsync(hospital.Web, csv, dryRun: false)).Take(3));
        Assert.Equal(2, (await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{yes}&kind=partner_reply_taken")).Count);
        await RefusedAsync(hospital.Web, "referral,patient\n1,2\n");
        Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
    }

    /// <summary>The key of a recipient has its name: it answers what is with that recipient, sees nothing, and learns of nothing else.</summary>
    [Fact]
    public async Task ARecipientsKeyAnswersForThatRecipientOnly()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mine, theirs) = (await ReferralAsync(hospital, await EntryAsync(hospital, "Kidney Institute")), await ReferralAsync(hospital, await EntryAsync(hospital, "Hilltop")));
        using var partner = await KeyAsync(hospital, "kidney institute");
        var done = await RepliesAsync(partner, $"referral,answer,reason\n{mine},accept,\n{theirs},accept,\n01XXXXXXXXXXXXXXXXXXXXXXXX,accept,\n", dryRun: false);
        Assert.Equal(["taken", "refused", "refused"], Results(done));
        Assert.Single(done.GetProperty("rows").EnumerateArray().Skip(1).Select(row => Text(row, "reason")).Distinct());
        Assert.DoesNotContain("murmur", done.GetRawText(), StringComparison.Ordinal);
        using (var read = await partner.GetAsync(new Uri($"/api/v1/referrals/{mine}", UriKind.Relative), Stop))
            Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
        using var stranger = await KeyAsync(hospital, "Nobody of the directory");
        await RefusedAsync(stranger, $"referral,answer\n{mine},accept\n");
    }

    /// <summary>The recipient's FHIR server is another Companion: what is done there with our Task is the answer here.</summary>
    [Fact]
    public async Task WhatIsDoneWithTheirTaskIsTheirAnswer()
    {
        await using var partner = await Hospital.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Fhir(partner));
        var id = await ReferralAsync(hospital, await EntryAsync(hospital, "Heart House", "fhir", "heart"));
        await Hospital.EventuallyAsync(() => hospital.ItemsAsync($"/api/v1/referrals/{id}/announcements"), rows => rows.Count == 1 && Text(rows[0], "state") == "received", "they have it");
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(15));
        Assert.Equal("received", Text(await hospital.GetAsync($"/api/v1/referrals/{id}"), "state"));

        await ChangeAsync(partner, task =>
        {
            task["status"] = "in-progress";
            task["businessStatus"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["code"] = "visit-scheduled" }) };
            task["executionPeriod"] = new JsonObject { ["start"] = "2026-03-12T09:00:00Z" };
        });
        await ForwardUntilAsync(hospital, async () => Text(await hospital.GetAsync($"/api/v1/referrals/{id}"), "state") == "triage");
        Assert.Single(await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=referral_partner_proposes"));

        await ChangeAsync(partner, task => (task["status"], task["statusReason"]) = ("rejected", new JsonObject { ["text"] = "We have no bed" }));
        await ForwardUntilAsync(hospital, async () => Text(await hospital.GetAsync($"/api/v1/referrals/{id}"), "state") == "reroute");
        await hospital.FastForwardAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(5));
        await using var db = hospital.Read();
        Assert.Equal([("partner-accepts", null), ("triage", "Accepted by Heart House"), ("partner-proposes", null), ("decline", "We have no bed")],
            db.ReferralEvents.Where(row => row.ReferralId == id && (row.ActorName == "Heart House")).OrderBy(row => row.Id).Select(row => new { row.Kind, row.Text }).AsEnumerable().Select(row => (row.Kind, row.Text)));
        Assert.Equal(3, (await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=partner_reply_taken")).Count);
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => Text(task, "kind") == "delivery-refused");
    }

    private static Dictionary<string, string?> Fhir(Hospital partner) => new()
    {
        ["Delivery:Endpoints:heart:Kind"] = "fhir", ["Delivery:Endpoints:heart:Address"] = partner.Web.BaseAddress + "fhir/", ["Delivery:Endpoints:heart:AllowPrivate"] = "true", ["Delivery:Endpoints:heart:MayCarryPhi"] = "true",
        ["Delivery:Endpoints:heart:Secret"] = partner.Web.DefaultRequestHeaders.Authorization!.Parameter!, ["Delivery:Endpoints:heart:Fhir:TakesTasks"] = "false",
    };

    private static async Task ChangeAsync(Hospital partner, Action<JsonObject> change)
    {
        var found = await partner.GetAsync("/fhir/Task?status=requested,in-progress");
        var task = JsonObject.Create(found.GetProperty("entry")[0].GetProperty("resource"))!;
        change(task);
        using var content = new StringContent(task.ToJsonString(), Encoding.UTF8, "application/fhir+json");
        using var put = await partner.Web.PutAsync(new Uri($"/fhir/Task/{(string)task["id"]!}", UriKind.Relative), content, Stop);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync(Stop));
    }

    private static async Task ForwardUntilAsync(Hospital hospital, Func<Task<bool>> isSo)
    {
        for (var step = 0; step < 100 && !await isSo(); step++)
            await hospital.FastForwardAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(30));
        Assert.True(await isSo());
    }

    private static async Task<HttpClient> KeyAsync(Hospital hospital, string name)
    {
        var keys = hospital.Services.GetRequiredService<ApiKeyStore>();
        var made = await keys.CreateAsync(name, Permission.AnswerReferrals, null, Actor.System, Stop);
        var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Value!.Secret);
        return client;
    }

    private static async Task<JsonElement> RepliesAsync(HttpClient web, string csv, bool dryRun)
    {
        using var answer = await SendAsync(web, csv, dryRun);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task RefusedAsync(HttpClient web, string csv)
    {
        using var answer = await SendAsync(web, csv, dryRun: false);
        Assert.False(answer.IsSuccessStatusCode);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient web, string csv, bool dryRun) =>
        web.PostAsync(new Uri("/api/v1/referrals/replies", UriKind.Relative), new StringContent(JsonSerializer.Serialize(new { csv, dryRun }), Encoding.UTF8, "application/json"), Stop);

    private static IEnumerable<string?> Results(JsonElement import) => import.GetProperty("rows").EnumerateArray().Select(row => Text(row, "result"));

    private static async Task<string> EntryAsync(Hospital hospital, string name, string channel = "link", string? contact = null) => Text(await MadeAsync(hospital, "/api/v1/services", new { name, specialty = "Cardiology", channel, contact }), "id")!;

    private static async Task<string> ReferralAsync(Hospital hospital, string? entry)
    {
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()));
        var patient = Text((await hospital.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("card"), "id");
        var id = Text(await MadeAsync(hospital, "/api/v1/referrals", new { patientId = patient, service = "Cardiology", reason = "new murmur" }), "id")!;
        if (entry is not null)
            await MadeAsync(hospital, $"/api/v1/referrals/{id}/recipient", new { serviceId = entry, reason = "nearest", expectedVersion = (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32() });
        return id;
    }

    private static async Task<JsonElement> MadeAsync(Hospital hospital, string path, object body)
    {
        using var made = await hospital.PostAsync(path, body);
        var text = await made.Content.ReadAsStringAsync(Stop);
        Assert.True(made.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
}
