using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Intake.Mapping;
using Runink.Tests.Harness;
using static Runink.Tests.Harness.Answers;

namespace Runink.Tests.Behaviours;

/// <summary>What a feed means is made here, approved by somebody who did not write it, and only then is its feed read by it.</summary>
public abstract class FeedMappingsComeIntoForce
{
    public sealed class OnSqlite : FeedMappingsComeIntoForce;

    public sealed class OnPostgreSql : FeedMappingsComeIntoForce;

    private const string Profile = "/api/v1/feed-profiles/lab-sheet";

    private const string Yaml = """
        profile: Lab sheet
        feeds: [it]
        rows:
          key: [id]
          patient: {number: mrn, authority: =HOSP}
          results:
            - {code: "2524-7^Lactate^LN", value: value, unit: =mmol/L, at: taken_at}
          times: ["d.M.yyyy H:mm"]
          decimal: comma
        tests:
          - name: a decimal comma
            message: '{"id": "1", "mrn": "7", "value": "4,4", "taken_at": "2.3.2026 8:00"}'
            says: ["patient HOSP|7", "value LN|2524-7 = 4.4 mmol/L"]
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ASourceWithoutAProfileWaitsUntilWhatItMeansIsApproved()
    {
        await using var files = await OutsideServer.StartAsync(_ => new(200, "id;mrn;value;taken_at\n1;F1;4,4;2.3.2026 8:00\n"));
        await using var hospital = await Hospital.StartAsync(settings: Settings(files.Url + "/f"));
        using var kim = await SignedIn.AtAsync(hospital, "kim.park");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        Assert.Equal("not-mapped", Assert.Single(await hospital.ItemsAsync("/api/v1/sources")).GetProperty("concern").GetString());
        await RefusedAsync(await hospital.PostAsync("/api/v1/sources/it/pull", new { }), HttpStatusCode.Conflict, "map them first");

        await RefusedAsync(await ana.AskAsync(HttpMethod.Post, $"{Profile}/submit", new { yaml = Yaml }), HttpStatusCode.Forbidden, "");
        await RefusedAsync(await kim.AskAsync(HttpMethod.Put, Profile, new { yaml = Yaml }), HttpStatusCode.Conflict, "Somebody else approves what a feed means");
        await RefusedAsync(await kim.AskAsync(HttpMethod.Post, $"{Profile}/submit", new { yaml = Yaml.Replace("=mmol/L", "=furlong", StringComparison.Ordinal) }), HttpStatusCode.UnprocessableEntity, "near to it are");
        await RefusedAsync(await kim.AskAsync(HttpMethod.Post, $"{Profile}/submit", new { yaml = Yaml.Replace("4.4", "44", StringComparison.Ordinal) }), HttpStatusCode.UnprocessableEntity, "is not said");
        await RefusedAsync(await kim.AskAsync(HttpMethod.Post, $"{Profile}/submit", new { yaml = Yaml[..Yaml.IndexOf("tests:", StringComparison.Ordinal)] }), HttpStatusCode.UnprocessableEntity, "It has no test");
        var asked = Id(await DoneAsync(await kim.AskAsync(HttpMethod.Post, $"{Profile}/submit", new { yaml = Yaml, note = "The laboratory's sheet" })));
        var view = await hospital.GetAsync($"/api/v1/approvals/{asked}");
        Assert.Contains(view.GetProperty("changes").EnumerateArray(), change => change.GetProperty("what").GetString() == "Column value" && change.GetProperty("after").GetString() == "Lactate (LN 2524-7) in mmol/L");
        Assert.True(Assert.Single(view.GetProperty("tests").EnumerateArray()).GetProperty("passed").GetBoolean());
        await RefusedAsync(await kim.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{asked}/actions/approve", new { }), HttpStatusCode.Forbidden, "what feeds mean");
        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{asked}/actions/approve", new { textHash = view.GetProperty("textHash").GetString() }));
        Assert.Equal(0, Assert.Single(await hospital.ItemsAsync("/api/v1/feed-profiles")).GetProperty("version").GetInt32());
        await DoneAsync(await kim.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{asked}/actions/publish", new { }));

        var held = Assert.Single(await hospital.ItemsAsync("/api/v1/feed-profiles"));
        Assert.Equal((1, "Kim Park", "Dana Meyer"), (held.GetProperty("version").GetInt32(), held.GetProperty("author").GetString(), held.GetProperty("approvedBy").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync("/api/v1/sources/it/pull", new { })).StatusCode);
        Assert.Equal((1, 0, 0), Fetching.Last(await Fetching.PulledAsync(hospital)));
        await using var db = hospital.Read();
        var signal = Assert.Single((await db.SignalBatches.ToListAsync(Stop)).SelectMany(batch => batch.Signals()));
        Assert.Equal(("lab.lactate", "4.4", new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero)), (signal.Concept, signal.Value, signal.At));
    }

    [Fact]
    public async Task AnEmergencyHoldsAtOnceAndIsTakenBack()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings("https://nowhere.example/f"));
        using var kim = await SignedIn.AtAsync(hospital, "kim.park");
        using var dana = await SignedIn.AtAsync(hospital, "dana.meyer");
        await DoneAsync(await kim.AskAsync(HttpMethod.Post, $"{Profile}/emergency", new { yaml = Yaml, reason = "Its rows wait" }));
        Assert.NotEqual("not-mapped", Assert.Single(await hospital.ItemsAsync("/api/v1/sources")).GetProperty("concern").GetString());
        var later = Id(Assert.Single(await hospital.ItemsAsync("/api/v1/approvals?state=later-review")));
        await DoneAsync(await dana.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{later}/actions/take-back", new { reason = "The unit is another" }));
        Assert.Equal("not-mapped", Assert.Single(await hospital.ItemsAsync("/api/v1/sources")).GetProperty("concern").GetString());
        Assert.Equal(["restored", "emergency"], (await hospital.ItemsAsync($"{Profile}/versions")).Select(row => row.GetProperty("ground").GetString()));
    }

    [Fact]
    public async Task WhatIsInForceIsReadAgainAfterARestart()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("companion-mapping-").FullName;
        await using (var before = await Hospital.StartAsync(folder: folder, settings: Settings("https://nowhere.example/f")))
        {
            using var kim = await SignedIn.AtAsync(before, "kim.park");
            await DoneAsync(await kim.AskAsync(HttpMethod.Post, $"{Profile}/emergency", new { yaml = Yaml, reason = "Its rows wait" }));
            await before.StopAsync();
        }

        await using (var after = await Hospital.StartAsync(folder: folder, settings: Settings("https://nowhere.example/f")))
            Assert.Equal("Lab sheet", Assert.Single(await after.ItemsAsync("/api/v1/sources")).GetProperty("profile").GetString());
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task TheFirstRowsOfASourceAreASampleAndALookAtThemIsAFact()
    {
        await using var files = await OutsideServer.StartAsync(_ => new(200, "id;mrn;value;taken_at\n1;F1;4,4;2.3.2026 8:00\n"));
        await using var hospital = await Hospital.StartAsync(settings: Settings(files.Url + "/f"));
        var sources = hospital.Services.GetRequiredService<Runink.Companion.Intake.Sources.SourceUseCases>();
        var rows = (await sources.SampleAsync(Person("kim.park", Runink.Domain.Teams.Role.Administrator), "it", Stop)).Value!;
        Assert.Equal(["id", "mrn", "value", "taken_at"], new SampleText(rows).Read().Value!.Columns);
        Assert.Equal("forbidden", (await sources.SampleAsync(Person("ana.ruiz", Runink.Domain.Teams.Role.Nurse), "it", Stop)).Refusal?.Code);
        Assert.Contains(await hospital.ItemsAsync("/api/v1/ledger?subject=source/it"), row => row.GetProperty("kind").GetString() == "source_tested");
        await using var db = hospital.Read();
        Assert.Empty(db.Messages);
    }

    [Fact]
    public async Task ADraftOutlivesItsBrowserIsSealedAndEachStepComesBack()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings("https://nowhere.example/f"));
        var work = hospital.Services.GetRequiredService<FeedMappingUseCases>();
        var (kim, ana) = (Person("kim.park", Runink.Domain.Teams.Role.Administrator), Person("ana.ruiz", Runink.Domain.Teams.Role.Nurse));
        var sample = new SampleText("id;mrn;value;taken_at\n1;SECRET4711;4,4;2.3.2026 8:00\n");
        Assert.Equal("forbidden", (await work.SaveDraftAsync(ana, "lab-sheet", Yaml, sample, 0, Stop)).Refusal?.Code);
        var first = (await work.SaveDraftAsync(kim, "lab-sheet", "profile: Lab sheet\n", sample, 0, Stop)).Value!;
        var second = (await work.SaveDraftAsync(kim, "lab-sheet", Yaml, null, first.Revision, Stop)).Value!;
        Assert.Equal("stale-version", (await work.SaveDraftAsync(kim, "lab-sheet", "profile: Other\n", null, first.Revision, Stop)).Refusal?.Code);
        Assert.Equal("forbidden", (await work.OpenAsync(ana, "lab-sheet", Stop)).Refusal?.Code);
        var opened = (await work.OpenAsync(kim, "lab-sheet", Stop)).Value!;
        Assert.Equal((Yaml, sample, 1), (opened.Yaml, opened.Sample, opened.Steps));
        await using (var db = hospital.Read())
            Assert.DoesNotContain("SECRET4711", System.Text.Encoding.UTF8.GetString(Assert.Single(db.FeedProfileDrafts).Sample!), StringComparison.Ordinal);

        var back = (await work.UndoAsync(kim, "lab-sheet", second.Revision, Stop)).Value!;
        Assert.Equal(("profile: Lab sheet\n", 0), (back.Yaml, back.Steps));
        Assert.Equal("not-allowed-now", (await work.UndoAsync(kim, "lab-sheet", back.Revision, Stop)).Refusal?.Code);

        hospital.Time.Leap(TimeSpan.FromDays(8));
        await hospital.Services.GetRequiredService<Runink.Domain.Pipeline.Commands.FeedProfileDrafts>().ForgetSamplesAsync(Stop);
        var old = (await work.OpenAsync(kim, "lab-sheet", Stop)).Value!;
        Assert.Equal((back.Yaml, null), (old.Yaml, old.Sample));
        var kinds = (await hospital.ItemsAsync("/api/v1/ledger?subject=feed-profile/lab-sheet")).Select(row => row.GetProperty("kind").GetString()).ToHashSet();
        Assert.Superset(new HashSet<string?> { "feed_profile_draft_saved", "feed_profile_draft_undone", "feed_sample_read" }, kinds);
    }

    [Fact]
    public async Task WhatTriggersWouldHaveSaidStoresNothing()
    {
        await using var hospital = await Hospital.StartAsync();
        var work = hospital.Services.GetRequiredService<FeedMappingUseCases>();
        var kim = Person("kim.park", Runink.Domain.Teams.Role.Administrator);
        using (var content = new StringContent("trigger:\n  id: high-lactate\n  name: High lactate\n  severity: high\n  when: lab.lactate > 4 mmol/L\n  then: [{action: notify, who: charge_nurse}]\n", System.Text.Encoding.UTF8, "text/yaml"))
            (await hospital.Web.PutAsync("/api/v1/triggers/high-lactate", content, Stop)).EnsureSuccessStatusCode();
        await DoneAsync(await hospital.PostAsync("/api/v1/triggers/high-lactate/versions/1/publish", new { }));
        var found = await work.FireAsync(kim, "lab-sheet", Yaml, new SampleText("id;mrn;value;taken_at\n1;F1;4,4;2.3.2026 8:00\n2;F2;1,0;2.3.2026 8:00\n"), Stop);
        var firing = Assert.Single(found.Value!.Firings, one => one.TriggerId == "high-lactate");
        Assert.Equal("HOSP F1", firing.Patient);
        Assert.Equal("forbidden", (await work.FireAsync(Person("ana.ruiz", Runink.Domain.Teams.Role.Nurse), "lab-sheet", Yaml, null, Stop)).Refusal?.Code);
        await using var db = hospital.Read();
        Assert.Empty(db.Patients);
        Assert.Empty(db.Escalations);
        Assert.Empty(db.SignalBatches);
    }

    private static Dictionary<string, string?> Settings(string address) => new()
    {
        ["Triggers:Approval"] = "true", ["Intake:Sources:it:Kind"] = "File", ["Intake:Sources:it:Address"] = address, ["Intake:Sources:it:AllowPrivate"] = "true",
        ["Intake:Sources:it:Every"] = "01:00:00", ["Intake:Sources:it:File:Delimiter"] = ";",
    };

    private static Caller Person(string id, Runink.Domain.Teams.Role role) => new("person", id, id, role, null, Runink.Domain.Teams.RolePermissions.Of(role));

    private static string Id(JsonElement review) => review.GetProperty("id").GetString()!;
}
