using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Nobody takes the place of all others: not by many requests, not by large ones, not by open pages.</summary>
public sealed class CallersAreLimited
{
    [Fact]
    public async Task AKeyThatAsksTooOftenIsToldWhenToComeAgainAndOthersGoOn()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["RateLimits:KeyPerSecond"] = "1" });
        using var hasty = await ClientAsync(hospital, "hasty", "referrals.read");
        using var other = await ClientAsync(hospital, "other", "referrals.read");
        var answers = await BurstAsync(hasty, "/api/v1/referrals", 30);

        // Ten seconds' worth may come at once; what the clock gave meanwhile is a handful at most.
        Assert.InRange(answers.Count(answer => answer == HttpStatusCode.OK), 10, 20);
        Assert.All(answers, answer => Assert.True(answer is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, answer.ToString()));
        using var refused = await hasty.GetAsync(Relative("/api/v1/referrals"), Stop);
        if (refused.StatusCode == HttpStatusCode.TooManyRequests)
        {
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        }

        await BurstAsync(hasty, "/fhir/Patient", 12);
        using var fhir = await hasty.GetAsync(Relative("/fhir/Patient"), Stop);
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/fhir+json"), (fhir.StatusCode, fhir.Content.Headers.ContentType!.MediaType));
        Assert.Contains("\"throttled\"", await fhir.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await BurstAsync(other, "/api/v1/referrals", 1)).Single());
    }

    [Fact]
    public async Task AStrangerIsLimitedByAddressAndAPersonByName()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["RateLimits:AddressPerSecond"] = "5", ["RateLimits:PersonPerSecond"] = "5" });
        using var ana = await SessionsEndOnTheServer.SignInAsync(hospital, "ana.ruiz");
        using var stranger = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        var answers = await BurstAsync(stranger, "/api/v1/escalations", 90);
        Assert.Contains(HttpStatusCode.Unauthorized, answers);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);

        async Task<HttpStatusCode> AskAsync()
        {
            using var answer = await ana.AskAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(hospital.Web.BaseAddress!, "/account")));
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        Assert.Contains(HttpStatusCode.TooManyRequests, await Task.WhenAll(Enumerable.Range(0, 90).Select(_ => AskAsync())));
    }

    [Fact]
    public async Task AKeyOfIntakeSendsThousandsAndALargeBodyCostsMore()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["RateLimits:IntakeKeyPerSecond"] = "10" });
        using var sender = await ClientAsync(hospital, "sender", "intake");
        // Four MiB are 257 of the hundred that may come at once: what costs more than all of them takes all, and the next one waits.
        Assert.Equal(HttpStatusCode.OK, await PostAsync(sender, new ByteArrayContent(new byte[4 * 1024 * 1024])));
        Assert.Equal(HttpStatusCode.TooManyRequests, await PostAsync(sender, new ByteArrayContent(new byte[4 * 1024 * 1024])));

        await using var usual = await Hospital.StartAsync();
        using var engine = await ClientAsync(usual, "engine", "intake");
        Assert.All(await BurstAsync(engine, "/api/v1/intake/hl7v2", 3_000), answer => Assert.NotEqual(HttpStatusCode.TooManyRequests, answer));
    }

    [Fact]
    public async Task LongBodiesShareARoomAndShortOnesStillComeIn()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["Intake:Bodies:MaxMiB"] = "33" });
        using var slow = new HeldContent(20 * 1024 * 1024);
        var first = hospital.Web.PostAsync(Relative("/fhir/Patient"), slow, Stop);
        await slow.Sent.Task;
        async Task<HttpResponseMessage> SecondAsync()
        {
            var second = new ByteArrayContent(new byte[20 * 1024 * 1024]);
            second.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
            return await hospital.Web.PostAsync(Relative("/fhir/Patient"), second, Stop);
        }

        using var refused = await Hospital.EventuallyAsync(SecondAsync, answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable, "the room is taken");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Contains("OperationOutcome", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var hl7 = await hospital.Web.PostAsync(Relative("/api/v1/intake/hl7v2"), new StringContent(Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow())), Stop);
        Assert.Contains("MSA|AA|", await hl7.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        slow.Go.SetResult();
        using var ended = await first;
        Assert.Equal(HttpStatusCode.BadRequest, ended.StatusCode);
        await Hospital.EventuallyAsync(SecondAsync, answer => answer.StatusCode == HttpStatusCode.BadRequest, "the room is free again");
    }

    [Fact]
    public async Task ABodyOfMillionsOfTinyObjectsIsTurnedAwayBeforeItIsRead()
    {
        await using var hospital = await Hospital.StartAsync();
        var tiny = new ByteArrayContent(Encoding.ASCII.GetBytes($"{{\"resourceType\":\"Patient\",\"extension\":[{string.Join(',', Enumerable.Repeat("{}", 600_000))}]}}"));
        tiny.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        using var refused = await hospital.Web.PostAsync(Relative("/fhir/Patient"), tiny, Stop);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains("500,000 elements", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LiveConnectionsAreCountedByPersonAndInAll()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["Circuits:MostOfPerson"] = "2", ["Circuits:Most"] = "10" });
        var sockets = new List<ClientWebSocket>();
        async Task<bool> ConnectAsync(Visitor visitor)
        {
            var socket = new ClientWebSocket();
            socket.Options.Cookies = visitor.Cookies;
            sockets.Add(socket);
            try
            {
                await socket.ConnectAsync(new UriBuilder(hospital.Web.BaseAddress!) { Scheme = "ws", Path = "/_blazor" }.Uri, Stop);
                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        }

        var people = new List<Visitor>();
        foreach (var person in new[] { "ana.ruiz", "luis.moreno", "tess.shah" })
            people.Add(await SessionsEndOnTheServer.SignInAsync(hospital, person));
        var ana = new List<bool>();
        for (var i = 0; i < 6; i++)
            ana.Add(await ConnectAsync(people[0]));
        Assert.Equal([true, true, true, true, false, false], ana);
        var others = new List<bool>();
        for (var i = 0; i < 8; i++)
            others.Add(await ConnectAsync(people[1 + (i % 2)]));
        Assert.Equal(6, others.Count(isOpen => isOpen));

        // A new page says so, instead of one that stays empty.
        await people[1].OpenAsync("/referrals");
        Assert.Equal(("/too-many-pages", HttpStatusCode.ServiceUnavailable), (people[1].At.AbsolutePath, people[1].Status));
        Assert.Contains("Too many pages are open at the moment", people[1].Html, StringComparison.Ordinal);

        foreach (var socket in sockets)
            socket.Dispose();
        await Hospital.EventuallyAsync(async () => { await people[1].OpenAsync("/referrals"); return people[1].At.AbsolutePath; }, at => at == "/referrals", "there is room again");
        people.ForEach(one => one.Dispose());
    }

    [Theory]
    [InlineData("RateLimits:PersonPerSecond", "0")]
    [InlineData("RateLimits:IntakeKeyPerSecond", "5")]
    [InlineData("Intake:Bodies:MaxMiB", "8")]
    [InlineData("Circuits:MostOfPerson", "1")]
    [InlineData("ApiKeys:MaxDays", "0")]
    public void ALimitThatCannotBeMeantStopsTheStart(string name, string value)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
        configuration[name] = value;
        Assert.Contains(Runink.Companion.Hosting.Settings.Problems(configuration), problem => problem.StartsWith(name, StringComparison.Ordinal));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static async Task<HttpClient> ClientAsync(Hospital hospital, string name, string scopes)
    {
        var made = await hospital.Services.GetRequiredService<ApiKeyStore>().CreateAsync(name, Scopes.Parse(scopes)!.Value, null, Actor.System, Stop);
        var client = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Value!.Secret);
        return client;
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, HttpContent body)
    {
        using var answer = await client.PostAsync(Relative("/api/v1/intake/hl7v2"), body, Stop);
        return answer.StatusCode;
    }

    private static async Task<IReadOnlyList<HttpStatusCode>> BurstAsync(HttpClient client, string path, int times)
    {
        var answers = new System.Collections.Concurrent.ConcurrentBag<HttpStatusCode>();
        await Parallel.ForAsync(0, times, Stop, async (_, cancel) =>
        {
            using var answer = await client.GetAsync(Relative(path), cancel);
            answers.Add(answer.StatusCode);
        });
        return [.. answers];
    }

    /// <summary>A body that is sent up to its last byte, and then held.</summary>
    private sealed class HeldContent : HttpContent
    {
        private readonly int length;

        public HeldContent(int length)
        {
            this.length = length;
            Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        }

        public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[length - 1], Stop);
            await stream.FlushAsync(Stop);
            Sent.SetResult();
            await Go.Task;
            await stream.WriteAsync(Encoding.ASCII.GetBytes("x"), Stop);
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
