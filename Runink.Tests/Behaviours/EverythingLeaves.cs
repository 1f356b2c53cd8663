using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake.Fhir;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A hospital that leaves takes everything along, in files that others can read, and finds the same work where it arrives.</summary>
public abstract class EverythingLeaves
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public sealed class OnSqlite : EverythingLeaves
    {
        [Fact]
        public async Task FromAFileToADatabaseServer()
        {
            var target = await (await PostgreSqlServerOfThisRun.GetAsync()).EmptyDatabaseAsync();
            await using var hospital = await Hospital.StartAsync(TimeProvider.System.GetUtcNow());
            await HospitalStory.TellAsync(hospital);
            await ArrivesAsync(hospital, folder => TestDatabase.Move(folder, target));
        }

        [Fact]
        public async Task WhatWasChangedOnTheWayIsRefusedAndNothingIsDone()
        {
            await using var hospital = await Hospital.StartAsync(TimeProvider.System.GetUtcNow());
            await HospitalStory.TellAsync(hospital);
            var (site, data) = (NewFolder(), NewFolder());
            Assert.Equal(0, (await CompanionProcess.RunVerbAsync("site", "export", "--to", site, "--data", hospital.Folder)).ExitCode);

            await RefusedAsync(Path.Combine(site, "records", "escalations.ndjson"), text => text.Replace("hyperkalaemia", "hyperkalaemib", StringComparison.Ordinal), "records/escalations.ndjson is not as it was exported");
            await RefusedAsync(Path.Combine(site, "fhir", "Patient.ndjson"), text => text[..^20], "fhir/Patient.ndjson is not as it was exported");
            await RefusedAsync(Path.Combine(site, "manifest.json"), text => text.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal), "format 2");
            await RefusedAsync(Path.Combine(site, "manifest.json"), text => text.Replace("\"ledger\": [", "\"ledgers\": [", StringComparison.Ordinal), "another version");
            await RefusedAsync(Path.Combine(site, "manifest.json"), text => text.Replace("\"records/patients.ndjson\"", "\"../../etc/passwd\"", StringComparison.Ordinal), "cannot be one of an export");
            // Whoever changes the ledger and mends the manifest has the signatures against him.
            var ledger = Path.Combine(site, "records", "ledger.ndjson");
            var manifest = await File.ReadAllTextAsync(Path.Combine(site, "manifest.json"), Stop);
            await RefusedAsync(ledger, text => text.Replace("escalation_opened", "escalation_opemed", StringComparison.Ordinal), "The ledger of the export does not hold", () => Mended(site, "records/ledger.ndjson"));
            await File.WriteAllTextAsync(Path.Combine(site, "manifest.json"), manifest, Stop);
            File.Delete(Path.Combine(site, "manifest.json"));
            Assert.Contains("no manifest.json", (await ImportAsync(site, data)).Output, StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(site, "manifest.json"), manifest, Stop);

            var arrived = await ImportAsync(site, data);
            Assert.True(arrived.ExitCode == 0, arrived.Output);
            var again = await ImportAsync(site, data);
            Assert.Equal(2, again.ExitCode);
            Assert.Contains("is not empty", again.Output, StringComparison.Ordinal);
            Assert.Equal(5, (await CompanionProcess.RunVerbAsync("ledger", "verify", "--data", data)).ExitCode);
            var foreign = NewFolder();
            File.Copy(Path.Combine(hospital.Folder, "ledger-signing-key.pem"), Path.Combine(foreign, "ledger-signing-key.pem"));
            Assert.Contains("of another ledger", (await ImportAsync(site, foreign)).Output, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(foreign, "ledger-signing-key.pem")));
            Directory.Delete(site, recursive: true);
            Directory.Delete(foreign, recursive: true);
            await TestDatabase.DeleteAsync(data);

            async Task RefusedAsync(string file, Func<string, string> change, string why, Action? after = null)
            {
                var before = await File.ReadAllTextAsync(file, Stop);
                Assert.NotEqual(before, change(before));
                await File.WriteAllTextAsync(file, change(before), Stop);
                after?.Invoke();
                var refused = await ImportAsync(site, data);
                Assert.Equal(2, refused.ExitCode);
                Assert.Contains(why, refused.Output, StringComparison.Ordinal);
                Assert.Empty(Directory.GetFiles(data, "ledger-*"));
                Assert.False(File.Exists(Path.Combine(data, "companion.db")));
                await File.WriteAllTextAsync(file, before, Stop);
            }
        }

        /// <summary>What a power cut leaves between the signature and the commit: a proof of nothing, and no store.</summary>
        [Fact]
        public async Task AnImportThatWasStoppedBeginsAnew()
        {
            await using var hospital = await Hospital.StartAsync(TimeProvider.System.GetUtcNow());
            await HospitalStory.TellAsync(hospital);
            var (site, data) = (NewFolder(), NewFolder());
            Assert.Equal(0, (await CompanionProcess.RunVerbAsync("site", "export", "--to", site, "--data", hospital.Folder)).ExitCode);
            Assert.Equal(0, (await ImportAsync(site, data)).ExitCode);
            SqliteConnection.ClearAllPools();
            foreach (var file in Directory.GetFiles(data, "companion.db*"))
                File.Delete(file);

            var again = await ImportAsync(site, data);
            Assert.True(again.ExitCode == 0, again.Output);
            Directory.Delete(site, recursive: true);
            await TestDatabase.DeleteAsync(data);
        }

        private static void Mended(string site, string name)
        {
            var bytes = File.ReadAllBytes(Path.Combine([site, .. name.Split('/')]));
            var file = Path.Combine(site, "manifest.json");
            var was = JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("files").GetProperty(name).GetProperty("sha256").GetString()!;
            File.WriteAllText(file, File.ReadAllText(file).Replace(was, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), StringComparison.Ordinal));
        }
    }

    public sealed class OnPostgreSql : EverythingLeaves;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheSameWorkStandsWhereItArrives()
    {
        await using var hospital = await Hospital.StartAsync(TimeProvider.System.GetUtcNow());
        await HospitalStory.TellAsync(hospital);
        await ArrivesAsync(hospital, _ => { });
    }

    private static async Task ArrivesAsync(Hospital hospital, Action<string> place)
    {
        var (site, data) = (NewFolder(), NewFolder());
        place(data);
        var before = await HospitalStory.AnswersAsync(hospital);
        foreach (var some in new[] { "/api/v1/escalations?view=all ", "/api/v1/escalations?status=resolved ", "/api/v1/referrals ", "/api/v1/discharges ", "/api/v1/people ", "/api/v1/rotas ", "/api/v1/quarantine " })
            Assert.Contains(before.Keys, key => key.StartsWith(some, StringComparison.Ordinal));
        Assert.Contains(before, answer => answer.Key.EndsWith("/documents", StringComparison.Ordinal) && answer.Value.Contains("report.pdf", StringComparison.Ordinal));
        var exported = await CompanionProcess.RunVerbAsync("site", "export", "--to", site, "--data", hospital.Folder);
        Assert.True(exported.ExitCode == 0, exported.Output);
        await IsReadableAsync(site);
        await HoldsNoSecretAsync(hospital, site);
        Assert.Equal(2, (await CompanionProcess.RunVerbAsync("site", "export", "--to", site, "--data", hospital.Folder)).ExitCode);

        var imported = await ImportAsync(site, data);
        Assert.True(imported.ExitCode == 0, imported.Output);
        Assert.Contains("nothing with which they sign in", imported.Output, StringComparison.Ordinal);
        Assert.Contains("1 links of partners have ended", imported.Output, StringComparison.Ordinal);
        Assert.True((await CompanionProcess.RunVerbAsync("ledger", "verify", "--data", data)).ExitCode == 5, imported.Output);

        await using (var arrived = await Hospital.StartAsync(hospital.Time.GetUtcNow(), data))
        {
            var after = await HospitalStory.AnswersAsync(arrived);
            Assert.Equal(before.Keys, after.Keys);
            Assert.All(before, answer => Assert.Equal(answer.Value, after[answer.Key]));
            Assert.True((await arrived.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
            var row = Assert.Single(await arrived.ItemsAsync("/api/v1/ledger?kind=site_imported"));
            var left = Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=site_exported"));
            Assert.Equal(ManifestOf(left), ManifestOf(row));
            Assert.Single(await arrived.ItemsAsync("/api/v1/ledger?kind=site_export_begun"));

            // Work goes on: what its senders repeat is known, what is new is judged.
            var mrn = Some.Mrn();
            var answers = await arrived.SendAsync(Some.Arrival(mrn, arrived.Time.GetUtcNow(), patientClass: "I", place: "4 West^^4W-07"), Some.Potassium(mrn, "K1", arrived.Time.GetUtcNow(), "6.9"));
            Assert.All(answers, answer => Assert.Contains("MSA|AA", answer, StringComparison.Ordinal));
            Assert.NotEmpty(await arrived.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
            await using var db = arrived.Read();
            Assert.Empty(await db.LocalCredentials.ToListAsync(Stop));
            Assert.DoesNotContain(await db.Outbox.ToListAsync(Stop), message => message.IsPrivate);
        }

        Directory.Delete(site, recursive: true);
        await TestDatabase.DeleteAsync(data);
    }

    /// <summary>Each file is private, each resource is FHIR R4, each trigger is there with its text, and the manifest knows them all.</summary>
    private static async Task IsReadableAsync(string site)
    {
        var files = Directory.GetFiles(site, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(site, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(site, "manifest.json"), Stop));
        Assert.Equal(files.Except(["manifest.json"]), manifest.RootElement.GetProperty("files").EnumerateObject().Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.All(Directory.EnumerateFileSystemEntries(site, "*", SearchOption.AllDirectories).Append(site), path => Assert.True(IsOurs(path), path));
        foreach (var type in new[] { "Patient", "Encounter", "Observation", "Task" })
        {
            var resources = await File.ReadAllLinesAsync(Path.Combine(site, "fhir", $"{type}.ndjson"), Stop);
            Assert.NotEmpty(resources);
            Assert.All(resources, json =>
            {
                var read = FhirParser.Parse(Encoding.UTF8.GetBytes(json));
                Assert.Empty(read.Faults);
                Assert.Equal(type, read.Resource!.TypeName);
            });
        }

        var index = await File.ReadAllLinesAsync(Path.Combine(site, "definitions", "index.csv"), Stop);
        Assert.Contains(index, line => line.StartsWith("triggers/hyperkalaemia/v1-published.yaml,triggers,hyperkalaemia,1,published,", StringComparison.Ordinal) && line.Contains("shipped", StringComparison.Ordinal));
        Assert.Contains("hyperkalaemia", await File.ReadAllTextAsync(Path.Combine(site, "definitions", "triggers", "hyperkalaemia", "v1-published.yaml"), Stop), StringComparison.Ordinal);
        Assert.All(index.Skip(1), line => Assert.Contains($"definitions/{line.Split(',')[0]}", files));
    }

    private static string? ManifestOf(JsonElement row) => JsonSerializer.Deserialize<JsonElement>(row.GetProperty("detail").GetString()!).GetProperty("manifest").GetString();

    private static bool IsOurs(string path) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == 0;

    private static async Task HoldsNoSecretAsync(Hospital hospital, string site)
    {
        await using var db = hospital.Read();
        List<string> secrets =
        [
            .. await db.ApiKeys.Select(key => key.SecretHash).ToListAsync(Stop), .. await db.PartnerLinks.Select(link => link.TokenHash).ToListAsync(Stop),
            .. await db.LocalCredentials.Select(one => one.PassphraseHash).ToListAsync(Stop), "PRIVATE KEY",
        ];
        foreach (var file in Directory.GetFiles(site, "*", SearchOption.AllDirectories))
        {
            var text = await File.ReadAllTextAsync(file, Stop);
            Assert.DoesNotContain(secrets, secret => secret.Length > 0 && text.Contains(secret, StringComparison.Ordinal));
        }
    }

    private static Task<(int ExitCode, string Output)> ImportAsync(string site, string data) => CompanionProcess.RunVerbAsync("site", "import", site, "--data", data);

    private static string NewFolder() => Directory.CreateTempSubdirectory("companion-site-").FullName;
}
