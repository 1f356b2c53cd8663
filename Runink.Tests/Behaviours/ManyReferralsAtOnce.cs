using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Referrals;
using Runink.Domain.Referrals;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A coordinator does the same with many: each is decided by itself, by what was seen of it, and full columns ask why.</summary>
public abstract class ManyReferralsAtOnce
{
    public sealed class OnSqlite : ManyReferralsAtOnce;

    public sealed class OnPostgreSql : ManyReferralsAtOnce;

    [Fact]
    public async Task ADryRunSaysWhatWouldHappenToEachAndThenItDoes()
    {
        await using var hospital = await Hospital.StartAsync();
        var (first, second, third) = (await OpenAsync(hospital), await OpenAsync(hospital), await OpenAsync(hospital));
        await ActAsync(hospital, second, "review-identity");
        var rows = new[] { Row(first, 1), Row(second, 2), Row(third, 7), Row("none", 1) };

        var would = await BulkAsync(hospital, "forward", new { items = rows, dryRun = true });
        Assert.Equal([true, false, false, false], would.Select(item => item.GetProperty("ok").GetBoolean()));
        Assert.Equal(("triage", "triage"), (would[0].GetProperty("action").GetString(), would[0].GetProperty("to").GetString()));
        Assert.Contains("one by one: decide who this is", Why(would[1]), StringComparison.Ordinal);
        Assert.StartsWith("Somebody changed this referral meanwhile", Why(would[2]), StringComparison.Ordinal);
        Assert.Equal("There is no such referral.", Why(would[3]));
        Assert.Equal("received", (await CardAsync(hospital, first)).GetProperty("state").GetString());

        var did = await BulkAsync(hospital, "forward", new { items = rows });
        Assert.Equal([true, false, false, false], did.Select(item => item.GetProperty("ok").GetBoolean()));
        Assert.Equal("triage", did[0].GetProperty("card").GetProperty("state").GetString());
        Assert.Single(await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{first}&kind=referral_moved"));

        var held = await BulkAsync(hospital, "hold", new { items = new[] { Row(first, 2), Row(second, 2) }, with = new { reason = "clinic closed", date = hospital.Time.GetUtcNow().AddDays(3) } });
        Assert.All(held, item => Assert.Equal("on-hold", item.GetProperty("to").GetString()));
        using var alone = await hospital.PostAsync("/api/v1/referrals/actions/close-loop", new { items = rows });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, alone.StatusCode);
        using var none = await hospital.PostAsync("/api/v1/referrals/actions/claim", new { items = Array.Empty<object>() });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
    }

    [Fact]
    public async Task OwnersAreAssignedAndWhatSomebodyHasInHandIsLeftAlone()
    {
        await using var hospital = await Hospital.StartAsync();
        var (useCases, bulk) = (hospital.Services.GetRequiredService<ReferralUseCases>(), hospital.Services.GetRequiredService<ReferralBulkUseCases>());
        var luis = Person(hospital, "luis.moreno");
        var key = new Caller("key", "desk", "Front desk", null, null, luis.Permissions);
        var (first, second) = (await OpenAsync(hospital), await OpenAsync(hospital));
        Assert.True((await useCases.ActAsync(luis, first, "work", new ReferralInput(1), Stop)).Ok);
        Assert.Equal("Luis Moreno", (await CardAsync(hospital, first)).GetProperty("worker").GetProperty("name").GetString());

        var rows = new[] { new ReferralBulkRow(first, 2), new ReferralBulkRow(second, 1) };
        var nurse = (await bulk.ActAsync(key, rows, "assign", new ReferralInput(0, To: new PersonRef("ana.ruiz", "")), true, Stop)).Value!;
        Assert.Equal("Choose a colleague who works on referrals.", nurse[1].Reason);
        var given = (await bulk.ActAsync(key, rows, "assign", new ReferralInput(0, To: new PersonRef("luis.moreno", "")), false, Stop)).Value!;
        Assert.Equal([false, true], given.Select(one => one.Ok));
        Assert.StartsWith("Luis Moreno is working on this", given[0].Reason, StringComparison.Ordinal);
        Assert.Equal("Luis Moreno", given[1].Card!.Owner!.Name);

        // A quarter of an hour without a sign, and it is nobody's: the list says so although nothing was written.
        hospital.Time.Advance(Referral.Lease);
        Assert.Equal(JsonValueKind.Null, (await CardAsync(hospital, first)).GetProperty("worker").ValueKind);
        Assert.True(Assert.Single((await bulk.ActAsync(key, [rows[0]], "assign", new ReferralInput(0, To: new PersonRef("luis.moreno", "")), false, Stop)).Value!).Ok);
    }

