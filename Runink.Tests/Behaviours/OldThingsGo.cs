using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Retention;
using Runink.Domain.Escalations;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What is older than the hospital keeps it goes; what belongs to open work does not, and the ledger keeps what went.</summary>
public abstract class OldThingsGo
{
    public sealed class OnSqlite : OldThingsGo;

    public sealed class OnPostgreSql : OldThingsGo;

    private static readonly byte[] Nothing = [];
    private static readonly Dictionary<string, string?> Settings = new(StringComparer.Ordinal)
    {
        ["Retention:MessageDays"] = "30", ["Retention:SignalDays"] = "400", ["Retention:VersionDays"] = "30", ["Retention:DeliveryDays"] = "30", ["Retention:SessionDays"] = "1", ["Retention:QuarantineDays"] = "30",
    };

    [Fact]
    public async Task OnlyWhatIsOldAndOfNoOpenWork()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        var (ill, well) = (Some.Mrn(), Some.Mrn());
        string resend;
        await using (var hospital = await Hospital.StartAsync(folder: folder, settings: Settings))
        {
            var now = hospital.Time.GetUtcNow();
            resend = Some.Arrival(well, now);
            await hospital.SendAsync(Some.Arrival(ill, now), Some.Lactate(ill, "L1", now, "6.5"), resend, Some.Lactate(well, "L2", now, "1.0"));
            await Hospital.EventuallyAsync(
                async () =>
                {
                    await using var db = hospital.Read();
                    return await db.Escalations.Open().CountAsync(Stop);
                },
                open => open > 0, "work for the one who is ill");
            Assert.All(await hospital.Services.GetRequiredService<Retention>().PlanAsync(Stop), kind => Assert.Equal(0, kind.Count));
        }

        await using (var hospital = await Hospital.StartAsync(Hospital.Morning.AddDays(500), folder, Settings))
        {
            var retention = hospital.Services.GetRequiredService<Retention>();
            var plan = (await retention.PlanAsync(Stop)).ToDictionary(kind => kind.Kind, StringComparer.Ordinal);
            Assert.Equal(2, plan["messages"].Count);
            Assert.InRange(plan["signals"].Count, 1, 2);
            var done = (await retention.RunAsync(Stop)).ToDictionary(kind => kind.Kind, StringComparer.Ordinal);
            Assert.Equal(2, done["messages"].Count);
            await using (var db = hospital.Read())
            {
                Assert.Equal(2, await db.Messages.CountAsync(message => message.Raw != Nothing, Stop));
                Assert.Equal(4, await db.Messages.CountAsync(message => message.Hash.Length == 64, Stop));
                var busy = await db.Escalations.Open().Select(escalation => escalation.PatientId).Distinct().SingleAsync(Stop);
                Assert.Equal([busy], await db.SignalBatches.Select(batch => batch.PatientId).Distinct().ToListAsync(Stop));
            }

            Assert.All(await retention.PlanAsync(Stop), kind => Assert.Equal(0, kind.Count));
            // Known by its hash: the same message is still not taken twice, and pages that show it do not break.
            Assert.Contains("MSA|AA|", (await hospital.SendAsync(resend))[0], StringComparison.Ordinal);
            foreach (var path in new[] { $"/api/v1/patients/{well}", $"/api/v1/patients/{well}/timeline", "/fhir/Observation?_count=50", $"/api/v1/escalations?patient={ill}" })
                (await hospital.Web.GetAsync(new Uri(path, UriKind.Relative), Stop)).EnsureSuccessStatusCode();

            var rows = await hospital.ItemsAsync("/api/v1/ledger?kind=retention_removed");
            var proof = Assert.Single(rows, row => row.GetProperty("subject").GetProperty("id").GetString() == "messages");
            var detail = JsonDocument.Parse(proof.GetProperty("detail").ToString()).RootElement;
            Assert.Equal((2, 30), (detail.GetProperty("count").GetInt32(), detail.GetProperty("days").GetInt32()));
            Assert.StartsWith("2026-03-02T08:00:00", detail.GetProperty("from").GetString(), StringComparison.Ordinal);
            Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
        }

        await TestDatabase.DeleteAsync(folder);
    }

    [Theory]
    [InlineData("02:30", "2026-03-02T01:00:00+00:00", 90)]
    [InlineData("02:30", "2026-03-02T02:30:00+00:00", 1440)]
    [InlineData("02:30", "2026-03-02T23:30:00+00:00", 180)]
    public void ItBeginsWhenItIsQuiet(string start, string now, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), RetentionWorker.Until(TimeOnly.Parse(start, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
