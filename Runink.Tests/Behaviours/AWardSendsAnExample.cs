using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Patients;
using Runink.Companion.Triggers;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A nurse says that a trigger should have called; whoever writes it gets a test, and nobody learns of whom.</summary>
public abstract class AWardSendsAnExample
{
    public sealed class OnSqlite : AWardSendsAnExample;

    public sealed class OnPostgreSql : AWardSendsAnExample;

    private const string Trigger = "sepsis-older-ed-patients";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Caller Of(Role role) => new("person", $"the-{role}", $"A {role}", role, null, RolePermissions.Of(role));

    [Fact]
    public async Task FromTheBedsideToTheTestsOfTheTrigger()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "2.7"));
        var bedside = hospital.Services.GetRequiredService<ExplanationUseCases>();
        var desk = hospital.Services.GetRequiredService<ExampleUseCases>();
        var (nurse, author) = (Of(Role.Nurse), Of(Role.Author));

        Assert.Null((await bedside.SendExampleAsync(nurse, Trigger, mrn, true, "She was septic an hour later.", Stop)).Refusal);
        hospital.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Contains("A Nurse has sent", (await bedside.SendExampleAsync(Of(Role.Navigator), Trigger, mrn, true, null, Stop)).Refusal!.Message, StringComparison.Ordinal);

        var example = Assert.Single((await desk.ListAsync(author, Trigger, Stop)).Value!);
        Assert.True(example.IsFaithful);
        Assert.Contains("lab.lactate: \"2.7 mmol/L\"", example.Test, StringComparison.Ordinal);
        Assert.DoesNotContain(mrn, example.Test, StringComparison.Ordinal);
        Assert.Single(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("kind").GetString() == "trigger-example" && task.GetProperty("status").GetString() == "open");
        var told = Assert.Single(await hospital.ItemsAsync($"/api/v1/ledger?kind=trigger_example_sent&subject=trigger/{Trigger}")).GetProperty("detail").GetString()!;
        Assert.DoesNotContain("2.7", told, StringComparison.Ordinal);
        Assert.DoesNotContain("septic", told, StringComparison.Ordinal);

        Assert.Equal("forbidden", (await desk.SettleAsync(nurse, Trigger, "Sepsis", example.Id, true, Stop)).Refusal!.Code);
        Assert.Null((await desk.SettleAsync(author, Trigger, "Sepsis", example.Id, true, Stop)).Refusal);
        Assert.Equal("stale-version", (await desk.SettleAsync(author, Trigger, "Sepsis", example.Id, false, Stop)).Refusal!.Code);
        Assert.Empty((await desk.ListAsync(author, Trigger, Stop)).Value!);
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("kind").GetString() == "trigger-example" && task.GetProperty("status").GetString() == "open");
    }

    [Fact]
    public async Task OnlyByWhoMaySeeThePatientAndTheTrigger()
    {
        await using var hospital = await Hospital.StartAsync();
        var bedside = hospital.Services.GetRequiredService<ExplanationUseCases>();
        foreach (var role in Enum.GetValues<Role>())
        {
            var caller = Of(role);
            var expected = caller.May(Permission.ReadPatients | Permission.ReadTriggers) ? "not-found" : "forbidden";
            Assert.Equal(expected, (await bedside.ExampleAsync(caller, Trigger, "nobody", true, Stop)).Refusal!.Code);
            Assert.Equal(expected, (await bedside.SendExampleAsync(caller, Trigger, "nobody", true, null, Stop)).Refusal!.Code);
        }
    }
}
