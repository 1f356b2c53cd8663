using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Retention;
using Runink.Companion.Shared.Outside;
using Runink.Tests.Harness;
using static Runink.Tests.Harness.Answers;

namespace Runink.Tests.Behaviours;

/// <summary>Who sends JSON by himself signs it; each reading counts from when it was taken, once, and for whom it says.</summary>
public abstract class ReadingsArePushed : IDisposable
{
    public sealed class OnSqlite : ReadingsArePushed;

    public sealed class OnPostgreSql : ReadingsArePushed;

    private const string Secret = "0123456789abcdef0123456789abcdef", Former = "fedcba9876543210fedcba9876543210";

    private const string Profile = """
        profile: Wearables
        feeds: [wearables]
        rows:
          key: [readings.id]
          patient: {number: patient, authority: =HOSP, type: =MR}
          results:
            - {code: readings.code, system: =LN, value: readings.value, unit: readings.unit, at: readings.at}
        """;

    private readonly string profiles = Directory.CreateTempSubdirectory("companion-").FullName;

    protected ReadingsArePushed() => File.WriteAllText(Path.Combine(profiles, "wearables.yaml"), Profile);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Dictionary<string, string?> Settings => new()
    {
        ["Site:FeedProfiles"] = profiles, ["Intake:Webhooks:wearables:Secret"] = Secret, ["Intake:Webhooks:wearables:PreviousSecret"] = Former, ["Intake:Webhooks:wearables:Each"] = "readings",
        ["Intake:Webhooks:unmapped:Secret"] = Secret,
    };

    public void Dispose()
    {
        Directory.Delete(profiles, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task OnlyWhatIsSignedFreshAndForTheFirstTimeIsTaken()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings);
        var mrn = await ArriveAsync(hospital);
        var body = Body(mrn, ("r1", "4.1", hospital.Time.GetUtcNow()));
        await RefusedAsync(await PostAsync(hospital, body, secret: null), HttpStatusCode.Forbidden, "It is not signed");
        await RefusedAsync(await PostAsync(hospital, body, secret: "another secret of thirty-two bytes"), HttpStatusCode.Forbidden, "none of this body");
        await RefusedAsync(await PostAsync(hospital, body, Secret, name: "nobody"), HttpStatusCode.Forbidden, "none of this body");
        await RefusedAsync(await PostAsync(hospital, body, Secret, behind: TimeSpan.FromHours(3)), HttpStatusCode.Forbidden, "10,800 s beside ours");
        await RefusedAsync(await PostAsync(hospital, body, Secret, behind: -TimeSpan.FromHours(3)), HttpStatusCode.Forbidden, "a clock that is ahead");
        await RefusedAsync(await PostAsync(hospital, body, Secret, sent: body.Replace("4.1", "9.1", StringComparison.Ordinal)), HttpStatusCode.Forbidden, "none of this body");
        Assert.Equal(0, await CountAsync(hospital));

        Assert.Equal((1, 0, 0), Told(await DoneAsync(await PostAsync(hospital, body, Secret))));
        await RefusedAsync(await PostAsync(hospital, body, Secret), HttpStatusCode.Forbidden, "taken already");
        hospital.Time.Leap(TimeSpan.FromSeconds(5));
        Assert.Equal((0, 1, 0), Told(await DoneAsync(await PostAsync(hospital, body, Secret))));
        Assert.Equal(1, await CountAsync(hospital));
    }

