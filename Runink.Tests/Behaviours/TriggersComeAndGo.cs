using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Escalations;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What becomes of patients when a trigger is published or retired, and of work that said that data could not be read.</summary>
public abstract class TriggersComeAndGo
{
    public sealed class OnSqlite : TriggersComeAndGo;

    public sealed class OnPostgreSql : TriggersComeAndGo;

    private const string Low = "trigger:\n  id: low-sodium\n  name: Low sodium\n  when: lab.sodium < 120 mmol/L\n  then: [{action: log, entry: low_sodium}]\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhoeverItConcernsIsSeenAtPublishAtHomeTooAndIsMarked()
    {
        await using var hospital = await Hospital.StartAsync();
        var (home, here, now) = (Some.Mrn(), Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(
            Some.Arrival(home, now.AddHours(-2)), Some.Discharge(home, now.AddHours(-1)), Sodium(home, "S1", now, "112"),
            Some.Arrival(here, now), Sodium(here, "S2", now, "141"));

        await PublishAsync(hospital);

        var row = Assert.Single(await hospital.ItemsAsync("/api/v1/escalations?trigger=low-sodium"));
        Assert.Equal(home, row.GetProperty("patient").GetProperty("mrn").GetString());
        await using var db = hospital.Read();
        var kept = await db.Escalations.SingleAsync(one => one.TriggerId == "low-sodium", Stop);
        Assert.StartsWith("True at publish", kept.Narrative, StringComparison.Ordinal);
        Assert.True(await db.EscalationEvents.AnyAsync(one => one.EscalationId == kept.Id && one.Kind == "true-at-publish", Stop));
    }

    [Fact]
    public async Task ARetiredTriggerCallsNobodyAndItsWorkStays()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Potassium(mrn, "K1", now, "7.2"));
        var id = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=hyperkalaemia")).GetProperty("id").GetString();

        (await hospital.PostAsync("/api/v1/triggers/hyperkalaemia/versions/1/retire", new { })).EnsureSuccessStatusCode();
        await hospital.FastForwardAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(30));

        Assert.Empty(await hospital.ItemsAsync($"/api/v1/ledger?kind=escalation_step_reached&subject=escalation/{id}"));
        await using var db = hospital.Read();
        Assert.True((await db.Escalations.SingleAsync(one => one.Id == id, Stop)).IsOpen);
        Assert.True(await db.EscalationEvents.AnyAsync(one => one.EscalationId == id && one.Kind == "trigger-retired", Stop));
        Assert.False(await db.LadderSteps.AnyAsync(step => step.EscalationId == id && step.State == LadderState.Planned, Stop));
    }

    [Fact]
    public async Task AReadableValueClosesWhatCouldNotBeEvaluated()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await PublishAsync(hospital);
        await hospital.SendAsync(Some.Arrival(mrn, now), Sodium(mrn, "S1", now, "see comment"));
        await hospital.FastForwardAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(30));
        await Hospital.EventuallyAsync(() => UnknownAsync(hospital), rows => rows is [{ IsOpen: true }], "the data to be asked about");

        await hospital.SendAsync(Sodium(mrn, "S2", hospital.Time.GetUtcNow(), "140"));

        await Hospital.EventuallyAsync(() => UnknownAsync(hospital), rows => rows is [{ IsOpen: false }], "the question to be closed");
    }

    private static async Task<List<Escalation>> UnknownAsync(Hospital hospital)
    {
        await using var db = hospital.Read();
        return await db.Escalations.AsNoTracking().Where(one => one.IsUnknown && one.TriggerId == "low-sodium").ToListAsync(Stop);
    }

    private static string Sodium(string mrn, string control, DateTimeOffset at, string value) =>
        Some.Potassium(mrn, control, at, value).Replace("2823-3", "2951-2", StringComparison.Ordinal);

    private static async Task PublishAsync(Hospital hospital)
    {
        using var content = new StringContent(Low, Encoding.UTF8, "text/yaml");
        (await hospital.Web.PutAsync(new Uri("/api/v1/triggers/low-sodium", UriKind.Relative), content, Stop)).EnsureSuccessStatusCode();
        (await hospital.PostAsync("/api/v1/triggers/low-sodium/versions/1/publish", new { })).EnsureSuccessStatusCode();
    }
}
