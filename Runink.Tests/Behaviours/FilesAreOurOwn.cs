using System.Net.Http.Headers;
using System.Text;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What is kept of patients is readable by the program's user alone, and nowhere but in the data folder (promise 30).</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class FilesAreOurOwn
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Fact]
    public async Task NothingIsOpenToOthersAndNothingLiesElsewhere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has lists of rights instead of modes.");
        var (temporary, folder) = (Directory.CreateTempSubdirectory("empty-").FullName, Directory.CreateTempSubdirectory("companion-").FullName);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await File.WriteAllTextAsync(Path.Combine(folder, "left-by-an-earlier-version"), "", Stop);
        await using (var companion = await CompanionProcess.StartAsync(folder, settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["TMPDIR"] = temporary, ["DOTNET_EnableDiagnostics"] = "0" }))
        {
            var (mrn, at) = (Some.Mrn(), TimeProvider.System.GetUtcNow());
            await companion.SendAsync([Some.Arrival(mrn, at), .. Enumerable.Range(0, 20).Select(i => Some.Lactate(mrn, $"L{i}-{mrn}", at, "4.4"))]);
            // A long one, a search that sorts, a page: what could need room of its own.
            using var body = new StringContent($$"""{"resourceType":"Patient","name":[{"family":"{{new string('x', 900_000)}}"}]}""", Encoding.UTF8);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
            await companion.Web.PostAsync(new Uri("/fhir/Patient", UriKind.Relative), body, Stop);
            await companion.GetAsync("/fhir/Observation?_sort=-date&_count=50");
            await companion.GetAsync("/api/v1/ledger?limit=50");
            await Hospital.EventuallyAsync(() => Task.FromResult(Directory.Exists(Path.Combine(folder, "mail")) ? Directory.GetFiles(Path.Combine(folder, "mail")).Length : 0), mails => mails > 0, "a mail");
            var copy = Path.Combine(folder, "copy.zip");
            Assert.Equal(0, (await CompanionProcess.RunVerbAsync("store", "backup", "--to", copy, "--data", folder)).ExitCode);

            Assert.Empty(Directory.EnumerateFileSystemEntries(temporary, "*", SearchOption.AllDirectories));
            var open = Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Append(folder).Where(path => (File.GetUnixFileMode(path) & Others) != 0);
            Assert.Empty(open);
            Assert.Contains(Directory.EnumerateFiles(folder), path => path.EndsWith("companion.db-wal", StringComparison.Ordinal));
        }

        Directory.Delete(temporary, recursive: true);
        Directory.Delete(folder, recursive: true);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