    [Fact]
    public async Task BothSecretsAreGoodWhileTheyChangeAndThePageSaysWhoStillUsesTheFormer()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings);
        var mrn = await ArriveAsync(hospital);
        Assert.Equal((1, 0, 0), Told(await DoneAsync(await PostAsync(hospital, Body(mrn, ("r1", "4.1", hospital.Time.GetUtcNow())), Secret))));
        Assert.Equal(JsonValueKind.Null, (await SourceAsync(hospital)).GetProperty("previousAt").ValueKind);
        Assert.Equal((1, 0, 0), Told(await DoneAsync(await PostAsync(hospital, Body(mrn, ("r2", "4.2", hospital.Time.GetUtcNow())), Former))));
        var source = await SourceAsync(hospital);
        Assert.Equal((true, 2, "Wearables", "/hooks/intake/wearables"), (source.GetProperty("hasPrevious").GetBoolean(), source.GetProperty("taken").GetInt32(), source.GetProperty("profile").GetString(), source.GetProperty("address").GetString()));
        Assert.Equal(hospital.Time.GetUtcNow(), source.GetProperty("previousAt").GetDateTimeOffset());
        Assert.DoesNotContain("secret", source.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ACopyIsKnownAfterARestartAndWhatWasTakenIsForgottenWhenItIsShownNoMore()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        var settings = new Dictionary<string, string?>(Settings) { ["Retention:TakenRowDays"] = "30" };
        string mrn, body;
        await using (var hospital = await Hospital.StartAsync(folder: folder, settings: settings))
        {
            mrn = await ArriveAsync(hospital);
            body = Body(mrn, ("r1", "4.1", hospital.Time.GetUtcNow()), ("r2", "4.2", hospital.Time.GetUtcNow()));
            Assert.Equal((2, 0, 0), Told(await DoneAsync(await PostAsync(hospital, body, Secret))));
        }

        await using (var hospital = await Hospital.StartAsync(Hospital.Morning.AddMinutes(1), folder, settings))
        {
            await RefusedAsync(await PostAsync(hospital, body, Secret, behind: TimeSpan.FromMinutes(1)), HttpStatusCode.Forbidden, "taken already");
            hospital.Time.Leap(TimeSpan.FromDays(29));
            Assert.Equal((0, 1, 0), Told(await DoneAsync(await PostAsync(hospital, Body(mrn, ("r1", "4.1", Hospital.Morning)), Secret))));
            await using (var db = hospital.Read())
                Assert.Equal(1, await db.TakenSignatures.CountAsync(Stop));
            hospital.Time.Leap(TimeSpan.FromDays(2));
            await hospital.Services.GetRequiredService<Retention>().RunAsync(Stop);
            await using (var db = hospital.Read())
                Assert.Equal(Hospital.Morning.AddMinutes(1).AddDays(29), (await db.TakenRows.SingleAsync(Stop)).SeenAt);
            Assert.Equal((0, 1, 0), Told(await DoneAsync(await PostAsync(hospital, Body(mrn, ("r1", "4.1", Hospital.Morning)), Secret))));
        }

        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task ABurstOfOldReadingsOpensNothingAndOneOfNowDoes()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings);
        var mrn = await ArriveAsync(hospital);
        var then = hospital.Time.GetUtcNow().AddDays(-4);
        var late = Enumerable.Range(0, 200).Select(at => ($"l{at}", "6.9", then.AddMinutes(at))).ToArray();
        Assert.Equal((200, 0, 0), Told(await DoneAsync(await PostAsync(hospital, Body(mrn, late), Secret))));
        Assert.Empty(await hospital.ItemsAsync("/api/v1/escalations"));
        await using (var db = hospital.Read())
            Assert.Contains(then.AddMinutes(199), (await db.SignalBatches.ToListAsync(Stop)).SelectMany(batch => batch.Signals()).Select(signal => signal.At));

        await DoneAsync(await PostAsync(hospital, Body(mrn, ("now", "6.9", hospital.Time.GetUtcNow())), Secret));
        Assert.NotEmpty(await Hospital.EventuallyAsync(() => hospital.ItemsAsync("/api/v1/escalations"), rows => rows.Count > 0, "the value of now opens one"));
    }

    [Fact]
    public async Task TheSampleReadsBatteryAndWearTimeAsSignals()
    {
        File.Copy(Runink.Tests.Domain.Triggers.Repository.Path("Runink.Companion/Samples/Feeds/wearables.yaml"), Path.Combine(profiles, "wearables.yaml"), overwrite: true);
        await using var hospital = await Hospital.StartAsync(settings: Settings);
        var mrn = await ArriveAsync(hospital);
        var at = hospital.Time.GetUtcNow().AddMinutes(-1);
        var body = JsonSerializer.Serialize(new
        {
            patient = new { number = mrn }, device = new { id = "W-1" },
            readings = new (string Id, string Kind, decimal Value, string Unit)[] { ("1", "battery", 12m, "percent"), ("2", "worn", 3.5m, "hours"), ("3", "heart_rate", 71m, "bpm") }.Select(one => new { id = one.Id, kind = one.Kind, value = one.Value, unit = one.Unit, taken_at = at }),
        });
        Assert.Equal((3, 0, 0), Told(await DoneAsync(await PostAsync(hospital, body, Secret))));
        await using var db = hospital.Read();
        var signals = (await db.SignalBatches.ToListAsync(Stop)).SelectMany(batch => batch.Signals()).Where(signal => signal.Concept.StartsWith("device.", StringComparison.Ordinal)).ToList();
        Assert.Equal([("device.battery", "12", "%"), ("device.heart_rate", "71", "/min"), ("device.wear_time", "3.5", "h")], signals.Select(signal => (signal.Concept, signal.Value, signal.Unit!)).Order());
        Assert.All(signals, signal => Assert.Equal(at, signal.At));
        Assert.All(await db.Messages.Where(row => row.Door == "push").ToListAsync(Stop), row => Assert.Null(row.Findings));
    }

    [Fact]
    public async Task WhatIsOfNobodyOrMeansNothingWaitsInQuarantineAndIsToldWhichRow()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings);
        var mrn = await ArriveAsync(hospital);
        var now = hospital.Time.GetUtcNow();
        var body = $$"""[{"patient":"{{mrn}}","readings":[{"id":"a","code":"2823-3","value":4.1,"unit":"mmol/L","at":"{{now:O}}"}]},{"patient":null,"readings":[{"id":"b","code":"2823-3","value":4.1,"unit":"mmol/L","at":"{{now:O}}"}]}]""";
        var answer = await DoneAsync(await PostAsync(hospital, body, Secret));
        Assert.Equal((1, 0, 1), Told(answer));
        Assert.Equal(2, answer.GetProperty("refused")[0].GetProperty("row").GetInt32());
        Assert.Equal((0, 0, 1), Told(await DoneAsync(await PostAsync(hospital, """{"temperature":39.1}""", Secret, name: "unmapped"))));
        Assert.Equal(["unmapped", "wearables"], (await hospital.ItemsAsync("/api/v1/quarantine")).Select(row => row.GetProperty("source").GetString()).Order(StringComparer.Ordinal));
        await RefusedAsync(await PostAsync(hospital, "[1, 2]", Secret), HttpStatusCode.UnprocessableEntity, "a list readings");
        await RefusedAsync(await PostAsync(hospital, "{\"patient\":", Secret), HttpStatusCode.UnprocessableEntity, "no JSON");
        await RefusedAsync(await PostAsync(hospital, Body(mrn, [.. Enumerable.Range(0, 1001).Select(at => ($"x{at}", "4", now))]), Secret), HttpStatusCode.RequestEntityTooLarge, "Send it in parts");
        Assert.Contains("Send it in parts", (await SourceAsync(hospital)).GetProperty("turnedAwayWhy").GetString(), StringComparison.Ordinal);
    }

    private static async Task<string> ArriveAsync(Hospital hospital)
    {
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow(), patientClass: "I"));
        return mrn;
    }

    private static string Body(string mrn, params (string Id, string Value, DateTimeOffset At)[] readings) => JsonSerializer.Serialize(new
    {
        patient = mrn, device = new { id = "W-1", battery = 71 }, readings = readings.Select(one => new { id = one.Id, code = "2823-3", value = decimal.Parse(one.Value, CultureInfo.InvariantCulture), unit = "mmol/L", at = one.At }),
    });

    /// <param name="sent">What is sent instead of what was signed.</param>
    private static async Task<HttpResponseMessage> PostAsync(Hospital hospital, string body, string? secret, string name = "wearables", TimeSpan behind = default, string? sent = null)
    {
        using var stranger = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        var seconds = (hospital.Time.GetUtcNow() - behind).ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/hooks/intake/{name}", UriKind.Relative)) { Content = new StringContent(sent ?? body, Encoding.UTF8, "application/json") };
        if (secret is not null)
        {
            request.Headers.Add("X-Runink-Timestamp", seconds.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("X-Runink-Signature", WebhookSignature.Of(secret, seconds, Encoding.UTF8.GetBytes(body)));
        }

        return await stranger.SendAsync(request, Stop);
    }

    private static async Task<JsonElement> SourceAsync(Hospital hospital) => (await hospital.ItemsAsync("/api/v1/webhook-sources")).Single(row => row.GetProperty("name").GetString() == "wearables");

    private static async Task<int> CountAsync(Hospital hospital)
    {
        await using var db = hospital.Read();
        return await db.Messages.CountAsync(row => row.Door == "push", Stop);
    }

    private static (int Taken, int Known, int Refused) Told(JsonElement answer) =>
        (answer.GetProperty("taken").GetInt32(), answer.GetProperty("known").GetInt32(), answer.GetProperty("refused").GetArrayLength());
}
