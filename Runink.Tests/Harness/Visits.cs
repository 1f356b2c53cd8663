using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Runink.Domain.Store;

namespace Runink.Tests.Harness;

/// <summary>Patients of the FHIR door with referrals that can be booked at one service, and what is done with these over HTTP.</summary>
/// <param name="pass">Lets a little time pass: timers run by the clock.</param>
internal sealed class Visits(HttpClient web, Func<CompanionDb> read, Action<TimeSpan> pass)
{
    public Visits(Hospital hospital)
        : this(hospital.Web, hospital.Read, hospital.Time.Advance)
    {
    }

    /// <summary>Id of the one service.</summary>
    public string Service { get; set; } = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task OpenAsync(string? reminders = null, string? languages = null)
    {
        using var made = await SendAsync("/api/v1/services", new { name = "Riverside", specialty = "Cardiology", address = "4 Quay Street", reminders, languages });
        Service = (await ReadAsync(made)).GetProperty("id").GetString()!;
    }

    /// <summary>A referral that is ready to be booked there.</summary>
    public async Task<string> ReadyAsync(string family, string? mail = null, string? language = null, string priority = "routine")
    {
        var person = new
        {
            resourceType = "Patient", name = new[] { new { family } }, birthDate = $"19{50 + (family.Length % 40)}-02-03", telecom = mail is null ? [] : new[] { new { system = "email", value = mail } },
            communication = language is null ? [] : new[] { new { language = new { coding = new[] { new { system = "urn:ietf:bcp:47", code = language } } } } },
        };
        using (var content = new StringContent(JsonSerializer.Serialize(person).Replace(",\"telecom\":[]", "", StringComparison.Ordinal).Replace(",\"communication\":[]", "", StringComparison.Ordinal), Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json")))
        using (var answer = await web.PostAsync(new Uri("/fhir/Patient", UriKind.Relative), content, Stop))
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        string patient;
        await using (var db = read())
            patient = db.Patients.Single(row => row.Family == family).Id;
        using var opened = await SendAsync("/api/v1/referrals", new { patientId = patient, service = "Cardiology", priority, reason = "new murmur", consent = true });
        var id = (await ReadAsync(opened)).GetProperty("id").GetString()!;
        await ActAsync(id, "complete-dossier");
        await PostAsync($"/api/v1/referrals/{id}/recipient", new { serviceId = Service, reason = "Nearest", expectedVersion = await VersionAsync(id) });
        foreach (var action in new[] { "triage", "waive-authorization", "ready" })
            await ActAsync(id, action);
        return id;
    }

    /// <summary>Tells a free time.</summary>
    public async Task<string> FreeAsync(DateTimeOffset start)
    {
        start = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerMinute));
        await PostAsync("/api/v1/services/slots", new { csv = $"service,start,end\nRiverside,{start:yyyy-MM-dd'T'HH:mm'Z'},{start.AddMinutes(30):yyyy-MM-dd'T'HH:mm'Z'}" });
        return (await ItemsAsync($"/api/v1/services/{Service}/slots")).Single(slot => slot.GetProperty("startsAt").GetDateTimeOffset() == start).GetProperty("id").GetString()!;
    }

    public async Task BookAsync(string id, string slot) => await PostAsync($"/api/v1/referrals/{id}/booking", new { slotId = slot, expectedVersion = await VersionAsync(id) });

    public async Task ActAsync(string id, string action, string reason = "said so") => await PostAsync($"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = await VersionAsync(id), reason });

    public async Task WaitAsync(string id, string channel = "message", int noticeHours = 0, string? suits = null)
    {
        using var answer = await web.PutAsync(new Uri($"/api/v1/referrals/{id}/waitlist", UriKind.Relative), JsonContentOf(new { channel, noticeHours, suits }), Stop);
        await ReadAsync(answer);
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await SendAsync(path, body);
        return await ReadAsync(answer);
    }

    /// <summary>The status of a slot as the directory shows it.</summary>
    public async Task<string?> StatusAsync(string slot) => (await ItemsAsync($"/api/v1/services/{Service}/slots")).Single(one => one.GetProperty("id").GetString() == slot).GetProperty("status").GetString();

    /// <summary>The newest offer to the patient of a referral; null while there is none.</summary>
    public async Task<JsonElement?> OfferAsync(string id) => (await GetAsync($"/api/v1/referrals/{id}/waitlist")).GetProperty("offers").EnumerateArray().Select(one => (JsonElement?)one).FirstOrDefault();

    /// <summary>Once the patient was offered something new.</summary>
    public Task<JsonElement?> OfferedAsync(string id) => SoonAsync(() => OfferAsync(id), offer => offer is { } one && one.GetProperty("outcome").ValueKind == JsonValueKind.Null, "the offer");

    /// <summary>Looks again and again while a little time passes: timers run by the clock.</summary>
    public Task<T> SoonAsync<T>(Func<Task<T>> look, Func<T, bool> isSo, string what) => Hospital.EventuallyAsync(
        () =>
        {
            pass(TimeSpan.FromSeconds(5));
            return look();
        }, isSo, what);

    public async Task<DateTimeOffset?> VisitAsync(string id) => (await GetAsync($"/api/v1/referrals/{id}")).GetProperty("visitAt") is { ValueKind: JsonValueKind.String } at ? at.GetDateTimeOffset() : null;

    public async Task<IReadOnlyList<JsonElement>> TasksAsync(string id) => await ItemsAsync($"/api/v1/referrals/{id}/tasks");

    /// <summary>The link of the newest message to the patient of a referral.</summary>
    public async Task<string> LinkAsync(string id)
    {
        var body = await Hospital.EventuallyAsync(
            async () =>
            {
                await using var db = read();
                return db.Outbox.Where(row => row.ReferralId == id && row.Who == Runink.Domain.Delivery.OutboxMessage.ThePatient).OrderByDescending(row => row.Id).Select(row => row.Body).FirstOrDefault();
            }, found => found is not null, "the message");
        return new Uri(body!.Split('\n').Single(line => line.Contains("/v/", StringComparison.Ordinal))).PathAndQuery;
    }

    /// <summary>What a patient without an account says.</summary>
    /// <returns>Where the answer leads.</returns>
    public async Task<string> SayAsync(string path)
    {
        using var patient = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = web.BaseAddress };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("barrier", ""), KeyValuePair.Create("x", "y")]);
        using var answer = await patient.PostAsync(new Uri(path, UriKind.Relative), form, Stop);
        return answer.Headers.Location?.ToString() ?? "";
    }

    public async Task<string> PageAsync(string link)
    {
        using var patient = new HttpClient { BaseAddress = web.BaseAddress };
        using var answer = await patient.GetAsync(new Uri(link, UriKind.Relative), Stop);
        return System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
    }

    private Task<HttpResponseMessage> SendAsync(string path, object body) => web.PostAsync(new Uri(path, UriKind.Relative), JsonContentOf(body), Stop);

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await web.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return await ReadAsync(answer);
    }

    private async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path) => [.. (await GetAsync(path)).GetProperty("items").EnumerateArray()];

    private static StringContent JsonContentOf(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private async Task<int> VersionAsync(string id) => (await GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
