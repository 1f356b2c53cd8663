using System.Net;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>An address that is there for other methods says for which; one that is not there says that.</summary>
public sealed class AddressesAndMethods
{
    [Theory]
    [InlineData("DELETE", "/api/v1/escalations", "GET")]
    [InlineData("HEAD", "/api/v1/escalations", "GET")]
    [InlineData("OPTIONS", "/api/v1/intake/hl7v2", "POST")]
    [InlineData("GET", "/api/v1/intake/hl7v2", "POST")]
    [InlineData("DELETE", "/api/v1/triggers/check", "POST")]
    [InlineData("DELETE", "/health/ready", null)]
    [InlineData("PATCH", "/fhir", null)]
    public async Task AMethodThatIsNotForItIs405WithAllow(string method, string path, string? allowed)
    {
        await using var hospital = await Hospital.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using var answer = await hospital.Web.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        if (allowed is not null)
            Assert.Contains(allowed, answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task AnAddressThatIsNotThereIs404()
    {
        await using var hospital = await Hospital.StartAsync();
        using var answer = await hospital.Web.GetAsync(new Uri("/api/v1/nothing", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("urn:runink:problem:not-found", problem.RootElement.GetProperty("type").GetString());
    }
}
