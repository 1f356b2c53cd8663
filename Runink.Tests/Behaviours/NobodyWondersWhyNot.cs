using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Patients;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Why did it not call? Answered for this moment, to those who may see the patient, with a line in the ledger.</summary>
public abstract class NobodyWondersWhyNot
{
    public sealed class OnSqlite : NobodyWondersWhyNot;

    public sealed class OnPostgreSql : NobodyWondersWhyNot;

    private const string Trigger = "sepsis-older-ed-patients";

    [Fact]
    public async Task AFalseTriggerSaysWhatWouldHaveToChange()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "2.5"));

        var why = await hospital.GetAsync($"/api/v1/triggers/{Trigger}/explanation?patient={mrn}");

        Assert.Equal("unknown", why.GetProperty("verdict").GetString());
        Assert.Contains(why.GetProperty("wouldChange").EnumerateArray(), line => line.GetString()!.Contains("Lactate above 3 mmol/L (now 2.5 mmol/L)", StringComparison.Ordinal));
        Assert.Contains(why.GetProperty("inputs").EnumerateArray(), input => input.GetProperty("name").GetString() == "lab.lactate");
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=explanation_read"));
    }

    [Fact]
    public async Task AllTriggersInForceAreToldThoseThatHoldFirst()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        var nurse = new Caller("person", "n", "N", Role.Nurse, null, RolePermissions.Of(Role.Nurse));

        var rows = (await hospital.Services.GetRequiredService<ExplanationUseCases>().AllAsync(nurse, mrn, TestContext.Current.CancellationToken)).Value!;

        Assert.Equal((Trigger, "true"), (rows[0].Id, rows[0].Verdict));
        Assert.True(rows.Count > 5);
        Assert.Equal(rows.Count, rows.Select(row => row.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task WhoMayNotSeePatientsIsRefused()
    {
        await using var hospital = await Hospital.StartAsync();
        var useCases = hospital.Services.GetRequiredService<ExplanationUseCases>();
        foreach (var role in Enum.GetValues<Role>())
        {
            var caller = new Caller("person", "x", "X", role, null, RolePermissions.Of(role));
            var may = caller.May(Permission.ReadPatients | Permission.ReadTriggers);
            Assert.Equal(may ? "not-found" : "forbidden", (await useCases.ExplainAsync(caller, Trigger, "nobody", TestContext.Current.CancellationToken)).Refusal!.Code);
            Assert.Equal(may ? "not-found" : "forbidden", (await useCases.AllAsync(caller, "nobody", TestContext.Current.CancellationToken)).Refusal!.Code);
        }

        using var unknown = await hospital.Web.GetAsync(new Uri("/api/v1/triggers/none/explanation?patient=1", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }
}
