using System.Globalization;
using System.Text;
using System.Text.Json;
using Runink.Companion.Shared.Outside;

namespace Runink.Tests.Harness;

/// <summary>A platform of wearables that posts what its devices measured, signed.</summary>
public sealed class PushedReadings : IDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private const string Profile = """
        profile: Wearables
        feeds: [wearables]
        codes:
          - {from: battery, to: "RPM_BATTERY^Battery^L"}
        rows:
          key: [readings.id]
          patient: {number: patient, authority: =HOSP, type: =MR}
          device: {number: device.id, system: device.system, kind: =wearable, sent: sent}
          results:
            - {code: readings.code, system: =LN, value: readings.value, unit: readings.unit, at: readings.at}
            - {code: "RPM_BATTERY^Battery^L", value: device.battery, unit: "=%", at: readings.at}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("companion-").FullName;
    private int last;

    public PushedReadings() => File.WriteAllText(Path.Combine(folder, "wearables.yaml"), Profile);

    public Dictionary<string, string?> Settings => new() { ["Site:FeedProfiles"] = folder, ["Intake:Webhooks:wearables:Secret"] = Secret, ["Intake:Webhooks:wearables:Each"] = "readings" };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <returns>How many readings were taken, and how many refused.</returns>
    public Task<(int Taken, int Refused)> SendAsync(Hospital hospital, string mrn, string device, DateTimeOffset at, DateTimeOffset? sent = null, string? system = null, string? id = null) =>
        SendAsync(hospital, mrn, device, [at], sent, system, id);

    /// <param name="at">When each was measured, by the device.</param>
    /// <param name="sent">When they were sent, by the device; null: it does not say.</param>
    public async Task<(int Taken, int Refused)> SendAsync(Hospital hospital, string mrn, string device, IReadOnlyList<DateTimeOffset> at, DateTimeOffset? sent = null, string? system = null, string? id = null)
    {
        var body = JsonSerializer.Serialize(new
        {
            patient = mrn, sent, device = new { id = device, system, battery = 71 },
            readings = at.Select(one => new { id = id ?? $"r{Interlocked.Increment(ref last)}", code = "2823-3", value = 4.1m, unit = "mmol/L", at = one }),
        });
        using var stranger = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        var seconds = hospital.Time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/hooks/intake/wearables", UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Runink-Timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-Runink-Signature", WebhookSignature.Of(Secret, seconds, Encoding.UTF8.GetBytes(body)));
        var answer = await Answers.DoneAsync(await stranger.SendAsync(request, TestContext.Current.CancellationToken));
        return (answer.GetProperty("taken").GetInt32(), answer.GetProperty("refused").GetArrayLength());
    }
}
