using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Patients;
using Runink.Companion.Triggers;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Named numbers that a unit or a patient has otherwise: set, seen, expired, ended, and always known who and why.</summary>
public abstract class ANumberIsSetForOnePatient
{
    public sealed class OnSqlite : ANumberIsSetForOnePatient;

    public sealed class OnPostgreSql : ANumberIsSetForOnePatient;

    private const string Trigger = "lactate-limit";

    private const string Text = """
        trigger:
          id: lactate-limit
          parameters: {limit: 3 mmol/L}
          when: lab.lactate > $limit
          then: [{action: notify, who: "team@provider.org"}]
        """;

    [Fact]
    public async Task ThePatientsNumberSilencesAndExpires()
    {
        await using var hospital = await HouseAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now));
        (await SetAsync(hospital, $"/api/v1/patients/{mrn}/parameters", new { trigger = Trigger, parameter = "limit", value = "5 mmol/L", reason = "known liver failure", expiresAt = now.AddHours(2) })).EnsureSuccessStatusCode();

        await hospital.SendAsync(Some.Lactate(mrn, "L1", now, "4"));

        Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?trigger={Trigger}"));
        var why = await hospital.GetAsync($"/api/v1/triggers/{Trigger}/explanation?patient={mrn}");
        Assert.Contains(why.GetProperty("inputs").EnumerateArray(), input => input.GetProperty("status").GetString() == "override" && input.GetProperty("label").GetString()!.Contains("known liver failure", StringComparison.Ordinal));
        await hospital.FastForwardAsync(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        await Hospital.EventuallyAsync(() => hospital.ItemsAsync($"/api/v1/escalations?trigger={Trigger}"), rows => rows.Count == 1, "the limit has expired");
        Assert.Empty((await hospital.GetAsync($"/api/v1/patients/{mrn}/parameters")).GetProperty("set").EnumerateArray());
    }

    [Fact]
    public async Task AUnitsNumberCountsAtOnceForWhoIsThereAndUntilItIsEnded()
    {
        await using var hospital = await HouseAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "2.5"));
        var unit = (await hospital.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("encounters")[0].GetProperty("unit").GetString();
        Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?trigger={Trigger}"));

        using var set = await SetAsync(hospital, $"/api/v1/triggers/{Trigger}/parameters/limit", new { unit, value = "2000 umol/L", reason = "oncology patients" });
        set.EnsureSuccessStatusCode();

        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?trigger={Trigger}"));
        var row = Assert.Single((await hospital.GetAsync($"/api/v1/triggers/{Trigger}/parameters")).GetProperty("units").EnumerateArray());
        Assert.Equal("2000 umol/L", row.GetProperty("value").GetString());
        using var ended = await hospital.Web.DeleteAsync(new Uri($"/api/v1/triggers/{Trigger}/parameters/overrides/{row.GetProperty("id").GetString()}", UriKind.Relative), TestContext.Current.CancellationToken);
        ended.EnsureSuccessStatusCode();
        Assert.Equal("false", (await hospital.GetAsync($"/api/v1/triggers/{Trigger}/explanation?patient={mrn}")).GetProperty("verdict").GetString());
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=parameter_set"));
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=parameter_ended"));
    }

    [Fact]
    public async Task AUnitsNumberCountsForWhoComesAfterIt()
    {
        await using var hospital = await HouseAsync();
        var now = hospital.Time.GetUtcNow();
        var first = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(first, now));
        var unit = (await hospital.GetAsync($"/api/v1/patients/{first}")).GetProperty("encounters")[0].GetProperty("unit").GetString();
        (await SetAsync(hospital, $"/api/v1/triggers/{Trigger}/parameters/limit", new { unit, value = "2 mmol/L", reason = "oncology patients" })).EnsureSuccessStatusCode();

        var second = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(second, now), Some.Lactate(second, "L1", now, "2.5"));

        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?trigger={Trigger}"));
        var why = await hospital.GetAsync($"/api/v1/triggers/{Trigger}/explanation?patient={second}");
        Assert.Contains(why.GetProperty("inputs").EnumerateArray(), input => input.GetProperty("status").GetString() == "override" && input.GetProperty("label").GetString()!.Contains("oncology patients", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("limit", "5 kg", "why", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limit", "5", "why", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limt", "5 mmol/L", "why", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limit", "5 mmol/L", " ", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limit", "500 mmol/L", "why", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limit", "-1 mmol/L", "why", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limit", "5 mmoll/L", "why", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limit", "5 mg/dL", "why", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limit", "5 mmol/L", "why", HttpStatusCode.OK)]
    public async Task WhatDoesNotFitIsRefused(string parameter, string value, string reason, HttpStatusCode answer)
    {
        await using var hospital = await HouseAsync();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()));
        using var set = await SetAsync(hospital, $"/api/v1/patients/{mrn}/parameters", new { trigger = Trigger, parameter, value, reason });
        Assert.Equal(answer, set.StatusCode);
    }

    [Fact]
    public async Task OnlyWhoMaySetsNumbers()
    {
        await using var hospital = await HouseAsync();
        var cancel = TestContext.Current.CancellationToken;
        foreach (var role in Enum.GetValues<Role>())
        {
            var caller = new Caller("person", "x", "X", role, null, RolePermissions.Of(role));
            var ofUnit = await hospital.Services.GetRequiredService<ParameterUseCases>().SetAsync(caller, Trigger, "limit", "ED", "five", "why", null, cancel);
            Assert.Equal(caller.May(Permission.PublishTriggers) ? "invalid" : "forbidden", ofUnit.Refusal!.Code);
            var ofPatient = await hospital.Services.GetRequiredService<LimitsUseCases>().SetAsync(caller, "nobody", Trigger, "limit", "5 mmol/L", "why", null, cancel);
            Assert.Equal(caller.May(Permission.ReadPatients | Permission.ReadTriggers | Permission.ActOnEscalations) ? "not-found" : "forbidden", ofPatient.Refusal!.Code);
        }
    }

    [Fact]
    public async Task ItSurvivesARestart()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("companion-").FullName;
        var mrn = Some.Mrn();
        await using (var hospital = await HouseAsync(folder))
        {
            await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()));
            (await SetAsync(hospital, $"/api/v1/patients/{mrn}/parameters", new { trigger = Trigger, parameter = "limit", value = "5 mmol/L", reason = "why" })).EnsureSuccessStatusCode();
            await hospital.StopAsync();
        }

        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            await hospital.SendAsync(Some.Lactate(mrn, "L1", hospital.Time.GetUtcNow(), "4"));
            Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?trigger={Trigger}"));
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }

    private static Task<HttpResponseMessage> SetAsync(Hospital hospital, string path, object body) => hospital.PostAsync(path, body);

    private static async Task<Hospital> HouseAsync(string? folder = null)
    {
        var hospital = await Hospital.StartAsync(folder: folder);
        using var content = new StringContent(Text, Encoding.UTF8, "text/yaml");
        using var saved = await hospital.Web.PutAsync(new Uri($"/api/v1/triggers/{Trigger}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        saved.EnsureSuccessStatusCode();
        using var published = await hospital.PostAsync($"/api/v1/triggers/{Trigger}/versions/1/publish", new { });
        published.EnsureSuccessStatusCode();
        return hospital;
    }
}
