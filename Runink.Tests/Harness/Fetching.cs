using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Runink.Tests.Harness;

/// <summary>What tests of sources have in common: a profile, settings of one source, and pulls that have ended.</summary>
internal sealed class Fetching : IDisposable
{
    private const string Profile = """
        profile: Laboratory warehouse
        feeds: ["*"]
        rows:
          key: id
          patient: {number: mrn, authority: =HOSP}
          results:
            - {code: "2524-7^Lactate^LN", value: value, unit: =mmol/L, at: taken_at}
        """;

    private readonly string profiles = System.IO.Directory.CreateTempSubdirectory("companion-profiles-").FullName;

    public Fetching() => File.WriteAllText(Path.Combine(profiles, "rows.yaml"), Profile);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A private key for whoever signs.</summary>
    public static string NewKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    }

    public Dictionary<string, string?> Settings(string kind, string address, params (string Name, string Value)[] other)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Site:FeedProfiles"] = profiles, ["Intake:Sources:it:Kind"] = kind, ["Intake:Sources:it:Address"] = address, ["Intake:Sources:it:AllowPrivate"] = "true", ["Intake:Sources:it:Every"] = "01:00:00",
        };
        foreach (var (name, value) in other)
            settings[$"Intake:Sources:it:{name}"] = value;
        return settings;
    }

    public static async Task<JsonElement> SourceAsync(Hospital hospital) => Assert.Single(await hospital.ItemsAsync("/api/v1/sources"));

    public static Task<JsonElement> PulledAsync(Hospital hospital) => EndedAsync(hospital, DateTimeOffset.MinValue);

    /// <summary>Asks for a pull, moves the clock meanwhile, and waits until one that began afterwards has ended.</summary>
    public static async Task<JsonElement> PullAsync(Hospital hospital)
    {
        await PulledAsync(hospital);
        hospital.Time.Advance(TimeSpan.FromMilliseconds(10));
        var asked = hospital.Time.GetUtcNow();
        Assert.Equal(HttpStatusCode.OK, (await hospital.PostAsync("/api/v1/sources/it/pull", new { })).StatusCode);
        return await EndedAsync(hospital, asked);
    }

    /// <summary>Whoever waits for an answer waits by the hospital's clock.</summary>
    private static Task<JsonElement> EndedAsync(Hospital hospital, DateTimeOffset since) => Hospital.EventuallyAsync(
        async () =>
        {
            var source = await SourceAsync(hospital);
            if (source.GetProperty("isRunning").GetBoolean())
                hospital.Time.Advance(TimeSpan.FromMilliseconds(200));
            return source;
        },
        source => source.GetProperty("lastPullAt").ValueKind == JsonValueKind.String && source.GetProperty("lastPullAt").GetDateTimeOffset() >= since && !source.GetProperty("isRunning").GetBoolean(), "the pull has ended");

    public static (int Taken, int Known, int Refused) Last(JsonElement source) => (source.GetProperty("lastTaken").GetInt32(), source.GetProperty("lastKnown").GetInt32(), source.GetProperty("lastRefused").GetInt32());

    public static async Task<IReadOnlyList<string>> TakenAsync(Hospital hospital)
    {
        await using var db = hospital.Read();
        return [.. (await db.Messages.Where(row => row.Door == "pull").OrderBy(row => row.Id).Select(row => row.Raw).ToListAsync(Stop)).Select(System.Text.Encoding.UTF8.GetString)];
    }

    public void Dispose() => System.IO.Directory.Delete(profiles, recursive: true);
}
