using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Every door that the program has is found by the program's own list, and is closed unless it is named here.</summary>
public sealed class NothingIsOpenByItself
{
    /// <summary>What a stranger may reach: the ways in, what tools ask about health, and files of the pages.</summary>
    private static readonly string[] Open =
    [
        "/sign-in", "/sign-in/provider", "/sign-in/code", "/sign-in/passphrase", "/sign-in/enrol", "/sign-in/recovery", "/sign-in/passkey", "/sign-in/passkey/options", "/sign-out", "/display", "/error", "/{*path:nonfile}", "/health/live", "/health/ready",
        "/cds-services/", "/hooks/intake/{name}", "/hooks/repository/{name}", "/hooks/slack/interactions", "/hooks/sms/receipts", "/hooks/teams/messages", "/p/{Token}", "/p/{token}/{kind}", "/p/{token}/documents/{id}", "/p/{token}/dossier.{form}", "/v/{Token}", "/v/{token}/{kind}", "/openapi/{documentName}.json", "/api/{**rest}", "/fhir/metadata", "/fhir/{**rest}", "/{**path:file}",
    ];

    [Fact]
    public async Task OnlyWhatIsNamedHereAnswersAStranger()
    {
        await using var hospital = await Hospital.StartAsync();
        var sources = hospital.Services.GetServices<EndpointDataSource>();
        var endpoints = sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct().ToList();
        Assert.True(endpoints.Count > 100, $"Only {endpoints.Count} endpoints were found.");
        var isFile = (RouteEndpoint endpoint) => endpoint.Metadata.Any(one => one.GetType().Name == "StaticAssetDescriptor");
        var open = endpoints.Where(endpoint => !isFile(endpoint) && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal);
        Assert.Empty(open.Except(Open, StringComparer.Ordinal));

        // What says so is also asked: without cookie and key no closed door answers with anything.
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = hospital.Web.BaseAddress };
        var answered = new List<string>();
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && !endpoint.RoutePattern.RawText!.EndsWith(":file}", StringComparison.Ordinal)))
        {
            var path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "1"))));
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method is "GET" or "HEAD" ? null : new StringContent("{}", System.Text.Encoding.UTF8, "application/json") };
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                var isClosed = answer.StatusCode == HttpStatusCode.Unauthorized || (answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains("/sign-in", StringComparison.Ordinal));
                if (!isClosed)
                    answered.Add($"{method} {endpoint.RoutePattern.RawText}: {answer.StatusCode}");
            }
        }

        Assert.Empty(answered.Distinct());
    }

    [Fact]
    public async Task ACookieIsNoKeyAndAnotherSiteIsNotThisOne()
    {
        await using var hospital = await Hospital.StartAsync();
        using var luis = await SessionsEndOnTheServer.SignInAsync(hospital, "luis.moreno");
        async Task<HttpStatusCode> AskAsync(HttpMethod method, string path, string? origin = null, string? host = null, string? token = null)
        {
            using var request = new HttpRequestMessage(method, new Uri(hospital.Web.BaseAddress!, path));
            if (method == HttpMethod.Post)
                request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "text/plain");
            if (origin is not null)
                request.Headers.Add("Origin", origin);
            if (host is not null)
                request.Headers.Host = host;
            if (token is not null)
                request.Headers.Add("RequestVerificationToken", token);
            using var answer = await luis.AskAsync(request);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(HttpMethod.Get, "/api/v1/escalations"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(HttpMethod.Get, "/fhir/Patient"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(HttpMethod.Get, "/api/v1/escalations", token: "made-up"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(HttpMethod.Post, "/api/v1/escalations/x/actions/claim", origin: "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(HttpMethod.Post, "/session/seen", origin: "https://evil.example"));
        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(HttpMethod.Post, "/session/seen", origin: hospital.Web.BaseAddress!.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(HttpMethod.Get, "/sign-in", host: "evil.example"));

        await luis.OpenAsync("/confirm");
        using var form = luis.FormOf("/confirm");
        var real = Uri.UnescapeDataString((await form.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('&').Single(field => field.StartsWith("__RequestVerificationToken=", StringComparison.Ordinal)).Split('=', 2)[1]);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(HttpMethod.Get, "/api/v1/escalations", token: real));
    }

    [Fact]
    public async Task NobodyOpensALiveConnection()
    {
        await using var hospital = await Hospital.StartAsync();
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        var address = new UriBuilder(hospital.Web.BaseAddress!) { Scheme = "ws", Path = "/_blazor" }.Uri;
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => socket.ConnectAsync(address, TestContext.Current.CancellationToken));
        Assert.NotEqual(HttpStatusCode.SwitchingProtocols, socket.HttpStatusCode);
    }
}
