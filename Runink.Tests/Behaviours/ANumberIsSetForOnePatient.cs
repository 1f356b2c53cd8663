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
        await using var house = await HouseAsync();
        var now = house.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await house.SendAsync(Some.Arrival(mrn, now));
        (await SetAsync(house, $"/api/v1/patients/{mrn}/parameters", new { trigger = Trigger, parameter = "limit", value = "5 mmol/L", reason = "known liver failure", expiresAt = now.AddHours(2) })).EnsureSuccessStatusCode();

        await house.SendAsync(Some.Lactate(mrn, "L1", now, "4"));

        Assert.Empty(await house.ItemsAsync($"/api/v1/escalations?trigger={Trigger}"));
        var why = await house.GetAsync($"/api/v1/triggers/{Trigger}/explanation?patient={mrn}");
        Assert.Contains(why.GetProperty("inputs").EnumerateArray(), input => input.GetProperty("status").GetString() == "override" && input.GetProperty("label").GetString()!.Contains("known liver failure", StringComparison.Ordinal));
        await house.FastForwardAsync(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));
        await Hospital.EventuallyAsync(() => house.ItemsAsync($"/api/v1/escalations?trigger={Trigger}"), rows => rows.Count == 1, "the limit has expired");
        Assert.Empty((await house.GetAsync($"/api/v1/patients/{mrn}/parameters")).GetProperty("set").EnumerateArray());
    }

    [Fact]
    public async Task AUnitsNumberCountsAtOnceForWhoIsThereAndUntilItIsEnded()
    {
        await using var house = await HouseAsync();
        var now = house.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await house.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "2.5"));
        var unit = (await house.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("encounters")[0].GetProperty("unit").GetString();
        Assert.Empty(await house.ItemsAsync($"/api/v1/escalations?trigger={Trigger}"));

        using var set = await SetAsync(house, $"/api/v1/triggers/{Trigger}/parameters/limit", new { unit, value = "2000 umol/L", reason = "oncology patients" });
        set.EnsureSuccessStatusCode();

        Assert.Single(await house.ItemsAsync($"/api/v1/escalations?trigger={Trigger}"));
        var row = Assert.Single((await house.GetAsync($"/api/v1/triggers/{Trigger}/parameters")).GetProperty("units").EnumerateArray());
        Assert.Equal("2000 umol/L", row.GetProperty("value").GetString());
        using var ended = await house.Web.DeleteAsync(new Uri($"/api/v1/triggers/{Trigger}/parameters/overrides/{row.GetProperty("id").GetString()}", UriKind.Relative), TestContext.Current.CancellationToken);
        ended.EnsureSuccessStatusCode();
        Assert.Equal("false", (await house.GetAsync($"/api/v1/triggers/{Trigger}/explanation?patient={mrn}")).GetProperty("verdict").GetString());
        Assert.Single(await house.ItemsAsync("/api/v1/ledger?kind=parameter_set"));
        Assert.Single(await house.ItemsAsync("/api/v1/ledger?kind=parameter_ended"));
    }

    [Theory]
    [InlineData("limit", "5 kg", "why", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limit", "5", "why", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limt", "5 mmol/L", "why", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limit", "5 mmol/L", " ", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limit", "5 mmol/L", "why", HttpStatusCode.OK)]
    public async Task WhatDoesNotFitIsRefused(string parameter, string value, string reason, HttpStatusCode answer)
    {
        await using var house = await HouseAsync();
        var mrn = Some.Mrn();
        await house.SendAsync(Some.Arrival(mrn, house.Time.GetUtcNow()));
        using var set = await SetAsync(house, $"/api/v1/patients/{mrn}/parameters", new { trigger = Trigger, parameter, value, reason });
        Assert.Equal(answer, set.StatusCode);
    }

    [Fact]
    public async Task OnlyWhoMaySetsNumbers()
    {
        await using var house = await HouseAsync();
        var cancel = TestContext.Current.CancellationToken;
        foreach (var role in Enum.GetValues<Role>())
        {
            var caller = new Caller("person", "x", "X", role, null, RolePermissions.Of(role));
            var ofUnit = await house.Services.GetRequiredService<ParameterUseCases>().SetAsync(caller, Trigger, "limit", "ED", "five", "why", null, cancel);
            Assert.Equal(caller.May(Permission.PublishTriggers) ? "invalid" : "forbidden", ofUnit.Refusal!.Code);
            var ofPatient = await house.Services.GetRequiredService<LimitsUseCases>().SetAsync(caller, "nobody", Trigger, "limit", "5 mmol/L", "why", null, cancel);
            Assert.Equal(caller.May(Permission.ReadPatients | Permission.ReadTriggers | Permission.ActOnEscalations) ? "not-found" : "forbidden", ofPatient.Refusal!.Code);
        }
    }

    [Fact]
    public async Task ItSurvivesARestart()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("companion-").FullName;
        var mrn = Some.Mrn();
        await using (var house = await HouseAsync(folder))
        {
            await house.SendAsync(Some.Arrival(mrn, house.Time.GetUtcNow()));
            (await SetAsync(house, $"/api/v1/patients/{mrn}/parameters", new { trigger = Trigger, parameter = "limit", value = "5 mmol/L", reason = "why" })).EnsureSuccessStatusCode();
            await house.StopAsync();
        }

        await using (var house = await Hospital.StartAsync(folder: folder))
        {
            await house.SendAsync(Some.Lactate(mrn, "L1", house.Time.GetUtcNow(), "4"));
            Assert.Empty(await house.ItemsAsync($"/api/v1/escalations?trigger={Trigger}"));
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }

    private static Task<HttpResponseMessage> SetAsync(Hospital house, string path, object body) => house.PostAsync(path, body);

    private static async Task<Hospital> HouseAsync(string? folder = null)
    {
        var house = await Hospital.StartAsync(folder: folder);
        using var content = new StringContent(Text, Encoding.UTF8, "text/yaml");
        using var saved = await house.Web.PutAsync(new Uri($"/api/v1/triggers/{Trigger}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        saved.EnsureSuccessStatusCode();
        using var published = await house.PostAsync($"/api/v1/triggers/{Trigger}/versions/1/publish", new { });
        published.EnsureSuccessStatusCode();
        return house;
    }
}
