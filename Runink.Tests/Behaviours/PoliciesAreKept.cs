using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A policy that several triggers name: kept in versions, with steps of their own for units, and somebody to tell when nobody is reached.</summary>
public sealed class PoliciesAreKept
{
    private const string Policy = """
        policy:
          name: Renal, critical
          steps:
            - {after: 5m, to: charge_nurse}
            - {after: 8m, to: attending, repeat: 1, every: 3m}
          fallback: attending
          ack_expires: 20m
          units:
            ICU: [{after: 2m, to: rapid_response}]
        """;

    private const string Trigger = "trigger:\n  id: renal\n  when: lab.potassium >= 6 mmol/L\n  severity: critical\n  escalation: renal-critical\n  then: [{action: log, entry: x}]\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheUnitsOwnStepsCountThereAndTheOthersElsewhere()
    {
        await using var hospital = await Hospital.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await SaveAsync(hospital, Policy)).StatusCode);
        await PublishAsync(hospital);
        var (ward, icu) = (await OpenAsync(hospital, "4 West"), await OpenAsync(hospital, "ICU"));

        await using var db = hospital.Read();
        Assert.Equal(["charge_nurse +5", "attending +8", "attending +11"], await StepsAsync(ward));
        Assert.Equal(["rapid_response +2"], await StepsAsync(icu));
        var row = await db.Escalations.SingleAsync(one => one.Id == ward, Stop);
        Assert.Equal(("renal-critical v1", "attending", TimeSpan.FromMinutes(20)), (row.Policy, row.Fallback, row.AckExpires));

        // What is open goes on by what it was opened with.
        Assert.Equal(HttpStatusCode.OK, (await SaveAsync(hospital, Policy.Replace("after: 5m", "after: 1m", StringComparison.Ordinal))).StatusCode);
        Assert.Equal(["charge_nurse +5", "attending +8", "attending +11"], await StepsAsync(ward));
        Assert.Equal("charge_nurse +1", (await StepsAsync(await OpenAsync(hospital, "4 West")))[0]);

        async Task<IReadOnlyList<string>> StepsAsync(string id)
        {
            await using var now = hospital.Read();
            var opened = (await now.Escalations.SingleAsync(one => one.Id == id, Stop)).OpenedAt;
            return [.. (await now.LadderSteps.Where(step => step.EscalationId == id).OrderBy(step => step.Step).ToListAsync(Stop)).Select(step => $"{step.To} +{(step.DueAt - opened).TotalMinutes:0}")];
        }
    }

    [Theory]
    [InlineData("policy:\n  steps: [{after: 5m, to: charge_nurses}]\n", "reaches nobody")]
    [InlineData("policy:\n  steps: [{after: 5m}]\n", "to is missing")]
    [InlineData("policy: {name: x}\n", "steps is missing")]
    [InlineData("policy:\n  steps: [{after: 9m, to: attending}, {after: 5m, to: attending}]\n", "in order of time")]
    [InlineData("steps: []\n", "under policy:")]
    public async Task WhatCannotBeFollowedIsRefusedWithItsPlace(string yaml, string reason)
    {
        await using var hospital = await Hospital.StartAsync();
        var answer = await SaveAsync(hospital, yaml);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Empty(await hospital.ItemsAsync("/api/v1/policies"));
    }

    [Fact]
    public async Task TwoPeopleAtOnceNoticeEachOtherAndARestartKeepsIt()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        DateTimeOffset stopped;
        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            (await SaveAsync(hospital, Policy, version: 0)).EnsureSuccessStatusCode();
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await SaveAsync(hospital, Policy, version: 0)).StatusCode);
            await PublishAsync(hospital);
            Assert.Equal(["renal"], Assert.Single(await hospital.ItemsAsync("/api/v1/policies")).GetProperty("usedBy").EnumerateArray().Select(one => one.GetString()));
            stopped = hospital.Time.GetUtcNow();
            await hospital.StopAsync();
        }

        await using var again = await Hospital.StartAsync(stopped, folder);
        var id = await OpenAsync(again, "ICU");
        await using (var db = again.Read())
            Assert.Equal("rapid_response", (await db.LadderSteps.SingleAsync(step => step.EscalationId == id, Stop)).To);
        await again.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<HttpResponseMessage> SaveAsync(Hospital hospital, string yaml, int? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/policies/renal-critical") { Content = JsonContent.Create(new { yaml }) };
        if (version is { } seen)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{seen}\"");
        return await hospital.Web.SendAsync(request, Stop);
    }

    private static async Task PublishAsync(Hospital hospital)
    {
        (await hospital.Web.PutAsync("/api/v1/triggers/renal", new StringContent(Trigger, Encoding.UTF8, "text/yaml"), Stop)).EnsureSuccessStatusCode();
        var published = await hospital.PostAsync("/api/v1/triggers/renal/versions/1/publish", new { });
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<string> OpenAsync(Hospital hospital, string unit)
    {
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now, patientClass: "I", place: $"{unit}^^B-1"), Some.Potassium(mrn, "K1", now, "6.8"));
        return Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=renal")).GetProperty("id").GetString()!;
    }
}
