using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Shared.Live;
using Runink.Companion.Triggers;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What says nothing any more is work: a rule, a receiver, and the program itself to a watcher outside.</summary>
public sealed class SilenceIsNoticed
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATriggerThatGoesQuietIsWorkUntilItFiresAgain()
    {
        await using var hospital = await Hospital.StartAsync();
        for (var day = 0; day < 12; day++)
        {
            await FireAsync(hospital);
            hospital.Time.Leap(TimeSpan.FromDays(1));
        }

        var worker = hospital.Services.GetRequiredService<QuietTriggerWorker>();
        await worker.LookAsync(hospital.Time.GetUtcNow(), Stop);
        Assert.DoesNotContain(await TasksAsync(hospital), IsQuiet);
        hospital.Time.Leap(TimeSpan.FromDays(9));
        await worker.LookAsync(hospital.Time.GetUtcNow(), Stop);
        await worker.LookAsync(hospital.Time.GetUtcNow(), Stop);

        var task = Assert.Single(await TasksAsync(hospital), IsQuiet);
        Assert.Equal(("Hyperkalaemia has gone quiet", "/triggers/hyperkalaemia"), (task.GetProperty("headline").GetString(), task.GetProperty("href").GetString()));
        await FireAsync(hospital);
        await worker.LookAsync(hospital.Time.GetUtcNow(), Stop);
        Assert.DoesNotContain(await TasksAsync(hospital), IsQuiet);
        Assert.Contains(await hospital.ItemsAsync("/api/v1/operational-tasks?status=closed"), closed => IsQuiet(closed) && closed.GetProperty("closedReason").GetString() == "It fires again.");

        static bool IsQuiet(System.Text.Json.JsonElement task) => task.GetProperty("kind").GetString() == "trigger-quiet" && task.GetProperty("key").GetString() == "hyperkalaemia";
    }

    [Fact]
    public async Task ARuleThatWouldHaveFiredBeforeAndNeverFiresIsWork()
    {
        await using var hospital = await Hospital.StartAsync();
        for (var day = 0; day < 12; day++)
        {
            await FireAsync(hospital);
            hospital.Time.Leap(TimeSpan.FromDays(1));
        }

        const string Yaml = "trigger:\n  id: potassium-again\n  when: lab.potassium >= 6.5 mmol/L\n  severity: high\n  then: [{action: log, entry: x}]\n";
        (await hospital.Web.PutAsync("/api/v1/triggers/potassium-again", new StringContent(Yaml, System.Text.Encoding.UTF8, "text/yaml"), Stop)).EnsureSuccessStatusCode();
        (await hospital.PostAsync("/api/v1/triggers/potassium-again/versions/1/publish", new { })).EnsureSuccessStatusCode();
        var worker = hospital.Services.GetRequiredService<QuietTriggerWorker>();
        await worker.LookAsync(hospital.Time.GetUtcNow(), Stop);
        Assert.DoesNotContain(await TasksAsync(hospital), IsQuiet);

        hospital.Time.Leap(TimeSpan.FromDays(9));
        await worker.LookAsync(hospital.Time.GetUtcNow(), Stop);

        Assert.Contains("would have", Assert.Single(await TasksAsync(hospital), IsQuiet).GetProperty("detail").GetString(), StringComparison.Ordinal);

        static bool IsQuiet(System.Text.Json.JsonElement task) => task.GetProperty("kind").GetString() == "trigger-quiet" && task.GetProperty("key").GetString() == "potassium-again";
    }

    [Fact]
    public async Task AWatcherOutsideIsCalledAsLongAsWorkGoesOn()
    {
        await using var watcher = await OutsideServer.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Delivery:Endpoints:watchdog:Kind"] = "webhook", ["Delivery:Endpoints:watchdog:Address"] = $"{watcher.Url}/ping", ["Delivery:Endpoints:watchdog:AllowPrivate"] = "true",
            ["Delivery:Endpoints:watchdog:Secret"] = "0123456789abcdef0123456789abcdef", ["Delivery:DeadMan:Endpoint"] = "watchdog",
        });
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(10));
        await Hospital.EventuallyAsync(() => Task.FromResult(watcher.Requests.Count), count => count > 0, "the watcher to be called");
        Assert.All(watcher.Requests, asked => Assert.Equal(("POST", "/ping", ""), (asked.Method, asked.Path, asked.Body)));

        var pulse = hospital.Services.GetRequiredService<WorkPulse>();
        Assert.Null(pulse.Stopped(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task AReceiverWhoCannotBeToldIsOneTaskUntilAMessageGetsThrough()
    {
        var isDown = true;
        await using var server = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(isDown ? 410 : 200));
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Delivery:Endpoints:pager:Kind"] = "webhook", ["Delivery:Endpoints:pager:Address"] = $"{server.Url}/calls", ["Delivery:Endpoints:pager:AllowPrivate"] = "true",
            ["Delivery:Endpoints:pager:Secret"] = "0123456789abcdef0123456789abcdef",
        });
        await Outbox.FireAsync(hospital, "{action: webhook, url-name: pager}");
        var task = (await Hospital.EventuallyAsync(() => TasksAsync(hospital), rows => rows.Any(IsFailed), "the task")).Single(IsFailed);
        Assert.Equal("/admin/deliveries?status=failed", task.GetProperty("href").GetString());

        isDown = false;
        var failed = Assert.Single(await hospital.ItemsAsync("/api/v1/deliveries?status=failed"));
        (await hospital.PostAsync($"/api/v1/deliveries/{failed.GetProperty("id").GetString()}/actions/retry", new { })).EnsureSuccessStatusCode();

        await Hospital.EventuallyAsync(() => TasksAsync(hospital), rows => !rows.Any(IsFailed), "the task to go");

        static bool IsFailed(System.Text.Json.JsonElement task) => task.GetProperty("kind").GetString() == "delivery-failed";
    }

    private static Task<IReadOnlyList<System.Text.Json.JsonElement>> TasksAsync(Hospital hospital) => hospital.ItemsAsync("/api/v1/operational-tasks");

    private static async Task FireAsync(Hospital hospital)
    {
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now, patientClass: "I"), Some.Potassium(mrn, "K1", now, "6.8"));
    }
}
