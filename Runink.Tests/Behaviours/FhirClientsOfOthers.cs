using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hl7.Fhir.Model;
using Hl7.Fhir.Rest;
using Runink.Tests.Harness;
using Task = System.Threading.Tasks.Task;

namespace Runink.Tests.Behaviours;

/// <summary>Clients that others wrote, through their whole round: create, read, update, versions, search with pages, transaction, deletion.</summary>
public sealed class FhirClientsOfOthers
{
    private static readonly string[] Packages = ["fhir-kit-client@2.0.3", "fhirclient@2.6.3", "@medplum/core@4.5.2"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly SemaphoreSlim Installing = new(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirelysClientGoesItsWholeRound()
    {
        await using var hospital = await Hospital.StartAsync();
        using var client = new FhirClient(new Uri(hospital.Web.BaseAddress!, "fhir"), hospital.Web, new FhirClientSettings { VerifyFhirVersion = true, ReturnPreference = ReturnPreference.Representation });
        static Patient Person(string value, string family) => new() { Identifier = [new Identifier("urn:client:firely", value)], Name = [new HumanName { Family = family }] };

        var created = (await client.CreateAsync(Person("1", "First"), Stop))!;
        created.Name[0].Family = "Second";
        var updated = (await client.UpdateAsync(created, versionAware: true, Stop))!;
        Assert.Equal("2", updated.Meta!.VersionId);
        Assert.Equal("Second", (await client.ReadAsync<Patient>($"Patient/{created.Id}", ct: Stop))!.Name[0].Family);
        Assert.Equal("First", (await client.ReadAsync<Patient>($"Patient/{created.Id}/_history/1", ct: Stop))!.Name[0].Family);
        Assert.Equal(2, (await client.HistoryAsync($"Patient/{created.Id}", ct: Stop))!.Entry.Count);
        await Assert.ThrowsAsync<FhirOperationException>(() => client.UpdateAsync(created, versionAware: true, Stop));

        var condition = new SearchParams("identifier", "urn:client:firely|once");
        var once = (await client.ConditionalCreateAsync(Person("once", "Once"), condition, Stop))!;
        Assert.Equal(once.Id, (await client.ConditionalCreateAsync(Person("once", "Once"), condition, Stop))!.Id);
        var answer = (await client.TransactionAsync(
            new Bundle
            {
                Type = Bundle.BundleType.Transaction,
                Entry =
                [
                    new() { FullUrl = "urn:uuid:6f1f2a30-0000-4000-8000-000000000001", Resource = Person("t", "Trans"), Request = new() { Method = Bundle.HTTPVerb.POST, Url = "Patient" } },
                    new() { Request = new() { Method = Bundle.HTTPVerb.DELETE, Url = $"Patient/{once.Id}" } },
                ],
            }, Stop))!;
        Assert.Equal((2, Bundle.BundleType.TransactionResponse), (answer.Entry.Count, answer.Type));

        for (var number = 0; number < 7; number++)
            await client.CreateAsync(Person($"p{number}", "Paged"), Stop);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var page = await client.SearchAsync<Patient>(["family=paged"], pageSize: 3, ct: Stop); page is not null; page = await client.ContinueAsync(page, ct: Stop))
            seen.UnionWith(page.Entry.Select(entry => entry.Resource!.Id!));
        Assert.Equal(7, seen.Count);

        await client.DeleteAsync($"Patient/{created.Id}", Stop);
        var gone = await Assert.ThrowsAsync<FhirOperationException>(() => client.ReadAsync<Patient>($"Patient/{created.Id}", ct: Stop));
        Assert.Equal(System.Net.HttpStatusCode.Gone, gone.Status);
    }

    [Theory]
    [InlineData("fhir-kit-client")]
    [InlineData("fhirclient")]
    [InlineData("@medplum/core")]
    public async Task AClientOfNodeGoesItsWholeRound(string name)
    {
        var folder = await InstalledAsync();
        var script = Path.Combine(folder, $"{name.Replace('/', '-')}.mjs");
        File.Copy(Script(), script, overwrite: true);
        await using var hospital = await Hospital.StartAsync();

        var (code, output) = await RunAsync(
            "node", folder, script, name, new Uri(hospital.Web.BaseAddress!, "fhir").ToString(), hospital.Web.DefaultRequestHeaders.Authorization!.Parameter!);

        Assert.True(code == 0, output);
    }

    /// <summary>Where the packages are; the test is skipped where they cannot be had.</summary>
    private static async Task<string> InstalledAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), "companion-fhir-clients-1");
        await Installing.WaitAsync(Stop);
        try
        {
            if (File.Exists(Path.Combine(folder, "installed")))
                return folder;
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), "{\"private\":true}", Stop);
            var (code, output) = await RunAsync("npm", folder, ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps", .. Packages]);
            Assert.SkipWhen(code != 0, $"node or npm or its packages cannot be had here: {output[..Math.Min(200, output.Length)]}");
            await File.WriteAllTextAsync(Path.Combine(folder, "installed"), "", Stop);
            return folder;
        }
        finally
        {
            Installing.Release();
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true } };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return (-1, $"There is no {program}.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(Patience);
        try
        {
            var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, string.Concat(await output));
        }
        catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"{program} took longer than {Patience}.");
        }
    }

    private static string Script([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "fhir-clients.mjs");
}
