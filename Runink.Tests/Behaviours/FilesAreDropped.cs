using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting;
using Runink.Companion.Intake.Folders;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Files that others drop: settled, claimed, taken in once, archived, or set aside with their reasons.</summary>
public sealed class FilesAreDropped : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("companion-drop-").FullName;

    [Fact]
    public async Task AFileIsTakenWhenItHasSettledAndGoesToTheArchiveOfTheDay()
    {
        await using var hospital = await Hospital.StartAsync(settings: Folder("hl7"));
        var mrn = Some.Mrn();
        Drop("b.hl7", Some.Arrival(mrn, hospital.Time.GetUtcNow()));
        await RunAsync(hospital, state => state.Waiting == 1);
        File.AppendAllText(Place("b.hl7"), "\r" + Some.Lactate(mrn, "L1", hospital.Time.GetUtcNow(), "3.4"));
        hospital.Time.Advance(TimeSpan.FromSeconds(2));
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Stop);
        hospital.Time.Advance(TimeSpan.FromSeconds(4));
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Stop);
        Assert.True(File.Exists(Place("b.hl7")), "It was written to six seconds after it came.");

        await RunAsync(hospital, state => state.Taken == 1);

        Assert.Equal(["2026-03-02/b.hl7"], Files("archive"));
        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        await using var db = hospital.Read();
        Assert.Equal([("folder", "in")], (await db.Messages.Select(message => new { message.Door, message.Source }).ToListAsync(Stop)).Select(message => message.Door).Distinct().Select(door => (door, "in")));
        Assert.Contains("in: last file 2026-03-02 08:0", await HealthAsync(hospital), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileOfWhichSomethingIsRefusedStandsBesideItsReasonsAndTheRestIsTaken()
    {
        await using var hospital = await Hospital.StartAsync(settings: Folder("hl7"));
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        foreach (var _ in (int[])[1, 2])
        {
            Drop("labs.hl7", $"BHS|^~\\&\r{Some.Arrival(mrn, now)}\r{Some.Arrival(Some.Mrn(), now).Replace("\rPID", "\rbad\rPID", StringComparison.Ordinal)}\rBTS|2\r");
            Drop("empty.hl7", "");
            await RunAsync(hospital, state => state.Refused % 2 == 0 && Directory.GetFiles(root, "*.hl7").Length == 0 && state.Refused > 0);
        }

        Assert.Equal(["empty-1.hl7", "empty-1.hl7.reason.txt", "empty.hl7", "empty.hl7.reason.txt", "labs-1.hl7", "labs-1.hl7.reason.txt", "labs.hl7", "labs.hl7.reason.txt"], Files("error"));
        var reasons = File.ReadAllLines(Place("error/labs.hl7.reason.txt"));
        Assert.StartsWith("1 of 2 were refused", reasons[0], StringComparison.Ordinal);
        Assert.StartsWith("2: AE segment 3: ", reasons[1], StringComparison.Ordinal);
        Assert.Equal(["The file holds no message."], File.ReadAllLines(Place("error/empty.hl7.reason.txt")));
        await using var db = hospital.Read();
        Assert.Equal(1, await db.Messages.CountAsync(Stop));
        Assert.Contains("4 with errors", await HealthAsync(hospital), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Csv", "id;patient;code;value;unit;at\n{0};{3};2823-3;4.1;mmol/L;{4}\n{1};{3};2823-3;4.2\n{2};;2823-3;4.3;mmol/L;{4}\n", "Line 3 has 4 fields")]
    [InlineData("Rows", "{{\"id\":\"{0}\",\"patient\":\"{3}\",\"code\":\"2823-3\",\"value\":4.1,\"unit\":\"mmol/L\",\"at\":\"{4}\"}}\n{{\"id\":\"{1}\",\"pat\n{{\"id\":\"{2}\",\"patient\":null,\"code\":\"2823-3\",\"value\":4.3,\"unit\":\"mmol/L\",\"at\":\"{4}\"}}\n", "Line 2 is no object")]
    public async Task RowsAreReadByTheProfileOfTheFolderOnceAndWhatIsNoneIsToldByItsLine(string format, string text, string problem)
    {
        var profiles = Directory.CreateDirectory(Place("profiles")).FullName;
        File.WriteAllText(Path.Combine(profiles, "in.yaml"), "profile: In\nfeeds: [in]\nrows:\n  key: [id]\n  patient: {number: patient, authority: =HOSP, type: =MR}\n  results:\n    - {code: code, system: =LN, value: value, unit: unit, at: at}\n");
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(Folder("hl7"))
        {
            ["Intake:Folders:0:Format"] = format, ["Intake:Folders:0:Pattern"] = "*.txt", ["Intake:Folders:0:Delimiter"] = ";", ["Site:FeedProfiles"] = profiles,
        });
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()));
        var file = string.Format(System.Globalization.CultureInfo.InvariantCulture, text, "a", "b", "c", mrn, hospital.Time.GetUtcNow().ToString("O"));
        foreach (var again in (int[])[1, 2])
        {
            Drop("rows.txt", file);
            await RunAsync(hospital, state => state.Refused == again);
        }

        Drop("latin.txt", "");
        File.WriteAllBytes(Place("latin.txt"), [.. System.Text.Encoding.Latin1.GetBytes("id;patient\nd;Müller\n")]);
        await RunAsync(hospital, state => state.Refused == 3);
        var reasons = File.ReadAllLines(Place("error/rows.txt.reason.txt"));
        Assert.StartsWith("2 of 3 were refused; 1 of them stand in this file alone", reasons[0], StringComparison.Ordinal);
        Assert.Contains(problem, reasons[1], StringComparison.Ordinal);
        Assert.Contains("does not say whose it is", reasons[2], StringComparison.Ordinal);
        Assert.Contains("not written in UTF-8", File.ReadAllText(Place("error/latin.txt.reason.txt")), StringComparison.Ordinal);
        await using var db = hospital.Read();
        Assert.Equal(1, await db.Messages.CountAsync(message => message.Door == "folder", Stop));
        Assert.Equal(("in", "Row"), await db.Quarantine.Select(row => ValueTuple.Create(row.Source, row.Kind)).SingleAsync(Stop));
    }

    [Fact]
    public async Task WhatADeadRunHadClaimedIsTakenAgainAndNothingIsThereTwice()
    {
        var claimed = Path.Combine(root, ".working");
        Directory.CreateDirectory(claimed);
        var settings = Folder("ndjson");
        await using var hospital = await Hospital.StartAsync(settings: settings);
        const string Lines = """
            {"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:x","value":"4711"}],"name":[{"family":"Ruiz"}]}
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2524-7"}]},"subject":{"reference":"Patient/p1"},"valueQuantity":{"value":4.4,"unit":"mmol/L","code":"mmol/L","system":"http://unitsofmeasure.org"}}
            """;
        Drop("p.ndjson", Lines);
        var written = File.GetLastWriteTimeUtc(Place("p.ndjson"));
        await RunAsync(hospital, state => state.Taken == 1);

        // As if the program had been killed after the last resource and before the file was moved.
        File.Move(Place("archive/2026-03-02/p.ndjson"), Path.Combine(claimed, "p.ndjson"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(claimed, "p.ndjson")));
        await RunAsync(hospital, state => state.Taken == 2);

        await using var db = hospital.Read();
        Assert.Equal((1, 1), (await db.FhirResources.CountAsync(one => one.Type == "Patient", Stop), await db.FhirResources.CountAsync(one => one.Type == "Observation", Stop)));
        Assert.Equal(["2026-03-02/p.ndjson"], Files("archive"));

        // A later file of the same name is another file, even with the same words.
        Drop("p.ndjson", Lines);
        await RunAsync(hospital, state => state.Taken == 3);
        Assert.Equal(2, await db.FhirResources.CountAsync(one => one.Type == "Observation", Stop));
    }

    [Fact]
    public async Task BundlesAreTakenAndABatchNamesItsRefusedEntries()
    {
        await using var hospital = await Hospital.StartAsync(settings: Folder("fhir"));
        Drop("1.json", """{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Patient","id":"x","identifier":[{"system":"urn:x","value":"1"}]},"request":{"method":"PUT","url":"Patient/x"}}]}""");
        Drop("2.json", """{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Patient","identifier":[{"system":"urn:x","value":"2"}]},"request":{"method":"POST","url":"Patient"}},{"resource":{"resourceType":"Patient","colour":"teal"},"request":{"method":"POST","url":"Patient"}}]}""");
        Drop("3.json", "{");

        await RunAsync(hospital, state => state is { Taken: 1, Refused: 2 });

        Assert.Contains("Bundle.entry[1]: 4", File.ReadAllText(Place("error/2.json.reason.txt")), StringComparison.Ordinal);
        Assert.Contains("1: 400 ", File.ReadAllText(Place("error/3.json.reason.txt")), StringComparison.Ordinal);
        await using var db = hospital.Read();
        Assert.Equal(2, await db.FhirResources.CountAsync(one => one.Type == "Patient", Stop));
    }

    [Fact]
    public async Task WhatIsNotMeantForTheDoorIsLeftAlone()
    {
        await using var hospital = await Hospital.StartAsync(settings: Folder("hl7"));
        foreach (var name in (string[])["a.hl7.tmp", ".b.hl7", "c.part", "notes.doc"])
            Drop(name, "x");
        File.CreateSymbolicLink(Place("link.hl7"), "/etc/hostname");

        for (var look = 0; look < 10; look++)
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop);
        }

        Assert.Equal([".b.hl7", "a.hl7.tmp", "c.part", "link.hl7", "notes.doc"], Directory.GetFiles(root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AFolderThatIsAwayIsSaidAndTakenUpAgain()
    {
        await using var hospital = await Hospital.StartAsync(settings: Folder("hl7", Path.Combine(root, "file", "below")));
        await LookedAsync(hospital, state => state.Problem is not null);
        Assert.Contains("cannot be worked on", await HealthAsync(hospital), StringComparison.Ordinal);
        Assert.DoesNotContain(root, await HealthAsync(hospital), StringComparison.Ordinal);

        Assert.False(Directory.Exists(Path.Combine(root, "file")));
        Directory.CreateDirectory(Path.Combine(root, "file", "below"));
        File.WriteAllText(Path.Combine(root, "file", "below", "a.hl7"), Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow()));
        await RunAsync(hospital, state => state is { Taken: 1, Problem: null });
    }

    [Fact]
    public void WhatFoldersCannotMeanIsSaidBeforeTheyAreLookedAt()
    {
        var problems = Settings.Problems(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Intake:Folders:0:Path"] = "/drop", ["Intake:Folders:1:Path"] = "/drop", ["Intake:Folders:1:Archive"] = "/drop/", ["Intake:Folders:2:Format"] = "hl7", ["Intake:Folders:3:Path"] = "/b", ["Intake:Folders:3:Format"] = "xml",
        }).Build());

        Assert.Contains(problems, problem => problem.StartsWith("Intake:Folders:1:Path: /drop is named twice", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("Intake:Folders:2:Path:", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("Intake:Folders:3:", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private Dictionary<string, string?> Folder(string format, string? path = null) => new(StringComparer.Ordinal)
    {
        ["Intake:Folders:0:Path"] = path ?? root,
        ["Intake:Folders:0:Format"] = format,
        ["Intake:Folders:0:Pattern"] = format == "hl7" ? "*.hl7" : "*",
        ["Intake:Folders:0:Feed"] = "in",
    };

    private string Place(string name) => Path.Combine(root, name);

    private void Drop(string name, string text) => File.WriteAllText(Place(name), text);

    private List<string> Files(string folder) =>
        [.. Directory.GetFiles(Place(folder), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Place(folder), file)).Order(StringComparer.Ordinal)];

    private static Task LookedAsync(Hospital hospital, Func<FolderState, bool> isSo) =>
        Hospital.EventuallyAsync(() => Task.FromResult(hospital.Services.GetRequiredService<FolderWorker>().States[0]), isSo, "the folder was looked at");

    /// <summary>Time goes on until it is so.</summary>
    private static Task RunAsync(Hospital hospital, Func<FolderState, bool> isSo) => Hospital.EventuallyAsync(
        () =>
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(hospital.Services.GetRequiredService<FolderWorker>().States[0]);
        },
        isSo, "the files were taken");

    private static async Task<string> HealthAsync(Hospital hospital)
    {
        using var answer = await hospital.Web.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("checks").GetProperty("Folders").GetProperty("description").GetString()!;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
