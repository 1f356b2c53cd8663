using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Escalations;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Patients;
using Runink.Companion.Referrals;
using Runink.Domain.Escalations;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Whose role holds on one unit sees that unit's patients and work, and what is their own; the rest does not exist for them.</summary>
public abstract class UnitsAreApart
{
    public sealed class OnSqlite : UnitsAreApart;

    public sealed class OnPostgreSql : UnitsAreApart;

    [Fact]
    public async Task ANurseOfOneWardNeitherSeesNorActsOnAnother()
    {
        await using var hospital = await Hospital.StartAsync();
        var cancel = TestContext.Current.CancellationToken;
        var now = hospital.Time.GetUtcNow();
        var (here, there) = (Some.Mrn(), Some.Mrn());
        await hospital.SendAsync(Some.Arrival(here, now), Some.Lactate(here, "L1", now, "3.4"), Some.Arrival(there, now).Replace("Emergency", "4 West", StringComparison.Ordinal), Some.Lactate(there, "L2", now, "3.4"));
        var row = Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={there}"));
        var (id, patient) = (row.GetProperty("id").GetString()!, row.GetProperty("patient").GetProperty("id").GetString()!);
        Caller Nurse(string? unit, string person = "x") => Caller.Of(new Person { Id = person, Login = "x", Name = "X", Origin = "", CreatedAt = now }, [new RoleOnUnit(Role.Nurse, unit)], null, null);
        var (emergency, everywhere) = (Nurse("Emergency"), Nurse(null));
        var work = hospital.Services.GetRequiredService<EscalationUseCases>();
        var patients = hospital.Services.GetRequiredService<PatientUseCases>();
        var referrals = hospital.Services.GetRequiredService<ReferralUseCases>();

        var seen = (await work.ListAsync(emergency, new WorklistQuery(), cancel)).Value!;
        Assert.DoesNotContain(seen.Items, one => one.Id == id);
        var all = (await work.ListAsync(everywhere, new WorklistQuery(), cancel)).Value!;
        Assert.Equal(seen.Counts["all"] + 1, all.Counts["all"]);
        Assert.Empty((await work.ListAsync(emergency, new WorklistQuery(Patient: there), cancel)).Value!.Items);
        Assert.Equal("not-found", (await work.FindAsync(emergency, id, cancel)).Refusal!.Code);
        Assert.Equal("not-found", (await work.RerunAsync(emergency, id, cancel)).Refusal!.Code);
        Assert.Equal("not-found", (await work.ActAsync(emergency, id, new EscalationCommand.Comment("Mine?"), null, cancel)).Refusal!.Code);
        Assert.Equal("not-found", (await patients.FindAsync(emergency, there, cancel)).Refusal!.Code);
        Assert.Equal("not-found", (await patients.FindAsync(emergency, patient, cancel)).Refusal!.Code);
        Assert.Empty((await patients.ListAsync(emergency, there, cancel)).Value!);
        Assert.Single((await patients.ListAsync(emergency, here, cancel)).Value!);
        Assert.Equal("not-found", (await hospital.Services.GetRequiredService<LimitsUseCases>().FindAsync(emergency, patient, cancel)).Refusal!.Code);
        Assert.Equal("not-found", (await hospital.Services.GetRequiredService<ExplanationUseCases>().AllAsync(emergency, patient, cancel)).Refusal!.Code);
        Assert.Equal("forbidden", (await hospital.Services.GetRequiredService<IdentityUseCases>().ListAsync(emergency, waiting: true, cancel)).Refusal!.Code);

        var board = (await referrals.BoardAsync(everywhere, new BoardFilter(), cancel)).Value!.Columns.SelectMany(column => column.Cards).Where(card => card.Patient.Id == patient).ToList();
        Assert.DoesNotContain((await referrals.BoardAsync(emergency, new BoardFilter(), cancel)).Value!.Columns.SelectMany(column => column.Cards), card => card.Patient.Id == patient);
        foreach (var card in board)
            Assert.Equal("not-found", (await referrals.FindAsync(emergency, card.Id, cancel)).Refusal!.Code);

        // What was handed to somebody is theirs, wherever the patient is.
        Assert.True((await work.ActAsync(everywhere, id, new EscalationCommand.HandOver("ana.ruiz", null), null, cancel)).Ok);
        var ana = Nurse("Emergency", "ana.ruiz");
        Assert.Equal(id, (await work.FindAsync(ana, id, cancel)).Value!.Row.Id);
        Assert.NotNull((await patients.FindAsync(ana, patient, cancel)).Value);
    }

    /// <summary>Roles that see no names cannot find one by asking.</summary>
    [Fact]
    public async Task WhoSeesNoNamesCannotAskByOne()
    {
        await using var hospital = await Hospital.StartAsync();
        var author = Caller.Of(new Person { Id = "x", Login = "x", Name = "X", Origin = "", CreatedAt = default }, [new RoleOnUnit(Role.Author, null)], null, null);
        var asked = await hospital.Services.GetRequiredService<EscalationUseCases>().ListAsync(author, new WorklistQuery(Patient: "123"), TestContext.Current.CancellationToken);
        Assert.Equal("forbidden", asked.Refusal!.Code);
    }
}
