using System.Text;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Targets and steps of a trigger with a calendar count working hours of the hospital's zone.</summary>
public abstract class OfficeClocksRestOverTheHoliday
{
    public sealed class OnSqlite : OfficeClocksRestOverTheHoliday;

    public sealed class OnPostgreSql : OfficeClocksRestOverTheHoliday;

    private const string Yaml = """
        trigger:
          id: office-hours
          name: Office hours
          when: lab.lactate > 2 mmol/L
          then: [{action: log, entry: office_hours}]
          sla: {acknowledge: 2h, act: 9h, resolve: 18h, calendar: us-federal}
          escalation: [{after: 3h, to: coordinator}]
        """;

    [Fact]
    public async Task FromTheEveOfThanksgiving()
    {
        // Wednesday 16:00 in New York; Thursday is free.
        await using var hospital = await Hospital.StartAsync(
            new(2026, 11, 25, 21, 0, 0, TimeSpan.Zero), settings: new Dictionary<string, string?> { ["Site:TimeZone"] = "America/New_York" });
        using var content = new StringContent(Yaml, Encoding.UTF8, "text/yaml");
        (await hospital.Web.PutAsync(new Uri("/api/v1/triggers/office-hours", UriKind.Relative), content, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        (await hospital.PostAsync("/api/v1/triggers/office-hours/versions/1/publish", new { })).EnsureSuccessStatusCode();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "2.8"));

        await using var db = hospital.Read();
        var row = Assert.Single(db.Escalations.Where(one => one.TriggerId == "office-hours"));
        Assert.Equal(new(2026, 11, 27, 14, 0, 0, TimeSpan.Zero), row.AcknowledgeDueAt);
        Assert.Equal(new(2026, 11, 27, 21, 0, 0, TimeSpan.Zero), row.ActDueAt);
        Assert.Equal(new(2026, 11, 30, 21, 0, 0, TimeSpan.Zero), row.ResolveDueAt);
        Assert.Equal(new(2026, 11, 27, 15, 0, 0, TimeSpan.Zero), Assert.Single(db.LadderSteps.Where(step => step.EscalationId == row.Id)).DueAt);
    }
}
