using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Analytics;
using Runink.Companion.Escalations;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Ledger;
using Runink.Companion.Patients;
using Runink.Companion.Referrals;
using Runink.Companion.Triggers;
using Runink.Domain.Analytics;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Who may do what is decided on the server, for each query and command.</summary>
public abstract class RolesAndKeys
{
    public sealed class OnSqlite : RolesAndKeys;

    public sealed class OnPostgreSql : RolesAndKeys;

    [Fact]
    public async Task EveryRoleGetsExactlyWhatItMay()
    {
        await using var hospital = await Hospital.StartAsync();
        var cancel = TestContext.Current.CancellationToken;
        T Get<T>()
            where T : notnull => hospital.Services.GetRequiredService<T>();
        var doors = new (Permission Needs, Func<Caller, Task<Refusal?>> Knock)[]
        {
            (Permission.ReadWorklist, async caller => (await Get<EscalationUseCases>().ListAsync(caller, new WorklistQuery(), cancel)).Refusal),
            (Permission.ActOnEscalations, async caller => (await Get<EscalationUseCases>().ActAsync(caller, "x", new EscalationCommand.Claim(), null, cancel)).Refusal),
            (Permission.ReadReferrals, async caller => (await Get<ReferralUseCases>().BoardAsync(caller, new BoardFilter(), cancel)).Refusal),
            (Permission.ActOnReferrals, async caller => (await Get<ReferralUseCases>().ActAsync(caller, "x", "claim", new ReferralInput(1), cancel)).Refusal),
            (Permission.ReadTriggers, async caller => (await Get<TriggerUseCases>().ListAsync(caller, cancel)).Refusal),
            (Permission.EditTriggers, async caller => (await Get<TriggerUseCases>().SaveDraftAsync(caller, "NOT A SLUG", "", null, cancel)).Refusal),
            (Permission.PublishTriggers, async caller => (await Get<TriggerUseCases>().PublishAgainAsync(caller, "none", 1, cancel)).Refusal),
            (Permission.EditTriggers, async caller => (await Get<TriggerUseCases>().DeleteDraftAsync(caller, "none", null, cancel)).Refusal),
            (Permission.EditTriggers, async caller => (await Get<TriggerUseCases>().CopyAsync(caller, "none", "trigger:", "none", "None", cancel)).Refusal),
            (Permission.ReadLedger, async caller => (await Get<LedgerUseCases>().FacetsAsync(caller, cancel)).Refusal),
            (Permission.ReadLedger, async caller => (await Get<LedgerUseCases>().ExportAsync(caller, new LedgerQuery(), cancel)).Refusal),
            (Permission.PublishTriggers, async caller => (await Get<TriggerUseCases>().PublishAsync(caller, "none", null, cancel)).Refusal),
            (Permission.ReadTriggers, async caller => (await Get<ShadowUseCases>().FindAsync(caller, "none", cancel)).Refusal),
            (Permission.EditTriggers, async caller => (await Get<ShadowUseCases>().StartAsync(caller, "none", null, cancel)).Refusal),
            (Permission.EditTriggers, async caller => (await Get<ShadowUseCases>().StopAsync(caller, "none", 1, cancel)).Refusal),
            (Permission.ReadTriggers, async caller => (await Get<TriggerUseCases>().BacktestAsync(caller, "none", "", new BacktestQuery(Hospital.Morning, Hospital.Morning), null, cancel)).Refusal),
            (Permission.ReadTriggers, caller => Task.FromResult(Get<BacktestJobs>().Start(caller, "none", "", new BacktestQuery(Hospital.Morning, Hospital.Morning)).Refusal)),
            (Permission.ReadTriggers, async caller => (await Get<ParameterUseCases>().FindAsync(caller, "none", cancel)).Refusal),
            (Permission.PublishTriggers, async caller => (await Get<ParameterUseCases>().EndAsync(caller, "none", "none", cancel)).Refusal),
            (Permission.ReadPatients | Permission.ReadTriggers | Permission.ActOnEscalations, async caller => (await Get<LimitsUseCases>().EndAsync(caller, "none", "none", cancel)).Refusal),
            (Permission.ReadPatients | Permission.ReadTriggers, async caller => (await Get<LimitsUseCases>().FindAsync(caller, "none", cancel)).Refusal),
            (Permission.ReadPatients, async caller => (await Get<PatientUseCases>().ListAsync(caller, null, cancel)).Refusal),
            (Permission.ReadKpis, async caller => (await Get<KpiUseCases>().DashboardAsync(caller, "sla", new KpiQuery(), cancel)).Refusal),
            (Permission.ReadLedger, async caller => (await Get<LedgerUseCases>().ListAsync(caller, new LedgerQuery(), null, 10, cancel)).Refusal),
            (Permission.MendQuarantine, async caller => (await Get<Runink.Companion.Intake.QuarantineUseCases>().ListAsync(caller, null, cancel)).Refusal),
            (Permission.MendQuarantine, async caller => (await Get<Runink.Companion.Intake.Feeds.FeedUseCases>().ListAsync(caller, cancel)).Refusal),
            (Permission.MendQuarantine, async caller => (await Get<Runink.Companion.Intake.Feeds.FeedUseCases>().MessageAsync(caller, "none", cancel)).Refusal),
            (Permission.MendQuarantine, async caller => (await Get<Runink.Companion.Intake.QuarantineGroupUseCases>().ListAsync(caller, cancel)).Refusal),
            (Permission.MendQuarantine, async caller => (await Get<Runink.Companion.Intake.QuarantineGroupUseCases>().ReplayAsync(caller, "none", null, cancel)).Refusal),
            (Permission.MendQuarantine, async caller => (await Get<Runink.Companion.Intake.QuarantineGroupUseCases>().DiscardAsync(caller, "none", "Why", null, cancel)).Refusal),
            (Permission.ReadDeliveries, async caller => (await Get<Runink.Companion.Delivery.DeliveryUseCases>().ListAsync(caller, null, cancel)).Refusal),
            (Permission.Administer, async caller => (await Get<Runink.Companion.Admin.AdminUseCases>().ViewAsync(caller, cancel)).Refusal),
        };

        foreach (var role in Enum.GetValues<Role>())
        {
            var caller = new Caller("person", role.ToString(), role.ToString(), role, null, RolePermissions.Of(role));
            foreach (var (needs, knock) in doors)
            {
                var isForbidden = (await knock(caller))?.Code == "forbidden";
                Assert.True(isForbidden != caller.May(needs), $"{role} and {needs}: forbidden = {isForbidden}");
            }
        }
    }

