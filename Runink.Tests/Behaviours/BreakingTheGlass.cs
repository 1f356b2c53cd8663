using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A nurse of the emergency room opens a patient of 4 West: with a reason, for an hour, this one only; told at once, written down, and reviewed by somebody else.</summary>
public abstract class BreakingTheGlass
{
    public sealed class OnSqlite : BreakingTheGlass;

    public sealed class OnPostgreSql : BreakingTheGlass;

    private static readonly object Emergency = new { reasonCode = "emergency", reason = "Called to a collapse on 4 West" };

    [Fact]
    public async Task OnePatientIsOpenUntilTheHourIsOver()
    {
        await using var hospital = await Hospital.StartAsync();
        var (patient, mrn) = await AdmitAsync(hospital, "4 West");
        var (other, _) = await AdmitAsync(hospital, "4 West");
        var escalation = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}")).GetProperty("id").GetString();
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ana, $"/api/v1/patients/{patient}"));

        using var opened = await ana.AskAsync(HttpMethod.Post, $"/api/v1/patients/{mrn}/break-glass", Emergency);
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        var grant = await opened.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(hospital.Time.GetUtcNow().AddMinutes(60), grant.GetProperty("endsAt").GetDateTimeOffset());

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound],
            [await StatusAsync(ana, $"/api/v1/patients/{patient}"), await StatusAsync(ana, $"/api/v1/patients/{patient}/timeline"), await StatusAsync(ana, $"/api/v1/escalations/{escalation}"), await StatusAsync(ana, $"/api/v1/patients/{other}")]);
        using var commented = await ana.AskAsync(HttpMethod.Post, $"/api/v1/escalations/{escalation}/actions/comment", new { text = "Lines are in" });
        Assert.Equal(HttpStatusCode.OK, commented.StatusCode);
        // Whoever owns work sees its patient, also when the hour is over: so it is not taken under an emergency.
        foreach (var taking in new[] { "claim", "acknowledge" })
        {
            using var taken = await ana.AskAsync(HttpMethod.Post, $"/api/v1/escalations/{escalation}/actions/{taking}", new { });
            Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        }

        using var again = await ana.AskAsync(HttpMethod.Post, $"/api/v1/patients/{mrn}/break-glass", Emergency);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);

        var id = grant.GetProperty("id").GetString()!;
        await using (var db = hospital.Read())
        {
            var rows = (await db.Ledger.Where(row => row.Actor == "person:ana.ruiz").ToListAsync(Stop)).Where(row => row.Detail.Contains($"\"break-glass\":\"{id}\"", StringComparison.Ordinal)).Select(row => row.Kind).ToList();
            Assert.Contains("patient_read", rows);
            Assert.Contains("escalation_read", rows);
            Assert.Contains("escalation_commented", rows);
            Assert.DoesNotContain(await db.Ledger.ToListAsync(Stop), row => row.Detail.Contains("collapse", StringComparison.Ordinal));
            var mails = await db.Outbox.Where(mail => mail.Subject.Contains("in an emergency")).ToListAsync(Stop);
            Assert.Equal(["nora.mills@sample-hospital.example", "victor.adeyemi@sample-hospital.example"], mails.Select(mail => mail.To).Order(StringComparer.Ordinal));
            Assert.All(mails, mail => Assert.DoesNotContain(mrn, mail.Subject + mail.Body, StringComparison.Ordinal));
        }

        hospital.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ana, $"/api/v1/patients/{patient}"));
        hospital.Time.Advance(TimeSpan.FromMinutes(46) - TimeSpan.FromSeconds(1));
        using var back = await SignedIn.AtAsync(hospital, "ana.ruiz");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(back, $"/api/v1/patients/{patient}"));
        // Open pages are told when its end is written down, which a worker does every twenty seconds.
        var told = 0;
        hospital.Services.GetRequiredService<Runink.Companion.Hosting.Access.BreakGlass.OpenedPatients>().Changed += () => Interlocked.Increment(ref told);
        hospital.Time.Advance(TimeSpan.FromSeconds(1));
        using var over = await back.AskAsync(HttpMethod.Get, $"/api/v1/patients/{patient}");
        using var never = await back.AskAsync(HttpMethod.Get, "/api/v1/patients/01ARZ3NDEKTSV4RRFFQ69G5FAV");
        Assert.Equal(HttpStatusCode.NotFound, over.StatusCode);
        Assert.Equal(await TitleAsync(never), await TitleAsync(over));

        hospital.Time.Advance(TimeSpan.FromSeconds(20));
        await Hospital.EventuallyAsync(() => Task.FromResult(Volatile.Read(ref told)), times => times > 0, "open pages are told");
        Assert.Contains("\"why\":\"time\"", Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=break_glass_ended")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ItSurvivesARestartAndEndsByHand()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("companion-").FullName;
        string patient;
        await using (var first = await Hospital.StartAsync(folder: folder))
        {
            (patient, var mrn) = await AdmitAsync(first, "4 West");
            using var ana = await SignedIn.AtAsync(first, "ana.ruiz");
            using var opened = await ana.AskAsync(HttpMethod.Post, $"/api/v1/patients/{mrn}/break-glass", Emergency);
            Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
            await first.StopAsync();
        }

        await using var hospital = await Hospital.StartAsync(now: Hospital.Morning.AddMinutes(5), folder: folder);
        using var again = await SignedIn.AtAsync(hospital, "ana.ruiz");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(again, $"/api/v1/patients/{patient}"));
        using var ended = await again.AskAsync(HttpMethod.Delete, $"/api/v1/patients/{patient}/break-glass");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (ended.StatusCode, await StatusAsync(again, $"/api/v1/patients/{patient}")));
        using var twice = await again.AskAsync(HttpMethod.Delete, $"/api/v1/patients/{patient}/break-glass");
        Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);
        await hospital.StopAsync();
        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task SomebodyElseSaysWhetherItWasJustified()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("companion-").FullName;
        await using var first = await Hospital.StartAsync(folder: folder);
        var (_, mrn) = await AdmitAsync(first, "4 West");
        using var ana = await SignedIn.AtAsync(first, "ana.ruiz");
        using var nora = await SignedIn.AtAsync(first, "nora.mills");
        using (await ana.AskAsync(HttpMethod.Post, $"/api/v1/patients/{mrn}/break-glass", Emergency))
        {
        }

        var open = Assert.Single(await ItemsAsync(nora));
        Assert.Equal(("open", "M. O."), (open.GetProperty("state").GetString(), open.GetProperty("patient").GetProperty("name").GetString()));
        var id = open.GetProperty("id").GetString();
        async Task<HttpStatusCode> ReviewAsync(SignedIn who, bool justified, string? note)
        {
            using var answer = await who.AskAsync(HttpMethod.Post, $"/api/v1/break-glass/{id}/review", new { justified, note });
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Conflict, await ReviewAsync(nora, true, null));
        await first.StopAsync();
        await using var hospital = await Hospital.StartAsync(now: Hospital.Morning + TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1), folder: folder);
        using var later = await SignedIn.AtAsync(hospital, "nora.mills");
        using var anaLater = await SignedIn.AtAsync(hospital, "ana.ruiz");
        Assert.Equal("overdue", Assert.Single(await ItemsAsync(later)).GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, await ReviewAsync(anaLater, true, null));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await ReviewAsync(later, false, " "));
        Assert.Equal(HttpStatusCode.OK, await ReviewAsync(later, false, "She was not on call that day"));
        Assert.Equal(HttpStatusCode.Conflict, await ReviewAsync(later, true, null));
        var done = Assert.Single(await ItemsAsync(later));
        Assert.Equal(("not-justified", "Nora Mills"), (done.GetProperty("state").GetString(), done.GetProperty("reviewer").GetString()));
        await hospital.StopAsync();
        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task NobodyReviewsTheirOwnAndAUnitIsReviewedByItsOwn()
    {
        await using var hospital = await Hospital.StartAsync();
        var (_, mrn) = await AdmitAsync(hospital, "4 West");
        using var made = await hospital.PostAsync("/api/v1/people", new { login = "rita.moss", name = "Rita Moss" });
        using var both = await hospital.Web.PutAsJsonAsync("/api/v1/people/" + (await made.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetString() + "/roles", new[] { new { role = "nurse", unit = "Emergency" }, new { role = "quality-lead", unit = "4 West" } }, Stop);
        both.EnsureSuccessStatusCode();
        var access = (Runink.Companion.Hosting.Access.BreakGlass.BreakGlassUseCases)hospital.Services.GetService(typeof(Runink.Companion.Hosting.Access.BreakGlass.BreakGlassUseCases))!;
        var people = (Runink.Companion.Hosting.Access.PeopleDirectory)hospital.Services.GetService(typeof(Runink.Companion.Hosting.Access.PeopleDirectory))!;
        var known = await Hospital.EventuallyAsync(() => Task.FromResult(people.ByLogin("rita.moss")), one => one?.Roles.Count == 2, "both roles are known");
        var rita = Runink.Companion.Hosting.Access.Caller.Of(known!.Person, known.Roles, null, null);
        var opened = await access.OpenAsync(rita, mrn, new("emergency", "Called to a collapse on 4 West", 5), Stop);
        Assert.True(opened.Ok, opened.Refusal?.Message);
        hospital.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("forbidden", (await access.ReviewAsync(rita, opened.Value!.Id, new(true, null), Stop)).Refusal!.Code);

        var elsewhere = Runink.Companion.Hosting.Access.Caller.Of(new Person { Id = "x", Login = "x", Name = "X", Origin = "", CreatedAt = default }, [new RoleOnUnit(Role.QualityLead, "5 East")], null, null);
        Assert.Empty((await access.ListAsync(elsewhere, null, Stop)).Value!);
        Assert.Equal("not-found", (await access.ReviewAsync(elsewhere, opened.Value.Id, new(true, null), Stop)).Refusal!.Code);
        var here = elsewhere with { Id = "y", Roles = [new RoleOnUnit(Role.QualityLead, "4 West")] };
        Assert.True((await access.ReviewAsync(here, opened.Value.Id, new(true, null), Stop)).Ok);
    }

    [Fact]
    public async Task WithoutAReasonOrARoleThereIsNothingToOpenAndNobodySearchesSo()
    {
        await using var hospital = await Hospital.StartAsync();
        var (_, mrn) = await AdmitAsync(hospital, "4 West");
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        async Task<HttpStatusCode> OpenAsync(SignedIn who, string patient, object body)
        {
            using var answer = await who.AskAsync(HttpMethod.Post, $"/api/v1/patients/{patient}/break-glass", body);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await OpenAsync(ana, mrn, new { reasonCode = "curious", reason = "I would like to know" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await OpenAsync(ana, mrn, new { reasonCode = "emergency", reason = "  short   " }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await OpenAsync(ana, mrn, new { reasonCode = "emergency", reason = "Called to a collapse", minutes = 61 }));
        foreach (var without in new[] { "tess.shah", "kim.park", "nora.mills" })
        {
            using var other = await SignedIn.AtAsync(hospital, without);
            Assert.Equal(HttpStatusCode.Forbidden, await OpenAsync(other, mrn, Emergency));
        }

        using var luis = await SignedIn.AtAsync(hospital, "luis.moreno");
        Assert.Equal(HttpStatusCode.Conflict, await OpenAsync(luis, mrn, Emergency));
        using var key = await hospital.PostAsync($"/api/v1/patients/{mrn}/break-glass", Emergency);
        Assert.Equal(HttpStatusCode.Conflict, key.StatusCode);
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.NotFound, await OpenAsync(ana, $"no-{i}", Emergency));
        Assert.Equal(HttpStatusCode.TooManyRequests, await OpenAsync(ana, mrn, Emergency));
        await using var db = hospital.Read();
        Assert.Equal(10, await db.Ledger.CountAsync(row => row.Kind == "break_glass_refused", Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal static async Task<(string Id, string Mrn)> AdmitAsync(Hospital hospital, string unit)
    {
        var mrn = Some.Mrn();
        var now = hospital.Time.GetUtcNow();
        await hospital.SendAsync(Some.Arrival(mrn, now, patientClass: "I", place: $"{unit}^^B-1"), Some.Lactate(mrn, $"L{mrn}", now, "3.4"));
        return ((await hospital.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("card").GetProperty("id").GetString()!, mrn);
    }

    private static async Task<string?> TitleAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("title").GetString();

    private static async Task<HttpStatusCode> StatusAsync(SignedIn who, string path)
    {
        using var answer = await who.AskAsync(HttpMethod.Get, path);
        return answer.StatusCode;
    }

    private static async Task<List<JsonElement>> ItemsAsync(SignedIn who)
    {
        using var answer = await who.AskAsync(HttpMethod.Get, "/api/v1/break-glass");
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("items").EnumerateArray()];
    }
}