    [Fact]
    public async Task EachIsAskedForWhatItsOwnDossierLacks()
    {
        await using var hospital = await Hospital.StartAsync();
        using (var saved = await hospital.Web.PutAsJsonAsync("/api/v1/intake-rules/pathway", new { yaml = "intake: {service: Sepsis Pathway Consult, documents: [{name: Reason, any_of: [reason]}, {name: Last visit note, critical: yes, any_of: [document 11488-4]}]}" }, Stop))
            saved.EnsureSuccessStatusCode();
        var id = await OpenAsync(hospital);

        Assert.Contains("missing-documents", (await CardAsync(hospital, id)).GetProperty("lists").EnumerateArray().Select(list => list.GetString()));
        Assert.True((await BulkAsync(hospital, "request-information", new { items = new[] { Row(id, 1) } }))[0].GetProperty("ok").GetBoolean());
        var asked = (await hospital.Services.GetRequiredService<ReferralUseCases>().FindAsync(Person(hospital, "luis.moreno"), id, Stop)).Value!;
        Assert.Contains(asked.Events, one => one.Kind == "request-information" && one.Text!.Contains("Last visit note", StringComparison.Ordinal));
        Assert.Equal(ReferralState.AwaitingInformation, asked.Card.State);
    }

    [Fact]
    public async Task AFullColumnWantsToKnowWhy()
    {
        await using var hospital = await Hospital.StartAsync();
        var ids = new[] { await OpenAsync(hospital), await OpenAsync(hospital), await OpenAsync(hospital) };
        using (var set = await hospital.Web.PutAsJsonAsync("/api/v1/referrals/limits", new { state = "triage", most = 2 }, Stop))
            Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync(Stop));
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=work_limit_set"));

        var would = await BulkAsync(hospital, "triage", new { items = ids.Select(id => Row(id, 1)), dryRun = true });
        Assert.Equal([true, true, false], would.Select(item => item.GetProperty("ok").GetBoolean()));
        Assert.Equal("Triage has 2 of 2. Say why one more goes there.", Why(would[2]));
        Assert.Equal([true, true, false], (await BulkAsync(hospital, "triage", new { items = ids.Select(id => Row(id, 1)) })).Select(item => item.GetProperty("ok").GetBoolean()));
        using (var silent = await hospital.PostAsync($"/api/v1/referrals/{ids[2]}/actions/triage", new { expectedVersion = 1 }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
        var triage = JsonDocument.Parse(await hospital.Web.GetStringAsync(new Uri($"/api/v1/referrals/{ids[2]}/actions", UriKind.Relative), Stop)).RootElement.EnumerateArray().Single(action => action.GetProperty("name").GetString() == "triage");
        Assert.True(triage.GetProperty("needsReason").GetBoolean());
        using (var said = await hospital.PostAsync($"/api/v1/referrals/{ids[2]}/actions/triage", new { expectedVersion = 1, reason = "the clinic agreed" }))
            said.EnsureSuccessStatusCode();

        // A lane has a limit of its own.
        using (var set = await hospital.Web.PutAsJsonAsync("/api/v1/referrals/limits", new { state = "authorization", laneBy = "priority", lane = "soon", most = 1 }, Stop))
            set.EnsureSuccessStatusCode();
        var lane = await BulkAsync(hospital, "seek-authorization", new { items = ids.Select(id => Row(id, 2)) });
        Assert.Equal([true, false, false], lane.Select(item => item.GetProperty("ok").GetBoolean()));
        Assert.Equal("This lane of Authorization has 1 of 1. Say why one more goes there.", Why(lane[1]));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static object Row(string id, int version) => new { id, expectedVersion = version };

    private static string? Why(JsonElement item) => item.GetProperty("reason").GetString();

    private static Caller Person(Hospital hospital, string id) => hospital.Services.GetRequiredService<PeopleDirectory>().Find(id) is { } known ? Caller.Of(known.Person, known.Roles, null, null) : Caller.Nobody;

    private static Task<JsonElement> CardAsync(Hospital hospital, string id) => hospital.GetAsync($"/api/v1/referrals/{id}");

    private static async Task ActAsync(Hospital hospital, string id, string action)
    {
        using var answer = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = 1 });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<IReadOnlyList<JsonElement>> BulkAsync(Hospital hospital, string action, object body)
    {
        using var answer = await hospital.PostAsync($"/api/v1/referrals/actions/{action}", body);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("items").EnumerateArray()];
    }

    private static async Task<string> OpenAsync(Hospital hospital)
    {
        var (now, mrn) = (hospital.Time.GetUtcNow(), Some.Mrn());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, $"L{mrn}", now, "3.4"));
        var escalation = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}")).GetProperty("id").GetString();
        return (await hospital.ItemsAsync("/api/v1/referrals")).Single(row => row.GetProperty("source").GetProperty("id").GetString() == escalation).GetProperty("id").GetString()!;
    }
}