    [Fact]
    public async Task WhoseWorkNeedsNoNamesSeesNone()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        var author = new Caller("person", "tess.shah", "Tess Shah", Role.Author, null, RolePermissions.Of(Role.Author));

        var page = await hospital.Services.GetRequiredService<EscalationUseCases>().ListAsync(author, new WorklistQuery(), TestContext.Current.CancellationToken);

        var row = Assert.Single(page.Value!.Items);
        Assert.Equal("M. O.", row.Patient.Name);
        Assert.Null(row.Patient.Mrn);
    }

    [Fact]
    public async Task AKeyMayDoWhatItsScopesSayUntilItIsRevoked()
    {
        await using var hospital = await Hospital.StartAsync();
        var ring = hospital.Services.GetRequiredService<ApiKeyStore>();
        var secret = (await ring.CreateAsync("board", Scopes.Parse("referrals.read")!.Value, null, Actor.System, TestContext.Current.CancellationToken)).Value!.Secret;
        using var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/referrals"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "/api/v1/ledger"));
        var key = await ring.FindAsync(secret, TestContext.Current.CancellationToken);
        Assert.True((await ring.RevokeAsync(key!.Id, Actor.System, TestContext.Current.CancellationToken)).Ok);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "/api/v1/referrals"));

        await using var db = hospital.Read();
        Assert.DoesNotContain(db.ApiKeys, stored => stored.SecretHash.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutAKeyThereIsNothing()
    {
        await using var hospital = await Hospital.StartAsync();
        using var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };

        foreach (var path in new[] { "/api/v1/escalations", "/api/v1/referrals", "/api/v1/triggers", "/api/v1/ledger", "/api/v1/kpis", "/api/v1/patients/x", "/fhir/Patient" })
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, path));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
