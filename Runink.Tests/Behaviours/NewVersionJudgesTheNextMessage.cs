using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Edit, check, back-test, publish; then the next message.</summary>
public abstract class NewVersionJudgesTheNextMessage
{
    public sealed class OnSqlite : NewVersionJudgesTheNextMessage;

    public sealed class OnPostgreSql : NewVersionJudgesTheNextMessage;

    private const string Lower = """
        trigger:
          when: lab.lactate > 2
          where: admission_type = "ED" AND age > 65
          then:
            - action: notify
              who: "navigator_team@provider.org"
        """;

    [Fact]
    public async Task AfterPublishing()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (before, after) = (Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(Some.Arrival(before, now), Some.Discharge(before, now.AddMinutes(1)), Some.Lactate(before, "L1", now, "2.5"));

        (await PutAsync(hospital, Lower)).EnsureSuccessStatusCode();
        (await hospital.PostAsync("/api/v1/triggers/sepsis-older-ed-patients/versions/2/publish", new { })).EnsureSuccessStatusCode();
        await hospital.SendAsync(Some.Arrival(after, now), Some.Lactate(after, "L2", now, "2.5"));

        var row = Assert.Single(await hospital.ItemsAsync("/api/v1/escalations?trigger=sepsis-older-ed-patients"));
        Assert.Equal(after, row.GetProperty("patient").GetProperty("mrn").GetString());
        Assert.Equal(2, row.GetProperty("trigger").GetProperty("version").GetInt32());
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=trigger_published&subject=trigger/sepsis-older-ed-patients"), item => item.GetProperty("detail").GetString()!.Contains("\"version\":2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PatientsOfWhomItIsTrueAtPublishAreFoundAtOnce()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "2.5"));
        Assert.Empty(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=sepsis-older-ed-patients"));

        (await PutAsync(hospital, Lower)).EnsureSuccessStatusCode();
        (await hospital.PostAsync("/api/v1/triggers/sepsis-older-ed-patients/versions/2/publish", new { })).EnsureSuccessStatusCode();

        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=sepsis-older-ed-patients"));
    }

    [Theory]
    [InlineData("trigger:\n  when: lab.lactat > 2\n  then:\n    - action: log\n      entry: x\n", 2, 9)]
    [InlineData("trigger:\n  when: lab.lactate > 2 kg\n  then:\n    - action: log\n      entry: x\n", 2, 9)]
    [InlineData("trigger:\n  when: [\n", 0, 0)]
    public async Task WhatIsWrongIsPlacedAndCannotBePublished(string yaml, int line, int fromColumn)
    {
        await using var hospital = await Hospital.StartAsync();
        using var content = new StringContent(yaml, Encoding.UTF8, "text/yaml");
        using var check = await hospital.Web.PostAsync(new Uri("/api/v1/triggers/check", UriKind.Relative), content, TestContext.Current.CancellationToken);
        var found = System.Text.Json.JsonDocument.Parse(await check.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement
            .GetProperty("diagnostics").EnumerateArray().First(one => one.GetProperty("severity").GetString() == "error");
        if (line > 0)
        {
            Assert.Equal(line, found.GetProperty("line").GetInt32());
            Assert.True(found.GetProperty("column").GetInt32() >= fromColumn);
        }

        (await PutAsync(hospital, yaml)).EnsureSuccessStatusCode();
        using var refused = await hospital.PostAsync("/api/v1/triggers/sepsis-older-ed-patients/versions/2/publish", new { });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task ATriggerThatReachesNobodyIsNotPublished()
    {
        await using var hospital = await Hospital.StartAsync();
        (await PutAsync(hospital, Lower.Replace("\"navigator_team@provider.org\"", "charge_nurses", StringComparison.Ordinal))).EnsureSuccessStatusCode();

        using var refused = await hospital.PostAsync("/api/v1/triggers/sepsis-older-ed-patients/versions/2/publish", new { });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("charge_nurses reaches nobody", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FeedsThatAreSilentAreKnown()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "1.2"));

        var heard = await RecentSignals.ReadAsync(hospital.Services.GetRequiredService<CompanionStore>(), now, TestContext.Current.CancellationToken);

        Assert.False(heard.IsSilent("lab.lactate"));
        Assert.True(heard.IsSilent("lab.procalcitonin"));
        Assert.True((heard with { Now = now.AddDays(31) }).IsSilent("lab.lactate"));
    }

    [Fact]
    public async Task TheBacktestCountsWhatWouldHaveFired()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (quiet, loud) = (Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(
            Some.Arrival(quiet, now), Some.Lactate(quiet, "L1", now, "1.2"), Some.Arrival(loud, now), Some.Lactate(loud, "L2", now, "2.5"));
        hospital.Time.Advance(TimeSpan.FromMinutes(5));

        using var answer = await hospital.PostAsync("/api/v1/triggers/sepsis-older-ed-patients/backtest", new { yaml = Lower });
        answer.EnsureSuccessStatusCode();
        var result = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal(1, result.GetProperty("firings").GetInt32());
        // Two lactates, and of each stay the visit and the arrival.
        Assert.Equal(6, result.GetProperty("signals").GetInt32());
        Assert.Single(result.GetProperty("gained").EnumerateArray());
        Assert.Empty(result.GetProperty("lost").EnumerateArray());
    }

    [Fact]
    public async Task TwoAuthorsAtOnceNoticeEachOther()
    {
        await using var hospital = await Hospital.StartAsync();
        (await PutAsync(hospital, Lower, ifMatch: "\"0\"")).EnsureSuccessStatusCode();

        using var second = await PutAsync(hospital, Lower, ifMatch: "\"0\"");

        Assert.Equal(HttpStatusCode.PreconditionFailed, second.StatusCode);
    }

    private static async Task<HttpResponseMessage> PutAsync(Hospital hospital, string yaml, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/triggers/sepsis-older-ed-patients") { Content = new StringContent(yaml, Encoding.UTF8, "text/yaml") };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await hospital.Web.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
