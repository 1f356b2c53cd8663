using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A database server that is stopped and started again: senders are asked to send again meanwhile, and nothing is lost.</summary>
public sealed class TheDatabaseGoesAway
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendersWaitAndEverythingThatWasAcknowledgedIsThereOnce()
    {
        await using var server = await PostgreSqlServerOfThisRun.NewAsync();
        var database = await server.NewDatabaseAsync();
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Store:Provider"] = "PostgreSql", ["Store:ConnectionString"] = database,
        });
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        Assert.All(await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "1.1")), answer => Assert.Contains("MSA|AA", answer, StringComparison.Ordinal));

        await server.StopAsync();
        var meanwhile = Some.Lactate(mrn, "L2", now, "3.4");
        var refused = await hospital.SendAsync(meanwhile, meanwhile);
        Assert.All(refused, answer => Assert.Contains("MSA|AE|L2", answer, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await hospital.Web.GetAsync("/health/ready", Stop)).StatusCode);
        using var patient = new StringContent("""{"resourceType":"Patient","id":"p1","name":[{"family":"Ruiz"}]}""", Encoding.UTF8, "application/fhir+json");
        var put = await hospital.Web.PutAsync("/fhir/Patient/p1", patient, Stop);
        Assert.True(put.StatusCode == HttpStatusCode.ServiceUnavailable, await put.Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await hospital.Web.GetAsync("/api/v1/referrals", Stop)).StatusCode);

        await server.StartAgainAsync();
        await Hospital.EventuallyAsync(async () => (await hospital.SendAsync(meanwhile))[0], answer => answer.Contains("MSA|AA|L2", StringComparison.Ordinal), "the writer calls the server again");
        await Hospital.EventuallyAsync(async () => (await hospital.Web.GetAsync("/health/ready", Stop)).StatusCode, status => status == HttpStatusCode.OK, "readiness");
        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
        await using var db = new CompanionStore(new PostgreSqlDialect(database)).Read();
        Assert.Equal(3, await db.Messages.CountAsync(Stop));
    }

    [Fact]
    public async Task ANulCharacterIsRefusedAtEveryDoorAndNotLost()
    {
        var server = await PostgreSqlServerOfThisRun.GetAsync();
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Store:Provider"] = "PostgreSql", ["Store:ConnectionString"] = await server.NewDatabaseAsync(),
        });
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());

        var answers = await hospital.SendAsync(
            Some.Arrival(mrn, now, name: "Oli\0veira^Marta"), Some.Arrival(mrn, now).Replace("|ADT|HOSP|", "|A\0T|HOSP|", StringComparison.Ordinal), Some.Arrival(Some.Mrn(), now));

        Assert.All(answers.Take(2), answer => Assert.Contains("MSA|AR", answer, StringComparison.Ordinal));
        Assert.Contains("NUL", answers[0], StringComparison.Ordinal);
        Assert.Contains("MSA|AA", answers[2], StringComparison.Ordinal);
        using var patient = new StringContent("""{"resourceType":"Patient","id":"p1","name":[{"family":"Ru\u0000iz"}]}""", Encoding.UTF8, "application/fhir+json");
        var put = await hospital.Web.PutAsync("/fhir/Patient/p1", patient, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
        await using var db = hospital.Read();
        var kept = await db.Quarantine.OrderBy(row => row.Id).ToListAsync(Stop);
        Assert.Equal(3, kept.Count);
        Assert.Contains((byte)0, kept[0].Raw);
        Assert.Contains("NUL", kept[0].Reason, StringComparison.Ordinal);
        Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
    }
}
