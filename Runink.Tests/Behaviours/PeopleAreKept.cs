using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;
using Runink.Tests.Harness;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Tests.Behaviours;

/// <summary>Who works here, what they may do where, and who stands in for whom: kept, changed and proved.</summary>
public abstract class PeopleAreKept
{
    public sealed class OnSqlite : PeopleAreKept;

    public sealed class OnPostgreSql : PeopleAreKept;

    [Fact]
    public async Task APersonComesGetsRolesGoesAndKeepsTheName()
    {
        await using var hospital = await Hospital.StartAsync();
        var made = await hospital.PostAsync("/api/v1/people", new { login = "Rosa.Klein", name = " Rosa Klein ", channels = new[] { new { kind = "email", value = "rosa@ward.example" } } });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var rosa = await ReadAsync(made);
        var id = rosa.GetProperty("id").GetString()!;
        Assert.Equal(("rosa.klein", "Rosa Klein", 1), (rosa.GetProperty("login").GetString(), rosa.GetProperty("name").GetString(), rosa.GetProperty("version").GetInt32()));
        Assert.Equal(HttpStatusCode.Conflict, (await hospital.PostAsync("/api/v1/people", new { login = "ROSA.klein", name = "Another" })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await hospital.PostAsync("/api/v1/people", new { login = "no spaces here", name = "X" })).StatusCode);

        var granted = await PutAsync(hospital, $"/api/v1/people/{id}/roles", new[] { new { role = "nurse", unit = (string?)"4 West" }, new { role = "author", unit = (string?)null } }, version: 1);
        Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(hospital, $"/api/v1/people/{id}/roles", Array.Empty<object>(), version: 1)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PutAsync(hospital, $"/api/v1/people/{id}/roles", new[] { new { role = "nurse", unit = "No such ward" } })).StatusCode);
        var known = hospital.Services.GetRequiredService<PeopleDirectory>().Find(id)!;
        var caller = Caller.Of(known.Person, known.Roles, null, null);
        Assert.True(caller.May(Permission.ActOnEscalations | Permission.EditTriggers));
        Assert.Equal(["4 West"], caller.UnitsFor(Permission.ActOnEscalations));
        Assert.Null(caller.UnitsFor(Permission.ReadWorklist));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await hospital.PostAsync($"/api/v1/people/{id}/actions/disable", new { reason = " " })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync($"/api/v1/people/{id}/actions/disable", new { reason = "Left the hospital" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await hospital.PostAsync($"/api/v1/people/{id}/actions/disable", new { reason = "Again" })).StatusCode);
        Assert.Equal("Rosa Klein", hospital.Services.GetRequiredService<PeopleDirectory>().NameOf(id));
        var disabled = Assert.Single(await hospital.ItemsAsync("/api/v1/people?state=disabled&q=ROSA"));
        Assert.Equal("Left the hospital", disabled.GetProperty("disabledReason").GetString());
        Assert.Empty(await hospital.ItemsAsync("/api/v1/people?state=active&q=rosa"));

        var facts = await hospital.ItemsAsync($"/api/v1/ledger?subject=person/{id}&limit=50");
        Assert.Equal(["person_created", "person_disabled", "roles_changed"], facts.Select(fact => fact.GetProperty("kind").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TheLastAdministratorStays()
    {
        await using var hospital = await Hospital.StartAsync();
        Assert.Equal(HttpStatusCode.Conflict, (await hospital.PostAsync("/api/v1/people/kim.park/actions/disable", new { reason = "Gone" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PutAsync(hospital, "/api/v1/people/kim.park/roles", Array.Empty<object>())).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(hospital, "/api/v1/people/nora.mills/roles", new[] { new { role = "administrator" } })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync("/api/v1/people/kim.park/actions/disable", new { reason = "Gone" })).StatusCode);
    }

    [Fact]
    public async Task WhoIsAwayIsStoodInForAndATeamReachesWhoIsHere()
    {
        await using var hospital = await Hospital.StartAsync();
        var directory = hospital.Services.GetRequiredService<Directory>();
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(hospital, "/api/v1/teams/night_round", new { name = "Night round", members = new[] { "ana.ruiz", "noah.kim" } })).StatusCode);
        Assert.Equal("ana.ruiz@sample-hospital.example, noah.kim@sample-hospital.example", directory.Find("on_call(\"night_round\")"));

        var leave = new { deputyId = "noah.kim", from = hospital.Time.GetUtcNow().AddHours(-1), until = hospital.Time.GetUtcNow().AddDays(7) };
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(hospital, "/api/v1/people/ana.ruiz/leave", leave)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PutAsync(hospital, "/api/v1/people/ana.ruiz/leave", new { deputyId = "ana.ruiz", from = leave.from })).StatusCode);
        Assert.Equal("noah.kim@sample-hospital.example", directory.Find("night_round"));

        var mrn = Some.Mrn();
        var now = hospital.Time.GetUtcNow();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        var row = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        var id = row.GetProperty("id").GetString();
        var handed = await ReadAsync(await hospital.PostAsync($"/api/v1/escalations/{id}/actions/hand-over", new { to = "ana.ruiz", note = "Please" }));
        Assert.Equal("Noah Kim", handed.GetProperty("owner").GetProperty("name").GetString());
    }

    [Fact]
    public async Task UnitsAreThoseOfTheFeedsAndHaveBeds()
    {
        await using var hospital = await Hospital.StartAsync();
        await hospital.SendAsync(Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow()).Replace("Emergency", "New Ward", StringComparison.Ordinal));
        var heard = (await hospital.ItemsAsync("/api/v1/units")).Single(unit => unit.GetProperty("name").GetString() == "New Ward");
        Assert.Equal((false, 1), (heard.GetProperty("isKnown").GetBoolean(), heard.GetProperty("patientsNow").GetInt32()));

        Assert.Equal(HttpStatusCode.OK, (await PutAsync(hospital, "/api/v1/units/New%20Ward", new { specialty = "Surgery", beds = new[] { "1", "2" } })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PutAsync(hospital, "/api/v1/units/New%20Ward", new { beds = new[] { "" } })).StatusCode);
        var described = (await hospital.ItemsAsync("/api/v1/units")).Single(unit => unit.GetProperty("name").GetString() == "New Ward");
        Assert.Equal((true, 2), (described.GetProperty("isKnown").GetBoolean(), described.GetProperty("beds").GetArrayLength()));
        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync("/api/v1/units/New%20Ward/actions/close", new { })).StatusCode);
        Assert.DoesNotContain("New Ward", hospital.Services.GetRequiredService<PeopleDirectory>().Units);
    }

    [Fact]
    public async Task AFileIsTriedFirstAndWrittenWholeOrNotAtAll()
    {
        await using var hospital = await Hospital.StartAsync();
        const string Good = "login;name;email;roles;teams\r\nleo.brandt;Leo Brandt;leo@ward.example;Nurse@Emergency; charge_nurse\r\nana.ruiz;Ana Maria Ruiz;;\"Nurse@Emergency; Author\";\r\n";
        var tried = await ImportAsync(hospital, Good, dryRun: true);
        Assert.Equal(HttpStatusCode.OK, tried.Status);
        Assert.False(tried.Report.GetProperty("written").GetBoolean());
        Assert.Equal("2 leo.brandt created, 3 ana.ruiz changed", Rows(tried.Report));
        Assert.Empty(await hospital.ItemsAsync("/api/v1/people?q=leo"));

        var broken = await ImportAsync(hospital, Good + "x;;;;\r\nleo.brandt;Twice;;;\r\nmia;Mia;;Wizard;\r\nuli;Uli;;Nurse@Nowhere;\r\nivo;Ivo;;;no_team\r\n", dryRun: false);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.Status);
        Assert.Equal("2 leo.brandt created, 3 ana.ruiz changed, 4 x refused, 5 leo.brandt refused, 6 mia refused, 7 uli refused, 8 ivo refused", Rows(broken.Report));
        Assert.Empty(await hospital.ItemsAsync("/api/v1/people?q=leo"));

        Assert.True((await ImportAsync(hospital, Good, dryRun: false)).Report.GetProperty("written").GetBoolean());
        Assert.Equal("2 leo.brandt unchanged, 3 ana.ruiz unchanged", Rows((await ImportAsync(hospital, Good, dryRun: false)).Report));
        await using var db = hospital.Read();
        Assert.Equal("Ana Maria Ruiz", (await db.People.FirstAsync(person => person.Id == "ana.ruiz", TestContext.Current.CancellationToken)).Name);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ImportAsync(hospital, "login,nickname\na,b\n", dryRun: true)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ImportAsync(hospital, "", dryRun: true)).Status);
    }

    private static string Rows(JsonElement report) => string.Join(", ", report.GetProperty("rows").EnumerateArray().Select(row => $"{row.GetProperty("line").GetInt32()} {row.GetProperty("login").GetString()} {row.GetProperty("result").GetString()}"));

    private static async Task<(HttpStatusCode Status, JsonElement Report)> ImportAsync(Hospital hospital, string csv, bool dryRun)
    {
        using var body = new StringContent(csv, new MediaTypeHeaderValue("text/csv"));
        using var answer = await hospital.Web.PostAsync(new Uri($"/api/v1/people/import?dryRun={dryRun}", UriKind.Relative), body, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await ReadAsync(answer));
    }

    private static async Task<HttpResponseMessage> PutAsync(Hospital hospital, string path, object body, int? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        if (version is { } expected)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{expected}\"");
        return await hospital.Web.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
