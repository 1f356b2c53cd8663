using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>
/// Metrics, traces and logs leave the hospital's data centre sooner than anything else: a real collector is sent all three while
/// unmistakable people come through every door, and finds nothing of them (promise 30).
/// </summary>
public sealed class NothingOfAPatientIsMeasured
{
    private const string Family = "Zyxwvutson";
    private const string Given = "Quirinius";
    private const string Mrn = "PHI424242";
    private static readonly string[] Telltale = [Family, Given, Mrn, "Xylophonweg", "19130927"];

    [Fact]
    public async Task NeitherInMetricsNorTracesNorLogs()
    {
        await using var collector = await Collector.StartAsync();
        await using var companion = await CompanionProcess.StartAsync(settings: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Telemetry:Otlp:Endpoint"] = collector.Address, ["Telemetry:Otlp:Protocol"] = "Http", ["Logging:LogLevel:Default"] = "Debug",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500", ["OTEL_BSP_SCHEDULE_DELAY"] = "200", ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
        });
        var at = TimeProvider.System.GetUtcNow();
        var arrival = Some.Arrival(Mrn, at, name: $"{Family}^{Given}", born: "19130927");
        await companion.SendAsync(
            arrival, arrival, Some.Lactate(Mrn, "PHI1", at, "6.6"), arrival.Replace("ADT^A04", "ADT^Z99", StringComparison.Ordinal), arrival.Replace("19130927", $"{Family}19130927", StringComparison.Ordinal),
            arrival.Replace("|P|2.5.1", $"|P|{Family}", StringComparison.Ordinal), $"MSH|^~\\&|{new string('é', 300)}\rPID|{Family}");
        var patient = $$"""{"resourceType":"Patient","id":"{{Mrn}}","identifier":[{"system":"urn:x","value":"{{Mrn}}"}],"name":[{"family":"{{Family}}","given":["{{Given}}"]}],"address":[{"line":["Xylophonweg 7"]}]}""";
        await SendAsync(companion, HttpMethod.Put, $"/fhir/Patient/{Mrn}", patient);
        await SendAsync(companion, HttpMethod.Put, $"/fhir/Patient/{Mrn}", patient.Replace("\"family\"", "\"famly\"", StringComparison.Ordinal));
        await SendAsync(companion, HttpMethod.Post, "/fhir", "{\"" + Family);
        foreach (var path in new[]
        {
            $"/fhir/Patient/{Mrn}", $"/fhir/Patient?name={Family}", $"/fhir/Patient?birthdate={Family}", $"/api/v1/patients/{Mrn}", $"/api/v1/escalations?patient={Mrn}", $"/api/v1/escalations/{Mrn}",
            $"/patients?q={Family}", $"/{Family}/{Mrn}", $"/api/{Family}",
        })
        {
            await SendAsync(companion, HttpMethod.Get, path, null);
        }

        await Hospital.EventuallyAsync(() => Task.FromResult(collector), seen => seen.Saw("/v1/metrics", "runink.messages") && seen.Saw("/v1/traces", "intake") && seen.Saw("/v1/logs", "Hosting"), "all three kinds");
        var metrics = await companion.Web.GetStringAsync(new Uri("/metrics", UriKind.Relative), Stop);
        foreach (var name in new[] { "runink_messages", "runink_message_duration", "runink_evaluation_duration", "runink_writer_batch_size", "runink_outbox_pending", "runink_escalations_open", "runink_ledger_rows", "http_server_request_duration", "runink_circuits" })
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        Assert.Contains("outcome=\"refused\"", metrics, StringComparison.Ordinal);
        Assert.Contains("outcome=\"repeated\"", metrics, StringComparison.Ordinal);

        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, Stop);
        foreach (var word in Telltale)
        {
            Assert.DoesNotContain(word, metrics, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(collector.Received, body => body.Text.Contains(word, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(companion.Written, line => line.Contains(word, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task MeasuresAreForOperators()
    {
        await using var hospital = await Hospital.StartAsync();
        using var stranger = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri("/metrics", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await hospital.Web.GetAsync(new Uri("/metrics", UriKind.Relative), Stop)).StatusCode);
        var intake = await KeyOfAsync(hospital, "intake");
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", intake);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync(new Uri("/metrics", UriKind.Relative), Stop)).StatusCode);
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await KeyOfAsync(hospital, "operations"));
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(new Uri("/metrics", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync(new Uri("/api/v1/escalations", UriKind.Relative), Stop)).StatusCode);
    }

    [Fact]
    public async Task OnThisMachineTheyMayBeOpenButNotThroughAProxy()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Telemetry:MetricsOnLoopback"] = "true" });
        using var scraper = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        Assert.Equal(HttpStatusCode.OK, (await scraper.GetAsync(new Uri("/metrics", UriKind.Relative), Stop)).StatusCode);
        scraper.DefaultRequestHeaders.Add("X-Forwarded-For", "10.1.2.3");
        Assert.Equal(HttpStatusCode.Unauthorized, (await scraper.GetAsync(new Uri("/metrics", UriKind.Relative), Stop)).StatusCode);
    }

    private static async Task<string> KeyOfAsync(Hospital hospital, string scopes)
    {
        var keys = (Runink.Companion.Hosting.Access.ApiKeyStore)hospital.Services.GetService(typeof(Runink.Companion.Hosting.Access.ApiKeyStore))!;
        return (await keys.CreateAsync(scopes, Runink.Companion.Hosting.Access.Scopes.Parse(scopes)!.Value, null, Runink.Domain.Foundation.Actor.System, Stop)).Value!.Secret;
    }

    private static async Task SendAsync(CompanionProcess companion, HttpMethod method, string path, string? json)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        }

        using var answer = await companion.Web.SendAsync(request, Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A collector of OTLP over HTTP; strings stand in its bodies as they are.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication app;

        private Collector(WebApplication app) => this.app = app;

        public ConcurrentQueue<(string Path, string Text)> Received { get; } = [];

        public string Address => app.Urls.First();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var collector = new Collector(builder.Build());
            collector.app.Run(async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                collector.Received.Enqueue((http.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
                http.Response.ContentType = "application/x-protobuf";
            });
            await collector.app.StartAsync(Stop);
            return collector;
        }

        public bool Saw(string path, string word) => Received.Any(body => body.Path == path && body.Text.Contains(word, StringComparison.Ordinal));

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
