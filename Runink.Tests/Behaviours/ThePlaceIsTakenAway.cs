using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>
/// A handle is not the file (promise 1): the data folder, or a file of the store, is removed or replaced under the running program.
/// From then on nobody is told that anything is kept, nothing is made anew, and health says what to do.
/// </summary>
public sealed class ThePlaceIsTakenAway
{
    [Theory]
    [InlineData("")]
    [InlineData("companion.db")]
    [InlineData("companion.db-wal")]
    public async Task NothingIsAcknowledgedAfterwards(string what)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows removes no file that is open.");
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        var aside = folder + "-aside";
        await using var companion = await CompanionProcess.StartAsync(folder);
        var at = TimeProvider.System.GetUtcNow();
        Assert.Contains("MSA|AA|", (await companion.SendAsync(Some.Arrival(Some.Mrn(), at)))[0], StringComparison.Ordinal);
        Assert.Equal("healthy", await StatusAsync(companion, "Places"));
        try
        {
            if (what.Length == 0)
                Directory.Move(folder, aside);
            else
                File.Move(Path.Combine(folder, what), aside);

            Assert.Contains("MSA|AE|", (await companion.SendAsync(Some.Arrival(Some.Mrn(), at)))[0], StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await PostAsync(companion, "/fhir/Patient", """{"resourceType":"Patient"}""", "application/fhir+json")).StatusCode);
            Assert.Contains("MSA|AE|", await (await PostAsync(companion, "/api/v1/intake/hl7v2", Some.Arrival(Some.Mrn(), at), "application/hl7-v2")).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            Assert.Equal("unhealthy", await StatusAsync(companion, "Places"));
            Assert.Equal("unhealthy", await StatusAsync(companion, "Store"));
            using (var ready = await companion.Web.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop))
                Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            if (what.EndsWith("-wal", StringComparison.Ordinal))
                return;
            // Nothing was made in its place.
            Assert.False(what.Length == 0 ? Directory.Exists(folder) : File.Exists(Path.Combine(folder, what)));

            if (what.Length == 0)
                Directory.Move(aside, folder);
            else
                File.Move(aside, Path.Combine(folder, what));
            Assert.Contains("MSA|AA|", (await companion.SendAsync(Some.Arrival(Some.Mrn(), at)))[0], StringComparison.Ordinal);
            Assert.Equal("healthy", await StatusAsync(companion, "Places"));
            await companion.KillAsync();
            var (code, said) = await CompanionProcess.RunVerbAsync("ledger", "verify", "--data", folder);
            // What was written in the last seconds before the kill may not be signed yet.
            Assert.True(code is 0 or 3, said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            File.Delete(aside);
        }
    }

    [Fact]
    public async Task ARemovedLockFileIsSaid()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows removes no file that is open.");
        await using var companion = await CompanionProcess.StartAsync();
        File.Delete(Path.Combine(companion.Folder, "companion.lock"));
        Assert.Equal("degraded", await StatusAsync(companion, "Places"));
    }

    private static async Task<string?> StatusAsync(CompanionProcess companion, string check)
    {
        using var answer = await companion.Web.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        return json.RootElement.GetProperty("checks").GetProperty(check).GetProperty("status").GetString();
    }

    private static async Task<HttpResponseMessage> PostAsync(CompanionProcess companion, string path, string body, string type)
    {
        var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await companion.Web.PostAsync(new Uri(path, UriKind.Relative), content, Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
